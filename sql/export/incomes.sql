-- export/incomes
-- What came in, in the order of its days.
--
-- param  user_id        uuid
-- param  first          date?    the first month; null for all
-- param  last           date?    the last month
-- row    month          date
-- row    date           date?
-- row    category       text
-- row    name           text     of the category
-- row    amount         numeric
-- row    note           text?
-- row    import_row_id  text?    null also where the months asked for do not have it
-- row    id             text
-- row    created_at     text
-- row    updated_at     text
SELECT
    incoming_items.period AS month,
    incoming_items.received_on AS date,
    income_categories.code AS category,
    income_categories.name,
    incoming_items.amount,
    incoming_items.description AS note,
    CASE
        WHEN %(first)s::date IS NULL AND %(last)s::date IS NULL THEN incoming_items.import_row_id::text
        WHEN EXISTS (
            SELECT
            FROM import_rows AS bank_rows
            WHERE
                bank_rows.user_id = %(user_id)s::uuid
                AND bank_rows.id = incoming_items.import_row_id
                AND bank_rows.day >= coalesce(%(first)s::date, '2000-01-01')
                AND bank_rows.day < coalesce((%(last)s::date + interval '1 month')::date, '2101-01-01')
        ) THEN incoming_items.import_row_id::text
    END AS import_row_id,
    incoming_items.id::text AS id,
    to_char(incoming_items.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(incoming_items.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM incoming_items
JOIN income_categories ON income_categories.id = incoming_items.category_id
WHERE
    incoming_items.user_id = %(user_id)s::uuid
    AND (incoming_items.year, incoming_items.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    incoming_items.year,
    incoming_items.month,
    incoming_items.received_on NULLS FIRST,
    incoming_items.created_at,
    incoming_items.id;
