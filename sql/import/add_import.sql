-- import/add_import
-- Record a file as an import of one source, before its rows.
--
-- param  user_id     uuid
-- param  source_id   uuid
-- param  file_name   text
-- param  file_hash   bytea
-- param  format      text
-- param  words_from  uuid?
-- param  rows_read   integer
-- param  first_day   date?
-- param  last_day    date?
-- param  opening     numeric?
-- param  opening_on  date?
-- param  closing     numeric?
-- param  closing_on  date?
-- param  follows     boolean?
-- row    id          text
INSERT INTO imports (
    user_id, source_id, file_name, file_hash, format, words_from, rows_read, first_day, last_day,
    opening, opening_on, closing, closing_on, follows
)
VALUES (
    %(user_id)s::uuid,
    %(source_id)s::uuid,
    %(file_name)s::text,
    %(file_hash)s::bytea,
    %(format)s::text,
    %(words_from)s::uuid,
    %(rows_read)s::integer,
    %(first_day)s::date,
    %(last_day)s::date,
    %(opening)s::numeric,
    %(opening_on)s::date,
    %(closing)s::numeric,
    %(closing_on)s::date,
    %(follows)s::boolean
)
RETURNING id::text AS id;
