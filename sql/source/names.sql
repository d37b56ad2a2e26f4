-- source/names
-- Every source's name, for suggestions and completion.
--
-- param  user_id  uuid
-- row    source   text
SELECT sources.source_name AS source
FROM sources
WHERE sources.user_id = %(user_id)s::uuid
ORDER BY folded(sources.source_name), sources.id;
