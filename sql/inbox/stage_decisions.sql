-- inbox/stage_decisions
-- Make a place for what bank rows become, until it is written: a line for each part of each row.
--
CREATE TEMPORARY TABLE staged_decisions (
    row_id uuid NOT NULL,
    part integer NOT NULL,
    decision text NOT NULL,
    decided_by text NOT NULL,
    because text,
    income_category_id uuid,
    expense_category_id uuid,
    subcategory_id uuid,
    amount numeric(24, 4) NOT NULL,
    note text,
    asset_id uuid,
    contributed numeric(24, 4),
    pair_id uuid
) ON COMMIT DROP;
