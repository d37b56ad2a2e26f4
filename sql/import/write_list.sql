-- import/write_list
-- Record the values of a list of our own as the books had them, and count what changed.
--
-- needs  import/stage
-- param  user_id      uuid
-- row    added        bigint
-- row    replaced     bigint
-- row    unchanged    bigint
-- row    first_month  date?
-- row    last_month   date?
WITH compared AS (
    SELECT
        assets.id AS asset_id,
        year_of(staged.month) AS year,
        month_of(staged.month) AS month,
        staged.month AS period,
        staged.value AS total,
        staged.amount AS native_amount,
        staged.amount_currency AS currency,
        staged.rate,
        CASE
            WHEN staged.quantity IS NULL AND earlier.total = staged.value
                AND earlier.native_amount IS NOT DISTINCT FROM staged.amount
                AND earlier.rate IS NOT DISTINCT FROM staged.rate THEN earlier.quantity
            ELSE restated(staged.quantity, split.denominator, split.numerator)  -- a list is of today's shares
        END AS quantity,
        CASE
            WHEN staged.quantity IS NULL AND earlier.total = staged.value
                AND earlier.native_amount IS NOT DISTINCT FROM staged.amount
                AND earlier.rate IS NOT DISTINCT FROM staged.rate THEN earlier.price
            ELSE restated(staged.price, split.numerator, split.denominator)
        END AS price,
        staged.contribution,
        staged.note,
        staged.carried,
        earlier.asset_id IS NULL AS is_new,
        earlier.total = staged.value
        AND earlier.carried = staged.carried
        AND earlier.native_amount IS NOT DISTINCT FROM staged.amount
        AND earlier.currency IS NOT DISTINCT FROM staged.amount_currency
        AND earlier.rate IS NOT DISTINCT FROM staged.rate
        AND (staged.quantity IS NULL
            OR round(restated(earlier.quantity, split.numerator, split.denominator), 18) = staged.quantity)
        AND (staged.price IS NULL
            OR round(restated(earlier.price, split.denominator, split.numerator), 18) = staged.price)
        AND (staged.contribution IS NULL OR earlier.contribution IS NOT DISTINCT FROM staged.contribution)
        AND (staged.note IS NULL OR earlier.notes IS NOT DISTINCT FROM staged.note) AS is_same
    FROM staged_values AS staged
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND folded(assets.asset_name) = staged.folded
    LEFT JOIN asset_inputs AS earlier
        ON earlier.user_id = %(user_id)s::uuid
        AND earlier.asset_id = assets.id
        AND earlier.year = year_of(staged.month)
        AND earlier.month = month_of(staged.month)
    LEFT JOIN LATERAL (
        SELECT
            since.numerator,
            since.denominator
        FROM splits_between(%(user_id)s::uuid, assets.id, end_of_month(staged.month), 'infinity') AS since
        WHERE staged.quantity IS NOT NULL
    ) AS split ON true
),
written AS (
    INSERT INTO asset_inputs (
        user_id, asset_id, year, month, total, native_amount, currency, rate, quantity, price, contribution,
        notes, carried
    )
    SELECT
        %(user_id)s::uuid,
        compared.asset_id,
        compared.year,
        compared.month,
        compared.total,
        compared.native_amount,
        compared.currency,
        compared.rate,
        compared.quantity,
        compared.price,
        compared.contribution,
        compared.note,
        compared.carried
    FROM compared
    WHERE compared.is_new OR NOT compared.is_same
    ORDER BY compared.asset_id, compared.year, compared.month
    ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET
        total = excluded.total,
        native_amount = excluded.native_amount,
        currency = excluded.currency,
        rate = excluded.rate,
        quantity = excluded.quantity,
        price = excluded.price,
        contribution = coalesce(excluded.contribution, asset_inputs.contribution),
        notes = coalesce(excluded.notes, asset_inputs.notes),
        carried = excluded.carried
)
SELECT
    count(*) FILTER (WHERE compared.is_new) AS added,
    count(*) FILTER (WHERE NOT compared.is_new AND NOT compared.is_same) AS replaced,
    count(*) FILTER (WHERE NOT compared.is_new AND compared.is_same) AS unchanged,
    min(compared.period) AS first_month,
    max(compared.period) AS last_month
FROM compared;
