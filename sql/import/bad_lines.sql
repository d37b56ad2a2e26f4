-- import/bad_lines
-- What stands against importing each line of a file, the first reason of each value.
--
-- needs  import/stage
-- param  user_id     uuid
-- row    line        integer
-- row    month       date?     null where the whole line is bad and not one month of it
-- row    fault       text
-- row    asset       text      as the file writes it
-- row    said        text?     the category or the currency that the file gives
-- row    kept        text?     what the books have instead
-- row    first_line  integer?  where the same asset has a value in the same month
WITH said_categories AS (
    SELECT
        said.category,
        chosen.id
    FROM (
        SELECT DISTINCT staged_values.category
        FROM staged_values
    ) AS said
    LEFT JOIN LATERAL (
        SELECT asset_categories.id
        FROM asset_categories
        WHERE
            (asset_categories.user_id = %(user_id)s::uuid OR asset_categories.user_id IS NULL)
            AND (
                folded(asset_categories.code) = folded(said.category)
                OR folded(asset_categories.name) = folded(said.category)
            )
        ORDER BY folded(asset_categories.code) = folded(said.category) DESC, asset_categories.code
        LIMIT 1
    ) AS chosen ON true
),
repeated AS (
    SELECT
        staged_values.folded,
        staged_values.month,
        min(staged_values.line) AS first_line
    FROM staged_values
    GROUP BY staged_values.folded, staged_values.month
    HAVING count(*) > 1
),
judged AS (
    SELECT
        staged.line,
        staged.month,
        staged.asset,
        staged.category,
        kept_category.code,
        coalesce(staged.currency, assets.currency) AS said_currency,
        coalesce(assets.currency, users.base_currency) AS currency,
        users.base_currency,
        assets.closed_on,
        repeated.first_line,
        CASE
            WHEN staged.category IS NOT NULL AND said_categories.id IS NULL THEN 'category_unknown'
            WHEN assets.id IS NULL THEN 'asset_unknown'
            WHEN said_categories.id <> assets.category_id THEN 'category_differs'
            WHEN staged.currency <> coalesce(assets.currency, users.base_currency) THEN 'currency_differs'
            WHEN staged.month > assets.closed_on THEN 'closed'
            WHEN repeated.first_line < staged.line THEN 'repeated'
            WHEN staged.carried IS NOT NULL THEN NULL  -- it brings its rate with it
            WHEN assets.currency <> users.base_currency AND usable_rates.rate IS NULL THEN 'no_rate'
            WHEN assets.currency <> users.base_currency
                AND converted(greatest(abs(staged.value), abs(staged.contribution)), usable_rates.rate) >= 1e20
                THEN 'too_large'
        END AS fault
    FROM staged_values AS staged
    JOIN users ON users.id = %(user_id)s::uuid
    LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND folded(assets.asset_name) = staged.folded
    LEFT JOIN asset_categories AS kept_category ON kept_category.id = assets.category_id
    LEFT JOIN said_categories ON said_categories.category = staged.category
    LEFT JOIN repeated ON repeated.folded = staged.folded AND repeated.month = staged.month
    LEFT JOIN usable_rates
        ON usable_rates.user_id = %(user_id)s::uuid
        AND usable_rates.from_currency = assets.currency
        AND usable_rates.to_currency = users.base_currency
        AND usable_rates.period = staged.month
)
SELECT DISTINCT
    judged.line,
    CASE WHEN judged.fault IN ('closed', 'repeated', 'no_rate', 'too_large') THEN judged.month END AS month,
    judged.fault,
    judged.asset,
    CASE judged.fault
        WHEN 'category_unknown' THEN judged.category
        WHEN 'category_differs' THEN judged.category
        ELSE judged.said_currency
    END AS said,
    CASE judged.fault
        WHEN 'category_differs' THEN judged.code
        WHEN 'currency_differs' THEN judged.currency
        WHEN 'closed' THEN to_char(judged.closed_on, 'YYYY-MM')
        ELSE judged.base_currency
    END AS kept,
    CASE judged.fault WHEN 'repeated' THEN judged.first_line END AS first_line
FROM judged
WHERE judged.fault IS NOT NULL
ORDER BY judged.line, month, judged.asset;
