-- import/slips
-- Debts that a file has with a minus, as if they were owed to the user, and that were no credit before.
--
-- needs  import/stage
-- param  user_id  uuid
-- row    debts    bigint   how many there are
-- row    line     integer  where the first of them stands
-- row    asset    text
-- row    value    numeric
SELECT
    count(*) OVER () AS debts,
    staged.line,
    assets.asset_name AS asset,
    staged.value
FROM staged_values AS staged
JOIN assets ON assets.user_id = %(user_id)s::uuid AND folded(assets.asset_name) = staged.folded
JOIN asset_categories ON asset_categories.id = assets.category_id
LEFT JOIN asset_inputs AS earlier
    ON earlier.user_id = %(user_id)s::uuid
    AND earlier.asset_id = assets.id
    AND earlier.year = year_of(staged.month)
    AND earlier.month = month_of(staged.month)
WHERE
    staged.value < 0
    AND asset_categories.kind = 'liability'
    AND coalesce(earlier.total, 0) <= 0
ORDER BY staged.line, staged.month
LIMIT 1;
