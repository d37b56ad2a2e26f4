-- books/clear_targets
-- Take away the targets of categories in each set that a file replaces.
--
-- needs  books/stage
-- param  user_id  uuid
DELETE FROM category_allocation_targets
WHERE
    category_allocation_targets.user_id = %(user_id)s::uuid
    AND category_allocation_targets.period IN (
        SELECT (staged.content ->> 'month')::date
        FROM staged_books AS staged
        WHERE staged.table_name = 'targets' AND staged.outcome IN ('replaced', 'removed')
    );
