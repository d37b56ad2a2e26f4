-- import/pass_over_zeros
-- Take out of a file the noughts that are no values: from before an asset was there, and since it was closed.
--
-- needs  import/stage
-- param  user_id      uuid
-- row    passed_over  bigint
WITH firsts AS (
    SELECT
        staged_values.folded,
        min(staged_values.month) FILTER (WHERE staged_values.value <> 0) AS month
    FROM staged_values
    GROUP BY staged_values.folded
),
empty AS (
    SELECT
        staged.line,
        staged.month
    FROM staged_values AS staged
    JOIN firsts ON firsts.folded = staged.folded
    LEFT JOIN assets ON assets.user_id = %(user_id)s::uuid AND folded(assets.asset_name) = staged.folded
    WHERE
        staged.value = 0
        AND (
            staged.month > assets.closed_on
            OR (
                (firsts.month IS NULL OR staged.month < firsts.month)
                AND NOT EXISTS (
                    SELECT
                    FROM asset_inputs
                    WHERE
                        asset_inputs.user_id = %(user_id)s::uuid
                        AND asset_inputs.asset_id = assets.id
                        AND (asset_inputs.year, asset_inputs.month)
                            <= (year_of(staged.month), month_of(staged.month))
                )
            )
        )
),
passed AS (
    DELETE FROM staged_values
    USING empty
    WHERE staged_values.line = empty.line AND staged_values.month = empty.month
    RETURNING staged_values.line
)
SELECT count(*) AS passed_over
FROM passed;
