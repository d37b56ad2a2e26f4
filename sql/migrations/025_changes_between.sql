-- 025_changes_between.sql
-- What changed from one month to another, like with like.


-- The change of net worth between two months, of what is known of it, and what that was before: each asset and debt is
-- followed from its first value there to its last. A first value is no change, unless it is on record what was put
-- in; nor is it one that a value is missing at an end, or that what was closed is gone.
CREATE FUNCTION change_between(of_user uuid, from_month date, to_month date)
RETURNS TABLE (change numeric, base numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH inputs AS MATERIALIZED (
        SELECT
            asset_inputs.asset_id,
            first_of_month(asset_inputs.year, asset_inputs.month) AS month,
            asset_inputs.total,
            asset_inputs.contribution
        FROM asset_inputs
        WHERE
            asset_inputs.user_id = of_user
            AND (asset_inputs.year, asset_inputs.month)
                BETWEEN (year_of(from_month), month_of(from_month))
                AND (year_of(to_month), month_of(to_month))
    ),
    ends AS (
        SELECT
            inputs.asset_id,
            min(inputs.month) AS begun,
            max(inputs.month) AS ended
        FROM inputs
        GROUP BY inputs.asset_id
    ),
    followed AS (
        SELECT
            ends.begun,
            ends.ended,
            past.total AS before,
            present.total AS value,
            ends.begun > from_month AND past.contribution IS NOT NULL AND spans.first_month = ends.begun AS is_put_in
        FROM ends
        JOIN inputs AS past ON past.asset_id = ends.asset_id AND past.month = ends.begun
        JOIN inputs AS present ON present.asset_id = ends.asset_id AND present.month = ends.ended
        JOIN asset_spans AS spans ON spans.user_id = of_user AND spans.asset_id = ends.asset_id
    )
    SELECT
        coalesce(sum(followed.value - CASE WHEN followed.is_put_in THEN 0 ELSE followed.before END), 0) AS change,
        coalesce(
            sum(followed.before) FILTER (WHERE followed.begun = from_month AND followed.ended > followed.begun), 0
        ) AS base
    FROM followed;
END;


-- How what each goal counts has changed: in the year up to the newest month with values that is over and not after
-- up_to, or since the first value of what it counts. At both ends a value that lacks is taken from before, so that
-- nobody is set back by what was not looked up. A first value after the beginning is no change, unless it is on record
-- what was put in; nor is it one that what was closed is gone.
CREATE OR REPLACE FUNCTION goal_changes(of_user uuid, up_to date, this_month date)
RETURNS TABLE (goal_id uuid, first_month date, last_month date, months integer, change numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH ended AS (
        SELECT
            kept.year,
            kept.month,
            kept.period
        FROM networth_materialized AS kept
        WHERE
            kept.user_id = of_user
            AND (kept.year, kept.month) <= (year_of(up_to), month_of(up_to))
            AND (kept.year, kept.month) < (year_of(this_month), month_of(this_month))
        ORDER BY kept.year DESC, kept.month DESC
        LIMIT 1
    ),
    begun AS (
        SELECT kept.period
        FROM networth_materialized AS kept
        WHERE
            kept.user_id = of_user
            AND (kept.year, kept.month)
            >= ((SELECT ended.year - 1 FROM ended), (SELECT ended.month FROM ended))
            AND (kept.year, kept.month)
            < ((SELECT ended.year FROM ended), (SELECT ended.month FROM ended))
        ORDER BY kept.year, kept.month
        LIMIT 1
    ),
    counted AS MATERIALIZED (
        SELECT
            goal_assets.goal_id,
            goal_assets.asset_id,
            goal_assets.closed_month
        FROM goal_assets(of_user)
    ),
    spans AS (
        SELECT
            counted.goal_id,
            greatest(min(oldest.period), begun.period) AS first_month,
            ended.period AS last_month
        FROM counted
        CROSS JOIN begun
        CROSS JOIN ended
        CROSS JOIN LATERAL (
            SELECT asset_inputs.period
            FROM asset_inputs
            WHERE asset_inputs.user_id = of_user AND asset_inputs.asset_id = counted.asset_id
            ORDER BY asset_inputs.year, asset_inputs.month
            LIMIT 1
        ) AS oldest
        GROUP BY counted.goal_id, begun.period, ended.period
    )
    SELECT
        spans.goal_id,
        spans.first_month,
        spans.last_month,
        months_apart(spans.first_month, spans.last_month) AS months,
        coalesce(sum(present.total), 0) - coalesce(sum(coalesce(past.total, begun_with.total)), 0) AS change
    FROM spans
    JOIN counted ON counted.goal_id = spans.goal_id
    LEFT JOIN LATERAL newest_value(of_user, counted.asset_id, spans.first_month) AS past ON true
    LEFT JOIN LATERAL newest_value(of_user, counted.asset_id, spans.last_month) AS present ON true
    LEFT JOIN LATERAL (
        SELECT
            CASE WHEN asset_inputs.contribution IS NULL THEN asset_inputs.total END AS total
        FROM asset_inputs
        WHERE asset_inputs.user_id = of_user AND asset_inputs.asset_id = counted.asset_id
        ORDER BY asset_inputs.year, asset_inputs.month
        LIMIT 1
    ) AS begun_with ON past.total IS NULL AND present.total IS NOT NULL
    WHERE spans.first_month < spans.last_month
    GROUP BY spans.goal_id, spans.first_month, spans.last_month;
END;


COMMENT ON FUNCTION change_between(uuid, date, date) IS
    'The change of a user''s net worth between two months, of what is known of it, and what that was before.';
