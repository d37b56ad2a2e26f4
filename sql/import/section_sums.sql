-- import/section_sums
-- What the booked rows in each section of a file sum to, and whether the balances beside them follow.
-- Files begin with the oldest row or with the newest: the balances say which, or else the days. Balances may be
-- missing, as where only the last row of a day has one.
--
-- needs  import/stage_bank_rows
-- row    section      integer
-- row    rows         bigint
-- row    sum          numeric
-- row    money_in     numeric
-- row    money_out    numeric
-- row    first_day    date
-- row    last_day     date
-- row    opening      numeric?  before the first row by the balances beside them; null where there are none
-- row    closing      numeric?
-- row    follows      boolean?  whether each balance is the one before it and the rows since
WITH running AS (
    SELECT
        staged.section,
        staged.position,
        staged.day,
        staged.amount,
        staged.balance - sum(staged.amount) OVER (
            PARTITION BY staged.section ORDER BY staged.position
        ) AS opening_if_oldest_first,
        staged.balance - sum(staged.amount) OVER (
            PARTITION BY staged.section ORDER BY staged.position DESC
        ) AS opening_if_newest_first
    FROM staged_bank_rows AS staged
    WHERE NOT staged.is_pending
),
summed AS (
    SELECT
        running.section,
        count(*) AS rows,
        sum(running.amount) AS sum,
        coalesce(sum(running.amount) FILTER (WHERE running.amount > 0), 0) AS money_in,
        coalesce(sum(running.amount) FILTER (WHERE running.amount < 0), 0) AS money_out,
        min(running.day) AS first_day,
        max(running.day) AS last_day,
        (array_agg(running.day ORDER BY running.position))[1]
            <= (array_agg(running.day ORDER BY running.position DESC))[1] AS is_oldest_first,
        count(running.opening_if_oldest_first) AS balances,
        count(DISTINCT running.opening_if_oldest_first) = 1 AS follows_if_oldest_first,
        count(DISTINCT running.opening_if_newest_first) = 1 AS follows_if_newest_first,
        array_agg(running.opening_if_oldest_first ORDER BY running.position)
            FILTER (WHERE running.opening_if_oldest_first IS NOT NULL) AS oldest_first,
        array_agg(running.opening_if_newest_first ORDER BY running.position DESC)
            FILTER (WHERE running.opening_if_newest_first IS NOT NULL) AS newest_first
    FROM running
    GROUP BY running.section
)
SELECT
    summed.section,
    summed.rows,
    summed.sum,
    summed.money_in,
    summed.money_out,
    summed.first_day,
    summed.last_day,
    openings.opening[1] AS opening,
    openings.opening[cardinality(openings.opening)] + summed.sum AS closing,
    CASE WHEN summed.balances > 0 THEN summed.follows_if_oldest_first OR summed.follows_if_newest_first END
        AS follows
FROM summed
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN summed.follows_if_oldest_first AND (summed.is_oldest_first OR NOT summed.follows_if_newest_first)
        THEN summed.oldest_first
        WHEN summed.follows_if_newest_first THEN summed.newest_first
        WHEN summed.is_oldest_first THEN summed.oldest_first
        ELSE summed.newest_first
    END AS opening
) AS openings
ORDER BY summed.section;
