-- export/target_sets
-- The months that targets were set in, from which on they hold.
--
-- param  user_id     uuid
-- param  first       date?  the first month; null for all
-- param  last        date?  the last month
-- row    month       date
-- row    id          text
-- row    created_at  text
-- row    updated_at  text
SELECT
    target_sets.period AS month,
    target_sets.id::text AS id,
    to_char(target_sets.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(target_sets.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM target_sets
WHERE
    target_sets.user_id = %(user_id)s::uuid
    AND (target_sets.year, target_sets.month)
        BETWEEN (year_of(coalesce(%(first)s::date, '2000-01-01')), month_of(coalesce(%(first)s::date, '2000-01-01')))
        AND (year_of(coalesce(%(last)s::date, '2100-12-01')), month_of(coalesce(%(last)s::date, '2100-12-01')))
ORDER BY
    target_sets.year,
    target_sets.month;
