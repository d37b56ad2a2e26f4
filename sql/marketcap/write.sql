-- marketcap/write
-- Record the market caps of a file, in place of earlier ones of their months, and count what changed.
-- Where the file names no source, an earlier one stays with a value that stays, and else it is the file.
-- No row when none of its assets is there.
--
-- needs  marketcap/stage
-- param  user_id      uuid
-- row    added        bigint
-- row    replaced     bigint
-- row    unchanged    bigint
-- row    first_month  date
-- row    last_month   date
WITH compared AS (
    SELECT
        assets.id AS asset_id,
        staged.month AS period,
        year_of(staged.month) AS year,
        month_of(staged.month) AS month,
        staged.market_cap,
        coalesce(staged.source, 'file') AS source,
        earlier.id IS NULL AS is_new,
        earlier.id IS NOT NULL
        AND earlier.market_cap = staged.market_cap
        AND earlier.source = coalesce(staged.source, earlier.source) AS is_same
    FROM staged_market_caps AS staged
    JOIN assets ON assets.user_id = %(user_id)s::uuid AND folded(assets.asset_name) = staged.folded
    LEFT JOIN market_cap_history AS earlier
        ON earlier.user_id = %(user_id)s::uuid
        AND earlier.asset_id = assets.id
        AND earlier.period = staged.month
),
written AS (
    INSERT INTO market_cap_history (user_id, asset_id, year, month, market_cap, source)
    SELECT
        %(user_id)s::uuid,
        compared.asset_id,
        compared.year,
        compared.month,
        compared.market_cap,
        compared.source
    FROM compared
    WHERE NOT compared.is_same
    ORDER BY compared.asset_id, compared.year, compared.month
    ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET
        market_cap = excluded.market_cap,
        source = excluded.source
)
SELECT
    count(*) FILTER (WHERE compared.is_new) AS added,
    count(*) FILTER (WHERE NOT compared.is_new AND NOT compared.is_same) AS replaced,
    count(*) FILTER (WHERE compared.is_same) AS unchanged,
    min(compared.period) AS first_month,
    max(compared.period) AS last_month
FROM compared
HAVING count(*) > 0;
