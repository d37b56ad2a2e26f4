-- snapshot/copies
-- How many values of an asset are carried forward from that of one month, and the last such month.
--
-- param  user_id     uuid
-- param  id          uuid     of the asset
-- param  month       date
-- row    copies      integer
-- row    last_month  date?    null where none is
WITH next_written AS (
    SELECT asset_inputs.period
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.asset_id = %(id)s::uuid
        AND (asset_inputs.year, asset_inputs.month)
            > (year_of(%(month)s::date), month_of(%(month)s::date))
        AND NOT asset_inputs.carried
    ORDER BY asset_inputs.year, asset_inputs.month
    LIMIT 1
)
SELECT
    count(*)::integer AS copies,
    max(asset_inputs.period) AS last_month
FROM asset_inputs
LEFT JOIN next_written ON true
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND asset_inputs.asset_id = %(id)s::uuid
    AND (asset_inputs.year, asset_inputs.month)
        > (year_of(%(month)s::date), month_of(%(month)s::date))
    AND asset_inputs.carried
    AND (next_written.period IS NULL OR asset_inputs.period < next_written.period);
