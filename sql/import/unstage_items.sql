-- import/unstage_items
-- Clear the place for the entries of a file, for another file in the same transaction.
--
-- needs  import/stage_items
DROP TABLE pg_temp.staged_items;
