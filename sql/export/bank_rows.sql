-- export/bank_rows
-- The rows of banks' files, oldest first, each with what it is in the books.
-- becomes is the categories of its entries, or else its decision.
--
-- param  user_id          uuid
-- param  first            date?     the first month; null for all
-- param  last             date?     the last month
-- row    day              date
-- row    value_day        date?
-- row    amount           numeric   in the account's sense and currency: minus is out
-- row    currency         text
-- row    text             text
-- row    counter_account  text?
-- row    bank_category    text?
-- row    balance          numeric?  of the account, after it
-- row    becomes          text
-- row    decided_by       text?     rule, hand, twin, account or file
-- row    because          text?
-- row    source           text
-- row    file             text
-- row    line             integer
-- row    id               text
SELECT
    import_rows.day,
    import_rows.value_day,
    import_rows.amount,
    sources.currency,
    import_rows.text,
    import_rows.counter_account,
    import_rows.category AS bank_category,
    import_rows.balance,
    CASE import_rows.decision
        WHEN 'waits' THEN 'inbox'
        WHEN 'ignored' THEN 'nothing'
        WHEN 'contribution' THEN 'contribution to ' || assets.asset_name
        WHEN 'category' THEN coalesce(entries.categories, 'deleted')
        ELSE import_rows.decision
    END AS becomes,
    import_rows.decided_by,
    import_rows.because,
    sources.source_name AS source,
    imports.file_name AS file,
    import_rows.line,
    import_rows.id::text AS id
FROM import_rows
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = import_rows.source_id
JOIN imports ON imports.user_id = %(user_id)s::uuid AND imports.id = import_rows.import_id
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = import_rows.asset_id
LEFT JOIN LATERAL (
    SELECT string_agg(found.category, ', ' ORDER BY found.category) AS categories
    FROM (
        SELECT income_categories.code AS category
        FROM incoming_items
        JOIN income_categories ON income_categories.id = incoming_items.category_id
        WHERE incoming_items.user_id = %(user_id)s::uuid AND incoming_items.import_row_id = import_rows.id
        UNION ALL
        SELECT concat_ws('/', expense_categories.code, subcategories.code) AS category
        FROM expense_items
        JOIN expense_categories ON expense_categories.id = expense_items.category_id
        LEFT JOIN expense_subcategories AS subcategories ON subcategories.id = expense_items.subcategory_id
        WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.import_row_id = import_rows.id
    ) AS found
) AS entries ON import_rows.decision = 'category'
WHERE
    import_rows.user_id = %(user_id)s::uuid
    AND import_rows.day >= coalesce(%(first)s::date, '2000-01-01')
    AND import_rows.day < coalesce((%(last)s::date + interval '1 month')::date, '2101-01-01')
ORDER BY
    import_rows.day,
    sources.source_name,
    import_rows.import_id,
    import_rows.line,
    import_rows.id;
