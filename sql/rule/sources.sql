-- rule/sources
-- The accounts at banks that a rule may be of.
--
-- param  user_id  uuid
-- row    id       text
-- row    source   text
SELECT
    sources.id::text AS id,
    sources.source_name AS source
FROM sources
WHERE sources.user_id = %(user_id)s::uuid
ORDER BY
    folded(sources.source_name),
    sources.id;
