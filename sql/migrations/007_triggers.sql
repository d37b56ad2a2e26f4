-- 007_triggers.sql
-- What no constraint can say, kept for every writer: psql, COPY and other programs too.
--
-- Every function pins its search_path and writes public. before what is ours, so that nobody's
-- temporary table or function of the same name is taken instead. A refusal carries a constraint's
-- name, as a constraint would, and the SQLSTATE of one. Tables come as arguments: on a sharded
-- server a trigger runs on shards, whose own names (TG_TABLE_NAME) say nothing.


-- -------------------------------------------------------------------------------------------------
-- updated_at
-- -------------------------------------------------------------------------------------------------

CREATE FUNCTION touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

DO $$
DECLARE
    kept text;
BEGIN
    FOREACH kept IN ARRAY '{
        users, asset_categories, income_categories, expense_categories, expense_subcategories,
        assets, asset_inputs, market_cap_history, fx_rates, incoming_items, expense_items, budgets,
        yearly_budgets, budget_policies, recurring_items, target_sets, category_allocation_targets,
        asset_targets
    }'::text[]
    LOOP
        EXECUTE format(
            'CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.%I'
            ' FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at()',
            kept
        );
    END LOOP;
END
$$;


-- -------------------------------------------------------------------------------------------------
-- Net worth
-- -------------------------------------------------------------------------------------------------

-- Adds what a statement put in, subtracts what it took out: a change costs what it changes,
-- whatever lies beneath, and the row lock of the upsert makes writers of one month wait for each
-- other and add up.
--
-- * Grouped before the upsert, which may touch a row only once; ordered, so that two statements
--   that meet on several months lock them in the same order.
-- * HAVING: an edited note changes no month, and takes no lock.
-- * A month without snapshots has no row: no value is not zero.
-- * EXECUTE plans anew each time: a plan made for one row would be kept for a million.
-- * SECURITY DEFINER: the everyday role may read the cache and never write it. Nobody reaches
--   another's row through it, for it touches only the months of rows that row security has just let
--   through. Where the owner is no superuser, its own row security holds in here too, and a writer
--   whom it does not hold (a superuser without identity) is refused by the policy; the cache is
--   never wrong.
CREATE FUNCTION keep_networth() RETURNS trigger
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE public.networth_materialized;
        RETURN NULL;
    END IF;

    EXECUTE format(
        $upsert$
        INSERT INTO public.networth_materialized AS kept
            (user_id, year, month, net_worth, snapshots, computed_at)
        SELECT
            user_id,
            year,
            month,
            sum(total),
            sum(snapshots),
            now()
        FROM (%s) AS change
        GROUP BY user_id, year, month
        HAVING sum(total) <> 0 OR sum(snapshots) <> 0
        ORDER BY user_id, year, month
        ON CONFLICT (user_id, year, month) DO UPDATE SET
            net_worth = kept.net_worth + excluded.net_worth,
            snapshots = kept.snapshots + excluded.snapshots,
            computed_at = excluded.computed_at
        $upsert$,
        CASE TG_OP
            WHEN 'INSERT' THEN
                'SELECT user_id, year, month, total, 1 AS snapshots FROM added'
            WHEN 'DELETE' THEN
                'SELECT user_id, year, month, -total AS total, -1 AS snapshots FROM removed'
            WHEN 'UPDATE' THEN
                'SELECT user_id, year, month, total, 1 AS snapshots FROM added'
                ' UNION ALL '
                'SELECT user_id, year, month, -total, -1 FROM removed'
        END
    );

    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        EXECUTE
            $empty$
            DELETE FROM public.networth_materialized
            WHERE snapshots = 0
              AND (user_id, year, month) IN (SELECT user_id, year, month FROM removed)
            $empty$;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER keep_networth_on_insert AFTER INSERT ON asset_inputs
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_networth();

CREATE TRIGGER keep_networth_on_update AFTER UPDATE ON asset_inputs
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_networth();

CREATE TRIGGER keep_networth_on_delete AFTER DELETE ON asset_inputs
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION keep_networth();

CREATE TRIGGER keep_networth_on_truncate AFTER TRUNCATE ON asset_inputs
    FOR EACH STATEMENT EXECUTE FUNCTION keep_networth();


-- -------------------------------------------------------------------------------------------------
-- Categories
-- -------------------------------------------------------------------------------------------------

-- Refuses whatever row it is called for. The trigger's WHEN says which; its arguments say the
-- rule's name and the sentence.
CREATE FUNCTION refuse() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        CONSTRAINT = TG_ARGV[0],
        MESSAGE = TG_ARGV[1];
END
$$;

-- Refuses a code that is a built-in category's. Argument: the table of categories.
CREATE FUNCTION refuse_built_in_code() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    is_built_in boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM public.%I WHERE user_id IS NULL AND code = $1)',
        TG_ARGV[0]
    )
    INTO is_built_in
    USING NEW.code;
    IF is_built_in THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            CONSTRAINT = 'category_code_is_built_in',
            MESSAGE = format('%s is the code of a built-in category', NEW.code);
    END IF;
    RETURN NEW;
END
$$;

-- Many users' rows may refer to a built-in category: it cannot become one user's, nor the reverse. And a
-- code means one category: a user's own may not hide a built-in one.
DO $$
DECLARE
    categories text;
BEGIN
    FOREACH categories IN ARRAY '{
        asset_categories, income_categories, expense_categories, expense_subcategories
    }'::text[]
    LOOP
        EXECUTE format(
            'CREATE TRIGGER category_owner_is_fixed BEFORE UPDATE OF user_id ON public.%I'
            ' FOR EACH ROW WHEN (OLD.user_id IS DISTINCT FROM NEW.user_id)'
            ' EXECUTE FUNCTION public.refuse(''category_owner_is_fixed'', ''a category keeps its owner'')',
            categories
        );
        EXECUTE format(
            'CREATE TRIGGER category_code_is_built_in BEFORE INSERT OR UPDATE OF code ON public.%1$I'
            ' FOR EACH ROW WHEN (NEW.user_id IS NOT NULL)'
            ' EXECUTE FUNCTION public.refuse_built_in_code(%1$L)',
            categories
        );
    END LOOP;
END
$$;

-- Totals were signed by the kind: changing it would turn every debt of the category into an asset.
CREATE TRIGGER category_kind_is_fixed BEFORE UPDATE OF kind ON asset_categories
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind)
    EXECUTE FUNCTION refuse('category_kind_is_fixed', 'a category stays an asset or a liability');


-- A row's category is built in or its user's own. A foreign key cannot say "or", and sees past row
-- security. Asked the other way round, "is there one it may use?", the answer is the same for a
-- writer who sees only their own categories and for one who sees all.
-- Arguments: the table of categories, the column that refers to it.
CREATE FUNCTION refuse_foreign_category() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    is_foreign boolean;
BEGIN
    EXECUTE format(
        $query$
        SELECT EXISTS (
            SELECT
            FROM changed
            WHERE changed.%2$I IS NOT NULL
              AND NOT EXISTS (
                SELECT
                FROM public.%1$I AS usable
                WHERE usable.id = changed.%2$I
                  AND (usable.user_id IS NULL OR usable.user_id = changed.user_id)
              )
        )
        $query$,
        TG_ARGV[0],
        TG_ARGV[1]
    )
    INTO is_foreign;
    IF is_foreign THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'category_is_own_or_built_in',
            MESSAGE = 'a category must be built in or the user''s own';
    END IF;
    RETURN NULL;
END
$$;

-- Two triggers for each column that refers to a category: one that reads a statement's rows serves one event.
DO $$
DECLARE
    referring record;
    event text;
BEGIN
    FOR referring IN
        SELECT
            given.rule,
            given.table_name,
            given.categories,
            given.column_name
        FROM (VALUES
            ('category',         'assets',                      'asset_categories',      'category_id'),
            ('category',         'category_allocation_targets', 'asset_categories',      'category_id'),
            ('category',         'incoming_items',              'income_categories',     'category_id'),
            ('category',         'expense_items',               'expense_categories',    'category_id'),
            ('subcategory',      'expense_items',               'expense_subcategories', 'subcategory_id'),
            ('category',         'expense_subcategories',       'expense_categories',    'category_id'),
            ('category',         'budgets',                     'expense_categories',    'category_id'),
            ('category',         'yearly_budgets',              'expense_categories',    'category_id'),
            ('category',         'budget_policies',             'expense_categories',    'category_id'),
            ('income_category',  'recurring_items',             'income_categories',     'income_category_id'),
            ('expense_category', 'recurring_items',             'expense_categories',    'expense_category_id'),
            ('subcategory',      'recurring_items',             'expense_subcategories', 'subcategory_id')
        ) AS given (rule, table_name, categories, column_name)
    LOOP
        FOREACH event IN ARRAY '{insert, update}'::text[] LOOP
            EXECUTE format(
                'CREATE TRIGGER %I AFTER %s ON public.%I REFERENCING NEW TABLE AS changed'
                ' FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category(%L, %L)',
                referring.rule || '_is_own_or_built_in_on_' || event,
                event,
                referring.table_name,
                referring.categories,
                referring.column_name
            );
        END LOOP;
    END LOOP;
END
$$;


-- An asset with snapshots does not change sides: their signs were given for the side it was on.
-- FOR UPDATE waits for whoever is adding its first snapshot just now.
CREATE FUNCTION refuse_change_of_kind() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT kind FROM public.asset_categories WHERE id = OLD.category_id)
        = (SELECT kind FROM public.asset_categories WHERE id = NEW.category_id)
    THEN
        RETURN NEW;
    END IF;

    PERFORM FROM public.assets WHERE user_id = OLD.user_id AND id = OLD.id FOR UPDATE;
    IF EXISTS (
        SELECT FROM public.asset_inputs WHERE user_id = OLD.user_id AND asset_id = OLD.id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'asset_kind_is_fixed',
            MESSAGE = 'an asset with snapshots cannot become a liability, nor a liability an asset';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER asset_kind_is_fixed BEFORE UPDATE OF category_id ON assets
    FOR EACH ROW WHEN (OLD.category_id <> NEW.category_id)
    EXECUTE FUNCTION refuse_change_of_kind();


-- -------------------------------------------------------------------------------------------------
-- Values that were carried forward follow the one that they were copied from
-- -------------------------------------------------------------------------------------------------

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


-- A trigger needs no EXECUTE to fire, and nothing else may call these. What stays open to everyone,
-- first_of_month and what a policy asks (008), is what a row cannot be written or seen without.
REVOKE EXECUTE ON FUNCTION
    touch_updated_at(),
    keep_networth(),
    refuse(),
    refuse_built_in_code(),
    refuse_foreign_category(),
    refuse_change_of_kind(),
    keep_copies()
FROM PUBLIC;
