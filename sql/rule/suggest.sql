-- rule/suggest
-- What was chosen alike twice or more by hand of bank rows whose texts begin alike, the most often chosen first.
-- Up to three words: as many as all of them share, and no fewer than tell them from rows of which something else was
-- chosen. A row that was split says nothing.
--
-- param  user_id      uuid
-- param  since        date     the first day of rows that are looked at
-- row    words        text
-- row    times        bigint   rows that begin so
-- row    action       text     category, ignore, transfer or contribution
-- row    kind         text?    of the category: income or expense
-- row    category     text?    the code
-- row    subcategory  text?    the code
-- row    asset        text?
-- row    text         text     of the newest of the rows
-- row    amount       numeric  of that row
-- row    source_id    text     of that row
WITH chosen AS MATERIALIZED (
    SELECT
        import_rows.id,
        import_rows.day,
        import_rows.text,
        import_rows.amount,
        import_rows.source_id,
        import_rows.decision,
        import_rows.asset_id,
        string_to_array(
            btrim(regexp_replace(translate(folded(import_rows.text), '''’', ''), '[^[:alnum:]]+', ' ', 'g')), ' '
        ) AS words,
        entries.parts,
        entries.kind,
        entries.category_id,
        entries.subcategory_id
    FROM sources
    JOIN import_rows
        ON import_rows.user_id = %(user_id)s::uuid
        AND import_rows.source_id = sources.id
        AND import_rows.day >= %(since)s::date
        AND import_rows.decided_by = 'hand'
    CROSS JOIN LATERAL (
        SELECT
            count(*) AS parts,
            min(items.kind) AS kind,
            min(items.category_id::text) AS category_id,
            min(items.subcategory_id::text) AS subcategory_id
        FROM (
            SELECT
                'income' AS kind,
                incoming_items.category_id,
                NULL AS subcategory_id
            FROM incoming_items
            WHERE incoming_items.user_id = %(user_id)s::uuid AND incoming_items.import_row_id = import_rows.id
            UNION ALL
            SELECT
                'expense' AS kind,
                expense_items.category_id,
                expense_items.subcategory_id
            FROM expense_items
            WHERE expense_items.user_id = %(user_id)s::uuid AND expense_items.import_row_id = import_rows.id
        ) AS items
    ) AS entries
    WHERE sources.user_id = %(user_id)s::uuid
        AND (entries.parts = 1 OR import_rows.decision <> 'category')
),
alike AS MATERIALIZED (
    SELECT
        array_to_string(chosen.words[1:lengths.n], ' ') AS words,
        count(*) AS times,
        (array_agg(chosen.id ORDER BY chosen.day DESC, chosen.id))[1] AS newest_id
    FROM chosen
    CROSS JOIN generate_series(1, least(3, cardinality(chosen.words))) AS lengths (n)
    GROUP BY array_to_string(chosen.words[1:lengths.n], ' ')
    HAVING
        count(*) >= 2
        AND count(DISTINCT concat_ws(
            '/', chosen.decision, chosen.kind, chosen.category_id, chosen.subcategory_id, chosen.asset_id
        )) = 1
        AND char_length(array_to_string(chosen.words[1:lengths.n], ' ')) >= 3
)
SELECT
    alike.words,
    alike.times,
    CASE chosen.decision WHEN 'ignored' THEN 'ignore' ELSE chosen.decision END AS action,
    CASE chosen.decision WHEN 'category' THEN chosen.kind END AS kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    expense_subcategories.code AS subcategory,
    assets.asset_name AS asset,
    chosen.text,
    chosen.amount,
    chosen.source_id::text AS source_id
FROM alike
JOIN chosen ON chosen.id = alike.newest_id
LEFT JOIN income_categories ON income_categories.id::text = chosen.category_id
LEFT JOIN expense_categories ON expense_categories.id::text = chosen.category_id
LEFT JOIN expense_subcategories ON expense_subcategories.id::text = chosen.subcategory_id
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = chosen.asset_id
WHERE
    NOT EXISTS (
        SELECT FROM alike AS others
        WHERE
            (others.times > alike.times AND starts_with(alike.words, others.words || ' '))
            OR (others.times = alike.times AND starts_with(others.words, alike.words || ' '))
    )
ORDER BY
    alike.times DESC,
    alike.words;
