-- books/unstage
-- Clear the places of the rows of a file of books and of those that were there.
--
-- needs  books/stage
-- needs  books/stage_kept
DROP TABLE staged_books, kept_books;
