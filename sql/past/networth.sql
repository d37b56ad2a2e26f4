-- past/networth
-- Net worth by month as it follows from the values of then, in place of the table that is kept by trigger.
--
-- param  user_id  uuid
CREATE TEMPORARY TABLE networth_materialized ON COMMIT DROP AS
SELECT
    asset_inputs.user_id,
    asset_inputs.year,
    asset_inputs.month,
    asset_inputs.period,
    sum(asset_inputs.total)::numeric(28, 4) AS net_worth,
    count(*)::integer AS snapshots,
    NULL::timestamptz AS computed_at
FROM asset_inputs
WHERE asset_inputs.user_id = %(user_id)s::uuid
GROUP BY asset_inputs.user_id, asset_inputs.year, asset_inputs.month, asset_inputs.period;
