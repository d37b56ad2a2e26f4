-- import/show
-- The rows that a file brought first, in its order, with what has become of each.
-- becomes is what it is in the books: the categories of its entries, or else its decision.
--
-- param  user_id    uuid
-- param  import_id  uuid
-- row    line       integer
-- row    day        date
-- row    amount     numeric
-- row    text       text
-- row    becomes    text
-- row    decided_by  text?  rule, hand, twin, account or file
-- row    because    text?
-- row    id         text
SELECT
    import_rows.line,
    import_rows.day,
    import_rows.amount,
    import_rows.text,
    CASE import_rows.decision
        WHEN 'waits' THEN 'inbox'
        WHEN 'ignored' THEN 'nothing'
        WHEN 'contribution' THEN 'contribution to ' || assets.asset_name
        WHEN 'category' THEN coalesce(entries.categories, 'deleted')
        ELSE import_rows.decision
    END AS becomes,
    import_rows.decided_by,
    import_rows.because,
    import_rows.id::text AS id
FROM import_rows
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = import_rows.asset_id
LEFT JOIN LATERAL (
    SELECT string_agg(found.category, ', ' ORDER BY found.category) AS categories
    FROM (
        SELECT income_categories.code AS category
        FROM incoming_items
        JOIN income_categories ON income_categories.id = incoming_items.category_id
        WHERE incoming_items.user_id = %(user_id)s::uuid AND incoming_items.import_row_id = import_rows.id
        UNION ALL
        SELECT concat_ws('/', expense_categories.code, (
            -- Looked up of each row: to merge it with everybody's, all of them up to it would be read.
            SELECT subcategories.code
            FROM expense_subcategories AS subcategories
            WHERE subcategories.id = expense_items.subcategory_id
        )) AS category
        FROM expense_items
        JOIN expense_categories ON expense_categories.id = expense_items.category_id
        WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.import_row_id = import_rows.id
    ) AS found
) AS entries ON import_rows.decision = 'category'
WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.import_id = %(import_id)s::uuid
ORDER BY import_rows.line, import_rows.id;
