-- 016_copies_that_follow.sql
-- A value that was carried forward follows the one that it was copied from.

-- Has each carried value that lies behind one of some months be what the newest one before it is that was
-- written down, at the rate that is frozen with that; how many were not. A month stands for the asset at the
-- same place. Where none was written down before it, a carried value is all that is known, and stays.
CREATE FUNCTION correct_copies(owners uuid[], changed_assets uuid[], changed_months date[])
RETURNS integer
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    corrected integer;
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM unnest(owners, changed_assets, changed_months) AS changed (user_id, asset_id, period)
        JOIN public.asset_inputs AS copied
            ON copied.user_id = changed.user_id
            AND copied.asset_id = changed.asset_id
            AND copied.period > changed.period
            AND copied.carried
    ) THEN
        RETURN 0;
    END IF;
    UPDATE public.asset_inputs AS kept
    SET
        total = written.total,
        native_amount = written.native_amount,
        currency = written.currency,
        rate = written.rate
    FROM unnest(owners, changed_assets, changed_months) AS changed (user_id, asset_id, period)
    JOIN public.asset_inputs AS copied
        ON copied.user_id = changed.user_id
        AND copied.asset_id = changed.asset_id
        AND copied.period > changed.period
        AND copied.carried
    CROSS JOIN LATERAL (
        SELECT
            earlier.total,
            earlier.native_amount,
            earlier.currency,
            earlier.rate
        FROM public.asset_inputs AS earlier
        WHERE
            earlier.user_id = copied.user_id
            AND earlier.asset_id = copied.asset_id
            AND (earlier.year, earlier.month) < (copied.year, copied.month)
            AND NOT earlier.carried
        ORDER BY earlier.year DESC, earlier.month DESC
        LIMIT 1
    ) AS written
    WHERE
        kept.user_id = copied.user_id
        AND kept.id = copied.id
        AND (kept.total, kept.native_amount, kept.currency, kept.rate) IS DISTINCT FROM (
            written.total, written.native_amount, written.currency, written.rate
        );
    GET DIAGNOSTICS corrected = ROW_COUNT;
    RETURN corrected;
END
$$;


-- What is edited or deleted, whoever does it, is followed in the same statement.
--
-- * Its name comes after that of keep_changes, so that the audit has a value before its copies: taken back in
--   the reverse order, a copy is still as the event left it.
-- * An edited note changes no value, and asks nothing.
-- * What is added is no correction: a history that is brought in row by row, in any order, is as it says.
--   Whoever adds a value between two others calls correct_copies.
-- * finally.copies = 'as they are' holds while an event is taken back, which brings its copies back itself.
CREATE FUNCTION keep_copies() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    owners uuid[];
    changed_assets uuid[];
    changed_months date[];
BEGIN
    IF current_setting('finally.copies', true) = 'as they are' THEN
        RETURN NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(user_id), array_agg(asset_id), array_agg(period)
        INTO owners, changed_assets, changed_months
        FROM (
            SELECT user_id, asset_id, min(period) AS period
            FROM removed
            GROUP BY user_id, asset_id
        ) AS changed;
    ELSE
        SELECT array_agg(user_id), array_agg(asset_id), array_agg(period)
        INTO owners, changed_assets, changed_months
        FROM (
            SELECT user_id, asset_id, min(period) AS period
            FROM (
                SELECT user_id, asset_id, period
                FROM (TABLE removed UNION ALL TABLE added) AS images
                GROUP BY user_id, asset_id, period, total, native_amount, currency, rate, carried
                HAVING count(*) = 1  -- a month holds one value: twice there, it is as it was
            ) AS moved
            GROUP BY user_id, asset_id
        ) AS changed;
    END IF;
    IF owners IS NOT NULL THEN
        PERFORM public.correct_copies(owners, changed_assets, changed_months);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER keep_copies_on_update AFTER UPDATE ON asset_inputs
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_copies();

CREATE TRIGGER keep_copies_on_delete AFTER DELETE ON asset_inputs
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_copies();

REVOKE EXECUTE ON FUNCTION keep_copies() FROM PUBLIC;
