-- books/close_months
-- Close the months that a file has as closed, each with a new seal, which keeps what that of the file said.
--
-- needs  books/stage
-- param  user_id  uuid
-- param  last     date      the newest month that can be closed
-- row    month    date
-- row    closed   boolean?  false where it is closed already
WITH said AS MATERIALIZED (
    SELECT DISTINCT ON (close.month)
        close.month,
        close.closed_at,
        close.closed_by,
        close.facts::jsonb AS facts,
        close.hash
    FROM staged_books AS staged
    CROSS JOIN LATERAL jsonb_to_record(staged.content) AS close (
        month date, closed_at text, closed_by text, facts text, hash text
    )
    WHERE staged.table_name = 'closes' AND close.month <= %(last)s::date
    ORDER BY close.month, staged.number
)
SELECT
    said.month,
    close_month(
        %(user_id)s::uuid,
        said.month,
        jsonb_build_object(
            'findings',
            CASE jsonb_typeof(said.facts -> 'findings') WHEN 'array' THEN said.facts -> 'findings' ELSE '[]' END,
            'imported',
            jsonb_build_object(
                'closed_at', said.closed_at,
                'closed_by', said.closed_by,
                'facts', said.facts - 'imported',
                'hash', said.hash
            )
        )
    ) AS closed
FROM said
ORDER BY said.month;
