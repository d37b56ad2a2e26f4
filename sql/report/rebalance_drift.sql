-- report/rebalance_drift
-- What a plan does to a mix, each part before and after, and a last line for all of them.
-- In that the drifts are summed without their signs.
--
-- param  categories    text[]   each column as one list
-- param  names         text[]
-- param  assets        text[]
-- param  values        numeric[]
-- param  wishes        numeric[]
-- param  moves         numeric[]
-- param  whole         numeric  all assets, also those without a target
-- param  added         numeric  below zero, what is withdrawn
-- row    category      text?    null for all of them together
-- row    name          text?
-- row    asset         text?
-- row    value         numeric
-- row    to_move       numeric
-- row    value_after   numeric
-- row    target        numeric?
-- row    drift_before  numeric?
-- row    drift_after   numeric?
WITH parts AS (
    SELECT
        given.category,
        given.name,
        given.asset,
        given.value,
        given.to_move,
        given.place,
        share_of(given.wish, %(whole)s::numeric + %(added)s::numeric) AS target,
        share_of(given.value, %(whole)s::numeric) AS share_before,
        share_of(given.value + given.to_move, %(whole)s::numeric + %(added)s::numeric) AS share_after
    FROM unnest(
        %(categories)s::text[],
        %(names)s::text[],
        %(assets)s::text[],
        %(values)s::numeric[],
        %(wishes)s::numeric[],
        %(moves)s::numeric[]
    ) WITH ORDINALITY AS given (category, name, asset, value, wish, to_move, place)
)
SELECT
    parts.category,
    parts.name,
    parts.asset,
    sum(parts.value) AS value,
    sum(parts.to_move) AS to_move,
    sum(parts.value + parts.to_move) AS value_after,
    sum(parts.target) AS target,
    CASE GROUPING(parts.place)
        WHEN 0 THEN sum(parts.share_before - parts.target)
        ELSE sum(abs(parts.share_before - parts.target))
    END AS drift_before,
    CASE GROUPING(parts.place)
        WHEN 0 THEN sum(parts.share_after - parts.target)
        ELSE sum(abs(parts.share_after - parts.target))
    END AS drift_after
FROM parts
GROUP BY GROUPING SETS ((parts.category, parts.name, parts.asset, parts.place), ())
ORDER BY GROUPING(parts.place), sum(parts.to_move) DESC, parts.place;
