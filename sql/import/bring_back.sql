-- import/bring_back
-- Decide anew on rows whose entries somebody deleted.
--
-- needs  import/stage_judged_rows
-- param  user_id  uuid
-- param  file     integer
UPDATE import_rows
SET
    decision = judged.decision,
    decided_by = judged.decided_by,
    because = judged.because,
    asset_id = CASE WHEN judged.decision = 'contribution' THEN rules.asset_id END,
    contributed = CASE WHEN judged.decision = 'contribution' THEN -judged.base_amount END
FROM judged_rows AS judged
LEFT JOIN rules ON rules.user_id = %(user_id)s::uuid AND rules.id = judged.rule_id
WHERE
    judged.file = %(file)s::integer
    AND judged.is_back
    AND import_rows.user_id = %(user_id)s::uuid
    AND import_rows.id = judged.row_id;
