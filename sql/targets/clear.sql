-- targets/clear
-- Take categories out of the set of targets that begins in a month, and their assets with them.
--
-- param  user_id       uuid
-- param  month         date
-- param  category_ids  uuid[]?  null for all of them
-- row    category_id   text
WITH of_assets AS (
    DELETE FROM asset_targets
    USING assets
    WHERE
        asset_targets.user_id = %(user_id)s::uuid
        AND asset_targets.period = %(month)s::date
        AND assets.user_id = %(user_id)s::uuid
        AND assets.id = asset_targets.asset_id
        AND (%(category_ids)s::uuid[] IS NULL OR assets.category_id = ANY(%(category_ids)s::uuid[]))
)
DELETE FROM category_allocation_targets
WHERE
    category_allocation_targets.user_id = %(user_id)s::uuid
    AND category_allocation_targets.period = %(month)s::date
    AND (
        %(category_ids)s::uuid[] IS NULL
        OR category_allocation_targets.category_id = ANY(%(category_ids)s::uuid[])
    )
RETURNING category_allocation_targets.category_id::text AS category_id;
