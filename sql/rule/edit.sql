-- rule/edit
-- Say all of a rule anew but its place.
--
-- param  user_id              uuid
-- param  id                   uuid
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
UPDATE rules
SET
    pattern = %(pattern)s::text,
    is_regex = %(is_regex)s::boolean,
    least_amount = %(least_amount)s::numeric,
    most_amount = %(most_amount)s::numeric,
    direction = %(direction)s::text,
    source_id = %(source_id)s::uuid,
    action = %(action)s::text,
    income_category_id = %(income_category_id)s::uuid,
    expense_category_id = %(expense_category_id)s::uuid,
    subcategory_id = %(subcategory_id)s::uuid,
    asset_id = %(asset_id)s::uuid
WHERE rules.user_id = %(user_id)s::uuid AND rules.id = %(id)s::uuid
RETURNING rules.id::text AS id;
