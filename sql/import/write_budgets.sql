-- import/write_budgets
-- Plan what a file says of months, in place of what was planned or rolled, and count what changed.
-- What was rolled keeps the policy that it was rolled by, as when a budget is set by hand.
--
-- needs  import/stage_budgets
-- param  user_id      uuid
-- row    added        bigint
-- row    replaced     bigint
-- row    unchanged    bigint
-- row    first_month  date?
-- row    last_month   date?
WITH compared AS (
    SELECT
        staged.category_id,
        staged.month,
        staged.amount,
        earlier.category_id IS NULL AS is_new,
        coalesce(earlier.budget_amount = staged.amount AND NOT earlier.calculated, false) AS is_same
    FROM staged_budgets AS staged
    LEFT JOIN budgets AS earlier
        ON earlier.user_id = %(user_id)s::uuid
        AND earlier.category_id = staged.category_id
        AND earlier.year = year_of(staged.month)
        AND earlier.month = month_of(staged.month)
    WHERE staged.every = 'month'
),
written AS (
    INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
    SELECT
        %(user_id)s::uuid,
        compared.category_id,
        year_of(compared.month),
        month_of(compared.month),
        compared.amount
    FROM compared
    WHERE NOT compared.is_same
    ORDER BY compared.category_id, compared.month
    ON CONFLICT (user_id, category_id, year, month) DO UPDATE SET
        budget_amount = excluded.budget_amount,
        calculated = false
)
SELECT
    count(*) FILTER (WHERE compared.is_new) AS added,
    count(*) FILTER (WHERE NOT compared.is_new AND NOT compared.is_same) AS replaced,
    count(*) FILTER (WHERE compared.is_same) AS unchanged,
    min(compared.month) AS first_month,
    max(compared.month) AS last_month
FROM compared;
