-- move/user_count
-- How many people have books here.
--
-- row    users  bigint
SELECT
    count(*) AS users
FROM users;
