-- user/edit
-- Change the current user; null leaves a thing as it is, and empty text takes it away.
-- No row when the currency would change under values that are recorded in it. Another beginning of months moves the
-- incomes and expenses with a day.
--
-- param  user_id        uuid
-- param  email          text?
-- param  display_name   text?
-- param  cognito_sub    text?
-- param  base_currency  text?
-- param  begins         integer?  the day that months of incomes and expenses begin with
-- row    email          text
-- row    display_name   text?
-- row    base_currency  text
-- row    month_begins   integer
-- row    cognito_sub    text?
-- row    id             text
UPDATE users
SET
    email = coalesce(%(email)s::text, users.email),
    display_name = nullif(coalesce(%(display_name)s::text, users.display_name), ''),
    cognito_sub = nullif(coalesce(%(cognito_sub)s::text, users.cognito_sub), ''),
    base_currency = coalesce(%(base_currency)s::text, users.base_currency),
    month_begins = coalesce(%(begins)s::integer, users.month_begins)
WHERE
    users.id = %(user_id)s::uuid
    AND (
        coalesce(%(base_currency)s::text, users.base_currency) = users.base_currency
        OR NOT (
            EXISTS (SELECT FROM asset_inputs WHERE asset_inputs.user_id = %(user_id)s::uuid)
            OR EXISTS (SELECT FROM incoming_items WHERE incoming_items.user_id = %(user_id)s::uuid)
            OR EXISTS (SELECT FROM expense_items WHERE expense_items.user_id = %(user_id)s::uuid)
            OR EXISTS (SELECT FROM budgets WHERE budgets.user_id = %(user_id)s::uuid)
            OR EXISTS (
                SELECT FROM market_cap_history WHERE market_cap_history.user_id = %(user_id)s::uuid
            )
        )
    )
RETURNING
    users.email,
    users.display_name,
    users.base_currency,
    users.month_begins,
    users.cognito_sub,
    users.id::text AS id;
