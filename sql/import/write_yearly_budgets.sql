-- import/write_yearly_budgets
-- Plan what a file says of whole years, in place of what was planned, and count what changed.
--
-- needs  import/stage_budgets
-- param  user_id      uuid
-- row    added        bigint
-- row    replaced     bigint
-- row    unchanged    bigint
-- row    first_month  date?  the first month of the first year
-- row    last_month   date?  the last month of the last year, as which a year is staged
WITH compared AS (
    SELECT
        staged.category_id,
        staged.month,
        staged.amount,
        earlier.category_id IS NULL AS is_new,
        coalesce(earlier.budget_amount = staged.amount, false) AS is_same
    FROM staged_budgets AS staged
    LEFT JOIN yearly_budgets AS earlier
        ON earlier.user_id = %(user_id)s::uuid
        AND earlier.category_id = staged.category_id
        AND earlier.year = year_of(staged.month)
    WHERE staged.every = 'year'
),
written AS (
    INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)
    SELECT
        %(user_id)s::uuid,
        compared.category_id,
        year_of(compared.month),
        compared.amount
    FROM compared
    WHERE NOT compared.is_same
    ORDER BY compared.category_id, compared.month
    ON CONFLICT (user_id, category_id, year) DO UPDATE SET
        budget_amount = excluded.budget_amount
)
SELECT
    count(*) FILTER (WHERE compared.is_new) AS added,
    count(*) FILTER (WHERE NOT compared.is_new AND NOT compared.is_same) AS replaced,
    count(*) FILTER (WHERE compared.is_same) AS unchanged,
    (min(compared.month) - interval '11 months')::date AS first_month,
    max(compared.month) AS last_month
FROM compared;
