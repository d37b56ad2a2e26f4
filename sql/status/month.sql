-- status/month
-- The newest month with values; but the one before it while those of the current month are being recorded.
--
-- param  user_id     uuid
-- param  this_month  date  the current one
-- row    month       date
SELECT
    CASE
        WHEN
            newest.period = %(this_month)s::date
            AND EXISTS (
                SELECT
                FROM networth_materialized AS before
                WHERE
                    before.user_id = %(user_id)s::uuid
                    AND before.year = year_of(%(this_month)s::date - 1)
                    AND before.month = month_of(%(this_month)s::date - 1)
            )
            -- A function of a sub-select is planned where it is called, and most often it is not.
            AND EXISTS (SELECT FROM missing_assets(%(user_id)s::uuid, (SELECT %(this_month)s::date)))
        THEN first_of_month(year_of(%(this_month)s::date - 1), month_of(%(this_month)s::date - 1))
        ELSE newest.period
    END AS month
FROM (
    SELECT kept.period
    FROM networth_materialized AS kept
    WHERE
        kept.user_id = %(user_id)s::uuid
        AND (kept.year, kept.month) <= (year_of(%(this_month)s::date), month_of(%(this_month)s::date))
    ORDER BY kept.year DESC, kept.month DESC
    LIMIT 1
) AS newest
ORDER BY month;
