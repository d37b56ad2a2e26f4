-- books/list_cap_assets
-- The assets that a file has market caps of.
--
-- needs  books/stage
-- row    id  text?
SELECT DISTINCT staged.content ->> 'asset_id' AS id
FROM staged_books AS staged
WHERE staged.table_name = 'market_caps'
ORDER BY id;
