-- demo/add_policies
-- Add how categories' budgets are rolled forward, each column as one list.
--
-- param  user_id   uuid
-- param  category  text[]  codes of built-in categories
-- param  policy    text[]
INSERT INTO budget_policies (user_id, category_id, policy)
SELECT
    %(user_id)s::uuid,
    expense_categories.id,
    given.policy
FROM unnest(%(category)s::text[], %(policy)s::text[]) AS given (category, policy)
JOIN expense_categories
    ON expense_categories.code = given.category
    AND expense_categories.user_id IS NULL
ORDER BY given.category;
