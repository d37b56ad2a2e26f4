-- import/stage_items
-- Make a place for the incomes or expenses of a file, until they have been looked at.
-- COPY fills it. It needs no row security: a temporary table is its session's alone.
--
CREATE TEMPORARY TABLE staged_items (
    line integer NOT NULL,
    month date NOT NULL,
    date date,
    category_id uuid NOT NULL,
    subcategory_id uuid,
    amount numeric(24, 4) NOT NULL,
    note text
) ON COMMIT DROP;
