-- 013_stable_views.sql
-- The figures of the reports, month by month, as views that other programs may build on.
--
-- Their columns stay as they are, in name, type and meaning; a new one comes after the others. Each view has
-- the month as a date, and beside it year and month_of_year: a condition on these two is one of an index, and
-- what it costs does not grow with the length of the books. One on month reads the months of the user.
--
-- A server compiles what it expects to cost much (jit_above_cost), which takes longer than any of these. It would
-- expect everybody's months where a login may see every user, hence the condition on whose books are open: those of
-- all others have no months here, and are not looked for.

-- The first days of the months from one to another. STRICT, so that it is not put in place of the call: the
-- planner would expect a thousand months.
CREATE FUNCTION months_between(first_month date, last_month date) RETURNS SETOF date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 120
BEGIN ATOMIC
    SELECT series.day::date
    FROM generate_series(first_month::timestamp, last_month::timestamp, interval '1 month') AS series (day);
END;


-- As report networth --months: every month from the first with values to the last, also those between without any.
CREATE VIEW net_worth_by_month WITH (security_invoker = true) AS
SELECT
    users.id AS user_id,
    months.month,
    year_of(months.month) AS year,
    month_of(months.month) AS month_of_year,
    users.base_currency,
    worth.assets,
    worth.debts,
    worth.net_worth,
    worth.carried,
    absent.missing
FROM users
CROSS JOIN LATERAL (
    SELECT
        min(first_of_month(kept.year, kept.month)) AS first_month,
        max(first_of_month(kept.year, kept.month)) AS last_month
    FROM networth_materialized AS kept
    WHERE kept.user_id = users.id
) AS record
CROSS JOIN LATERAL months_between(record.first_month, record.last_month) AS months (month)
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN count(*) > 0
            THEN coalesce(sum(asset_inputs.total) FILTER (WHERE asset_categories.kind = 'asset'), 0)
        END AS assets,
        CASE
            WHEN count(*) > 0
            THEN coalesce(sum(asset_inputs.total) FILTER (WHERE asset_categories.kind = 'liability'), 0)
        END AS debts,
        sum(asset_inputs.total) AS net_worth,
        count(*) FILTER (WHERE asset_inputs.carried) AS carried
    FROM asset_inputs
    JOIN assets ON assets.user_id = asset_inputs.user_id AND assets.id = asset_inputs.asset_id
    JOIN asset_categories ON asset_categories.id = assets.category_id
    WHERE
        asset_inputs.user_id = users.id
        AND asset_inputs.year = year_of(months.month)
        AND asset_inputs.month = month_of(months.month)
) AS worth
CROSS JOIN LATERAL (
    SELECT count(*) AS missing
    FROM missing_assets(users.id, months.month)
) AS absent
WHERE users.id = coalesce((SELECT open_books()), users.id);


-- As report cashflow: every month from the first with an income or an expense to the last.
CREATE VIEW cash_flow_by_month WITH (security_invoker = true) AS
SELECT
    users.id AS user_id,
    months.month,
    year_of(months.month) AS year,
    month_of(months.month) AS month_of_year,
    users.base_currency,
    flows.income,
    flows.expenses,
    flows.income - flows.expenses AS net,
    share_of(flows.income - flows.expenses, flows.income) AS savings_rate
FROM users
CROSS JOIN LATERAL (
    SELECT
        min(ends.month) AS first_month,
        max(ends.month) AS last_month
    FROM (
        (
            SELECT first_of_month(incoming_items.year, incoming_items.month) AS month
            FROM incoming_items
            WHERE incoming_items.user_id = users.id
            ORDER BY incoming_items.year, incoming_items.month
            LIMIT 1
        )
        UNION ALL
        (
            SELECT first_of_month(incoming_items.year, incoming_items.month) AS month
            FROM incoming_items
            WHERE incoming_items.user_id = users.id
            ORDER BY incoming_items.year DESC, incoming_items.month DESC
            LIMIT 1
        )
        UNION ALL
        (
            SELECT first_of_month(expense_items.year, expense_items.month) AS month
            FROM expense_items
            WHERE expense_items.user_id = users.id
            ORDER BY expense_items.year, expense_items.month
            LIMIT 1
        )
        UNION ALL
        (
            SELECT first_of_month(expense_items.year, expense_items.month) AS month
            FROM expense_items
            WHERE expense_items.user_id = users.id
            ORDER BY expense_items.year DESC, expense_items.month DESC
            LIMIT 1
        )
    ) AS ends
) AS record
CROSS JOIN LATERAL months_between(record.first_month, record.last_month) AS months (month)
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN count(*) > 0 THEN coalesce(sum(cash_flows.income), 0) END AS income,
        CASE WHEN count(*) > 0 THEN coalesce(sum(cash_flows.expense), 0) END AS expenses
    FROM cash_flows
    WHERE
        cash_flows.user_id = users.id
        AND cash_flows.year = year_of(months.month)
        AND cash_flows.month = month_of(months.month)
) AS flows
WHERE users.id = coalesce((SELECT open_books()), users.id);


-- As report networth --by asset: each value that is on record.
CREATE VIEW values_by_month WITH (security_invoker = true) AS
SELECT
    asset_inputs.user_id,
    asset_inputs.period AS month,
    asset_inputs.year,
    asset_inputs.month AS month_of_year,
    users.base_currency,
    asset_inputs.asset_id,
    assets.asset_name AS asset,
    assets.category_id,
    asset_categories.code AS category,
    asset_categories.name AS category_name,
    asset_categories.kind,
    asset_inputs.total AS value,
    asset_inputs.native_amount,
    asset_inputs.currency,
    asset_inputs.rate,
    asset_inputs.contribution,
    asset_inputs.carried
FROM asset_inputs
JOIN assets ON assets.user_id = asset_inputs.user_id AND assets.id = asset_inputs.asset_id
JOIN asset_categories ON asset_categories.id = assets.category_id
LEFT JOIN users ON users.id = asset_inputs.user_id;


-- As report budget: each category in each month that has a budget for it or an expense in it.
--
-- A year's budgets are followed at once, for a month would cost as much as all before it that it follows from.
-- The policy of categories without one of their own is a setting of the program's, which says it as it says
-- whose books it opens; who says nothing has the program's default.
CREATE VIEW budget_by_month WITH (security_invoker = true) AS
SELECT
    lines.user_id,
    lines.month,
    lines.year,
    lines.month_of_year,
    users.base_currency,
    lines.category_id,
    expense_categories.code AS category,
    expense_categories.name AS category_name,
    lines.budget,
    lines.carried,
    lines.available,
    lines.spent,
    lines.available - lines.spent AS left_over,
    share_of(lines.spent, lines.available) AS used_pct
FROM (
    SELECT
        planned.user_id,
        planned.category_id,
        planned.year,
        month_of(chain.period) AS month_of_year,
        chain.period AS month,
        chain.budget,
        chain.carried,
        chain.available,
        chain.spent
    FROM (
        SELECT DISTINCT
            budgets.user_id,
            budgets.category_id,
            budgets.year
        FROM budgets
    ) AS planned
    CROSS JOIN LATERAL budget_chain(
        planned.user_id,
        planned.category_id,
        first_of_month(planned.year, 1),
        first_of_month(planned.year, 12),
        coalesce(nullif(current_setting('finally.budget_policy', true), ''), 'adjust')
    ) AS chain
    WHERE chain.period >= first_of_month(planned.year, 1)
    UNION ALL
    SELECT
        spending.user_id,
        spending.category_id,
        spending.year,
        spending.month AS month_of_year,
        first_of_month(spending.year, spending.month) AS month,
        NULL::numeric AS budget,
        NULL::numeric AS carried,
        NULL::numeric AS available,
        spending.spent
    FROM (
        SELECT
            expense_items.user_id,
            expense_items.category_id,
            expense_items.year,
            expense_items.month,
            sum(expense_items.amount) AS spent
        FROM expense_items
        GROUP BY
            expense_items.user_id,
            expense_items.year,
            expense_items.month,
            expense_items.category_id
    ) AS spending
    WHERE NOT EXISTS (
        SELECT
        FROM budgets
        WHERE
            budgets.user_id = spending.user_id
            AND budgets.category_id = spending.category_id
            AND budgets.year = spending.year
            AND budgets.month = spending.month
    )
) AS lines
JOIN expense_categories ON expense_categories.id = lines.category_id
LEFT JOIN users ON users.id = lines.user_id;


DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        GRANT SELECT ON net_worth_by_month, cash_flow_by_month, values_by_month, budget_by_month TO finally_app;
    END IF;
END
$$;
