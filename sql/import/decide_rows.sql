-- import/decide_rows
-- Say of each new row of a file what becomes of it: by the file itself, an own account, the first rule that fits.
-- What none of them decides waits; so does what a rule would put into a closed category or asset, and what has no
-- rate to be turned with.
--
-- needs  import/stage_judged_rows
-- param  user_id        uuid
-- param  file           integer
-- param  base_currency  text     of the books
-- param  month_begins   integer
-- param  rule_ids       uuid[]   the rules that fit a row
-- param  rules          text[]   each in words
WITH rates AS MATERIALIZED (
    SELECT
        usable_rates.from_currency,
        usable_rates.period,
        usable_rates.rate
    FROM usable_rates
    WHERE usable_rates.user_id = %(user_id)s::uuid AND usable_rates.to_currency = %(base_currency)s::text
),
accounts AS (
    SELECT DISTINCT ON (sources.account_key)
        sources.account_key,
        sources.id,
        sources.source_name
    FROM sources
    WHERE sources.user_id = %(user_id)s::uuid AND sources.account_key IS NOT NULL
    ORDER BY sources.account_key, sources.id
),
fitting AS (
    SELECT
        rules.id,
        rules.action,
        words.said,
        least(income_categories.closed_on, expense_categories.closed_on, subcategories.closed_on)
            AS category_closed_on,
        assets.closed_on AS asset_closed_on
    FROM unnest(%(rule_ids)s::uuid[], %(rules)s::text[]) AS words (id, said)
    JOIN rules ON rules.user_id = %(user_id)s::uuid AND rules.id = words.id
    LEFT JOIN income_categories ON income_categories.id = rules.income_category_id
    LEFT JOIN expense_categories ON expense_categories.id = rules.expense_category_id
    LEFT JOIN expense_subcategories AS subcategories ON subcategories.id = rules.subcategory_id
    LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = rules.asset_id
),
decided AS (
    SELECT
        judged.position,
        turned.amount AS base_amount,
        CASE
            WHEN judged.amount = 0 OR judged.settled IS NOT NULL THEN 'file'
            WHEN accounts.id IS NOT NULL THEN 'account'
            WHEN fitting.id IS NULL THEN 'nothing'
            WHEN
                fitting.category_closed_on <= month_of_day(judged.day, %(month_begins)s::integer)
                OR fitting.asset_closed_on <= judged.day
            THEN 'closed'
            WHEN turned.amount IS NULL AND fitting.action IN ('category', 'contribution') THEN 'rate'
            ELSE 'rule'
        END AS reason,
        coalesce(judged.settled_as, 'ignored') AS file_decides,
        coalesce(judged.settled, 'nothing moved') AS file_says,
        accounts.source_name,
        fitting.action AS rule_decides,
        fitting.said AS rule_says,
        'there is no rate from ' || sources.currency || ' to ' || %(base_currency)s::text || ' in '
        || to_char(judged.day, 'YYYY-MM') AS rate_says
    FROM judged_rows AS judged
    JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = judged.source_id
    LEFT JOIN rates
        ON rates.from_currency = sources.currency
        AND rates.period = first_of_month(year_of(judged.day), month_of(judged.day))
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN sources.currency = %(base_currency)s::text THEN judged.amount
            ELSE converted(judged.amount, rates.rate)
        END AS amount
    ) AS turned
    LEFT JOIN accounts ON accounts.account_key = judged.counter_account AND accounts.id <> judged.source_id
    LEFT JOIN fitting ON fitting.id = judged.rule_id
    WHERE judged.file = %(file)s::integer AND judged.state = 'new'
)
UPDATE judged_rows
SET
    base_amount = decided.base_amount,
    state = CASE verdict.decision
        WHEN 'ignored' THEN 'ignored'
        WHEN 'transfer' THEN 'transfer'
        ELSE judged_rows.state
    END,
    decision = verdict.decision,
    decided_by = CASE WHEN verdict.decision <> 'waits' THEN decided.reason END,
    because = CASE decided.reason
        WHEN 'file' THEN decided.file_says
        WHEN 'account' THEN 'its other side is your source ' || decided.source_name
        WHEN 'closed' THEN decided.rule_says || ', which is closed'
        WHEN 'rate' THEN decided.rate_says
        WHEN 'rule' THEN decided.rule_says
        ELSE 'no rule fits'
    END
FROM decided
CROSS JOIN LATERAL (
    SELECT
        CASE decided.reason
            WHEN 'file' THEN decided.file_decides
            WHEN 'account' THEN 'transfer'
            WHEN 'rule' THEN CASE decided.rule_decides WHEN 'ignore' THEN 'ignored' ELSE decided.rule_decides END
            ELSE 'waits'
        END AS decision
) AS verdict
WHERE judged_rows.file = %(file)s::integer AND judged_rows.position = decided.position;
