-- inbox/decide
-- Decide on rows that wait, as it is staged; the first part of each says it.
--
-- needs  inbox/stage_decisions
-- param  user_id  uuid
UPDATE import_rows
SET
    decision = staged.decision,
    decided_by = staged.decided_by,
    because = staged.because,
    asset_id = staged.asset_id,
    contributed = staged.contributed,
    pair_id = staged.pair_id
FROM staged_decisions AS staged
WHERE
    staged.part = 1
    AND import_rows.user_id = %(user_id)s::uuid
    AND import_rows.id = staged.row_id
    AND import_rows.decision = 'waits';
