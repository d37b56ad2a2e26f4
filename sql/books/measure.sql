-- books/measure
-- Have the server know how many rows are staged, which it would take for few.
--
-- needs  books/stage
-- needs  books/stage_kept
ANALYZE staged_books, kept_books;
