-- import/stage
-- Make a place for the values of a file, until they have been looked at.
-- COPY fills it. It needs no row security: a temporary table is its session's alone.
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
    folded text NOT NULL
) ON COMMIT DROP;
