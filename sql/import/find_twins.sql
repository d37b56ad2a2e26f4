-- import/find_twins
-- Hold new rows of a file back that an entry may stand for already.
-- Typed by hand or posted: the same amount on the same side within five days, or in the same month where the entry
-- has no day, and no bank row yet.
-- Of rows and entries that fit each other, those are a pair that are each other's nearest; run it until it finds none.
--
-- needs  import/stage_judged_rows
-- param  user_id  uuid
-- param  file     integer
WITH fresh AS MATERIALIZED (
    SELECT
        judged.position,
        judged.day,
        judged.base_amount
    FROM judged_rows AS judged
    WHERE
        judged.file = %(file)s::integer
        AND judged.state = 'new'
        AND NOT judged.is_back
        AND judged.base_amount IS NOT NULL
),
months AS (
    SELECT
        min(fresh.day) - 5 AS first,
        max(fresh.day) + 5 AS last
    FROM fresh
),
entries AS (
    SELECT
        'income' AS noun,
        incoming_items.id,
        incoming_items.period,
        incoming_items.received_on AS day,
        incoming_items.amount
    FROM incoming_items
    WHERE
        incoming_items.user_id = %(user_id)s::uuid
        AND (incoming_items.year, incoming_items.month)
            BETWEEN ((SELECT year_of(months.first) FROM months), (SELECT month_of(months.first) FROM months))
            AND ((SELECT year_of(months.last) FROM months), (SELECT month_of(months.last) FROM months))
        AND incoming_items.import_row_id IS NULL
    UNION ALL
    SELECT
        'expense' AS noun,
        expense_items.id,
        expense_items.period,
        expense_items.spent_on AS day,
        -expense_items.amount
    FROM expense_items
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND (expense_items.year, expense_items.month)
            BETWEEN ((SELECT year_of(months.first) FROM months), (SELECT month_of(months.first) FROM months))
            AND ((SELECT year_of(months.last) FROM months), (SELECT month_of(months.last) FROM months))
        AND expense_items.import_row_id IS NULL
),
fits AS MATERIALIZED (
    SELECT
        fresh.position,
        entries.noun,
        entries.id,
        row_number() OVER (
            PARTITION BY fresh.position ORDER BY abs(entries.day - fresh.day), entries.id
        ) AS nearest_entry,
        row_number() OVER (
            PARTITION BY entries.id ORDER BY abs(entries.day - fresh.day), fresh.day, fresh.position
        ) AS nearest_row
    FROM fresh
    JOIN entries
        ON entries.amount = fresh.base_amount
        AND (
            abs(entries.day - fresh.day) <= 5
            OR (entries.day IS NULL AND entries.period = first_of_month(year_of(fresh.day), month_of(fresh.day)))
        )
    WHERE NOT EXISTS (SELECT FROM judged_rows AS other WHERE other.twin_id = entries.id)
)
UPDATE judged_rows
SET
    state = 'twin',
    decision = 'waits',
    decided_by = NULL,
    because = 'it may be the ' || fits.noun || ' ' || substr(fits.id::text, 1, 8) || ' that is there',
    twin_id = fits.id
FROM fits
WHERE
    judged_rows.file = %(file)s::integer
    AND judged_rows.position = fits.position
    AND fits.nearest_entry = 1
    AND fits.nearest_row = 1;
