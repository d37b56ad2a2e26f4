-- report/cashproof_entries
-- Entries of the months beside one whose amount that month does not explain; and of its own, half of it, turned round.
--
-- param  user_id       uuid
-- param  month_begins  integer    an entry counts in the calendar's month of its day
-- param  first        date       the month before the first of those below
-- param  last         date       the month after the last of them
-- param  in_months    date[]     those with an amount that no entry explains
-- param  unexplained  numeric[]  the amount of each
-- row    month        date       one of those
-- row    noun         text       income or expense
-- row    entry_month  date       that of the entry, in the calendar
-- row    day          date?
-- row    category     text       its code, as a command takes it
-- row    name         text       of the category, and of the subcategory
-- row    amount       numeric    as it was typed
-- row    signed       numeric    minus is out
-- row    note         text?
-- row    id           text
-- row    alike        bigint     how many such entries its month has; this one is the nearest of them
WITH fitting AS MATERIALIZED (
    SELECT DISTINCT
        asked.month AS for_month,
        flows.period,
        flows.year,
        flows.month,
        flows.category_id,
        flows.income,
        flows.expense
    FROM calendar_flows(
        %(user_id)s::uuid, %(first)s::date, %(last)s::date, %(month_begins)s::integer
    ) AS flows
    JOIN unnest(%(in_months)s::date[], %(unexplained)s::numeric[]) AS asked (month, amount)
        ON (
            asked.amount = coalesce(flows.income, -flows.expense)
            AND flows.period IN (
                (asked.month - interval '1 month')::date, (asked.month + interval '1 month')::date
            )
        )
        OR (
            asked.amount = -2 * coalesce(flows.income, -flows.expense)
            AND flows.period = asked.month
        )
),
entries AS (
    SELECT
        fitting.for_month,
        'income' AS noun,
        fitting.period,
        incoming_items.received_on AS day,
        income_categories.code,
        income_categories.name,
        incoming_items.amount,
        incoming_items.amount AS signed,
        incoming_items.description,
        incoming_items.id
    FROM fitting
    JOIN incoming_items
        ON incoming_items.user_id = %(user_id)s::uuid
        AND incoming_items.year = fitting.year
        AND incoming_items.month = fitting.month
        AND incoming_items.category_id = fitting.category_id
        AND incoming_items.amount = fitting.income
        AND coalesce(month_of_day(incoming_items.received_on, 1), incoming_items.period) = fitting.period
    JOIN income_categories ON income_categories.id = fitting.category_id
    UNION ALL
    SELECT
        fitting.for_month,
        'expense' AS noun,
        fitting.period,
        expense_items.spent_on AS day,
        concat_ws('/', expense_categories.code, expense_subcategories.code) AS code,
        concat_ws(' / ', expense_categories.name, expense_subcategories.name) AS name,
        expense_items.amount,
        -expense_items.amount AS signed,
        expense_items.description,
        expense_items.id
    FROM fitting
    JOIN expense_items
        ON expense_items.user_id = %(user_id)s::uuid
        AND expense_items.year = fitting.year
        AND expense_items.month = fitting.month
        AND expense_items.category_id = fitting.category_id
        AND expense_items.amount = fitting.expense
        AND coalesce(month_of_day(expense_items.spent_on, 1), expense_items.period) = fitting.period
    JOIN expense_categories ON expense_categories.id = fitting.category_id
    LEFT JOIN expense_subcategories ON expense_subcategories.id = expense_items.subcategory_id
)
SELECT DISTINCT ON (entries.for_month, entries.period)
    entries.for_month AS month,
    entries.noun,
    entries.period AS entry_month,
    entries.day,
    entries.code AS category,
    entries.name,
    entries.amount,
    entries.signed,
    entries.description AS note,
    entries.id::text AS id,
    count(*) OVER (PARTITION BY entries.for_month, entries.period) AS alike
FROM entries
ORDER BY
    entries.for_month,
    entries.period,
    abs(entries.day - entries.for_month) NULLS LAST,
    entries.id;
