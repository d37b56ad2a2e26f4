-- report/goals
-- How far each goal is in a month, and when it will be reached if things go on as in the last twelve whole months.
--
-- param  user_id                uuid
-- param  month                  date
-- param  this_month             date      the current one, of values
-- param  entries_month          date      the current one, of entries
-- param  include_closed         boolean
-- row    goal                   text
-- row    counted                text?     assets and categories, by name; null for net worth
-- row    target                 numeric?  null where nothing is known of what is spent
-- row    value                  numeric?  of what counts; null without any value in the month
-- row    from_amount            numeric   what of that is not counted
-- row    reached                numeric?
-- row    share                  numeric?  of the target, as a fraction
-- row    remaining              numeric?  never below zero
-- row    due_month              date?
-- row    needed                 numeric?  a month, to be in time; null where there is no month left
-- row    pace                   numeric?  a month
-- row    pace_first             date?     the months that say so
-- row    pace_last              date?
-- row    pace_months            bigint
-- row    there                  date?     the month in which it will be reached at that pace
-- row    outlook                text      reached, in time, late, on its way, never, after 2100 or unknown
-- row    months_of_spending     numeric?
-- row    times_yearly_spending  numeric?
-- row    missing                bigint    assets that count and have no value in the month
-- row    carried                bigint    values copied forward
-- row    closed                 date?
-- row    id                     text
WITH shown AS MATERIALIZED (
    SELECT
        goals.id,
        goals.goal_name,
        coalesce(
            goals.amount,
            round(spent.average * coalesce(goals.months_of_spending, 12 * goals.times_yearly_spending), 4)
        ) AS target,
        goals.from_amount,
        goals.due_month,
        goals.months_of_spending,
        goals.times_yearly_spending,
        goals.closed_on
    FROM goals
    LEFT JOIN usual_spending(%(user_id)s::uuid, %(month)s::date, %(entries_month)s::date) AS spent
        ON spent.average > 0
    WHERE
        goals.user_id = %(user_id)s::uuid
        AND (%(include_closed)s::boolean OR goals.closed_on IS NULL)
)
SELECT
    shown.goal_name AS goal,
    words.counted,
    shown.target,
    worth.value,
    shown.from_amount,
    figures.reached,
    share_of(figures.reached, shown.target) AS share,
    figures.remaining,
    shown.due_month,
    average_of(figures.remaining, months_apart(%(month)s::date, shown.due_month)) AS needed,
    average_of(changes.change, changes.months) AS pace,
    changes.first_month AS pace_first,
    changes.last_month AS pace_last,
    coalesce(changes.months, 0)::bigint AS pace_months,
    ahead.there,
    CASE
        WHEN figures.remaining IS NULL THEN 'unknown'
        WHEN figures.remaining = 0 THEN 'reached'
        WHEN shown.due_month <= %(month)s::date THEN 'late'
        WHEN changes.change IS NULL THEN 'unknown'
        WHEN changes.change <= 0 THEN 'never'
        WHEN ahead.there IS NULL THEN 'after 2100'
        WHEN shown.due_month IS NULL THEN 'on its way'
        WHEN ahead.there <= shown.due_month THEN 'in time'
        ELSE 'late'
    END AS outlook,
    shown.months_of_spending,
    shown.times_yearly_spending,
    coalesce(worth.missing, 0) AS missing,
    coalesce(worth.carried, 0) AS carried,
    shown.closed_on AS closed,
    shown.id::text AS id
FROM shown
LEFT JOIN goal_words(%(user_id)s::uuid) AS words ON words.goal_id = shown.id
LEFT JOIN goal_worth(%(user_id)s::uuid, %(month)s::date) AS worth ON worth.goal_id = shown.id
LEFT JOIN goal_changes(%(user_id)s::uuid, %(month)s::date, %(this_month)s::date) AS changes
    ON changes.goal_id = shown.id
CROSS JOIN LATERAL (
    SELECT
        worth.value - shown.from_amount AS reached,
        CASE
            WHEN shown.target - worth.value + shown.from_amount > 0 THEN shown.target - worth.value + shown.from_amount
            WHEN shown.target - worth.value + shown.from_amount <= 0 THEN 0
        END AS remaining
) AS figures
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN changes.change > 0 AND figures.remaining > 0
                THEN ceil(figures.remaining * changes.months / changes.change)
        END AS months
) AS left_over
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN left_over.months <= months_apart(%(month)s::date, '2100-12-01')
                THEN (%(month)s::date + make_interval(months => left_over.months::integer))::date
        END AS there
) AS ahead
ORDER BY
    shown.due_month NULLS LAST,
    folded(shown.goal_name),
    shown.id;
