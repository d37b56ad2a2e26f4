"""One user's rows for one user: what is another's is not there, and cannot be written."""

from collections.abc import Iterator

import pytest
from psycopg import errors, sql

from tests.support.schema_rows import (
    ANNA,
    BERT,
    Database,
    act_as,
    built_in,
    insert,
    settle,
    valid_row,
    value,
)

WRITTEN = [
    "asset_categories",
    "income_categories",
    "expense_categories",
    "expense_subcategories",
    "assets",
    "asset_inputs",
    "market_cap_history",
    "prices",
    "splits",
    "fx_rates",
    "incoming_items",
    "expense_items",
    "budgets",
    "budget_moves",
    "category_allocation_targets",
    "yearly_budgets",
    "budget_policies",
    "recurring_items",
    "recurring_postings",
    "target_sets",
    "asset_targets",
    "sources",
    "rules",
    "imports",
    "import_rows",
    "goals",
    "goal_parts",
    "idempotency_keys",
]
# Written by triggers, the snapshot's and those of the audit; and by who closes a month.
OWNED = [*WRITTEN, "networth_materialized", "audit_events", "audit_changes", "month_seals"]
EDITED = [table for table in WRITTEN if table != "idempotency_keys"]


def owners(db: Database, table: str) -> set[object]:
    listed = sql.SQL("SELECT user_id FROM {} WHERE user_id IS NOT NULL")
    return {row[0] for row in db.execute(listed.format(sql.Identifier(table))).fetchall()}


@pytest.fixture
def two_households(app: Database) -> Database:
    """A row of Bert's and one of Anna's in every table; the transaction works for nobody yet."""
    for user in (BERT, ANNA):
        settle(app, user)
        for table in WRITTEN:
            insert(app, table, valid_row(table, user))
        app.execute("SELECT close_month(%s, '2026-01-01', NULL)", [user])
    app.execute("SET CONSTRAINTS ALL IMMEDIATE")  # seals the events, as the end would
    app.execute("SET CONSTRAINTS ALL DEFERRED")
    act_as(app, None)
    return app


def test_every_table_with_a_user_is_tested_here(owner: Database) -> None:
    tables = owner.execute(
        """
        SELECT relname
        FROM pg_class
        JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'user_id'
        WHERE relnamespace = 'public'::regnamespace
          AND relkind = 'r'
        """
    ).fetchall()
    # Those two say who sees what; test_isolation.py tries them, with logins.
    assert {table for (table,) in tables} == {*OWNED, "user_logins", "user_shares"}


@pytest.mark.parametrize("table", OWNED)
def test_a_user_sees_their_own_rows_and_no_others(two_households: Database, table: str) -> None:
    act_as(two_households, ANNA)
    assert owners(two_households, table) == {ANNA}
    act_as(two_households, BERT)
    assert owners(two_households, table) == {BERT}


@pytest.mark.parametrize("table", OWNED)
def test_without_an_identity_there_are_no_rows(two_households: Database, table: str) -> None:
    assert owners(two_households, table) == set()


@pytest.mark.parametrize("table", WRITTEN)
def test_without_an_identity_nothing_is_written(two_households: Database, table: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        insert(two_households, table, valid_row(table, ANNA))


@pytest.mark.parametrize("table", WRITTEN)
def test_nobody_writes_for_another_user(two_households: Database, table: str) -> None:
    act_as(two_households, ANNA)
    with pytest.raises(errors.InsufficientPrivilege):
        insert(two_households, table, valid_row(table, BERT))


@pytest.mark.parametrize("table", EDITED)
def test_nobody_edits_or_deletes_what_is_anothers(two_households: Database, table: str) -> None:
    act_as(two_households, ANNA)
    for change in ("UPDATE {} SET user_id = user_id", "DELETE FROM {}"):
        statement = sql.SQL(change + " WHERE user_id = %s").format(sql.Identifier(table))
        assert two_households.execute(statement, [BERT]).rowcount == 0


@pytest.mark.parametrize("table", EDITED)
def test_nobody_gives_a_row_away(two_households: Database, table: str) -> None:
    act_as(two_households, ANNA)
    # Categories say it first: they keep their owner, whoever asks.
    with pytest.raises((errors.InsufficientPrivilege, errors.CheckViolation)):
        two_households.execute(
            sql.SQL("UPDATE {} SET user_id = %s WHERE user_id = %s").format(sql.Identifier(table)),
            [BERT, ANNA],
        )


def test_what_was_done_cannot_be_edited_or_deleted(two_households: Database) -> None:
    act_as(two_households, ANNA)
    for statement in ("UPDATE audit_events SET payload = '{}'", "DELETE FROM audit_events"):
        with pytest.raises(errors.InsufficientPrivilege), two_households.transaction():
            two_households.execute(statement)


def test_a_key_is_never_changed_nor_taken_back(two_households: Database) -> None:
    act_as(two_households, ANNA)
    for change in ("UPDATE idempotency_keys SET answer = answer", "DELETE FROM idempotency_keys"):
        with pytest.raises(errors.InsufficientPrivilege), two_households.transaction():
            two_households.execute(change)


def test_the_latest_net_worth_is_ones_own(two_households: Database) -> None:
    latest = "SELECT array_agg(user_id) FROM latest_networth"
    act_as(two_households, ANNA)
    assert value(two_households, latest) == [ANNA]
    act_as(two_households, None)
    assert value(two_households, latest) is None


def test_an_identity_that_is_no_id_is_an_error_and_not_everyone(app: Database) -> None:
    settle(app, ANNA)
    app.execute("SELECT set_config('finally.user_id', 'anna', true)")
    with pytest.raises(errors.InvalidTextRepresentation):
        app.execute("SELECT count(*) FROM assets")


def test_an_identity_set_for_a_transaction_ends_with_it(app: Database) -> None:
    act_as(app, ANNA)
    assert value(app, "SELECT current_user_id()") == ANNA
    app.rollback()
    assert value(app, "SELECT current_user_id()") is None


class TestAnOwnerWhoIsNoSuperuser:
    """On a managed server nobody is a superuser, and row security holds the owner too."""

    @pytest.fixture
    def landlord(self, owner: Database) -> Iterator[Database]:
        """The migrated schema, given within this transaction to a role that owns it and no more."""
        owner.execute("CREATE ROLE landlord NOLOGIN")
        owner.execute("GRANT CREATE ON SCHEMA public TO landlord")
        owner.execute(
            """
            DO $$
            DECLARE
                owned record;
            BEGIN
                FOR owned IN
                    SELECT format('TABLE %I', relname) AS name
                    FROM pg_class
                    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                    UNION ALL
                    SELECT format('VIEW %I', relname)
                    FROM pg_class
                    WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
                    UNION ALL
                    SELECT 'FUNCTION ' || oid::regprocedure
                    FROM pg_proc
                    WHERE pronamespace = 'public'::regnamespace
                LOOP
                    EXECUTE format('ALTER %s OWNER TO landlord', owned.name);
                END LOOP;
            END
            $$
            """
        )
        owner.execute("SET LOCAL ROLE landlord")
        yield owner

    def test_works_for_one_user_like_the_everyday_role(self, landlord: Database) -> None:
        for user in (BERT, ANNA):
            settle(landlord, user)
            insert(landlord, "asset_inputs", valid_row("asset_inputs", user))
        cached = "SELECT array_agg(user_id), sum(net_worth) FROM networth_materialized"
        assert landlord.execute(cached).fetchone() == ([ANNA], 100)

        landlord.execute("UPDATE asset_inputs SET total = 70, month = 2")
        assert landlord.execute(cached).fetchone() == ([ANNA], 70)
        landlord.execute("DELETE FROM asset_inputs")
        assert landlord.execute(cached).fetchone() == (None, None)

        act_as(landlord, BERT)
        assert landlord.execute(cached).fetchone() == ([BERT], 100)

    def test_sees_and_writes_nothing_without_an_identity(self, landlord: Database) -> None:
        settle(landlord, ANNA)
        insert(landlord, "asset_inputs", valid_row("asset_inputs", ANNA))
        act_as(landlord, None)
        assert owners(landlord, "asset_inputs") == set()
        assert landlord.execute("DELETE FROM asset_inputs").rowcount == 0
        with pytest.raises(errors.InsufficientPrivilege):
            row = valid_row("asset_inputs", ANNA) | {"month": 2}
            insert(landlord, "asset_inputs", row)

    def test_cannot_use_the_category_of_another(self, landlord: Database) -> None:
        settle(landlord, BERT)
        row = valid_row("expense_categories", BERT)
        insert(landlord, "expense_categories", row | {"id": built_in("x", "BERTS")})
        settle(landlord, ANNA)
        with pytest.raises(errors.ForeignKeyViolation) as refused:
            borrowed = valid_row("expense_items", ANNA) | {"category_id": built_in("x", "BERTS")}
            insert(landlord, "expense_items", borrowed)
        assert refused.value.diag.constraint_name == "category_is_own_or_built_in"

    def test_a_superuser_without_identity_is_refused_and_the_cache_stays_true(
        self, landlord: Database
    ) -> None:
        # Row security lets the superuser through to the snapshots and then holds the trigger, which
        # runs as the owner. Better no write than a month that is not the sum of its snapshots.
        settle(landlord, ANNA)
        insert(landlord, "asset_inputs", valid_row("asset_inputs", ANNA))
        act_as(landlord, None)
        superuser = landlord
        superuser.execute("RESET ROLE")
        with pytest.raises(errors.InsufficientPrivilege), superuser.transaction():
            superuser.execute("DELETE FROM asset_inputs")
        assert value(superuser, "SELECT net_worth FROM networth_materialized") == 100

        act_as(superuser, ANNA)
        superuser.execute("DELETE FROM asset_inputs")
        assert value(superuser, "SELECT count(*) FROM networth_materialized") == 0
