-- import/pass_over_expenses
-- Take out of a file what the books have already: of expenses alike in all that is known, as many as there are.
-- The two sides are counted together and never joined: null is like null then, and it costs the same
-- whatever the planner expects.
--
-- needs  import/stage_items
-- param  user_id      uuid
-- row    passed_over  bigint
WITH span AS (
    SELECT
        min(staged_items.month) AS first_month,
        max(staged_items.month) AS last_month
    FROM staged_items
),
kept AS (
    SELECT
        expense_items.period,
        expense_items.spent_on,
        expense_items.category_id,
        expense_items.subcategory_id,
        expense_items.amount,
        expense_items.description
    FROM expense_items
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND (expense_items.year, expense_items.month)
            BETWEEN ((SELECT year_of(span.first_month) FROM span), (SELECT month_of(span.first_month) FROM span))
            AND ((SELECT year_of(span.last_month) FROM span), (SELECT month_of(span.last_month) FROM span))
        AND expense_items.period IN (SELECT staged_items.month FROM staged_items)
),
counted AS (
    SELECT
        (count(*) FILTER (WHERE alike.line IS NULL))::integer AS in_books,
        array_agg(alike.line) FILTER (WHERE alike.line IS NOT NULL) AS lines
    FROM (
        SELECT
            NULL::integer AS line,
            kept.period,
            kept.spent_on AS date,
            kept.category_id,
            kept.subcategory_id,
            kept.amount,
            kept.description
        FROM kept
        UNION ALL
        SELECT
            staged.line,
            staged.month,
            staged.date,
            staged.category_id,
            staged.subcategory_id,
            staged.amount,
            staged.note
        FROM staged_items AS staged
        WHERE EXISTS (SELECT FROM kept)
    ) AS alike
    GROUP BY
        alike.period,
        alike.date,
        alike.category_id,
        alike.subcategory_id,
        alike.amount,
        alike.description
),
passed AS (
    DELETE FROM staged_items
    USING (
        SELECT unnest(counted.lines[1:counted.in_books]) AS line
        FROM counted
    ) AS known
    WHERE staged_items.line = known.line
    RETURNING staged_items.line
)
SELECT count(*) AS passed_over
FROM passed;
