-- books/clear_sources
-- Have the sources that a file replaces give up what only one may have, and two of them may exchange.
--
-- needs  books/stage
-- param  user_id  uuid
UPDATE sources
SET
    source_name = sources.id::text,
    account_key = NULL,
    asset_id = NULL
FROM staged_books AS staged
WHERE
    sources.user_id = %(user_id)s::uuid
    AND sources.id = staged.our_id
    AND staged.table_name = 'sources'
    AND staged.outcome = 'replaced';
