-- report/cashproof
-- Cash at both ends of each month, what moved it, and what no entry explains, newest first.
--
-- param  user_id          uuid
-- param  month_begins     integer   an entry counts in the calendar's month of its day
-- param  before           date      the month whose end is the start
-- param  last             date
-- param  by_month         boolean   each month by itself; else all together
-- param  cash_moves            text      of report/cashproof_moves
-- row    month            date      the last one, where it is all of them
-- row    cash_start       numeric?  null where a cash account has no value, and should; so is cash_end
-- row    income           numeric
-- row    expenses         numeric
-- row    debt_paid        numeric   below zero: borrowed
-- row    put_in           numeric   into other assets
-- row    taken_out        numeric   of other assets
-- row    value_change     numeric   of cash by itself: interest, where what was put in is on record
-- row    currency_change  numeric   of cash
-- row    new_or_gone      numeric   cash of accounts that are new, less that of those that were closed
-- row    cash_expected    numeric?  null, as unexplained is, where what moved cash or a debt is not known
-- row    cash_end         numeric?
-- row    unexplained      numeric?  what is there less what should be
-- row    entries          bigint    incomes and expenses
-- row    accounts         bigint    of cash, with a value at the start; without one nothing is known
-- row    missing          bigint    cash accounts and debts that lack a value at one of the ends
WITH flows AS (
    SELECT
        CASE WHEN %(by_month)s::boolean THEN entries.period ELSE %(last)s::date END AS of_month,
        count(*) AS entries,
        coalesce(sum(entries.income), 0) AS income,
        coalesce(sum(entries.expense), 0) AS expenses
    FROM calendar_flows(
        %(user_id)s::uuid,
        (%(before)s::date + interval '1 month')::date,
        %(last)s::date,
        %(month_begins)s::integer
    ) AS entries
    GROUP BY of_month
),
moved AS (
    SELECT
        moves.month,
        coalesce(sum(moves.opening) FILTER (WHERE moves.kind = 'cash'), 0) AS cash_start,
        coalesce(sum(moves.closing) FILTER (WHERE moves.kind = 'cash'), 0) AS cash_end,
        coalesce(sum(moves.put_in) FILTER (WHERE moves.kind = 'liability'), 0) AS debt_paid,
        coalesce(sum(moves.put_in) FILTER (WHERE moves.kind = 'asset' AND moves.put_in > 0), 0) AS put_in,
        coalesce(-sum(moves.put_in) FILTER (WHERE moves.kind = 'asset' AND moves.put_in < 0), 0) AS taken_out,
        coalesce(sum(moves.value) FILTER (WHERE moves.kind = 'cash'), 0) AS value_change,
        coalesce(sum(moves.currency) FILTER (WHERE moves.kind = 'cash'), 0) AS currency_change,
        coalesce(sum(moves.put_in) FILTER (WHERE moves.kind = 'cash' AND moves.is_apart), 0) AS new_or_gone,
        count(moves.opening) FILTER (WHERE moves.kind = 'cash') AS accounts,
        count(*) FILTER (WHERE moves.kind = 'cash' AND moves.lacks_start) AS cash_lacks_start,
        count(*) FILTER (WHERE moves.kind = 'cash' AND moves.lacks_end) AS cash_lacks_end,
        count(*) FILTER (WHERE moves.kind <> 'asset' AND (moves.lacks_start OR moves.lacks_end)) AS missing
    FROM jsonb_to_recordset(%(cash_moves)s::text::jsonb) AS moves (
        month date, kind text, opening numeric, closing numeric, put_in numeric, currency numeric, value numeric,
        is_apart boolean, lacks_start boolean, lacks_end boolean
    )
    GROUP BY moves.month
)
SELECT
    moved.month,
    CASE WHEN moved.cash_lacks_start = 0 AND moved.accounts > 0 THEN moved.cash_start END AS cash_start,
    coalesce(flows.income, 0) AS income,
    coalesce(flows.expenses, 0) AS expenses,
    moved.debt_paid,
    moved.put_in,
    moved.taken_out,
    moved.value_change,
    moved.currency_change,
    moved.new_or_gone,
    proof.cash_expected,
    CASE WHEN moved.cash_lacks_end = 0 THEN moved.cash_end END AS cash_end,
    moved.cash_end - proof.cash_expected AS unexplained,
    coalesce(flows.entries, 0) AS entries,
    moved.accounts,
    moved.missing
FROM moved
LEFT JOIN flows ON flows.of_month = moved.month
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN moved.missing = 0 AND moved.accounts > 0
        THEN moved.cash_start + coalesce(flows.income, 0) - coalesce(flows.expenses, 0) - moved.debt_paid - moved.put_in
            + moved.taken_out + moved.value_change + moved.currency_change + moved.new_or_gone
    END AS cash_expected
) AS proof
ORDER BY moved.month DESC;
