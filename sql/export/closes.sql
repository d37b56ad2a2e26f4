-- export/closes
-- The closed months that a seal holds.
-- One that came with a file says what it was there, and so does the next file.
--
-- param  user_id    uuid
-- row    month      date
-- row    closed_at  text   UTC
-- row    closed_by  text   the login
-- row    facts      text   an object of JSON, as it stands in the seal
-- row    hash       text   hexadecimal
SELECT
    month_seals.period AS month,
    coalesce(
        month_seals.facts -> 'imported' ->> 'closed_at',
        to_char(month_seals.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    ) AS closed_at,
    coalesce(month_seals.facts -> 'imported' ->> 'closed_by', month_seals.closed_by) AS closed_by,
    coalesce(month_seals.facts -> 'imported' -> 'facts', month_seals.facts)::text AS facts,
    coalesce(month_seals.facts -> 'imported' ->> 'hash', encode(month_seals.hash, 'hex')) AS hash
FROM month_seals
WHERE month_seals.user_id = %(user_id)s::uuid AND month_seals.reopened_at IS NULL
ORDER BY month_seals.year, month_seals.month;
