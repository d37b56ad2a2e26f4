-- 003_kept_true_by_triggers.sql
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

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON asset_categories
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON income_categories
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON expense_categories
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON expense_subcategories
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON assets
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON asset_inputs
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON market_cap_history
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON fx_rates
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON incoming_items
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON expense_items
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON budgets
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();
CREATE TRIGGER touch_updated_at BEFORE UPDATE ON category_allocation_targets
    FOR EACH ROW EXECUTE FUNCTION touch_updated_at();


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

-- Many users' rows may refer to a built-in category: it cannot become one user's, nor the reverse.
CREATE TRIGGER category_owner_is_fixed BEFORE UPDATE OF user_id ON asset_categories
    FOR EACH ROW WHEN (OLD.user_id IS DISTINCT FROM NEW.user_id)
    EXECUTE FUNCTION refuse('category_owner_is_fixed', 'a category keeps its owner');
CREATE TRIGGER category_owner_is_fixed BEFORE UPDATE OF user_id ON income_categories
    FOR EACH ROW WHEN (OLD.user_id IS DISTINCT FROM NEW.user_id)
    EXECUTE FUNCTION refuse('category_owner_is_fixed', 'a category keeps its owner');
CREATE TRIGGER category_owner_is_fixed BEFORE UPDATE OF user_id ON expense_categories
    FOR EACH ROW WHEN (OLD.user_id IS DISTINCT FROM NEW.user_id)
    EXECUTE FUNCTION refuse('category_owner_is_fixed', 'a category keeps its owner');
CREATE TRIGGER category_owner_is_fixed BEFORE UPDATE OF user_id ON expense_subcategories
    FOR EACH ROW WHEN (OLD.user_id IS DISTINCT FROM NEW.user_id)
    EXECUTE FUNCTION refuse('category_owner_is_fixed', 'a category keeps its owner');

-- Totals were signed by the kind: changing it would turn every debt of the category into an asset.
CREATE TRIGGER category_kind_is_fixed BEFORE UPDATE OF kind ON asset_categories
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind)
    EXECUTE FUNCTION refuse('category_kind_is_fixed', 'a category stays an asset or a liability');


-- A code means one category: a user's own may not hide a built-in one.
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

CREATE TRIGGER category_code_is_built_in BEFORE INSERT OR UPDATE OF code ON asset_categories
    FOR EACH ROW WHEN (NEW.user_id IS NOT NULL)
    EXECUTE FUNCTION refuse_built_in_code('asset_categories');
CREATE TRIGGER category_code_is_built_in BEFORE INSERT OR UPDATE OF code ON income_categories
    FOR EACH ROW WHEN (NEW.user_id IS NOT NULL)
    EXECUTE FUNCTION refuse_built_in_code('income_categories');
CREATE TRIGGER category_code_is_built_in BEFORE INSERT OR UPDATE OF code ON expense_categories
    FOR EACH ROW WHEN (NEW.user_id IS NOT NULL)
    EXECUTE FUNCTION refuse_built_in_code('expense_categories');
CREATE TRIGGER category_code_is_built_in BEFORE INSERT OR UPDATE OF code ON expense_subcategories
    FOR EACH ROW WHEN (NEW.user_id IS NOT NULL)
    EXECUTE FUNCTION refuse_built_in_code('expense_subcategories');


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

-- A trigger that reads a statement's rows serves one event: hence two of each.
CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON assets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('asset_categories', 'category_id');
CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON assets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('asset_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON category_allocation_targets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('asset_categories', 'category_id');
CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON category_allocation_targets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('asset_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON incoming_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('income_categories', 'category_id');
CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON incoming_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('income_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON expense_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');
CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON expense_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER subcategory_is_own_or_built_in_on_insert AFTER INSERT ON expense_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_subcategories', 'subcategory_id');
CREATE TRIGGER subcategory_is_own_or_built_in_on_update AFTER UPDATE ON expense_items
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_subcategories', 'subcategory_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON budgets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');
CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON budgets
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON expense_subcategories
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');
CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON expense_subcategories
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_foreign_category('expense_categories', 'category_id');


-- Targets are shares of the assets; a debt has none. A kind is fixed, so looking once is enough.
CREATE FUNCTION refuse_target_of_liability() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF (SELECT kind FROM public.asset_categories WHERE id = NEW.category_id) = 'liability' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'target_is_for_assets_only',
            MESSAGE = 'a liability has no target share';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER target_is_for_assets_only
    BEFORE INSERT OR UPDATE OF category_id ON category_allocation_targets
    FOR EACH ROW EXECUTE FUNCTION refuse_target_of_liability();


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


-- A trigger needs no EXECUTE to fire, and nothing else may call these. What stays open to everyone,
-- first_of_month and current_user_id (004), is what a row cannot be written or seen without.
REVOKE EXECUTE ON FUNCTION
    touch_updated_at(),
    keep_networth(),
    refuse(),
    refuse_built_in_code(),
    refuse_foreign_category(),
    refuse_target_of_liability(),
    refuse_change_of_kind()
FROM PUBLIC;
