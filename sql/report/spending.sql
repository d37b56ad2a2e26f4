-- report/spending
-- What each category has cost, month by month, and how the last whole month compares with the average.
--
-- param  entries     text       of report/cashflow_entries
-- param  first       date       the first month
-- param  last        date       the last month
-- param  this_month  date       the current one
-- row    category    text?      the code; null for all of them together
-- row    name        text
-- row    amounts     numeric[]  one for each month, the oldest first
-- row    total       numeric
-- row    average     numeric?   over the whole months on record; null without one
-- row    change      numeric?   the last whole month less the average
-- row    change_pct  numeric?   as a fraction of the average
WITH months AS (
    SELECT series.day::date AS month
    FROM generate_series(%(first)s::date, %(last)s::date, interval '1 month') AS series (day)
),
entries AS (
    SELECT
        flows.month,
        flows.category_id,
        flows.expense AS spent
    FROM jsonb_to_recordset(%(entries)s::text::jsonb) AS flows (month date, category_id uuid, expense numeric)
),
whole AS (
    SELECT
        count(DISTINCT entries.month) AS months,
        max(entries.month) AS newest
    FROM entries
    WHERE entries.month < %(this_month)s::date
),
by_month AS (
    SELECT
        categories.category_id,
        months.month,
        coalesce(sum(entries.spent), 0) AS spent
    FROM (SELECT DISTINCT entries.category_id FROM entries WHERE entries.spent IS NOT NULL) AS categories
    CROSS JOIN months
    LEFT JOIN entries
        ON entries.category_id = categories.category_id
        AND entries.month = months.month
    GROUP BY GROUPING SETS ((categories.category_id, months.month), (months.month))
),
lines AS (
    SELECT
        by_month.category_id,
        array_agg(by_month.spent ORDER BY by_month.month) AS amounts,
        sum(by_month.spent) AS total,
        average_of(
            sum(by_month.spent) FILTER (WHERE by_month.month < %(this_month)s::date), whole.months
        ) AS average,
        sum(by_month.spent) FILTER (WHERE by_month.month = whole.newest) AS newest
    FROM by_month
    CROSS JOIN whole
    GROUP BY by_month.category_id, whole.months
)
SELECT
    expense_categories.code AS category,
    coalesce(expense_categories.name, 'Total') AS name,
    lines.amounts,
    lines.total,
    lines.average,
    lines.newest - lines.average AS change,
    growth_of(lines.newest - lines.average, lines.average) AS change_pct
FROM lines
LEFT JOIN expense_categories ON expense_categories.id = lines.category_id
ORDER BY
    lines.category_id IS NULL,
    lines.total DESC,
    expense_categories.code,
    lines.category_id;
