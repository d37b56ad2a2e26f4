-- rule/add
-- Add a rule at the end.
--
-- param  user_id              uuid
-- param  pattern              text
-- param  is_regex             boolean
-- param  least_amount         numeric?
-- param  most_amount          numeric?
-- param  direction            text?     in or out
-- param  source_id            uuid?
-- param  action               text      category, ignore, transfer or contribution
-- param  income_category_id   uuid?
-- param  expense_category_id  uuid?
-- param  subcategory_id       uuid?
-- param  asset_id             uuid?
-- row    id                   text
INSERT INTO rules (
    user_id, position, pattern, is_regex, least_amount, most_amount, direction, source_id,
    action, income_category_id, expense_category_id, subcategory_id, asset_id
)
SELECT
    %(user_id)s::uuid,
    coalesce(max(rules.position), 0) + 1,
    %(pattern)s::text,
    %(is_regex)s::boolean,
    %(least_amount)s::numeric,
    %(most_amount)s::numeric,
    %(direction)s::text,
    %(source_id)s::uuid,
    %(action)s::text,
    %(income_category_id)s::uuid,
    %(expense_category_id)s::uuid,
    %(subcategory_id)s::uuid,
    %(asset_id)s::uuid
FROM rules
WHERE rules.user_id = %(user_id)s::uuid
RETURNING rules.id::text AS id;
