-- doctor/search_path
-- Let names mean our own tables again, whatever is set for this login, until the transaction ends.
--
-- row    search_path  text
SELECT set_config('search_path', 'public', true) AS search_path;
