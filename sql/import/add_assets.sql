-- import/add_assets
-- Add the assets of a file that do not exist yet, as the first line that names their category says.
-- A list of our own says by the newest value which currency an asset is in.
-- One whose category is not known is left out here; its lines are found to be bad then.
--
-- needs  import/stage
-- param  user_id  uuid
-- row    asset    text
WITH missing AS (
    SELECT
        staged_values.folded,
        (array_agg(staged_values.asset ORDER BY staged_values.line))[1] AS asset,
        (
            array_agg(staged_values.category ORDER BY staged_values.line)
            FILTER (WHERE staged_values.category IS NOT NULL)
        )[1] AS category,
        coalesce(
            (
                array_agg(staged_values.currency ORDER BY staged_values.line)
                FILTER (WHERE staged_values.currency IS NOT NULL)
            )[1],
            (array_agg(staged_values.amount_currency ORDER BY staged_values.month DESC, staged_values.line))[1]
        ) AS currency
    FROM staged_values
    WHERE NOT EXISTS (
        SELECT
        FROM assets
        WHERE
            assets.user_id = %(user_id)s::uuid
            AND folded(assets.asset_name) = staged_values.folded
    )
    GROUP BY staged_values.folded
)
INSERT INTO assets (user_id, category_id, asset_name, currency)
SELECT
    %(user_id)s::uuid,
    chosen.id,
    missing.asset,
    missing.currency
FROM missing
CROSS JOIN LATERAL (
    SELECT asset_categories.id
    FROM asset_categories
    WHERE
        (asset_categories.user_id = %(user_id)s::uuid OR asset_categories.user_id IS NULL)
        AND (
            folded(asset_categories.code) = folded(missing.category)
            OR folded(asset_categories.name) = folded(missing.category)
        )
    ORDER BY folded(asset_categories.code) = folded(missing.category) DESC, asset_categories.code
    LIMIT 1
) AS chosen
ORDER BY missing.folded
RETURNING assets.asset_name AS asset;
