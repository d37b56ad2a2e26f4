-- inbox/sums
-- How many bank rows wait and what they sum to, in each currency, of those that are asked for.
--
-- param  user_id    uuid
-- param  first      date?   the first day
-- param  last       date?   the last day
-- param  source_id  uuid?
-- param  search     text?   part of the bank's text, in any case
-- row    currency   text
-- row    rows       bigint
-- row    amount     numeric
-- row    first_day  date
-- row    last_day   date
SELECT
    sources.currency,
    sum(waiting.rows)::bigint AS rows,
    sum(waiting.amount) AS amount,
    min(waiting.first_day) AS first_day,
    max(waiting.last_day) AS last_day
FROM (
    SELECT
        import_rows.source_id,
        count(*) AS rows,
        sum(import_rows.amount) AS amount,
        min(import_rows.day) AS first_day,
        max(import_rows.day) AS last_day
    FROM import_rows
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.decision = 'waits'
        AND import_rows.day BETWEEN coalesce(%(first)s::date, '2000-01-01') AND coalesce(%(last)s::date, '2100-12-31')
        AND (%(source_id)s::uuid IS NULL OR import_rows.source_id = %(source_id)s::uuid)
        AND (
            %(search)s::text IS NULL
            OR position(searchable(%(search)s::text) IN searchable(import_rows.text)) > 0
        )
    GROUP BY import_rows.source_id
) AS waiting
JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = waiting.source_id
GROUP BY sources.currency
ORDER BY sources.currency;
