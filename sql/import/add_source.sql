-- import/add_source
-- Add an account at a bank that a file has named.
--
-- param  user_id      uuid
-- param  id           uuid
-- param  source_name  text
-- param  currency     text
-- param  account_key  text?
INSERT INTO sources (user_id, id, source_name, currency, account_key)
VALUES (
    %(user_id)s::uuid,
    %(id)s::uuid,
    %(source_name)s::text,
    %(currency)s::text,
    %(account_key)s::text
);
