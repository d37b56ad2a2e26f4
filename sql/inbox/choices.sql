-- inbox/choices
-- What was chosen by hand of bank rows since a day, the newest first.
-- A row that was split says nothing, nor does one whose entry was deleted; transfers are told by their other side.
--
-- param  user_id              uuid
-- param  since                date
-- param  limit                bigint
-- row    text                 text
-- row    decision             text   category, ignored or contribution
-- row    becomes              text
-- row    income_category_id   text?
-- row    expense_category_id  text?
-- row    subcategory_id       text?
-- row    asset_id             text?
WITH chosen AS MATERIALIZED (
    SELECT
        import_rows.id,
        import_rows.day,
        import_rows.text,
        import_rows.decision,
        import_rows.asset_id
    FROM sources
    JOIN import_rows
        ON import_rows.user_id = %(user_id)s::uuid
        AND import_rows.source_id = sources.id
        AND import_rows.day >= %(since)s::date
        AND import_rows.decided_by = 'hand'
        AND import_rows.decision IN ('category', 'ignored', 'contribution')
    WHERE sources.user_id = %(user_id)s::uuid
    ORDER BY import_rows.day DESC, import_rows.id
    LIMIT %(limit)s::bigint
),
entries AS (
    SELECT
        chosen.id,
        incoming_items.category_id AS income_category_id,
        NULL::uuid AS expense_category_id,
        NULL::uuid AS subcategory_id,
        income_categories.code AS path
    FROM chosen
    JOIN incoming_items ON incoming_items.user_id = %(user_id)s::uuid AND incoming_items.import_row_id = chosen.id
    JOIN income_categories ON income_categories.id = incoming_items.category_id
    UNION ALL
    SELECT
        chosen.id,
        NULL::uuid AS income_category_id,
        expense_items.category_id,
        expense_items.subcategory_id,
        concat_ws('/', expense_categories.code, expense_subcategories.code) AS path
    FROM chosen
    JOIN expense_items ON expense_items.user_id = %(user_id)s::uuid AND expense_items.import_row_id = chosen.id
    JOIN expense_categories ON expense_categories.id = expense_items.category_id
    LEFT JOIN expense_subcategories ON expense_subcategories.id = expense_items.subcategory_id
)
SELECT
    chosen.text,
    chosen.decision,
    CASE chosen.decision
        WHEN 'category' THEN min(entries.path)
        WHEN 'contribution' THEN 'contribution to ' || min(assets.asset_name)
        ELSE 'ignored'
    END AS becomes,
    min(entries.income_category_id::text) AS income_category_id,
    min(entries.expense_category_id::text) AS expense_category_id,
    min(entries.subcategory_id::text) AS subcategory_id,
    min(chosen.asset_id::text) AS asset_id
FROM chosen
LEFT JOIN entries ON entries.id = chosen.id
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = chosen.asset_id
GROUP BY chosen.id, chosen.day, chosen.text, chosen.decision
HAVING count(entries.id) = (chosen.decision = 'category')::integer
ORDER BY chosen.day DESC, chosen.id;
