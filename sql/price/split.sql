-- price/split
-- Record that the shares of an asset were split on a day; no row where that day has a split already.
--
-- param  user_id      uuid
-- param  id           uuid     of the asset
-- param  date         date
-- param  numerator    integer  how many there are after it, for each
-- param  denominator  integer  of so many before
-- row    asset        text
-- row    date         date
-- row    numerator    integer
-- row    denominator  integer
-- row    quantities   bigint   how many values are of months that ended before, and have a quantity
-- row    prices       bigint   how many prices are of days before
-- row    unsplit      date?    the first month from then on, where as many are kept as before it
WITH written AS (
    INSERT INTO splits (user_id, asset_id, day, numerator, denominator)
    VALUES (
        %(user_id)s::uuid,
        %(id)s::uuid,
        %(date)s::date,
        %(numerator)s::integer,
        %(denominator)s::integer
    )
    ON CONFLICT (user_id, asset_id, day) DO NOTHING
    RETURNING
        splits.asset_id,
        splits.day,
        splits.numerator,
        splits.denominator
)
SELECT
    assets.asset_name AS asset,
    written.day AS date,
    written.numerator,
    written.denominator,
    (
        SELECT count(*)
        FROM asset_inputs
        WHERE
            asset_inputs.user_id = %(user_id)s::uuid
            AND asset_inputs.asset_id = %(id)s::uuid
            AND (asset_inputs.year, asset_inputs.month)
            < (year_of(%(date)s::date), month_of(%(date)s::date))
            AND asset_inputs.quantity IS NOT NULL
    ) AS quantities,
    (
        SELECT count(*)
        FROM prices
        WHERE
            prices.user_id = %(user_id)s::uuid
            AND prices.asset_id = %(id)s::uuid
            AND prices.day < %(date)s::date
    ) AS prices,
    (
        SELECT later.period
        FROM (
            SELECT
                asset_inputs.period,
                asset_inputs.quantity,
                lag(asset_inputs.quantity) OVER earlier_first AS earlier_quantity,
                lag(asset_inputs.period) OVER earlier_first AS earlier_period
            FROM asset_inputs
            WHERE
                asset_inputs.user_id = %(user_id)s::uuid
                AND asset_inputs.asset_id = %(id)s::uuid
                AND asset_inputs.quantity <> 0
                AND NOT asset_inputs.carried
            WINDOW earlier_first AS (ORDER BY asset_inputs.period)
        ) AS later
        WHERE
            later.period >= date_trunc('month', %(date)s::date)::date
            AND later.earlier_period < date_trunc('month', %(date)s::date)::date
            AND later.quantity = later.earlier_quantity
    ) AS unsplit
FROM written
JOIN assets ON assets.user_id = %(user_id)s::uuid AND assets.id = written.asset_id
ORDER BY written.day;
