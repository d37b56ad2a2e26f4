-- import/write
-- Record the values of a file, in place of earlier ones of their months, and count what changed.
--
-- needs  import/stage
-- param  user_id      uuid
-- param  is_signed    boolean  whether a debt is below zero in the file, and not what is owed
-- row    added        bigint
-- row    replaced     bigint
-- row    unchanged    bigint
-- row    first_month  date?
-- row    last_month   date?
WITH turned AS (
    SELECT
        assets.id AS asset_id,
        year_of(staged.month) AS year,
        month_of(staged.month) AS month,
        staged.month AS period,
        CASE
            WHEN %(is_signed)s::boolean THEN staged.value
            ELSE value_as_total(asset_categories.kind, staged.value)
        END AS amount,
        usable_rates.from_currency AS currency,
        usable_rates.rate,
        converted(staged.contribution, coalesce(usable_rates.rate, 1)) AS contribution,
        staged.note
    FROM staged_values AS staged
    JOIN users ON users.id = %(user_id)s::uuid
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND folded(assets.asset_name) = staged.folded
    JOIN asset_categories ON asset_categories.id = assets.category_id
    LEFT JOIN usable_rates
        ON usable_rates.user_id = %(user_id)s::uuid
        AND usable_rates.from_currency = assets.currency
        AND usable_rates.to_currency = users.base_currency
        AND usable_rates.period = staged.month
    WHERE
        coalesce(assets.currency, users.base_currency) = users.base_currency
        OR usable_rates.rate IS NOT NULL
),
compared AS (
    SELECT
        turned.asset_id,
        turned.year,
        turned.month,
        turned.period,
        coalesce(converted(turned.amount, turned.rate), turned.amount) AS total,
        CASE WHEN turned.rate IS NOT NULL THEN turned.amount END AS native_amount,
        turned.currency,
        turned.rate,
        turned.contribution,
        turned.note,
        earlier.asset_id IS NULL AS is_new,
        NOT coalesce(earlier.carried, true)
        AND earlier.total = coalesce(converted(turned.amount, turned.rate), turned.amount)
        AND earlier.rate IS NOT DISTINCT FROM turned.rate
        AND earlier.currency IS NOT DISTINCT FROM turned.currency
        AND (turned.rate IS NULL OR earlier.native_amount = turned.amount)
        AND (turned.contribution IS NULL OR earlier.contribution IS NOT DISTINCT FROM turned.contribution)
        AND (turned.note IS NULL OR earlier.notes IS NOT DISTINCT FROM turned.note) AS is_same
    FROM turned
    LEFT JOIN asset_inputs AS earlier
        ON earlier.user_id = %(user_id)s::uuid
        AND earlier.asset_id = turned.asset_id
        AND earlier.year = turned.year
        AND earlier.month = turned.month
        AND earlier.year BETWEEN (SELECT min(turned.year) FROM turned)
        AND (SELECT max(turned.year) FROM turned)
),
written AS (
    INSERT INTO asset_inputs (
        user_id, asset_id, year, month, total, native_amount, currency, rate, contribution, notes
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
        compared.contribution,
        compared.note
    FROM compared
    WHERE NOT compared.is_same
    ORDER BY compared.asset_id, compared.year, compared.month
    ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET
        total = excluded.total,
        native_amount = excluded.native_amount,
        currency = excluded.currency,
        rate = excluded.rate,
        quantity = CASE
            WHEN excluded.total = asset_inputs.total AND coalesce(excluded.rate, 0) = coalesce(asset_inputs.rate, 0)
                THEN asset_inputs.quantity
        END,
        price = CASE
            WHEN excluded.total = asset_inputs.total AND coalesce(excluded.rate, 0) = coalesce(asset_inputs.rate, 0)
                THEN asset_inputs.price
        END,
        contribution = coalesce(excluded.contribution, asset_inputs.contribution),
        notes = coalesce(excluded.notes, asset_inputs.notes),
        carried = false,
        import_id = excluded.import_id
)
SELECT
    count(*) FILTER (WHERE compared.is_new) AS added,
    count(*) FILTER (WHERE NOT compared.is_new AND NOT compared.is_same) AS replaced,
    count(*) FILTER (WHERE compared.is_same) AS unchanged,
    min(compared.period) AS first_month,
    max(compared.period) AS last_month
FROM compared;
