-- sql/type_oids
-- The types that some words mean.
--
-- param  words  text[]
-- row    name   text
-- row    type   bigint?  its oid; null where there is no such type
SELECT
    said.name,
    to_regtype(said.name)::oid::bigint AS type
FROM unnest(%(words)s::text[]) AS said (name)
ORDER BY said.name;
