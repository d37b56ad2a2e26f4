-- import/unstage_judged_rows
-- Take the place of the rows of a command away again, for the next one in the same transaction.
--
DROP TABLE judged_rows;
