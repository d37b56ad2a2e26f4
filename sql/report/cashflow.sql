-- report/cashflow
-- What came in and went out month by month, newest first; a month without entries is there, and empty.
--
-- param  entries       text      of report/cashflow_entries
-- param  first         date      the first month
-- param  last          date      the last month
-- param  this_month    date      the current one
-- row    month         date
-- row    income        numeric?
-- row    expenses      numeric?
-- row    net           numeric?  income less expenses
-- row    savings_rate  numeric?  net as a share of income; null where there is none
-- row    whole         boolean   the month is over, and has entries: it counts for the average
WITH months AS (
    SELECT series.day::date AS month
    FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS series (day)
),
flows AS (
    SELECT
        entries.month,
        coalesce(sum(entries.income), 0) AS income,
        coalesce(sum(entries.expense), 0) AS expenses
    FROM jsonb_to_recordset(%(entries)s::text::jsonb) AS entries (month date, income numeric, expense numeric)
    GROUP BY entries.month
)
SELECT
    months.month,
    flows.income,
    flows.expenses,
    flows.income - flows.expenses AS net,
    share_of(flows.income - flows.expenses, flows.income) AS savings_rate,
    flows.income IS NOT NULL AND months.month < %(this_month)s::date AS whole
FROM months
LEFT JOIN flows ON flows.month = months.month
ORDER BY months.month DESC;
