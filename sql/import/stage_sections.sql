-- import/stage_sections
-- Make a place for what a bank's file says of each account, beside its rows.
-- A file has few of them. by_id says whether the bank's ids tell the rows of the account apart.
--
CREATE TEMPORARY TABLE staged_sections (
    section integer NOT NULL,
    source_id uuid NOT NULL,
    by_id boolean NOT NULL
) ON COMMIT DROP;
