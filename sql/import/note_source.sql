-- import/note_source
-- Keep what a file has said of its source for the first time, or otherwise than before: null leaves it as it is.
--
-- param  user_id      uuid
-- param  id           uuid
-- param  account_key  text?
-- param  has_ids      boolean?
-- param  layout       jsonb?
UPDATE sources
SET
    account_key = coalesce(%(account_key)s::text, sources.account_key),
    has_ids = coalesce(%(has_ids)s::boolean, sources.has_ids),
    layout = coalesce(%(layout)s::jsonb, sources.layout)
WHERE sources.user_id = %(user_id)s::uuid AND sources.id = %(id)s::uuid;
