-- source/add
-- Add an account at a bank.
--
-- param  user_id      uuid
-- param  source_name  text
-- param  currency     text
-- param  account_key  text?
-- param  asset_id     uuid?  whose value its balance is
-- param  layout       text?  how its CSV files are read, in JSON
-- row    id           text
INSERT INTO sources (user_id, source_name, currency, account_key, asset_id, layout)
VALUES (
    %(user_id)s::uuid,
    %(source_name)s::text,
    %(currency)s::text,
    %(account_key)s::text,
    %(asset_id)s::uuid,
    %(layout)s::text::jsonb
)
RETURNING sources.id::text AS id;
