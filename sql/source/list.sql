-- source/list
-- The accounts at banks, the days from which on and up to which there are rows, and how many wait.
--
-- param  user_id      uuid
-- row    source       text
-- row    currency     text
-- row    account_key  text?    null: of no account that is known
-- row    asset        text?    whose value its balance is
-- row    first_day    date?    null: no file has brought a row
-- row    last_day     date?
-- row    waiting      integer  rows that are outside the books until a person decides
-- row    id           text
WITH waiting AS (
    SELECT
        import_rows.source_id,
        count(*)::integer AS rows
    FROM import_rows
    WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.decision = 'waits'
    GROUP BY import_rows.source_id
)
SELECT
    sources.source_name AS source,
    sources.currency,
    sources.account_key,
    assets.asset_name AS asset,
    days.first_day,
    days.last_day,
    coalesce(waiting.rows, 0) AS waiting,
    sources.id::text AS id
FROM sources
LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = sources.asset_id
LEFT JOIN waiting ON waiting.source_id = sources.id
CROSS JOIN LATERAL (
    SELECT
        min(import_rows.day) AS first_day,
        max(import_rows.day) AS last_day
    FROM import_rows
    WHERE import_rows.user_id = %(user_id)s::uuid AND import_rows.source_id = sources.id
) AS days
WHERE sources.user_id = %(user_id)s::uuid
ORDER BY folded(sources.source_name), sources.id;
