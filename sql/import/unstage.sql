-- import/unstage
-- Clear the place for the values of a file, for another file in the same transaction.
--
-- needs  import/stage
DROP TABLE pg_temp.staged_values;
