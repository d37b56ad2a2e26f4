-- fx/used
-- The currencies of the books other than their own, each with the first month that has a value in it.
--
-- param  user_id      uuid
-- row    currency     text
-- row    first_month  date?  null where no month has
SELECT
    used.currency,
    min(used.first_month) AS first_month
FROM (
    SELECT
        assets.currency,
        spans.first_month
    FROM assets
    LEFT JOIN asset_spans AS spans ON spans.user_id = %(user_id)s::uuid AND spans.asset_id = assets.id
    WHERE assets.user_id = %(user_id)s::uuid
    UNION ALL
    SELECT
        sources.currency,
        NULL
    FROM sources
    WHERE sources.user_id = %(user_id)s::uuid
) AS used
JOIN users ON users.id = %(user_id)s::uuid
WHERE used.currency <> users.base_currency
GROUP BY used.currency
ORDER BY used.currency;
