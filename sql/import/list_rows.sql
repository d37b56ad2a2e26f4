-- import/list_rows
-- The rows of all files of a command in their order, with what becomes of each and why.
--
-- needs  import/stage_judged_rows
-- param  user_id   uuid
-- param  waiting   boolean  whether only those that wait for a person are asked for
-- param  is_dry    boolean  whether new ones are not going to be there
-- row    line      integer
-- row    day       date
-- row    amount    numeric
-- row    currency  text
-- row    text      text
-- row    state     text
-- row    becomes   text
-- row    because   text?
-- row    source    text
-- row    id        text?    null: it is not in the books
SELECT
    judged.line,
    judged.day,
    judged.amount,
    sources.currency,
    judged.text,
    judged.state,
    CASE
        WHEN judged.decision = 'waits' THEN 'inbox'
        WHEN judged.decision = 'transfer' THEN 'transfer'
        WHEN judged.decision = 'contribution' THEN 'contribution to ' || assets.asset_name
        WHEN judged.decision = 'category' THEN concat_ws(
            '/', coalesce(income_categories.code, expense_categories.code), subcategories.code
        )
        ELSE 'nothing'
    END AS becomes,
    CASE
        WHEN judged.state = 'pending' THEN 'the bank has not booked it yet'
        WHEN judged.moved_from IS NOT NULL THEN 'known, and booked on ' || judged.moved_from::text || ' before'
        WHEN judged.state = 'known' AND kept.is_gone THEN 'deleted by you: --resurrect brings it back'
        WHEN judged.state = 'known' THEN 'line ' || kept.line::text || ' of ' || kept.file_name
        ELSE judged.because
    END AS because,
    sources.source_name AS source,
    CASE
        WHEN judged.state = 'known' OR (judged.state <> 'pending' AND NOT %(is_dry)s::boolean)
        THEN judged.row_id::text
    END AS id
FROM judged_rows AS judged
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = judged.source_id
LEFT JOIN rules ON rules.user_id = %(user_id)s::uuid AND rules.id = judged.rule_id
LEFT JOIN income_categories ON income_categories.id = rules.income_category_id
LEFT JOIN expense_categories ON expense_categories.id = rules.expense_category_id
LEFT JOIN expense_subcategories AS subcategories ON subcategories.id = rules.subcategory_id
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = rules.asset_id
LEFT JOIN LATERAL (
    SELECT
        import_rows.line,
        imports.file_name,
        import_rows.decision = 'category'
        AND NOT EXISTS (
            SELECT FROM signed_entries AS entry
            WHERE entry.user_id = %(user_id)s::uuid AND entry.import_row_id = import_rows.id
        ) AS is_gone
    FROM import_rows
    JOIN imports ON imports.user_id = %(user_id)s::uuid AND imports.id = import_rows.import_id
    WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.id = judged.row_id
) AS kept ON judged.state = 'known'
WHERE NOT %(waiting)s::boolean OR judged.decision = 'waits'
ORDER BY judged.file, judged.position;
