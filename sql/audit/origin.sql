-- audit/origin
-- Where an entry comes from, an income or an expense.
-- The bank row that it is of, the recurring item that posted it, and the command that wrote it.
-- The last is looked for in the audit, among the events that came next when it was added; a bank row says more.
--
-- param  user_id          uuid
-- param  table_name       text      of the entry
-- param  id               uuid
-- param  base_currency    text      of the books
-- row    row_id           text?     of the bank row; null: of none
-- row    source           text?
-- row    source_account   text?
-- row    currency         text?
-- row    file             text?
-- row    line             integer?
-- row    day              date?
-- row    value_day        date?
-- row    amount           numeric?  in the account's sense and currency
-- row    rate             numeric?  of its month, from its currency to that of the books
-- row    base_amount      numeric?  what the amount is at that rate
-- row    text             text?
-- row    bank_id          text?
-- row    counter_account  text?
-- row    decided_by       text?     rule, hand, twin, account or file
-- row    because          text?
-- row    recurring        text?     the name of the recurring item
-- row    written_at       text?     UTC
-- row    written_by       text?     the login
-- row    command          text?
-- row    since            text      when it or its bank row was added, the earlier of them
WITH entry AS MATERIALIZED (
    SELECT
        signed_entries.id,
        signed_entries.created_at,
        signed_entries.import_row_id,
        year_of(import_rows.day) AS booked_year,
        month_of(import_rows.day) AS booked_month
    FROM signed_entries
    LEFT JOIN import_rows
        ON import_rows.user_id = %(user_id)s::uuid AND import_rows.id = signed_entries.import_row_id
    WHERE signed_entries.user_id = %(user_id)s::uuid AND signed_entries.id = %(id)s::uuid
)
SELECT
    import_rows.id::text AS row_id,
    sources.source_name AS source,
    sources.account_key AS source_account,
    sources.currency,
    imports.file_name AS file,
    import_rows.line,
    import_rows.day,
    import_rows.value_day,
    import_rows.amount,
    rates.rate,
    converted(import_rows.amount, rates.rate) AS base_amount,
    import_rows.text,
    import_rows.bank_id,
    import_rows.counter_account,
    import_rows.decided_by,
    import_rows.because,
    posted.name AS recurring,
    to_char(written.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS written_at,
    written.actor AS written_by,
    written.command,
    least(entry.created_at, import_rows.created_at)::text AS since
FROM entry
LEFT JOIN import_rows ON import_rows.user_id = %(user_id)s::uuid AND import_rows.id = entry.import_row_id
LEFT JOIN imports ON imports.user_id = %(user_id)s::uuid AND imports.id = import_rows.import_id
LEFT JOIN sources ON sources.user_id = %(user_id)s::uuid AND sources.id = import_rows.source_id
LEFT JOIN LATERAL (
    SELECT usable_rates.rate
    FROM usable_rates
    WHERE
        usable_rates.user_id = %(user_id)s::uuid
        AND usable_rates.from_currency = sources.currency
        AND usable_rates.to_currency = %(base_currency)s::text
        AND usable_rates.year = entry.booked_year
        AND usable_rates.month = entry.booked_month
    ORDER BY usable_rates.rate
    LIMIT 1
) AS rates ON true
LEFT JOIN LATERAL (
    SELECT coalesce(recurring_items.description, substr(recurring_items.id::text, 1, 8)) AS name
    FROM recurring_items
    JOIN recurring_postings
        ON recurring_postings.user_id = %(user_id)s::uuid
        AND recurring_postings.recurring_id = recurring_items.id
        AND recurring_postings.item_id = entry.id
    WHERE recurring_items.user_id = %(user_id)s::uuid
    ORDER BY recurring_postings.id
    LIMIT 1
) AS posted ON true
LEFT JOIN LATERAL (
    SELECT
        events.created_at,
        events.actor,
        events.command
    FROM (
        SELECT
            audit_events.id,
            audit_events.created_at,
            audit_events.actor,
            audit_events.command
        FROM audit_events
        WHERE audit_events.user_id = %(user_id)s::uuid AND audit_events.created_at >= entry.created_at
        ORDER BY audit_events.created_at, audit_events.id
        LIMIT 10
    ) AS events
    JOIN audit_changes
        ON audit_changes.user_id = %(user_id)s::uuid
        AND audit_changes.event_id = events.id
        AND audit_changes.table_name = %(table_name)s::text
        AND audit_changes.operation = 'insert'
        AND audit_changes.after @> jsonb_build_array(jsonb_build_object('id', entry.id))
    ORDER BY events.created_at, events.id
    LIMIT 1
) AS written ON import_rows.decided_by IS NULL OR import_rows.decided_by = 'twin'
ORDER BY entry.id;
