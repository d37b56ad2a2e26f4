-- books/stage
-- Make a place for the rows of a file of books, until they have been looked at.
-- COPY fills it. It needs no row security: a temporary table is its session's alone. Of a row that is new the
-- outcome is null; else it is known, differs, and then kept or replaced. Rows with numbers below 1 are of ours,
-- where the file has none in their place.
--
CREATE TEMPORARY TABLE staged_books (
    table_name text NOT NULL,
    number integer NOT NULL,
    id uuid,
    content jsonb NOT NULL,
    our_number integer,
    our_id uuid,
    outcome text,
    PRIMARY KEY (table_name, number)
) ON COMMIT DROP;
