-- import/stage
-- Make a place for the values of a file, until they have been looked at.
-- COPY fills it. It needs no row security: a temporary table is its session's alone. Of a list of our own
-- the value is what the books had, and the columns from amount on are filled; of other files they are null.
--
CREATE TEMPORARY TABLE staged_values (
    line integer NOT NULL,
    asset text NOT NULL,
    month date NOT NULL,
    value numeric(24, 4) NOT NULL,
    category text,
    currency text,
    contribution numeric(24, 4),
    note text,
    amount numeric(24, 4),
    amount_currency text,
    rate numeric,
    carried boolean,
    quantity numeric,
    price numeric,
    folded text NOT NULL
) ON COMMIT DROP;
