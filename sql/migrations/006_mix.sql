-- 006_mix.sql
-- One place for the shares of assets and what they are held against, whichever report shows them.


-- What is owned, and not what is owed, with its category.
CREATE VIEW asset_worth WITH (security_invoker = true) AS
SELECT
    asset_inputs.user_id,
    asset_inputs.year,
    asset_inputs.month,
    asset_inputs.period,
    asset_inputs.asset_id,
    assets.category_id,
    asset_inputs.total,
    asset_inputs.carried
FROM asset_inputs
JOIN assets ON assets.user_id = asset_inputs.user_id AND assets.id = asset_inputs.asset_id
JOIN asset_categories ON asset_categories.id = assets.category_id
WHERE asset_categories.kind = 'asset';


-- The parts of a whole as fractions of it, with six decimals, that sum to a share: of the whole that is 1, of
-- the assets of a category what the category has. Each is rounded down to millionths, and what that leaves of
-- the share goes, one each, to those that lost most (largest remainders, of equals the first). So each is
-- less than a millionth away from what it is exactly, on both levels. Null for a null part, and for all where
-- the whole is nothing or less.
CREATE FUNCTION shares_of(parts numeric[], whole numeric, share numeric) RETURNS numeric[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT
            array_agg(
                CASE
                    WHEN whole > 0
                    THEN round((millionths + (nth <= share * 1000000 - taken)::integer) / 1000000, 6)
                END
                ORDER BY place
            )
        FROM (
            SELECT
                place,
                millionths,
                sum(millionths) OVER () AS taken,
                row_number() OVER (
                    ORDER BY part * 1000000 - millionths * whole DESC NULLS LAST, place
                ) AS nth
            FROM (
                SELECT
                    place,
                    part,
                    div(part * 1000000, nullif(whole, 0))
                    - (mod(part * 1000000, nullif(whole, 0)) < 0)::integer AS millionths
                FROM unnest(parts) WITH ORDINALITY AS given (part, place)
            ) AS floored
        ) AS ranked
    );

-- The same, of a whole that is all of them.
CREATE FUNCTION shares_of(parts numeric[]) RETURNS numeric[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN shares_of(parts, (SELECT sum(part) FROM unnest(parts) AS given (part)), 1);


-- The categories of assets in a month: those that hold something, and those with a target.
--
-- * `share` is of all assets. `share_within` is what the target is held against. Where the targets are the
--   whole mix, that is the share of what has targets: a house without one says nothing about the rest. Where
--   they sum to less, the rest is meant for what has none, and it is the share of all assets.
-- * `base` is what share_within and the target are fractions of, as money.
-- * `value` is null where the month holds none.
CREATE FUNCTION category_mix(of_user uuid, of_month date)
RETURNS TABLE (
    category_id uuid,
    value numeric,
    share numeric,
    target numeric,
    share_within numeric,
    base numeric,
    whole numeric
)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH worth AS (
        SELECT
            asset_worth.category_id,
            sum(asset_worth.total) AS value
        FROM public.asset_worth
        WHERE
            asset_worth.user_id = of_user
            AND asset_worth.year = public.year_of(of_month)
            AND asset_worth.month = public.month_of(of_month)
        GROUP BY asset_worth.category_id
    ),
    targets AS (
        SELECT
            spans.category_id,
            spans.target_pct AS target
        FROM public.category_target_spans AS spans
        WHERE
            spans.user_id = of_user
            AND spans.first_month <= of_month
            AND coalesce(spans.next_month > of_month, true)
    ),
    lines AS (
        SELECT
            asset_categories.id AS category_id,
            worth.value,
            targets.target,
            targets.target IS NOT NULL OR coalesce(sum(targets.target) OVER () < 1, true) AS is_within,
            row_number() OVER (
                ORDER BY worth.value DESC NULLS LAST, asset_categories.sort_order, asset_categories.code
            ) AS place
        FROM worth
        FULL JOIN targets ON targets.category_id = worth.category_id
        JOIN public.asset_categories
            ON asset_categories.id = coalesce(worth.category_id, targets.category_id)
    ),
    mix AS (
        SELECT
            public.shares_of(array_agg(coalesce(lines.value, 0) ORDER BY lines.place)) AS shares,
            public.shares_of(
                array_agg(CASE WHEN lines.is_within THEN coalesce(lines.value, 0) END ORDER BY lines.place)
            ) AS within,
            coalesce(sum(lines.value) FILTER (WHERE lines.is_within), 0) AS base,
            coalesce(sum(lines.value), 0) AS whole
        FROM lines
    )
    SELECT
        lines.category_id,
        lines.value,
        mix.shares[lines.place],
        lines.target,
        mix.within[lines.place],
        mix.base,
        mix.whole
    FROM lines
    CROSS JOIN mix;
END
$$;


-- What an asset should be of a base, as a fraction: its part of what is left of its category's target when so
-- much is kept there. Null where nothing says it, or the base is nothing or less.
CREATE FUNCTION asset_target(part numeric, target numeric, kept numeric, base numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN part = 1 AND kept = 0 THEN target
        WHEN target IS NOT NULL
        THEN share_of(part * greatest(target * base - kept, 0), base)
    END;


-- The assets in a month, whether it holds a value of theirs or should; and a category by itself, without an
-- asset, where it has a target and no open asset.
--
-- * An asset's shares sum to its category's, and its target is what its category's leaves it: its `part` of
--   that, when the others keep what they hold, `kept`. Where some assets of a category have parts of their
--   own, the others are those without; where none has, the locked ones, if they leave only one. The only
--   open asset of a category has all of its target.
-- * What is closed has no part any more: no plan gives it money. What has its first value later is not there
--   yet; what has none at all may have its part before the first.
CREATE FUNCTION asset_mix(of_user uuid, of_month date)
RETURNS TABLE (
    category_id uuid,
    asset_id uuid,
    value numeric,
    carried boolean,
    share numeric,
    target numeric,
    share_within numeric,
    is_open boolean,
    locked boolean,
    part numeric,
    kept numeric,
    category_value numeric,
    category_target numeric,
    base numeric
)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY
    WITH categories AS (
        SELECT
            mix.category_id,
            mix.value,
            mix.share,
            mix.target,
            mix.share_within,
            mix.base,
            mix.whole
        FROM public.category_mix(of_user, of_month) AS mix
    ),
    members AS (
        SELECT
            assets.category_id,
            assets.id AS asset_id,
            assets.locked,
            asset_inputs.total AS value,
            asset_inputs.carried,
            open.is_open,
            CASE WHEN open.is_open THEN parts.target_pct END AS part,
            lower(assets.asset_name) AS name
        FROM public.assets
        JOIN public.asset_categories
            ON asset_categories.id = assets.category_id
            AND asset_categories.kind = 'asset'
        JOIN public.asset_spans
            ON asset_spans.user_id = of_user
            AND asset_spans.asset_id = assets.id
        CROSS JOIN LATERAL (
            SELECT coalesce(asset_spans.closed_month > of_month, true) AS is_open
        ) AS open
        LEFT JOIN public.asset_inputs
            ON asset_inputs.user_id = of_user
            AND asset_inputs.asset_id = assets.id
            AND asset_inputs.year = public.year_of(of_month)
            AND asset_inputs.month = public.month_of(of_month)
        LEFT JOIN public.asset_target_spans AS parts
            ON parts.user_id = of_user
            AND parts.asset_id = assets.id
            AND parts.first_month <= of_month
            AND coalesce(parts.next_month > of_month, true)
        WHERE
            assets.user_id = of_user
            AND (
                asset_inputs.id IS NOT NULL
                OR open.is_open
                AND (
                    asset_spans.first_month <= of_month
                    OR parts.target_pct IS NOT NULL
                    AND NOT EXISTS (
                        SELECT
                        FROM public.asset_inputs AS later
                        WHERE later.user_id = of_user AND later.asset_id = assets.id
                    )
                )
            )
    ),
    present AS (
        SELECT
            members.category_id,
            members.asset_id,
            members.locked,
            members.value,
            members.carried,
            members.is_open,
            members.part,
            members.name
        FROM members
        UNION ALL
        SELECT
            categories.category_id,
            NULL,
            false,
            0,
            false,
            true,
            NULL,
            NULL
        FROM categories
        WHERE
            categories.target IS NOT NULL
            AND categories.category_id NOT IN (SELECT members.category_id FROM members WHERE members.is_open)
    ),
    counted AS (
        SELECT
            present.category_id,
            present.asset_id,
            present.locked,
            present.value,
            present.carried,
            present.is_open,
            present.part,
            count(*) FILTER (WHERE present.is_open) OVER within AS open_ones,
            count(*) FILTER (WHERE present.is_open AND NOT present.locked) OVER within AS movable_ones,
            count(present.part) OVER within AS parts,
            coalesce(sum(present.value) FILTER (WHERE present.part IS NULL) OVER within, 0) AS without_part,
            coalesce(sum(present.value) FILTER (WHERE present.locked) OVER within, 0) AS locked_value,
            row_number() OVER (
                PARTITION BY present.category_id
                ORDER BY present.value DESC NULLS LAST, present.name, present.asset_id
            ) AS place
        FROM present
        WINDOW within AS (PARTITION BY present.category_id)
    ),
    meant AS (
        SELECT
            counted.category_id,
            counted.place,
            CASE
                WHEN NOT counted.is_open THEN NULL
                WHEN counted.open_ones = 1 THEN 1
                WHEN counted.parts > 0 THEN counted.part
                WHEN counted.movable_ones = 1 AND NOT counted.locked THEN 1
            END AS part,
            CASE
                WHEN counted.open_ones = 1 THEN 0
                WHEN counted.parts > 0 THEN counted.without_part
                ELSE counted.locked_value
            END AS kept
        FROM counted
    ),
    shared AS (
        SELECT
            counted.category_id,
            public.shares_of(
                array_agg(counted.value ORDER BY counted.place), max(categories.whole), max(categories.share)
            ) AS shares,
            public.shares_of(
                array_agg(counted.value ORDER BY counted.place), max(categories.base), max(categories.share_within)
            ) AS within
        FROM counted
        JOIN categories ON categories.category_id = counted.category_id
        GROUP BY counted.category_id
    )
    SELECT
        counted.category_id,
        counted.asset_id,
        counted.value,
        coalesce(counted.carried, false),
        shared.shares[counted.place],
        public.asset_target(meant.part, categories.target, meant.kept, categories.base),
        shared.within[counted.place],
        counted.is_open,
        counted.locked,
        CASE WHEN categories.target IS NOT NULL THEN meant.part END,
        meant.kept,
        coalesce(categories.value, 0),
        categories.target,
        categories.base
    FROM counted
    JOIN meant ON meant.category_id = counted.category_id AND meant.place = counted.place
    LEFT JOIN categories ON categories.category_id = counted.category_id
    LEFT JOIN shared ON shared.category_id = counted.category_id;
END
$$;
