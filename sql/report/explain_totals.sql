-- report/explain_totals
-- Net worth at the end of two months, and what was earned and spent between them beside what was put in.
-- net_worth - net_worth_before = change + what stands apart.
--
-- param  user_id            uuid
-- param  month_begins       integer  an entry counts in the calendar's month of its day
-- param  before             date     the month whose end is compared with
-- param  last               date     the month at whose end the change is complete
-- param  put_in             numeric  into all assets, and to pay off debts: as report/explain sums it up
-- param  debt_paid          numeric  that of the debts
-- param  apart              numeric  what stands apart from the change: new, gone and missing
-- row    net_worth_before   numeric
-- row    net_worth          numeric
-- row    change             numeric  of what both months know
-- row    entries            bigint   incomes and expenses on record
-- row    income             numeric
-- row    expenses           numeric
-- row    saved              numeric  income less expenses
-- row    saved_beside_debt  numeric  what of it did not pay off debts
-- row    unexplained        numeric  what was put in, less what was saved
-- row    carried            bigint   values of the last month that were copied forward
WITH flows AS (
    SELECT
        count(*) AS entries,
        coalesce(sum(entries.income), 0) AS income,
        coalesce(sum(entries.expense), 0) AS expenses
    FROM calendar_flows(
        %(user_id)s::uuid,
        (%(before)s::date + interval '1 month')::date,
        %(last)s::date,
        %(month_begins)s::integer
    ) AS entries
),
carried AS (
    SELECT count(*) AS inputs
    FROM asset_inputs
    WHERE
        asset_inputs.user_id = %(user_id)s::uuid
        AND asset_inputs.year = year_of(%(last)s::date)
        AND asset_inputs.month = month_of(%(last)s::date)
        AND asset_inputs.carried
)
SELECT
    old.net_worth AS net_worth_before,
    new.net_worth,
    new.net_worth - old.net_worth - %(apart)s::numeric AS change,
    flows.entries,
    flows.income,
    flows.expenses,
    flows.income - flows.expenses AS saved,
    flows.income - flows.expenses - %(debt_paid)s::numeric AS saved_beside_debt,
    %(put_in)s::numeric - (flows.income - flows.expenses) AS unexplained,
    carried.inputs AS carried
FROM networth_materialized AS old
JOIN networth_materialized AS new ON new.user_id = %(user_id)s::uuid
CROSS JOIN flows
CROSS JOIN carried
WHERE
    old.user_id = %(user_id)s::uuid
    AND old.year = year_of(%(before)s::date)
    AND old.month = month_of(%(before)s::date)
    AND new.year = year_of(%(last)s::date)
    AND new.month = month_of(%(last)s::date)
ORDER BY new.net_worth;
