-- snapshot/edit
-- Change the note of one asset's value in one month; an empty note takes it away.
--
-- param  user_id  uuid
-- param  id       uuid      of the asset
-- param  month    date
-- param  note     text
-- row    month    date
-- row    value    numeric
-- row    note     text?
UPDATE asset_inputs
SET notes = nullif(%(note)s::text, '')
WHERE
    asset_inputs.user_id = %(user_id)s::uuid
    AND asset_inputs.asset_id = %(id)s::uuid
    AND asset_inputs.year = extract(YEAR FROM %(month)s::date)::integer
    AND asset_inputs.month = extract(MONTH FROM %(month)s::date)::integer
RETURNING
    asset_inputs.period AS month,
    asset_inputs.total AS value,
    asset_inputs.notes AS note;
