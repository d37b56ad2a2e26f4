-- books/match_keys
-- Find the other rows of a table in a file that are in the books by what nothing else there has alike.
-- Such as the name of an asset, or the asset and the month of a value.
--
-- needs  books/stage
-- needs  books/stage_kept
-- param  table_name  text
-- param  fields      text[]  that only one row has alike
WITH staged_keys AS (
    SELECT
        min(staged.number) AS number,
        keyed.key
    FROM staged_books AS staged
    CROSS JOIN LATERAL (
        SELECT folded(string_agg(staged.content ->> fields.name, '|' ORDER BY fields.place)) AS key
        FROM unnest(%(fields)s::text[]) WITH ORDINALITY AS fields (name, place)
    ) AS keyed
    WHERE staged.table_name = %(table_name)s::text AND staged.our_number IS NULL
    GROUP BY keyed.key
),
kept_keys AS (
    SELECT
        min(kept.number) AS number,
        keyed.key
    FROM kept_books AS kept
    CROSS JOIN LATERAL (
        SELECT folded(string_agg(kept.content ->> fields.name, '|' ORDER BY fields.place)) AS key
        FROM unnest(%(fields)s::text[]) WITH ORDINALITY AS fields (name, place)
    ) AS keyed
    WHERE
        kept.table_name = %(table_name)s::text
        AND NOT EXISTS (
            SELECT
            FROM staged_books AS taken
            WHERE taken.table_name = %(table_name)s::text AND taken.our_number = kept.number
        )
    GROUP BY keyed.key
)
UPDATE staged_books AS staged
SET
    our_number = kept.number,
    our_id = kept.id
FROM staged_keys
JOIN kept_keys ON kept_keys.key = staged_keys.key
JOIN kept_books AS kept
    ON kept.table_name = %(table_name)s::text
    AND kept.number = kept_keys.number
WHERE staged.table_name = %(table_name)s::text AND staged.number = staged_keys.number;
