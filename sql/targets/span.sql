-- targets/span
-- The months in which the set of targets is in force that holds in a month.
--
-- param  user_id      uuid
-- param  month        date
-- row    first_month  date
-- row    next_month   date?    when the next set begins
-- row    sum          numeric  of its categories
SELECT
    target_spans.first_month,
    target_spans.next_month,
    coalesce(sum(category_allocation_targets.target_pct), 0) AS sum
FROM target_spans
LEFT JOIN category_allocation_targets
    ON category_allocation_targets.user_id = %(user_id)s::uuid
    AND category_allocation_targets.year = target_spans.year
    AND category_allocation_targets.month = target_spans.month
WHERE
    target_spans.user_id = %(user_id)s::uuid
    AND target_spans.first_month <= %(month)s::date
    AND (target_spans.next_month IS NULL OR target_spans.next_month > %(month)s::date)
GROUP BY target_spans.first_month, target_spans.next_month
ORDER BY target_spans.first_month;
