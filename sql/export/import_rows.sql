-- export/import_rows
-- What banks said, and what became of it.
--
-- param  user_id          uuid
-- param  first            date?     the first month; null for all
-- param  last             date?     the last month
-- row    source           text
-- row    source_id        text
-- row    import_id        text
-- row    line             integer
-- row    date             date
-- row    value_date       date?
-- row    amount           numeric   in the source's currency: minus is out
-- row    text             text
-- row    bank_id          text?
-- row    counter_account  text?
-- row    balance          numeric?
-- row    bank_category    text?
-- row    key              text
-- row    occurrence       integer
-- row    decision         text
-- row    decided_by       text?
-- row    because          text?
-- row    asset            text?
-- row    asset_id         text?
-- row    contributed      numeric?
-- row    pair_id          text?     null also where the months asked for do not have it
-- row    id               text
-- row    created_at       text
-- row    updated_at       text
SELECT
    sources.source_name AS source,
    import_rows.source_id::text AS source_id,
    import_rows.import_id::text AS import_id,
    import_rows.line,
    import_rows.day AS date,
    import_rows.value_day AS value_date,
    import_rows.amount,
    import_rows.text,
    import_rows.bank_id,
    import_rows.counter_account,
    import_rows.balance,
    import_rows.category AS bank_category,
    import_rows.key::text AS key,
    import_rows.occurrence,
    import_rows.decision,
    import_rows.decided_by,
    import_rows.because,
    assets.asset_name AS asset,
    import_rows.asset_id::text AS asset_id,
    import_rows.contributed,
    CASE
        WHEN %(first)s::date IS NULL AND %(last)s::date IS NULL THEN import_rows.pair_id::text
        WHEN EXISTS (
            SELECT
            FROM import_rows AS bank_rows
            WHERE
                bank_rows.user_id = %(user_id)s::uuid
                AND bank_rows.id = import_rows.pair_id
                AND bank_rows.day >= coalesce(%(first)s::date, '2000-01-01')
                AND bank_rows.day < coalesce((%(last)s::date + interval '1 month')::date, '2101-01-01')
        ) THEN import_rows.pair_id::text
    END AS pair_id,
    import_rows.id::text AS id,
    to_char(import_rows.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS created_at,
    to_char(import_rows.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS updated_at
FROM import_rows
JOIN sources
    ON sources.user_id = %(user_id)s::uuid
    AND sources.id = import_rows.source_id
LEFT JOIN assets
    ON assets.user_id = %(user_id)s::uuid
    AND assets.id = import_rows.asset_id
WHERE
    import_rows.user_id = %(user_id)s::uuid
    AND import_rows.day >= coalesce(%(first)s::date, '2000-01-01')
    AND import_rows.day < coalesce((%(last)s::date + interval '1 month')::date, '2101-01-01')
ORDER BY
    import_rows.day,
    import_rows.created_at,
    import_rows.line,
    import_rows.id;
