-- source/edit
-- Change what is known of an account at a bank: all of it, as it is from now on.
--
-- param  user_id      uuid
-- param  id           uuid
-- param  source_name  text
-- param  currency     text
-- param  account_key  text?
-- param  asset_id     uuid?  whose value its balance is
-- param  layout       text?  how its CSV files are read, in JSON
-- row    id           text
UPDATE sources
SET
    source_name = %(source_name)s::text,
    currency = %(currency)s::text,
    account_key = %(account_key)s::text,
    asset_id = %(asset_id)s::uuid,
    layout = %(layout)s::text::jsonb
WHERE sources.user_id = %(user_id)s::uuid AND sources.id = %(id)s::uuid
RETURNING sources.id::text AS id;
