-- 013_open_books.sql
-- One set of books is open at a time, one's own or one lent for reading, and each policy is one equation with it.
--
-- Until here a policy saw all that a login may read, at once: two households in one sum of one's own SQL,
-- and an OR in every plan, of which the planner expects one row.


-- -------------------------------------------------------------------------------------------------
-- Which books lie open
-- -------------------------------------------------------------------------------------------------

-- The books that the setting names, where they are another's and lent to whoever asks; else null.
CREATE FUNCTION lent_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (
        SELECT user_shares.user_id
        FROM user_shares
        WHERE user_shares.user_id = nullif(current_setting('finally.user_id', true), '')::uuid
          AND user_shares.reader_id = (SELECT current_user_id())
    );

-- Whose books lie open: those that the setting names, if they are lent; else one's own. finally_app is
-- asked first, as in current_user_id, so that the planner makes an expression of it that reads no table.
CREATE OR REPLACE FUNCTION open_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN session_user = 'finally_app'
            THEN nullif(current_setting('finally.user_id', true), '')::uuid
        ELSE coalesce(lent_books(), current_user_id())
    END;

-- The open books where they are one's own, to write in; null while lent ones lie open.
CREATE FUNCTION own_open_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN session_user = 'finally_app'
            THEN nullif(current_setting('finally.user_id', true), '')::uuid
        WHEN lent_books() IS NULL
            THEN current_user_id()
    END;

-- Whose audit is read: that of the open books where they are one's own. The triggers that seal an event
-- run as the tables' owner and say whose chain it is: who declines a share writes in the chain of whoever
-- gave it.
CREATE FUNCTION open_audit() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE
        WHEN session_user = 'finally_app' OR acts_for_the_owner()
            THEN nullif(current_setting('finally.user_id', true), '')::uuid
        ELSE own_open_books()
    END;


-- -------------------------------------------------------------------------------------------------
-- Who sees what. Each policy is for one command: what one for all of them allows, reading would be
-- allowed as well, and two that allow the same are an OR.
-- -------------------------------------------------------------------------------------------------

DO $$
DECLARE
    owned text;
BEGIN
    FOR owned IN
        SELECT relname
        FROM pg_policy
        JOIN pg_class ON pg_class.oid = polrelid
        WHERE relnamespace = 'public'::regnamespace
          AND polname = 'own_rows_only'
        ORDER BY relname
    LOOP
        EXECUTE format('DROP POLICY own_rows_only ON public.%I', owned);
        EXECUTE format('DROP POLICY IF EXISTS lent_rows_are_read ON public.%I', owned);
        EXECUTE format('DROP POLICY IF EXISTS of_the_open_books ON public.%I', owned);
        EXECUTE format('DROP POLICY IF EXISTS built_in_rows_are_seen_by_all ON public.%I', owned);
        IF owned NOT IN ('audit_events', 'audit_changes', 'user_shares') THEN
            EXECUTE format(
                'CREATE POLICY read_where_open ON public.%I FOR SELECT'
                ' USING (user_id = (SELECT public.open_books()))',
                owned
            );
        END IF;
        CONTINUE WHEN owned IN ('audit_events', 'audit_changes');  -- written by trigger alone
        EXECUTE format(
            'CREATE POLICY added_where_own ON public.%I FOR INSERT'
            ' WITH CHECK (user_id = (SELECT public.own_open_books()))',
            owned
        );
        EXECUTE format(
            'CREATE POLICY edited_where_own ON public.%I FOR UPDATE'
            ' USING (user_id = (SELECT public.own_open_books()))',
            owned
        );
        EXECUTE format(
            'CREATE POLICY deleted_where_own ON public.%I FOR DELETE'
            ' USING (user_id = (SELECT public.own_open_books()))',
            owned
        );
    END LOOP;
END
$$;

-- No reader sees what has been done, nor does another's commands again.
CREATE POLICY read_where_own ON audit_events FOR SELECT
    USING (user_id = (SELECT open_audit()));
CREATE POLICY read_where_own ON audit_changes FOR SELECT
    USING (user_id = (SELECT open_audit()));
ALTER POLICY read_where_open ON idempotency_keys
    USING (user_id = (SELECT own_open_books()));
ALTER POLICY read_where_open ON idempotency_keys RENAME TO read_where_own;


-- What is built in is nobody's, and seen beside the open books: a list of two, where an OR would do, for the
-- planner knows how often each of the two is there. Nobody is the nil id: the index is there for
-- what the planner knows.
ALTER TABLE users ADD CONSTRAINT nobody_has_the_nil_id
    CHECK (id <> '00000000-0000-0000-0000-000000000000');

DO $$
DECLARE
    categories text;
BEGIN
    FOREACH categories IN ARRAY '{
        asset_categories, income_categories, expense_categories, expense_subcategories
    }'::text[]
    LOOP
        EXECUTE format(
            'CREATE INDEX %I ON public.%I'
            ' ((coalesce(user_id, ''00000000-0000-0000-0000-000000000000'')))',
            categories || '_by_owner', categories
        );
        EXECUTE format(
            'ALTER POLICY read_where_open ON public.%I'
            ' USING (coalesce(user_id, ''00000000-0000-0000-0000-000000000000'') = ANY ('
            'ARRAY[''00000000-0000-0000-0000-000000000000'', (SELECT public.open_books())]))',
            categories
        );
    END LOOP;
END
$$;


-- -------------------------------------------------------------------------------------------------
-- What says who may read: seen whichever books lie open
-- -------------------------------------------------------------------------------------------------

-- Whose books they are gives and takes; the reader sees that there is something to read, and may decline it.
CREATE POLICY own_shares_are_seen ON user_shares FOR SELECT
    USING (user_id = (SELECT current_user_id()));
CREATE POLICY declined_by_the_reader ON user_shares FOR DELETE
    USING (reader_id = (SELECT own_open_books()));

ALTER POLICY own_row_is_edited ON users
    USING (id = (SELECT own_open_books()));
