-- marketcap/stage
-- Make a place for the market caps of a file, until they have been looked at.
-- COPY fills it. It needs no row security: a temporary table is its session's alone.
--
CREATE TEMPORARY TABLE staged_market_caps (
    line integer NOT NULL,
    asset text NOT NULL,
    month date NOT NULL,
    market_cap numeric(24, 4) NOT NULL,
    source text,
    folded text NOT NULL
) ON COMMIT DROP;
