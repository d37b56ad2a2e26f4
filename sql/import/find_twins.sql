-- import/find_twins
-- Hold new rows of a file back that an entry may stand for already.
-- Typed by hand or posted: the same amount on the same side within five days, or in the same month where the entry
-- has no day, and no bank row yet.
-- Of days with rows and days with entries that fit each other, those are a pair that are each other's nearest; of a
-- pair, as many rows are held as there are entries. Run it until it finds none.
--
-- needs  import/stage_judged_rows
-- param  user_id       uuid
-- param  month_begins  integer
-- param  file          integer
WITH fresh AS MATERIALIZED (
    SELECT
        judged.position,
        judged.day,
        judged.base_amount AS amount,
        row_number() OVER (PARTITION BY judged.base_amount, judged.day ORDER BY judged.position) AS place
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
entries AS MATERIALIZED (
    SELECT
        typed.noun,
        typed.id,
        typed.amount,
        coalesce(typed.day, typed.period) AS day,
        typed.day IS NULL AS is_of_month,
        row_number() OVER (PARTITION BY typed.amount, typed.day, typed.period ORDER BY typed.id) AS place
    FROM signed_entries AS typed
    WHERE
        typed.user_id = %(user_id)s::uuid
        AND (typed.year, typed.month)
            BETWEEN ((SELECT year_of(months.first) FROM months), (SELECT month_of(months.first) FROM months))
            AND (
                (SELECT year_of(month_of_day(months.last, %(month_begins)s::integer)) FROM months),
                (SELECT month_of(month_of_day(months.last, %(month_begins)s::integer)) FROM months)
            )
        AND typed.import_row_id IS NULL
        AND NOT EXISTS (SELECT FROM judged_rows AS other WHERE other.twin_id = typed.id)
),
fits AS MATERIALIZED (
    SELECT
        fresh.amount,
        fresh.day,
        entries.day AS entry_day,
        entries.is_of_month,
        row_number() OVER (PARTITION BY fresh.amount, fresh.day ORDER BY far.days, entries.day) AS nearest_entry,
        row_number() OVER (
            PARTITION BY entries.amount, entries.day, entries.is_of_month ORDER BY far.days, fresh.day
        ) AS nearest_row
    FROM fresh
    JOIN entries ON entries.amount = fresh.amount
    CROSS JOIN LATERAL (
        SELECT CASE WHEN NOT entries.is_of_month THEN abs(entries.day - fresh.day) END AS days
    ) AS far
    WHERE
        fresh.place = 1 AND entries.place = 1  -- one for all of a day
        AND may_be_of_day(
            CASE WHEN NOT entries.is_of_month THEN entries.day END,
            entries.day,
            fresh.day,
            %(month_begins)s::integer
        )
)
UPDATE judged_rows
SET
    state = 'twin',
    decision = 'waits',
    decided_by = NULL,
    because = 'it may be the ' || entries.noun || ' ' || substr(entries.id::text, 1, 8) || ' that is there',
    twin_id = entries.id
FROM fits
JOIN fresh ON fresh.amount = fits.amount AND fresh.day = fits.day
JOIN entries
    ON entries.amount = fits.amount
    AND entries.day = fits.entry_day
    AND entries.is_of_month = fits.is_of_month
    AND entries.place = fresh.place
WHERE
    judged_rows.file = %(file)s::integer
    AND judged_rows.position = fresh.position
    AND fits.nearest_entry = 1
    AND fits.nearest_row = 1;
