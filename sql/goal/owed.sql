-- goal/owed
-- What is owed of debts by their newest values up to a month; of those of categories, too.
--
-- param  user_id       uuid
-- param  asset_ids     uuid[]
-- param  category_ids  uuid[]
-- param  month         date
-- row    owed          numeric?  null where no value is on record; below zero, they are overpaid
SELECT -sum(newest.total) AS owed
FROM assets
CROSS JOIN LATERAL newest_value(%(user_id)s::uuid, assets.id, %(month)s::date) AS newest
WHERE
    assets.user_id = %(user_id)s::uuid
    AND (assets.closed_on IS NULL OR assets.closed_on > %(month)s::date)
    AND (assets.id = ANY(%(asset_ids)s::uuid[]) OR assets.category_id = ANY(%(category_ids)s::uuid[]))
ORDER BY owed;
