-- recurring/start_terms
-- Let what a recurring item was before begin with a month.
--
-- param  user_id  uuid
-- param  id       uuid  of the item as it is
-- param  first    date
WITH gone AS (
    DELETE FROM recurring_items
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.succeeded_by = %(id)s::uuid
        AND recurring_items.last_month < %(first)s::date
)
UPDATE recurring_items
SET first_month = %(first)s::date
WHERE
    recurring_items.user_id = %(user_id)s::uuid
    AND recurring_items.succeeded_by = %(id)s::uuid
    AND recurring_items.last_month >= %(first)s::date;
