-- books/match_keys
-- Tell of the other rows of a table in a file which are in the books by what nothing else there has alike.
-- Such as the name of an asset, or the asset and the month of a value.
--
-- needs  books/stage
-- needs  books/stage_kept
-- param  table_name  text
-- param  fields      text[]  that only one row has alike
-- param  ignored     text[]  fields that are not compared
WITH staged_keys AS (
    SELECT
        min(staged.number) AS number,
        keyed.key
    FROM staged_books AS staged
    CROSS JOIN LATERAL (
        SELECT folded(string_agg(staged.content ->> fields.name, '|' ORDER BY fields.place)) AS key
        FROM unnest(%(fields)s::text[]) WITH ORDINALITY AS fields (name, place)
    ) AS keyed
    WHERE staged.table_name = %(table_name)s::text AND staged.outcome IS NULL
    GROUP BY keyed.key
),
kept_keys AS (
    SELECT
        kept.number,
        kept.id,
        kept.content,
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
)
UPDATE staged_books AS staged
SET
    our_number = kept_keys.number,
    our_id = kept_keys.id,
    outcome = CASE WHEN kept_keys.content @> (staged.content - %(ignored)s::text[]) THEN 'known' ELSE 'differs' END
FROM staged_keys
JOIN kept_keys ON kept_keys.key = staged_keys.key
WHERE staged.table_name = %(table_name)s::text AND staged.number = staged_keys.number;
