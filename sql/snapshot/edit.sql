-- snapshot/edit
-- Change the note of one asset's value in one month, and what of it was put in.
--
-- param  user_id       uuid
-- param  id            uuid      of the asset
-- param  month         date
-- param  note          text?     null leaves it; an empty one takes it away
-- param  contribution  numeric?  null leaves it; in the currency of the value, turned at its rate
-- row    month         date
-- row    value         numeric
-- row    contribution  numeric?
-- row    note          text?
UPDATE asset_inputs
SET
    notes = nullif(coalesce(%(note)s::text, asset_inputs.notes), ''),
    contribution = coalesce(
        converted(%(contribution)s::numeric, coalesce(asset_inputs.rate, 1)),
        asset_inputs.contribution
    )
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND asset_inputs.asset_id = %(id)s::uuid
    AND asset_inputs.year = year_of(%(month)s::date)
    AND asset_inputs.month = month_of(%(month)s::date)
RETURNING
    asset_inputs.period AS month,
    asset_inputs.total AS value,
    asset_inputs.contribution,
    asset_inputs.notes AS note;
