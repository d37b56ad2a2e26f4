-- close/verify
-- What is not as the seals of closed months have it, the first month first.
--
-- param  user_id     uuid
-- row    month       date
-- row    sequence    integer  of the seal
-- row    problem     text     seal, reopening, link, order or rows
-- row    table_name  text?    whose rows differ
WITH chained AS (
    SELECT
        month_seals.sequence,
        month_seals.period,
        month_seals.contents,
        month_seals.reopened_at IS NULL AS holds,
        month_seals.rows_hash = sha256(convert_to(month_seals.contents::text, 'UTF8'))
        AND month_seals.hash = seal_hash(
            month_seals.previous_hash, month_seals.user_id, month_seals.id, month_seals.sequence,
            month_seals.period, month_seals.contents, month_seals.facts, month_seals.rows_hash,
            month_seals.closed_at, month_seals.closed_by
        ) AS is_whole,
        month_seals.reopened_at IS NULL
        OR month_seals.reopened_hash = reopening_hash(
            month_seals.hash, month_seals.reopened_at, month_seals.reopened_by, month_seals.reason
        ) AS is_reopened_whole,
        month_seals.sequence = row_number() OVER (ORDER BY month_seals.sequence)
        AND month_seals.previous_hash IS NOT DISTINCT FROM lag(month_seals.hash) OVER (ORDER BY month_seals.sequence)
        AS is_linked
    FROM month_seals
    WHERE month_seals.user_id = %(user_id)s::uuid
),
holding AS (
    SELECT
        chained.sequence,
        chained.period,
        chained.contents,
        lag(chained.period) OVER (ORDER BY chained.sequence) AS before
    FROM chained
    WHERE chained.holds
),
present AS MATERIALIZED (
    SELECT
        holding.sequence,
        holding.period,
        holding.before,
        holding.contents,
        month_contents(%(user_id)s::uuid, holding.before, holding.period, holding.contents) AS contents_now
    FROM holding
)
SELECT
    chained.period AS month,
    chained.sequence,
    'seal' AS problem,
    NULL AS table_name
FROM chained
WHERE NOT chained.is_whole
UNION ALL
SELECT
    chained.period AS month,
    chained.sequence,
    'reopening' AS problem,
    NULL AS table_name
FROM chained
WHERE NOT chained.is_reopened_whole
UNION ALL
SELECT
    chained.period AS month,
    chained.sequence,
    'link' AS problem,
    NULL AS table_name
FROM chained
WHERE NOT chained.is_linked
UNION ALL
SELECT
    holding.period AS month,
    holding.sequence,
    'order' AS problem,
    NULL AS table_name
FROM holding
WHERE holding.before >= holding.period
UNION ALL
SELECT
    present.period AS month,
    present.sequence,
    'rows' AS problem,
    sealed.key AS table_name
FROM present
CROSS JOIN LATERAL jsonb_each(present.contents) AS sealed
WHERE sealed.value IS DISTINCT FROM present.contents_now -> sealed.key
ORDER BY month, sequence, problem, table_name;
