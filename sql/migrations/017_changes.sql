-- 017_changes.sql
-- What changed from one month to the next, like with like.


-- Each asset and debt in each of some months beside the month before, where one of the two has a value of it.
--
-- * `change` is of what both months know: of a value in both, or of a first value of which it is on record what was
--   put in, for before that there was nothing. `base` is what it was before.
-- * What only one of them knows stands apart: `new` is a first value, `gone` the last one of what was closed, and
--   `missing_change` what net worth has gained because the month before lacks a value, or lost because this one does.
-- * So value - before = change + new - gone + missing_change, with nothing for null.
-- * All of these are null in a month before which nothing has a value, and has_before is false.
CREATE FUNCTION asset_changes(of_user uuid, from_month date, to_month date)
RETURNS TABLE (
    month date,
    asset_id uuid,
    category_id uuid,
    carried boolean,
    value numeric,
    before numeric,
    has_before boolean,
    change numeric,
    base numeric,
    new numeric,
    gone numeric,
    missing_change numeric
)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH inputs AS MATERIALIZED (
        SELECT
            asset_inputs.asset_id,
            first_of_month(asset_inputs.year, asset_inputs.month) AS month,
            (first_of_month(asset_inputs.year, asset_inputs.month) + interval '1 month')::date AS next_month,
            asset_inputs.total,
            asset_inputs.contribution,
            asset_inputs.carried
        FROM asset_inputs
        WHERE
            asset_inputs.user_id = of_user
            AND (asset_inputs.year, asset_inputs.month)
                BETWEEN (year_of(from_month - 1), month_of(from_month - 1))
                AND (year_of(to_month), month_of(to_month))
    ),
    held AS (
        SELECT
            inputs.month,
            inputs.next_month
        FROM inputs
        GROUP BY inputs.month, inputs.next_month
    ),
    sides AS (
        SELECT
            coalesce(present.month, past.next_month) AS month,
            coalesce(present.asset_id, past.asset_id) AS asset_id,
            coalesce(present.carried, false) AS carried,
            present.total AS value,
            present.contribution,
            past.total AS before
        FROM inputs AS present
        FULL JOIN inputs AS past ON past.asset_id = present.asset_id AND past.next_month = present.month
    )
    SELECT
        sides.month,
        sides.asset_id,
        spans.category_id,
        sides.carried,
        sides.value,
        sides.before,
        earlier.month IS NOT NULL AS has_before,
        CASE
            WHEN known.side = 'both' THEN sides.value - sides.before
            WHEN known.side = 'begun' THEN sides.value
        END AS change,
        CASE WHEN known.side = 'both' THEN sides.before END AS base,
        CASE WHEN known.side = 'new' THEN sides.value END AS new,
        CASE WHEN known.side = 'gone' THEN sides.before END AS gone,
        CASE WHEN known.side = 'missing' THEN coalesce(sides.value, -sides.before) END AS missing_change
    FROM sides
    JOIN held ON held.month = sides.month
    JOIN asset_spans AS spans ON spans.user_id = of_user AND spans.asset_id = sides.asset_id
    LEFT JOIN held AS earlier ON earlier.next_month = sides.month
    CROSS JOIN LATERAL (
        SELECT
            CASE
                WHEN earlier.month IS NULL THEN NULL
                WHEN sides.value IS NOT NULL AND sides.before IS NOT NULL THEN 'both'
                WHEN sides.value IS NULL AND spans.closed_month <= sides.month THEN 'gone'
                WHEN sides.value IS NULL THEN 'missing'
                WHEN spans.first_month <= earlier.month AND coalesce(spans.closed_month > earlier.month, true)
                    THEN 'missing'
                WHEN sides.contribution IS NOT NULL THEN 'begun'
                ELSE 'new'
            END AS side
    ) AS known
    WHERE sides.month >= from_month AND sides.month <= to_month;
END;

COMMENT ON FUNCTION asset_changes(uuid, date, date) IS
    'How each asset and debt of a user changed in each of some months, of what both months know, and what stands apart.';
