-- import/identify_rows
-- Say of each row of a file whether the books have it: known, new, or pending.
-- A row is known if its source has as many of its key in the books as come before it and with it in this file;
-- of a key, as many as the file has more are new. What an earlier file of the command has brought is not deleted: its
-- entry is yet to be written.
--
-- needs  import/stage_bank_rows
-- needs  import/stage_sections
-- needs  import/stage_judged_rows
-- param  user_id    uuid
-- param  file       integer  its place among the files of the command
-- param  resurrect  boolean  whether what was deleted comes back
INSERT INTO judged_rows (
    file, position, source_id, row_id, line, day, value_day, amount, text, bank_id, counter_account, balance,
    category, key, occurrence, settled_as, settled, rule_id, state, is_back
)
WITH read AS (
    SELECT
        staged.position,
        sections.source_id,
        keys.key,
        row_number() OVER (
            PARTITION BY sections.source_id, keys.key, staged.is_pending ORDER BY staged.position
        ) AS place
    FROM staged_bank_rows AS staged
    JOIN staged_sections AS sections ON sections.section = staged.section
    CROSS JOIN LATERAL (
        SELECT bank_row_key(
            staged.day, staged.amount, CASE WHEN sections.by_id THEN staged.bank_id END, staged.text
        ) AS key
    ) AS keys
),
kept AS MATERIALIZED (
    SELECT
        import_rows.id,
        import_rows.source_id,
        import_rows.key,
        import_rows.occurrence,
        import_rows.decision,
        row_number() OVER (
            PARTITION BY import_rows.source_id, import_rows.key ORDER BY import_rows.occurrence
        ) AS place
    FROM import_rows
    WHERE
        import_rows.user_id = %(user_id)s::uuid
        AND import_rows.source_id IN (SELECT sections.source_id FROM staged_sections AS sections)
        AND import_rows.day BETWEEN (SELECT min(staged.day) FROM staged_bank_rows AS staged)
        AND (SELECT max(staged.day) FROM staged_bank_rows AS staged)
),
counted AS (
    SELECT
        kept.source_id,
        kept.key,
        count(*) AS many,
        max(kept.occurrence) AS last
    FROM kept
    GROUP BY kept.source_id, kept.key
)
SELECT
    %(file)s::integer,
    read.position,
    read.source_id,
    coalesce(kept.id, gen_random_uuid()),
    staged.line,
    staged.day,
    staged.value_day,
    staged.amount,
    staged.text,
    staged.bank_id,
    staged.counter_account,
    staged.balance,
    staged.category,
    read.key,
    read.place - coalesce(counted.many, 0) + coalesce(counted.last, 0),
    staged.settled_as,
    staged.settled,
    staged.rule_id,
    CASE
        WHEN staged.is_pending THEN 'pending'
        WHEN kept.id IS NULL OR back.is_back THEN 'new'
        ELSE 'known'
    END,
    coalesce(back.is_back, false)
FROM read
JOIN staged_bank_rows AS staged ON staged.position = read.position
LEFT JOIN kept
    ON kept.source_id = read.source_id
    AND kept.key = read.key
    AND kept.place = read.place
    AND NOT staged.is_pending
LEFT JOIN counted ON counted.source_id = read.source_id AND counted.key = read.key
LEFT JOIN LATERAL (
    SELECT
        NOT EXISTS (
            SELECT FROM signed_entries AS entry
            WHERE entry.user_id = %(user_id)s::uuid AND entry.import_row_id = kept.id
        ) AS is_back
    WHERE
        kept.decision = 'category'
        AND %(resurrect)s::boolean
        AND NOT EXISTS (SELECT FROM judged_rows AS earlier WHERE earlier.row_id = kept.id)
) AS back ON true;
