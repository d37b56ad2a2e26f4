-- books/stage_kept
-- Make a place for the rows that are in the books already, in the form in which they are exported.
-- Built-in categories have numbers below zero.
--
CREATE TEMPORARY TABLE kept_books (
    table_name text NOT NULL,
    number integer NOT NULL,
    id uuid,
    content jsonb NOT NULL,
    PRIMARY KEY (table_name, number)
) ON COMMIT DROP;
