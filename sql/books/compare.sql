-- books/compare
-- Tell of the rows of a table in a file that are in the books, too, whether they say the same.
-- What a row does not say is not compared.
--
-- needs  books/stage
-- needs  books/stage_kept
-- param  table_name  text
-- param  ignored     text[]  fields that are not compared
UPDATE staged_books AS staged
SET outcome = CASE WHEN kept.content @> (staged.content - %(ignored)s::text[]) THEN 'known' ELSE 'differs' END
FROM kept_books AS kept
WHERE
    staged.table_name = %(table_name)s::text
    AND kept.table_name = %(table_name)s::text
    AND kept.number = staged.our_number;
