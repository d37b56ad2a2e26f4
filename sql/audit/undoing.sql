-- audit/undoing
-- Have the event of this transaction say which event it takes back.
--
-- param  id    text
-- row    said  text
SELECT set_config('finally.undoes', %(id)s::text, true) AS said;
