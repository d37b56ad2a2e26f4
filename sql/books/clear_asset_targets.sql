-- books/clear_asset_targets
-- Take away the targets of assets in each set that a file replaces.
--
-- needs  books/stage
-- param  user_id  uuid
DELETE FROM asset_targets
WHERE
    asset_targets.user_id = %(user_id)s::uuid
    AND asset_targets.period IN (
        SELECT (staged.content ->> 'month')::date
        FROM staged_books AS staged
        WHERE staged.table_name = 'asset_targets' AND staged.outcome IN ('replaced', 'removed')
    );
