-- books/clear_asset_names
-- Have the assets that a file replaces give up their names, which two of them may exchange.
--
-- needs  books/stage
-- param  user_id  uuid
UPDATE assets
SET asset_name = assets.id::text
FROM staged_books AS staged
WHERE
    assets.user_id = %(user_id)s::uuid
    AND assets.id = staged.our_id
    AND assets.asset_name <> staged.content ->> 'asset'
    AND staged.table_name = 'assets'
    AND staged.outcome = 'replaced';
