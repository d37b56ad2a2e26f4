-- doctor/identity
-- Let row security show a user's rows until the transaction ends.
--
-- param  user_id     uuid
-- row    identified  text
SELECT set_config('finally.user_id', %(user_id)s::uuid::text, true) AS identified;
