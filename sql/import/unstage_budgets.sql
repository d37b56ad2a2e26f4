-- import/unstage_budgets
-- Clear the place for the budgets of a file, for another file in the same transaction.
--
-- needs  import/stage_budgets
DROP TABLE pg_temp.staged_budgets;
