-- import/stage_rule_decisions
-- Have the rows that a rule gives a category become entries.
--
-- needs  import/stage_judged_rows
-- needs  inbox/stage_decisions
-- param  user_id  uuid
-- param  file     integer
INSERT INTO staged_decisions (
    row_id, part, decision, decided_by, because, income_category_id, expense_category_id, subcategory_id, amount
)
SELECT
    judged.row_id,
    1,
    judged.decision,
    judged.decided_by,
    judged.because,
    rules.income_category_id,
    rules.expense_category_id,
    rules.subcategory_id,
    judged.amount
FROM judged_rows AS judged
JOIN rules ON rules.user_id = %(user_id)s::uuid AND rules.id = judged.rule_id
WHERE judged.file = %(file)s::integer AND judged.decision = 'category';
