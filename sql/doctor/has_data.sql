-- doctor/has_data
-- Whether this login sees anybody's books.
--
-- row    is_there  boolean
SELECT EXISTS (SELECT FROM users) AS is_there;
