-- report/cashflow_entries
-- What came in and went out in a range of months, by month and category, as one value for the next statements.
-- It is read once, and what a report says of it follows: cashflow, cashflow_totals, cashflow_by_category.
--
-- param  user_id  uuid
-- param  first    date  the first month
-- param  last     date  the last month
-- row    entries  text  JSON: month, category_id, income, expense
SELECT coalesce(
    jsonb_agg(
        jsonb_build_object(
            'month', first_of_month(summed.year, summed.month),
            'category_id', summed.category_id,
            'income', summed.income,
            'expense', summed.expense
        )
    ),
    '[]'
)::text AS entries
FROM (
    SELECT
        cash_flows.year,
        cash_flows.month,
        cash_flows.category_id,
        sum(cash_flows.income) AS income,
        sum(cash_flows.expense) AS expense
    FROM cash_flows
    WHERE
        cash_flows.user_id = %(user_id)s::uuid
        AND (cash_flows.year, cash_flows.month)
            BETWEEN (year_of(%(first)s::date), month_of(%(first)s::date))
            AND (year_of(%(last)s::date), month_of(%(last)s::date))
    GROUP BY cash_flows.year, cash_flows.month, cash_flows.category_id
) AS summed
ORDER BY entries;
