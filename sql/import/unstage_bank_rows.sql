-- import/unstage_bank_rows
-- Take the place of a bank's rows away again, for the next file.
--
DROP TABLE staged_bank_rows, staged_sections;
