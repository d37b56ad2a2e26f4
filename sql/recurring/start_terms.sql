-- recurring/start_terms
-- Let what a recurring item was before begin with a month, and with a day of it where one is given.
--
-- param  user_id  uuid
-- param  id       uuid      of the item as it is
-- param  first    date      the month
-- param  day      integer?  null where each keeps its own
WITH gone AS (
    DELETE FROM recurring_items
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.succeeded_by = %(id)s::uuid
        AND recurring_items.last_month < %(first)s::date
)
UPDATE recurring_items
SET
    first_month = %(first)s::date,
    -- Weeks are counted from a day that the month has.
    day = CASE
        WHEN recurring_items.every NOT LIKE '%%week%%' THEN coalesce(%(day)s::integer, recurring_items.day)
        ELSE least(
            coalesce(%(day)s::integer, recurring_items.day),
            extract(day FROM %(first)s::date + interval '1 month' - interval '1 day')::integer
        )
    END
WHERE
    recurring_items.user_id = %(user_id)s::uuid
    AND recurring_items.succeeded_by = %(id)s::uuid
    AND recurring_items.last_month >= %(first)s::date;
