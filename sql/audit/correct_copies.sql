-- audit/correct_copies
-- Have the carried values behind what an event changed follow the values before them, now that it is taken back.
--
-- param  user_id    uuid
-- param  id         uuid      of the event
-- row    corrected  integer?
SELECT correct_copies(
    array_agg(%(user_id)s::uuid),
    array_agg(changed.asset_id),
    array_agg(changed.month)
) AS corrected
FROM (
    SELECT
        (images.image ->> 'asset_id')::uuid AS asset_id,
        min(make_date((images.image ->> 'year')::integer, (images.image ->> 'month')::integer, 1)) AS month
    FROM audit_changes AS kept
    CROSS JOIN LATERAL (
        SELECT jsonb_array_elements(kept.before)
        UNION ALL
        SELECT jsonb_array_elements(kept.after)
    ) AS images (image)
    WHERE
        kept.user_id = %(user_id)s::uuid
        AND kept.event_id = %(id)s::uuid
        AND kept.table_name = 'asset_inputs'
    GROUP BY images.image ->> 'asset_id'
) AS changed
ORDER BY corrected;
