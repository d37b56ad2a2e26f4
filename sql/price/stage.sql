-- price/stage
-- Make a place for the prices of a file, until they have been looked at.
-- COPY fills the first five columns. It needs no row security: a temporary table is its session's alone.
--
CREATE TEMPORARY TABLE staged_prices (
    line integer NOT NULL,
    asset_id uuid NOT NULL,
    day date NOT NULL,
    price numeric NOT NULL,
    source text NOT NULL,
    of_its_day numeric,
    of_today numeric,
    on_record numeric,
    outcome text
) ON COMMIT DROP;
