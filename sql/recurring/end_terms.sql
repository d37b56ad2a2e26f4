-- recurring/end_terms
-- Let what a recurring item was before end with a month at the latest.
--
-- param  user_id  uuid
-- param  id       uuid  of the item as it is
-- param  last     date
WITH late AS (
    SELECT
        recurring_items.id,
        recurring_items.first_month <= %(last)s::date
        AND row_number() OVER (ORDER BY recurring_items.last_month) = 1 AS reaches
    FROM recurring_items
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.succeeded_by = %(id)s::uuid
        AND recurring_items.last_month >= %(last)s::date
),
gone AS (
    DELETE FROM recurring_items
    USING late
    WHERE
        recurring_items.user_id = %(user_id)s::uuid
        AND recurring_items.id = late.id
        AND NOT late.reaches
)
UPDATE recurring_items
SET last_month = %(last)s::date
WHERE
    recurring_items.user_id = %(user_id)s::uuid
    AND recurring_items.id IN (SELECT late.id FROM late WHERE late.reaches)
    AND recurring_items.last_month <> %(last)s::date;
