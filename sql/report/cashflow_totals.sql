-- report/cashflow_totals
-- All that came in and went out in a range of months, and its average over the whole months on record.
--
-- param  entries               text      of report/cashflow_entries
-- param  this_month            date      the current one
-- row    income                numeric
-- row    expenses              numeric
-- row    net                   numeric
-- row    savings_rate          numeric?
-- row    whole_months          bigint    months that are over and have entries
-- row    average_income        numeric?  null without a whole month
-- row    average_expenses      numeric?
-- row    average_net           numeric?
-- row    average_savings_rate  numeric?  of the whole months together
WITH flows AS (
    SELECT
        entries.month < %(this_month)s::date AS is_over,
        coalesce(sum(entries.income), 0) AS income,
        coalesce(sum(entries.expense), 0) AS expenses
    FROM jsonb_to_recordset(%(entries)s::text::jsonb) AS entries (month date, income numeric, expense numeric)
    GROUP BY entries.month
),
sums AS (
    SELECT
        coalesce(sum(flows.income), 0) AS income,
        coalesce(sum(flows.expenses), 0) AS expenses,
        count(*) FILTER (WHERE flows.is_over) AS whole_months,
        sum(flows.income) FILTER (WHERE flows.is_over) AS whole_income,
        sum(flows.expenses) FILTER (WHERE flows.is_over) AS whole_expenses
    FROM flows
)
SELECT
    sums.income,
    sums.expenses,
    sums.income - sums.expenses AS net,
    share_of(sums.income - sums.expenses, sums.income) AS savings_rate,
    sums.whole_months,
    average_of(sums.whole_income, sums.whole_months) AS average_income,
    average_of(sums.whole_expenses, sums.whole_months) AS average_expenses,
    average_of(sums.whole_income - sums.whole_expenses, sums.whole_months) AS average_net,
    share_of(sums.whole_income - sums.whole_expenses, sums.whole_income) AS average_savings_rate
FROM sums
ORDER BY sums.income;
