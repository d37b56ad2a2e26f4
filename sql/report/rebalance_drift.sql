-- report/rebalance_drift
-- What a plan does to a mix, each part before and after, and a last line for all of them.
-- In that the drifts are summed without their signs.
--
-- param  categories      text[]     each column as one list
-- param  names           text[]
-- param  assets          text[]
-- param  values          numeric[]
-- param  moves           numeric[]
-- param  shares          numeric[]  of all assets, before the plan
-- param  shares_within   numeric[]  of the base
-- param  targets_before  numeric[]  of the same
-- param  targets         numeric[]  of the base with what is added
-- param  whole           numeric    all assets, before the plan
-- param  base            numeric    what drifts are measured in, before the plan
-- param  added           numeric    below zero, what is withdrawn
-- row    category        text?      null for all of them together
-- row    name            text?
-- row    asset           text?
-- row    value           numeric
-- row    to_move         numeric
-- row    value_after     numeric
-- row    share           numeric?   of all assets
-- row    share_after     numeric?
-- row    share_within    numeric?   of the base, before the plan
-- row    target          numeric?
-- row    drift_before    numeric?
-- row    drift_after     numeric?
WITH parts AS (
    SELECT
        given.category,
        given.name,
        given.asset,
        given.value,
        given.to_move,
        given.value + given.to_move AS value_after,
        given.share,
        given.share_within,
        given.share_within - given.target_before AS drift_before,
        given.target,
        given.place
    FROM unnest(
        %(categories)s::text[],
        %(names)s::text[],
        %(assets)s::text[],
        %(values)s::numeric[],
        %(moves)s::numeric[],
        %(shares)s::numeric[],
        %(shares_within)s::numeric[],
        %(targets_before)s::numeric[],
        %(targets)s::numeric[]
    ) WITH ORDINALITY AS given (
        category, name, asset, value, to_move, share, share_within, target_before, target, place
    )
),
lines AS (
    SELECT
        parts.category,
        parts.name,
        parts.asset,
        parts.value,
        parts.to_move,
        parts.value_after,
        parts.share,
        share_of(parts.value_after, %(whole)s::numeric + %(added)s::numeric) AS share_after,
        parts.share_within,
        parts.target,
        parts.drift_before,
        share_of(parts.value_after, %(base)s::numeric + %(added)s::numeric) - parts.target AS drift_after,
        parts.place
    FROM parts
)
SELECT
    lines.category,
    lines.name,
    lines.asset,
    sum(lines.value) AS value,
    sum(lines.to_move) AS to_move,
    sum(lines.value_after) AS value_after,
    sum(lines.share) AS share,
    sum(lines.share_after) AS share_after,
    sum(lines.share_within) AS share_within,
    sum(lines.target) AS target,
    CASE GROUPING(lines.place) WHEN 0 THEN sum(lines.drift_before) ELSE sum(abs(lines.drift_before)) END
        AS drift_before,
    CASE GROUPING(lines.place) WHEN 0 THEN sum(lines.drift_after) ELSE sum(abs(lines.drift_after)) END
        AS drift_after
FROM lines
GROUP BY GROUPING SETS ((lines.category, lines.name, lines.asset, lines.place), ())
ORDER BY GROUPING(lines.place), sum(lines.to_move) DESC, lines.place;
