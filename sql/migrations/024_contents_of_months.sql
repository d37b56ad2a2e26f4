-- 024_contents_of_months.sql
-- What closed months hold is found without reading all of the books.
--
-- What bank rows put into assets is looked for by asset, as reports look for it: an index by day stood in their way.

DROP INDEX import_rows_contributed;

CREATE INDEX market_cap_history_by_month ON market_cap_history (user_id, year, month);
CREATE INDEX recurring_postings_by_month ON recurring_postings (user_id, year, month);

-- What each table that is held has of the months after one, up to another: how many rows, and their hash, of the
-- columns that a seal names, or of all where it names none. So a seal says the same after columns were added.
-- An image is that of the audit. Bank rows are looked for by the assets that they put money into;
-- a single month, as one month: of that the planner knows how much there is.
CREATE OR REPLACE FUNCTION month_contents(whose uuid, after_month date, last_month date, sealed jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    STABLE
    SET search_path = pg_catalog, pg_temp
    SET timezone = 'UTC'
    SET bytea_output = 'hex'
AS $$
DECLARE
    first date := coalesce((after_month + interval '1 month')::date, '2000-01-01');
    next date := (last_month + interval '1 month')::date;
    held record;
    every text[];
    kept text[];
    counted bigint;
    hashed bytea;
    result jsonb := '{}';
BEGIN
    FOR held IN
        SELECT
            pg_class.oid,
            pg_class.relname::text AS name,
            split_part(encode(pg_trigger.tgargs, 'escape'), '\000', 2) AS measure
        FROM pg_trigger
        JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid
        WHERE pg_trigger.tgfoid = 'public.keep_closed_months'::regproc
          AND pg_trigger.tgname = 'closed_months_are_kept_on_insert'
          AND (sealed IS NULL OR sealed ? pg_class.relname::text)
        ORDER BY pg_class.relname
    LOOP
        SELECT
            array_agg(attname::text ORDER BY attnum),
            array_agg(attname::text ORDER BY attnum) FILTER (
                WHERE CASE held.measure
                    WHEN 'contribution' THEN attname IN ('id', 'day', 'asset_id', 'contributed')
                    ELSE attgenerated = '' AND attname <> 'updated_at'
                END
            )
        INTO every, kept
        FROM pg_attribute
        WHERE attrelid = held.oid AND attnum > 0 AND NOT attisdropped;
        IF sealed -> held.name ? 'columns' THEN
            kept := ARRAY(SELECT jsonb_array_elements_text(sealed -> held.name -> 'columns'));
        END IF;
        EXECUTE format(
            $read$
            SELECT
                count(*),
                sha256(coalesce(string_agg(sha256(convert_to(image::text, 'UTF8')), ''::bytea ORDER BY id), ''))
            FROM (
                SELECT live.id, to_jsonb(live) - $1 AS image
                FROM %1$s
            ) AS images
            $read$,
            format(
                CASE
                    WHEN held.measure = 'month' AND first = last_month THEN
                        'public.%7$I AS live WHERE live.user_id = $2 AND live.year = %1$s AND live.month = %2$s'
                    WHEN held.measure = 'month' THEN
                        'public.%7$I AS live WHERE live.user_id = $2'
                        ' AND (live.year, live.month) >= (%1$s, %2$s) AND (live.year, live.month) < (%3$s, %4$s)'
                    WHEN held.measure = 'year' THEN
                        'public.%7$I AS live WHERE live.user_id = $2 AND live.year >= %1$s AND live.year < %3$s'
                    ELSE
                        'public.assets CROSS JOIN LATERAL ('
                        ' SELECT found.* FROM public.%7$I AS found'
                        ' WHERE found.user_id = $2 AND found.asset_id = assets.id'
                        ' AND found.day >= %5$L::date AND found.day < %6$L::date OFFSET 0'
                        ') AS live WHERE assets.user_id = $2'
                END,
                extract(YEAR FROM first),
                extract(MONTH FROM first),
                extract(YEAR FROM next),
                extract(MONTH FROM next),
                first,
                next,
                held.name
            )
        )
        INTO counted, hashed
        USING ARRAY(SELECT name FROM unnest(every) AS name WHERE name <> ALL (kept)), whose;
        result := result || jsonb_build_object(
            held.name,
            jsonb_build_object('rows', counted, 'hash', encode(hashed, 'hex'))
            || CASE WHEN counted > 0 THEN jsonb_build_object('columns', kept) ELSE '{}'::jsonb END
        );
    END LOOP;
    RETURN result;
END
$$;
