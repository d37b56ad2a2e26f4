-- 021_payday_months.sql
-- Months of incomes and expenses may begin with payday: which month a day belongs to, and who keeps it so.
--
-- Whose months begin on the 25th has the days from 25 October to 24 November in November: the month that ends after
-- them. Values are of the calendar's month, whatever this says. An item without a day stays in the month it was put in.

ALTER TABLE users ADD COLUMN month_begins integer NOT NULL DEFAULT 1;
ALTER TABLE users ADD CONSTRAINT month_begins_between_1_and_31 CHECK (month_begins BETWEEN 1 AND 31);
ALTER TABLE users ALTER COLUMN month_begins SET STATISTICS 0;  -- when one is paid is nobody else's business


-- -------------------------------------------------------------------------------------------------
-- Which month a day belongs to
-- -------------------------------------------------------------------------------------------------

-- The month of a day, as its first day in the calendar, where months begin with that day of the one before. A month
-- that has no such day gives its last one, so that 31 is the last day of each: it is there or tomorrow is the 1st.
-- Of December 2100 no later month can be recorded, and all its days stay. Put in place of the call.
CREATE FUNCTION month_of_day(day date, begins integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN begins > 1 AND day < '2100-12-01' AND (extract(DAY FROM day) >= begins OR extract(DAY FROM day + 1) = 1)
        THEN (day - extract(DAY FROM day)::integer + 1 + interval '1 month')::date
        ELSE day - extract(DAY FROM day)::integer + 1
    END;

-- Incomes and expenses with a day that a reckoning has in another month than they are in. is_kept: one of the two
-- months is closed, and so they stay.
CREATE FUNCTION items_in_other_months(of_user uuid, begins integer)
RETURNS TABLE (noun text, id uuid, period date, its_month date, is_kept boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        'income' AS noun,
        incoming_items.id,
        incoming_items.period,
        month_of_day(incoming_items.received_on, begins) AS its_month,
        coalesce(
            least(incoming_items.period, month_of_day(incoming_items.received_on, begins)) <= (
                SELECT closed_through(of_user)
            ),
            false
        ) AS is_kept
    FROM incoming_items
    WHERE
        incoming_items.user_id = of_user
        AND incoming_items.period <> month_of_day(incoming_items.received_on, begins)
    UNION ALL
    SELECT
        'expense' AS noun,
        expense_items.id,
        expense_items.period,
        month_of_day(expense_items.spent_on, begins) AS its_month,
        coalesce(
            least(expense_items.period, month_of_day(expense_items.spent_on, begins)) <= (
                SELECT closed_through(of_user)
            ),
            false
        ) AS is_kept
    FROM expense_items
    WHERE
        expense_items.user_id = of_user
        AND expense_items.period <> month_of_day(expense_items.spent_on, begins);
END;

-- Incomes and expenses of some months of the calendar, of which values are: an entry counts in that of its day, and in
-- its own month where it has none. year and month are its own. Where months begin with the 1st, it is cash_flows.
CREATE FUNCTION calendar_flows(of_user uuid, first_month date, last_month date, begins integer)
RETURNS TABLE (period date, year integer, month integer, category_id uuid, income numeric, expense numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        first_of_month(flows.year, flows.month) AS period,
        flows.year,
        flows.month,
        flows.category_id,
        flows.income,
        flows.expense
    FROM cash_flows AS flows
    WHERE
        begins = 1
        AND flows.user_id = of_user
        AND (flows.year, flows.month)
            BETWEEN (year_of(first_month), month_of(first_month)) AND (year_of(last_month), month_of(last_month))
    UNION ALL
    SELECT
        incomes.period,
        incomes.year,
        incomes.month,
        incomes.category_id,
        incomes.amount AS income,
        NULL::numeric AS expense
    FROM (
        SELECT
            coalesce(month_of_day(incoming_items.received_on, 1), incoming_items.period) AS period,
            incoming_items.year,
            incoming_items.month,
            incoming_items.category_id,
            incoming_items.amount
        FROM incoming_items
        WHERE
            begins > 1
            AND incoming_items.user_id = of_user
            AND (incoming_items.year, incoming_items.month) >= (year_of(first_month), month_of(first_month))
            AND (incoming_items.year, incoming_items.month) <= (
                year_of((last_month + interval '1 month')::date), month_of((last_month + interval '1 month')::date)
            )
    ) AS incomes
    WHERE incomes.period BETWEEN first_month AND last_month
    UNION ALL
    SELECT
        expenses.period,
        expenses.year,
        expenses.month,
        expenses.category_id,
        NULL::numeric AS income,
        expenses.amount AS expense
    FROM (
        SELECT
            coalesce(month_of_day(expense_items.spent_on, 1), expense_items.period) AS period,
            expense_items.year,
            expense_items.month,
            expense_items.category_id,
            expense_items.amount
        FROM expense_items
        WHERE
            begins > 1
            AND expense_items.user_id = of_user
            AND (expense_items.year, expense_items.month) >= (year_of(first_month), month_of(first_month))
            AND (expense_items.year, expense_items.month) <= (
                year_of((last_month + interval '1 month')::date), month_of((last_month + interval '1 month')::date)
            )
    ) AS expenses
    WHERE expenses.period BETWEEN first_month AND last_month;
END;

-- An entry without a day may be a bank row of its month.
DROP FUNCTION may_be_of_day(date, date, date);
CREATE FUNCTION may_be_of_day(entry_day date, entry_period date, row_day date, begins integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN entry_day IS NULL THEN entry_period = month_of_day(row_day, begins)
        ELSE abs(entry_day - row_day) <= 5
    END;


-- -------------------------------------------------------------------------------------------------
-- A day lies in its month
-- -------------------------------------------------------------------------------------------------

-- Until now a CHECK, which sees its own row alone. That a day lies in its month of the calendar, or in the one before,
-- still is one; which of the two, a trigger asks of the user, and a refusal by either has the same name.
ALTER TABLE incoming_items DROP CONSTRAINT received_on_lies_in_its_month;
ALTER TABLE incoming_items ADD CONSTRAINT received_on_lies_in_its_month
    CHECK (received_on >= period - interval '1 month' AND received_on < period + interval '1 month');
ALTER TABLE expense_items DROP CONSTRAINT spent_on_lies_in_its_month;
ALTER TABLE expense_items ADD CONSTRAINT spent_on_lies_in_its_month
    CHECK (spent_on >= period - interval '1 month' AND spent_on < period + interval '1 month');

-- Refuses a day that does not lie in its month, of what is added or moved. What was there before a month's beginning
-- was changed, in a month that was closed, stays as it was, and may be edited otherwise.
--
-- finally.months = 'as they are' holds while an event is taken back: it had the months of its time.
-- Arguments: the rule's name, the column of the day.
CREATE FUNCTION refuse_other_month() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    is_elsewhere boolean;
BEGIN
    IF current_setting('finally.months', true) = 'as they are' THEN
        RETURN NULL;
    END IF;
    EXECUTE format(
        $query$
        SELECT EXISTS (
            SELECT
            FROM added
            LEFT JOIN public.users AS owners ON owners.id = added.user_id
            %2$s
            WHERE added.period <> public.month_of_day(added.%1$I, coalesce(owners.month_begins, 1))
            %3$s
        )
        $query$,
        TG_ARGV[1],
        CASE TG_OP
            WHEN 'UPDATE' THEN 'LEFT JOIN removed ON removed.user_id = added.user_id AND removed.id = added.id'
        END,
        CASE TG_OP
            WHEN 'UPDATE' THEN format(
                'AND (added.%1$I, added.period) IS DISTINCT FROM (removed.%1$I, removed.period)', TG_ARGV[1]
            )
        END
    )
    INTO is_elsewhere;
    IF is_elsewhere THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = TG_ARGV[0],
            MESSAGE = 'a day must lie in its month, as the months of the user begin';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER received_on_lies_in_its_month_on_insert AFTER INSERT ON incoming_items
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_other_month('received_on_lies_in_its_month', 'received_on');
CREATE TRIGGER received_on_lies_in_its_month_on_update AFTER UPDATE ON incoming_items
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_other_month('received_on_lies_in_its_month', 'received_on');

CREATE TRIGGER spent_on_lies_in_its_month_on_insert AFTER INSERT ON expense_items
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_other_month('spent_on_lies_in_its_month', 'spent_on');
CREATE TRIGGER spent_on_lies_in_its_month_on_update AFTER UPDATE ON expense_items
    REFERENCING OLD TABLE AS removed NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_other_month('spent_on_lies_in_its_month', 'spent_on');


-- -------------------------------------------------------------------------------------------------
-- Another beginning moves what is there
-- -------------------------------------------------------------------------------------------------

-- Moves each income and expense with a day into the month that it belongs to now; how many. Where one of the two
-- months is closed, it stays where it is.
CREATE FUNCTION move_to_their_months(of_user uuid) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    begins integer := (SELECT month_begins FROM public.users WHERE id = of_user);
    through date := coalesce(public.closed_through(of_user), '-infinity');
    incomes bigint;
    expenses bigint;
BEGIN
    UPDATE public.incoming_items AS kept
    SET
        year = public.year_of(public.month_of_day(kept.received_on, begins)),
        month = public.month_of(public.month_of_day(kept.received_on, begins))
    WHERE
        kept.user_id = of_user
        AND kept.period <> public.month_of_day(kept.received_on, begins)
        AND least(kept.period, public.month_of_day(kept.received_on, begins)) > through;
    GET DIAGNOSTICS incomes = ROW_COUNT;
    UPDATE public.expense_items AS kept
    SET
        year = public.year_of(public.month_of_day(kept.spent_on, begins)),
        month = public.month_of(public.month_of_day(kept.spent_on, begins))
    WHERE
        kept.user_id = of_user
        AND kept.period <> public.month_of_day(kept.spent_on, begins)
        AND least(kept.period, public.month_of_day(kept.spent_on, begins)) > through;
    GET DIAGNOSTICS expenses = ROW_COUNT;
    RETURN incomes + expenses;
END
$$;

-- Whoever changes the beginning, psql too, moves the items in the same statement; an undo moves them itself.
-- FOR UPDATE waits for whoever is adding an item just now, whose key to the user is a lock of its row.
CREATE FUNCTION follow_month_begins() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF current_setting('finally.months', true) = 'as they are' THEN
        RETURN NULL;
    END IF;
    PERFORM FROM public.users WHERE id = NEW.id FOR UPDATE;
    PERFORM public.move_to_their_months(NEW.id);
    RETURN NULL;
END
$$;

CREATE TRIGGER items_follow_month_begins AFTER UPDATE OF month_begins ON users
    FOR EACH ROW WHEN (OLD.month_begins <> NEW.month_begins)
    EXECUTE FUNCTION follow_month_begins();

REVOKE EXECUTE ON FUNCTION refuse_other_month(), follow_month_begins() FROM PUBLIC;


-- -------------------------------------------------------------------------------------------------
-- What each is
-- -------------------------------------------------------------------------------------------------

COMMENT ON COLUMN users.month_begins IS
    'The day of the month before with which a month of incomes and expenses begins, 1 to 31; 1: the calendar''s month.';
COMMENT ON COLUMN incoming_items.received_on IS
    'The day, which lies in its month as the user''s months begin; null for some day of it.';
COMMENT ON COLUMN expense_items.spent_on IS
    'The day, which lies in its month as the user''s months begin; null for some day of it.';
COMMENT ON FUNCTION month_of_day(date, integer) IS
    'The month of incomes and expenses that a day belongs to, as its first day, where months begin with a day.';
COMMENT ON FUNCTION items_in_other_months(uuid, integer) IS
    'The incomes and expenses of a user whose day lies in another month than they are in, with that month.';
COMMENT ON FUNCTION calendar_flows(uuid, date, date, integer) IS
    'The incomes and expenses of some months of the calendar, each in that of its day, with the month it is in.';
COMMENT ON FUNCTION may_be_of_day(date, date, date, integer) IS
    'Whether an entry may be a bank row by its day: within five days of it, or of its month where it has none.';
COMMENT ON FUNCTION move_to_their_months(uuid) IS
    'Moves the incomes and expenses of a user into the months that their days belong to; how many.';
