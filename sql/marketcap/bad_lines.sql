-- marketcap/bad_lines
-- What stands against importing each line of a file of market caps, its first reason.
--
-- needs  marketcap/stage
-- param  user_id     uuid
-- row    line        integer
-- row    month       date
-- row    fault       text
-- row    asset       text      as the file writes it
-- row    first_line  integer?  where the same asset has one in the same month
WITH repeated AS (
    SELECT
        staged_market_caps.folded,
        staged_market_caps.month,
        min(staged_market_caps.line) AS first_line
    FROM staged_market_caps
    GROUP BY staged_market_caps.folded, staged_market_caps.month
    HAVING count(*) > 1
),
judged AS (
    SELECT
        staged.line,
        staged.month,
        staged.asset,
        repeated.first_line,
        CASE
            WHEN assets.id IS NULL THEN 'asset_unknown'
            WHEN asset_categories.kind = 'liability' THEN 'debt'
            WHEN repeated.first_line < staged.line THEN 'repeated'
        END AS fault
    FROM staged_market_caps AS staged
    LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND folded(assets.asset_name) = staged.folded
    LEFT JOIN asset_categories ON asset_categories.id = assets.category_id
    LEFT JOIN repeated ON repeated.folded = staged.folded AND repeated.month = staged.month
)
SELECT
    judged.line,
    judged.month,
    judged.fault,
    judged.asset,
    CASE judged.fault WHEN 'repeated' THEN judged.first_line END AS first_line
FROM judged
WHERE judged.fault IS NOT NULL
ORDER BY judged.line;
