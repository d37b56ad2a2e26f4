-- import/stage_judged_rows
-- Make a place for the rows of all files of one command, each with what becomes of it.
-- row_id is that of the row in the books, which a known one has and a new one gets.
--
CREATE TEMPORARY TABLE judged_rows (
    file integer NOT NULL,
    position bigint NOT NULL,
    source_id uuid NOT NULL,
    row_id uuid NOT NULL,
    line integer NOT NULL,
    day date NOT NULL,
    value_day date,
    amount numeric(24, 4) NOT NULL,
    text text NOT NULL,
    bank_id text,
    counter_account text,
    balance numeric(24, 4),
    category text,
    key uuid NOT NULL,
    occurrence bigint NOT NULL,
    settled_as text,
    settled text,
    rule_id uuid,
    state text NOT NULL,
    is_back boolean NOT NULL,
    decision text,
    decided_by text,
    because text,
    base_amount numeric(24, 4),
    moved_from date,
    twin_id uuid
) ON COMMIT DROP;
