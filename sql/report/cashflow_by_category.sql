-- report/cashflow_by_category
-- What came in and went out in a range of months, by category, income first and the largest first.
--
-- param  entries     text      of report/cashflow_entries
-- param  this_month  date      the current one
-- row    kind        text      income or expense
-- row    category    text      the code
-- row    name        text
-- row    amount      numeric
-- row    share       numeric?  of all income, or of all expenses
-- row    average     numeric?  over the whole months on record; null without one
WITH entries AS (
    SELECT
        flows.month,
        flows.category_id,
        flows.income,
        flows.expense,
        flows.month < %(this_month)s::date AS is_over
    FROM jsonb_to_recordset(%(entries)s::text::jsonb)
        AS flows (month date, category_id uuid, income numeric, expense numeric)
),
whole AS (
    SELECT count(DISTINCT entries.month) FILTER (WHERE entries.is_over) AS months
    FROM entries
),
by_category AS (
    SELECT
        CASE WHEN entries.income IS NOT NULL THEN 'income' ELSE 'expense' END AS kind,
        entries.category_id,
        sum(coalesce(entries.income, entries.expense)) AS amount,
        coalesce(
            sum(coalesce(entries.income, entries.expense)) FILTER (WHERE entries.is_over), 0
        ) AS whole_amount
    FROM entries
    GROUP BY kind, entries.category_id
)
SELECT
    by_category.kind,
    coalesce(income_categories.code, expense_categories.code) AS category,
    coalesce(income_categories.name, expense_categories.name) AS name,
    by_category.amount,
    share_of(
        by_category.amount, sum(by_category.amount) OVER (PARTITION BY by_category.kind)
    ) AS share,
    average_of(by_category.whole_amount, whole.months) AS average
FROM by_category
CROSS JOIN whole
LEFT JOIN income_categories ON income_categories.id = by_category.category_id
LEFT JOIN expense_categories ON expense_categories.id = by_category.category_id
ORDER BY
    by_category.kind DESC,
    by_category.amount DESC,
    category,
    by_category.category_id;
