-- books/follow
-- Have the rows of a table in a file refer to what is in the books under another id.
--
-- needs  books/stage
-- param  table_name  text
-- param  field       text  that refers
-- param  other       text  the table that it refers to
UPDATE staged_books AS staged
SET content = staged.content || jsonb_build_object(%(field)s::text, others.our_id)
FROM staged_books AS others
WHERE
    staged.table_name = %(table_name)s::text
    AND others.table_name = %(other)s::text
    AND others.our_id <> others.id
    AND staged.content ->> %(field)s::text = others.id::text;
