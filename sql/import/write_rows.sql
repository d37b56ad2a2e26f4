-- import/write_rows
-- Keep the new rows of a file in the bank's own words, each with its decision.
--
-- needs  import/stage_judged_rows
-- param  user_id     uuid
-- param  file        integer
-- param  source_ids  uuid[]   of the file
-- param  import_ids  uuid[]   what it is as an import of each
INSERT INTO import_rows (
    user_id, id, import_id, source_id, line, day, value_day, amount, text, bank_id, counter_account, balance,
    category, key, occurrence, decision, decided_by, because, asset_id, contributed
)
SELECT
    %(user_id)s::uuid,
    judged.row_id,
    parts.import_id,
    judged.source_id,
    judged.line,
    judged.day,
    judged.value_day,
    judged.amount,
    judged.text,
    judged.bank_id,
    judged.counter_account,
    judged.balance,
    judged.category,
    judged.key,
    judged.occurrence,
    judged.decision,
    judged.decided_by,
    judged.because,
    CASE WHEN judged.decision = 'contribution' THEN rules.asset_id END,
    CASE WHEN judged.decision = 'contribution' THEN -judged.base_amount END
FROM judged_rows AS judged
JOIN unnest(%(source_ids)s::uuid[], %(import_ids)s::uuid[]) AS parts (source_id, import_id)
    ON parts.source_id = judged.source_id
LEFT JOIN rules ON rules.user_id = %(user_id)s::uuid AND rules.id = judged.rule_id
WHERE judged.file = %(file)s::integer AND judged.decision IS NOT NULL AND NOT judged.is_back;
