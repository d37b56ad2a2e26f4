-- books/write_imports
-- Write what a file says was imported.
--
-- needs  books/stage
-- param  user_id    uuid
-- param  first_row  integer  of those that are written now
-- param  last_row   integer
INSERT INTO imports (
    user_id, id, source_id, file_name, file_hash, format, words_from, rows_read, first_day, last_day, opening,
    opening_on, closing, closing_on, follows, created_at, updated_at
)
SELECT
    %(user_id)s::uuid,
    coalesce(staged.our_id, said.id),
    said.source_id,
    said.file,
    decode(said.file_hash, 'hex'),
    said.format,
    said.words_from,
    said.rows_read,
    said.first_day,
    said.last_day,
    said.opening,
    said.opening_on,
    said.closing,
    said.closing_on,
    said.follows,
    coalesce(said.created_at, now()),
    coalesce(said.updated_at, now())
FROM staged_books AS staged
CROSS JOIN LATERAL jsonb_to_record(staged.content) AS said (
    id uuid, source_id uuid, file text, file_hash text, format text, words_from uuid, rows_read integer,
    first_day date, last_day date, opening numeric, opening_on date, closing numeric, closing_on date,
    follows boolean, created_at timestamptz, updated_at timestamptz
)
WHERE
    staged.table_name = 'imports'
    AND staged.number BETWEEN %(first_row)s::integer AND %(last_row)s::integer
    AND coalesce(staged.outcome IN ('replaced', 'rewritten'), true)
ORDER BY staged.number
ON CONFLICT (user_id, id) DO UPDATE SET
    source_id = excluded.source_id,
    file_name = excluded.file_name,
    file_hash = excluded.file_hash,
    format = excluded.format,
    words_from = excluded.words_from,
    rows_read = excluded.rows_read,
    first_day = excluded.first_day,
    last_day = excluded.last_day,
    opening = excluded.opening,
    opening_on = excluded.opening_on,
    closing = excluded.closing,
    closing_on = excluded.closing_on,
    follows = excluded.follows;
