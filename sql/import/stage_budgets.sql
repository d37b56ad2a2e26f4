-- import/stage_budgets
-- Make a place for the budgets of a file, until they have been written.
-- COPY fills it. It needs no row security: a temporary table is its session's alone. Every is month or year.
--
CREATE TEMPORARY TABLE staged_budgets (
    line integer NOT NULL,
    category_id uuid NOT NULL,
    month date NOT NULL,
    every text NOT NULL,
    amount numeric(24, 4) NOT NULL
) ON COMMIT DROP;
