-- import/count_rows
-- How many rows of all files of a command are what, and what they sum to.
--
-- needs  import/stage_judged_rows
-- row    rows       bigint   booked ones, known or not
-- row    new        bigint
-- row    known      bigint
-- row    pending    bigint
-- row    written    bigint   that a rule decided, with an entry or a contribution of their own
-- row    ignored    bigint
-- row    transfers  bigint
-- row    twins      bigint
-- row    waiting    bigint   in the inbox, twins among them
-- row    moved      bigint   known, and of another day now
-- row    sum        numeric  of the booked ones
-- row    money_in   numeric
-- row    money_out  numeric
SELECT
    count(*) FILTER (WHERE judged.state <> 'pending') AS rows,
    count(*) FILTER (WHERE judged.decision IS NOT NULL) AS new,
    count(*) FILTER (WHERE judged.state = 'known') AS known,
    count(*) FILTER (WHERE judged.state = 'pending') AS pending,
    count(*) FILTER (WHERE judged.decision IN ('category', 'contribution')) AS written,
    count(*) FILTER (WHERE judged.decision = 'ignored') AS ignored,
    count(*) FILTER (WHERE judged.decision = 'transfer') AS transfers,
    count(*) FILTER (WHERE judged.state = 'twin') AS twins,
    count(*) FILTER (WHERE judged.decision = 'waits') AS waiting,
    count(judged.moved_from) AS moved,
    coalesce(sum(judged.amount) FILTER (WHERE judged.state <> 'pending'), 0) AS sum,
    coalesce(sum(judged.amount) FILTER (WHERE judged.state <> 'pending' AND judged.amount > 0), 0) AS money_in,
    coalesce(sum(judged.amount) FILTER (WHERE judged.state <> 'pending' AND judged.amount < 0), 0) AS money_out
FROM judged_rows AS judged;
