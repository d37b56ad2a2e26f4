-- export/asset_categories
-- The categories of assets and debts that a user has added.
--
-- param  user_id     uuid
-- row    code        text
-- row    name        text
-- row    kind        text     asset or liability
-- row    sort_order  integer
-- row    created_at  text
-- row    updated_at  text
SELECT
    asset_categories.code,
    asset_categories.name,
    asset_categories.kind,
    asset_categories.sort_order,
    to_char(asset_categories.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(asset_categories.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM asset_categories
WHERE asset_categories.user_id = %(user_id)s::uuid
ORDER BY asset_categories.code COLLATE "C";
