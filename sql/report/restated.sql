-- report/restated
-- Which months' figures are not as they were known after an event, with what each later event did to them.
-- A row for each event; the figures are those of its month. What was known is what is there now less what came later.
--
-- param  user_id      uuid
-- param  last_months  date[]    the months that an event is for: up to one of these, after the one before it
-- param  sequences    bigint[]  the event of each
-- param  is_sealed    boolean   whether a figure counts of which nothing was on record: it was closed as nothing
-- row    month        date
-- row    figure       text      net worth, income or expenses
-- row    known        numeric?  null where nothing was on record
-- row    now          numeric?
-- row    change       numeric
-- row    part         numeric   of the change, by this event
-- row    at           text      UTC
-- row    command      text?     as it was typed; null from other programs
-- row    type         text
-- row    event_id     text
WITH spans AS (
    SELECT
        lag(given.last_month) OVER (ORDER BY given.last_month) AS after_month,
        given.last_month,
        given.sequence
    FROM unnest(%(last_months)s::date[], %(sequences)s::bigint[]) AS given (last_month, sequence)
),
later AS (
    SELECT
        effects.event_id AS id,
        effects.sequence,
        effects.place,
        effects.figure,
        effects.month,
        effects.change AS part,
        sum(effects.change) OVER together AS change,
        sum(effects.entries) OVER together AS entries
    FROM figure_changes(%(user_id)s::uuid, (SELECT min(spans.sequence) FROM spans)) AS effects
    JOIN spans
        ON effects.month <= spans.last_month
        AND coalesce(effects.month > spans.after_month, true)
        AND effects.sequence > spans.sequence
    WINDOW together AS (PARTITION BY effects.place, effects.month)
)
SELECT
    later.month,
    later.figure,
    CASE WHEN present.entries > later.entries THEN coalesce(present.amount, 0) - later.change END AS known,
    present.amount AS now,
    later.change,
    later.part,
    to_char(event.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
    event.command,
    event.event_type AS type,
    later.id::text AS event_id
FROM later
CROSS JOIN LATERAL (
    SELECT
        audit_events.created_at,
        audit_events.command,
        audit_events.event_type
    FROM audit_events
    WHERE audit_events.user_id = %(user_id)s::uuid AND audit_events.id = later.id
    OFFSET 0
) AS event
CROSS JOIN LATERAL (
    SELECT
        sum(entries.amount) AS amount,
        count(*) AS entries
    FROM (
        SELECT asset_inputs.total AS amount
        FROM asset_inputs
        WHERE
            later.place = 1
            AND asset_inputs.user_id = %(user_id)s::uuid
            AND asset_inputs.year = year_of(later.month)
            AND asset_inputs.month = month_of(later.month)
        UNION ALL
        SELECT coalesce(flows.income, flows.expense) AS amount
        FROM cash_flows AS flows
        WHERE
            flows.user_id = %(user_id)s::uuid
            AND flows.year = year_of(later.month)
            AND flows.month = month_of(later.month)
            AND (flows.income IS NOT NULL AND later.place = 2 OR flows.expense IS NOT NULL AND later.place = 3)
    ) AS entries
) AS present
WHERE
    later.change <> 0
    AND later.part <> 0
    AND (%(is_sealed)s::boolean OR present.entries > later.entries)
ORDER BY later.month DESC, later.place, later.sequence DESC, later.id;
