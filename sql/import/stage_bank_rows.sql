-- import/stage_bank_rows
-- Make a place for the rows of a bank's file, as they were read, until they have been looked at.
-- COPY fills it. It needs no row security: a temporary table is its session's alone.
--
CREATE TEMPORARY TABLE staged_bank_rows (
    position bigint NOT NULL,
    section integer NOT NULL,
    line integer NOT NULL,
    day date NOT NULL,
    value_day date,
    amount numeric(24, 4) NOT NULL,
    text text NOT NULL,
    bank_id text,
    balance numeric(24, 4),
    counter_account text,
    category text,
    is_pending boolean NOT NULL,
    settled_as text,
    settled text,
    rule_id uuid
) ON COMMIT DROP;
