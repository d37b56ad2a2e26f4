"""Nobody reads or changes another's books by any way the server has: every table, every attack.

Each person has a login of their own and all the rights of finally_app. After each attack, all that
is in the database is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, sql

from tests.store.test_schema_row_security import OWNED, WRITTEN
from tests.support.each import each
from tests.support.people import PeoplesServer, database_of, peoples_server
from tests.support.schema_rows import (
    ANNA,
    BERT,
    CATEGORY_TABLES,
    DORA,
    Database,
    account_of,
    act_as,
    bank_row_of,
    file_of,
    giro_of,
    goal_of,
    insert,
    phone_of,
    settle,
    valid_row,
    value,
)

LOGINS = {"anna": ANNA, "bert": BERT, "dora": DORA}
TABLES = [*OWNED, "user_logins", "user_shares", "users"]


@pytest.fixture(scope="module")
def own_cluster(clean_environment: None) -> Iterator[PeoplesServer]:
    with peoples_server("isolation") as cluster:
        yield cluster


@pytest.fixture(scope="module", params=["landlord", "finally"], ids=["plain owner", "superuser"])
def people(own_cluster: PeoplesServer, request: pytest.FixtureRequest) -> Iterator[PeoplesServer]:
    """Rows of Anna's and of Bert's in every table; Dora, who reads both; a login of nobody's."""
    with database_of(request.param, own_cluster), own_cluster.connect(request.param) as owner:
        for user in (DORA, BERT, ANNA):
            with owner.transaction():
                settle(owner, user)
        for user in (BERT, ANNA):
            with owner.transaction():
                act_as(owner, user)
                for table in WRITTEN:
                    insert(owner, table, valid_row(table, user))
                # A seal of each, under which nothing is closed any more.
                owner.execute("SELECT close_month(%s, '2000-01-01', NULL)", [user])
                owner.execute("SELECT reopen_months(%s, '2000-01-01', 'a test')", [user])
                insert(owner, "user_shares", {"user_id": user, "reader_id": DORA})
        for role, user in LOGINS.items():
            insert(owner, "user_logins", {"user_id": user, "role_name": role})
        yield own_cluster


@pytest.fixture
def logged_in(people: PeoplesServer) -> Iterator[Callable[[str], Database]]:
    """Connections of people's own; afterwards everything in the database must be as it was."""
    before = everything(people)
    opened: list[Database] = []

    def connect(role: str) -> Database:
        if len(opened) > 20:
            opened.pop(0).close()  # no test has so many at work at once
        opened.append(people.connect(role))
        opened[-1].prepare_threshold = None  # DISCARD ALL would take what psycopg prepares
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()
    assert everything(people) == before


def everything(people: PeoplesServer) -> dict[str, Any]:
    """All rows of all tables, and how they are protected, as a superuser sees them."""
    with people.connect(people.superuser) as db:
        found: dict[str, Any] = {
            table: value(
                db,
                sql.SQL("SELECT array_agg(row::text ORDER BY row::text) FROM {} AS row")
                .format(sql.Identifier(table))
                .as_string(db),
            )
            for table in [*TABLES, "schema_migrations"]
        }
        found["protection"] = db.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity, tgname, tgenabled, polname"
            " FROM pg_class LEFT JOIN pg_trigger ON tgrelid = pg_class.oid AND NOT tgisinternal"
            " LEFT JOIN pg_policy ON polrelid = pg_class.oid"
            " WHERE relnamespace = 'public'::regnamespace ORDER BY 1, 2, 3, 4, 5, 6"
        ).fetchall()
    return found


# What an attack is refused with, if it does not simply find nothing; no slip of ours is among them.
REFUSALS = (
    errors.InsufficientPrivilege,
    errors.FeatureNotSupported,  # COPY … FROM where rows are secured
    errors.CheckViolation,  # rules that come first: a category keeps its owner
    errors.NotNullViolation,
    errors.ObjectNotInPrerequisiteState,
    errors.InvalidTableDefinition,  # a temporary table may not refer to another's
)

# {t} the table, {key} the column that says whose a row is, {victim} and {me} ids of users.
READING: dict[str, LiteralString] = {
    "select": "SELECT t::text FROM {t} AS t",
    "select what is the victim's": "SELECT t::text FROM {t} AS t WHERE {key} = {victim}",
    "count": "SELECT string_agg({key}::text, ' ') FROM {t} WHERE {key} = {victim}",
    "sample": "SELECT t::text FROM {t} AS t TABLESAMPLE SYSTEM (100)",
    "by place": "SELECT ctid::text || {key}::text FROM {t} WHERE ctid = '(0,1)'",
    "join": "SELECT t::text FROM {t} AS t RIGHT JOIN {t} AS u ON u.{key} = t.{key}",
    "lock for update": "SELECT t::text FROM {t} AS t WHERE {key} = {victim} FOR UPDATE",
    "lock for key share": "SELECT t::text FROM {t} AS t WHERE {key} = {victim} FOR KEY SHARE",
    "statistics": "SELECT most_common_vals::text FROM pg_stats WHERE tablename = {name}",
    "copy out": "COPY {t} TO STDOUT",
    "copy a query out": "COPY (SELECT t::text FROM {t} AS t) TO STDOUT",
    "a table of one's own": (
        "CREATE TEMPORARY TABLE mine AS SELECT t::text AS said FROM {t} AS t; SELECT said FROM mine"
    ),
    "a view": "CREATE TEMPORARY VIEW seen AS SELECT * FROM {t}; SELECT seen::text FROM seen",
    "a view past its reader": (
        "CREATE TEMPORARY VIEW seen WITH (security_invoker = false, security_barrier = false)"
        " AS SELECT * FROM {t}; SELECT seen::text FROM seen"
    ),
    "a function": (
        "CREATE FUNCTION pg_temp.seen() RETURNS SETOF text LANGUAGE sql"
        " AS 'SELECT t::text FROM public.{t} AS t'; SELECT pg_temp.seen()"
    ),
    "a function that lends its rights": (
        "CREATE FUNCTION pg_temp.seen() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER"
        " AS 'SELECT t::text FROM public.{t} AS t'; SELECT pg_temp.seen()"
    ),
    "a cursor": (
        "BEGIN; DECLARE c CURSOR FOR SELECT t::text FROM {t} AS t; FETCH ALL FROM c; COMMIT"
    ),
    "the setting": "SET finally.user_id = {victim}; SELECT t::text FROM {t} AS t",
    "the setting, locally": (
        "BEGIN; SELECT set_config('finally.user_id', {victim}, true);"
        " SELECT t::text FROM {t} AS t; COMMIT"
    ),
    "the everyday role": "SET ROLE finally_app; SELECT t::text FROM {t} AS t",
    "the everyday role with the setting": (
        "SET ROLE finally_app; SET finally.user_id = {victim}; SELECT t::text FROM {t} AS t"
    ),
    "the owner's role": "SET ROLE landlord; SELECT t::text FROM {t} AS t",
    "the superuser's role": "SET ROLE finally; SELECT t::text FROM {t} AS t",
    "the victim's role": "SET ROLE bert; SET ROLE anna; SELECT t::text FROM {t} AS t",
    "another session": "SET SESSION AUTHORIZATION finally_app; SELECT t::text FROM {t} AS t",
    "the owner's session": "SET SESSION AUTHORIZATION landlord; SELECT t::text FROM {t} AS t",
    "no row security": "SET row_security = off; SELECT t::text FROM {t} AS t",
    "a replica's triggers": "SET session_replication_role = replica; SELECT t::text FROM {t} AS t",
    "a table that hides the logins": (
        "CREATE TEMPORARY TABLE user_logins AS"
        " SELECT {victim}::uuid AS user_id, session_user::text AS role_name;"
        " CREATE TEMPORARY TABLE pg_class AS SELECT 1 AS oid;"
        " SET search_path = pg_temp, public; SELECT t::text FROM public.{t} AS t"
    ),
    "a function that hides the user": (
        "CREATE FUNCTION pg_temp.current_user_id() RETURNS uuid LANGUAGE sql"
        " AS 'SELECT {bare}::uuid'; SET search_path = pg_temp, public;"
        " SELECT t::text FROM public.{t} AS t"
    ),
}
LEAK: LiteralString = (
    "CREATE FUNCTION pg_temp.leak(said text) RETURNS boolean COST 0.0000001 LANGUAGE plpgsql"
    " AS $$BEGIN RAISE NOTICE '%', said; RETURN true; END$$; "
)
READING |= {
    "a leaky function in WHERE": LEAK + "SELECT FROM {t} AS t WHERE pg_temp.leak(t::text)",
    "a leaky function with the victim": (
        LEAK + "SELECT FROM {t} AS t WHERE pg_temp.leak(t::text) AND {key} = {victim}"
    ),
    "a leaky function in a join": (
        LEAK + "SELECT FROM {t} AS t JOIN (VALUES (1)) AS v (n) ON pg_temp.leak(t::text || n)"
    ),
    "a leaky function in an update": (
        LEAK + "UPDATE {t} AS t SET {key} = {key} WHERE pg_temp.leak(t::text) AND {key} = {victim}"
    ),
}
WRITING: dict[str, LiteralString] = {
    "update": "UPDATE {t} SET {key} = {key} WHERE {key} = {victim}",
    "take over": "UPDATE {t} SET {key} = {me} WHERE {key} = {victim}",
    "take over by place": "UPDATE {t} SET {key} = {me} WHERE ctid = '(0,1)' AND {key} <> {me}",
    "delete": "DELETE FROM {t} WHERE {key} = {victim}",
    "merge": (
        "MERGE INTO {t} AS t USING (VALUES ({victim}::uuid)) AS v (id) ON t.{key} = v.id"
        " WHEN MATCHED THEN UPDATE SET {key} = {me}"
    ),
    "update with the setting": (
        "SET finally.user_id = {victim}; UPDATE {t} SET {key} = {key} WHERE {key} = {victim}"
    ),
    "delete as the everyday role": (
        "SET finally.user_id = {victim}; SET ROLE finally_app;"
        " DELETE FROM {t} WHERE {key} = {victim}"
    ),
    "delete by a function": (
        "CREATE FUNCTION pg_temp.gone() RETURNS void LANGUAGE sql SECURITY DEFINER"
        " AS 'DELETE FROM public.{t} WHERE {key} = ''{bare_victim}'''; SELECT pg_temp.gone()"
    ),
    "delete through a view": (
        "CREATE TEMPORARY VIEW seen AS SELECT * FROM {t}; DELETE FROM seen WHERE {key} = {victim}"
    ),
    "copy in": "COPY {t} ({key}) FROM STDIN",
    "truncate": "TRUNCATE {t}",
    "truncate all": "TRUNCATE {t} CASCADE",
    "no triggers": "ALTER TABLE {t} DISABLE TRIGGER ALL",
    "no row security": "ALTER TABLE {t} DISABLE ROW LEVEL SECURITY",
    "no force": "ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY",
    "a policy": "CREATE POLICY lax ON {t} USING (true)",
    "no policy": "DROP POLICY IF EXISTS read_where_open ON {t}",
    "a policy for oneself": "ALTER POLICY read_where_open ON {t} TO landlord",
    "a trigger": (
        "CREATE TRIGGER lax AFTER INSERT ON {t} EXECUTE FUNCTION"
        " suppress_redundant_updates_trigger()"
    ),
    "a rule": "CREATE RULE lax AS ON INSERT TO {t} DO NOTHING",
    "an owner": "ALTER TABLE {t} OWNER TO CURRENT_USER",
    "a grant": "SET ROLE finally_app; GRANT ALL ON {t} TO PUBLIC",
    "drop": "DROP TABLE {t} CASCADE",
    "a reference": "CREATE TABLE mine (id uuid REFERENCES users (id))",
}


def attacked(
    db: Database, text: LiteralString, table: str, me: UUID, victim: UUID
) -> tuple[str, int]:
    """All that an attack was shown and told, as one text, and how many rows it says it changed."""
    told: list[str] = []

    def hear(said: errors.Diagnostic) -> None:
        told.append(str(said.message_primary))

    db.rollback()
    db.execute("DISCARD ALL")  # what an attack before this one set and made
    db.add_notice_handler(hear)
    changed = 0
    statements = sql.SQL(text).format(
        t=sql.Identifier(table),
        name=sql.Literal(table),
        key=sql.Identifier("id" if table == "users" else "user_id"),
        me=sql.Literal(str(me)),
        victim=sql.Literal(str(victim)),
        bare=sql.SQL(f"''{victim}''"),
        bare_victim=sql.SQL(str(victim)),
    )
    try:
        if text.startswith("COPY"):
            with db.cursor() as cursor, cursor.copy(statements) as copy:
                told += [bytes(block).decode() for block in copy]
            return " ".join(told), 0
        cursor = db.execute(statements)
        while True:
            if cursor.description:
                told += [str(row) for row in cursor.fetchall()]
            elif (cursor.statusmessage or "").split()[0] in ("UPDATE", "DELETE", "MERGE", "INSERT"):
                changed += cursor.rowcount
            if not cursor.nextset():
                break
    except REFUSALS as refused:
        told += [str(refused), str(refused.diag.message_detail)]
    finally:
        db.remove_notice_handler(hear)
    return " ".join(told), changed


def is_told_of(victim: UUID, said: str, statement: LiteralString) -> bool:
    """Whether something of a victim's was shown; what the attacker typed themself is nothing."""
    if "set_config" in statement:  # which says what it was given
        said = said.replace(f"('{victim}',)", "")
    return str(victim) in said or f"{victim.int:x}@example.org" in said


PAIRS = [("anna", "bert"), ("bert", "anna")]


@each("attack", READING)
def test_nothing_of_anothers_is_seen(attack: str, logged_in: Callable[[str], Database]) -> None:
    for attacker, victim in PAIRS:
        db = logged_in(attacker)
        for table in TABLES:
            said, _ = attacked(db, READING[attack], table, LOGINS[attacker], LOGINS[victim])
            assert not is_told_of(LOGINS[victim], said, READING[attack]), table


@each("attack", WRITING)
def test_nothing_of_anothers_is_changed(attack: str, logged_in: Callable[[str], Database]) -> None:
    for attacker, victim in [*PAIRS, ("dora", "anna"), ("stranger", "anna")]:
        db, me = logged_in(attacker), LOGINS.get(attacker, DORA)
        for table in TABLES:
            if (attacker, table) == ("dora", "user_shares") and attack.startswith("delete"):
                continue  # she may decline what is lent to her
            said, changed = attacked(db, WRITING[attack], table, me, LOGINS[victim])
            assert changed == 0, table
            assert not is_told_of(LOGINS[victim], said, WRITING[attack]), table


def test_the_attacks_would_be_seen_to_succeed(people: PeoplesServer) -> None:
    """The same statements, typed by a superuser, do show and change what is another's."""
    with people.connect(people.superuser) as db:
        for attack in ("select", "copy out", "a view", "a leaky function in WHERE", "sample"):
            said, _ = attacked(db, READING[attack], "assets", ANNA, BERT)
            assert is_told_of(BERT, said, READING[attack]), attack
        undone: LiteralString = "BEGIN; {} ; ROLLBACK"
        for attack in ("update", "delete", "merge"):
            text = undone.format(WRITING[attack])
            assert attacked(db, text, "fx_rates", BERT, BERT)[1] == 1, attack


# -- writing for another


@each("table", [*WRITTEN, "user_logins", "user_shares", "users"])
def test_nothing_is_written_for_another_nor_over_what_is_theirs(
    table: str, logged_in: Callable[[str], Database]
) -> None:
    for attacker, victim in [*PAIRS, ("dora", "anna"), ("stranger", "anna")]:
        db, whose = logged_in(attacker), LOGINS[victim]
        key = "id" if table == "users" else "user_id"
        row = valid_row(table, whose) | {key: whose}
        columns = sql.SQL(", ").join(map(sql.Identifier, row))
        values = sql.SQL(", ").join(map(sql.Literal, row.values()))
        for ending in (
            "",
            " ON CONFLICT DO NOTHING",
            " ON CONFLICT ({pk}) DO UPDATE SET {key} = excluded.{key}",
        ):
            for setting in (None, whose):
                db.execute("SELECT set_config('finally.user_id', %s, false)", [str(setting or "")])
                with pytest.raises((errors.InsufficientPrivilege, errors.InvalidColumnReference)):
                    db.execute(
                        sql.SQL("INSERT INTO {t} ({columns}) VALUES ({values})" + ending).format(
                            t=sql.Identifier(table),
                            columns=columns,
                            values=values,
                            pk=sql.SQL("id" if table in IDS_ALONE else "user_id, id"),
                            key=sql.Identifier(key),
                        )
                    )


IDS_ALONE = {"users", *CATEGORY_TABLES}


def test_nobody_gives_themself_a_login_or_another_one(
    logged_in: Callable[[str], Database],
) -> None:
    for attacker in ("anna", "dora", "stranger"):
        db = logged_in(attacker)
        for user in (ANNA, BERT, DORA):
            with pytest.raises(errors.InsufficientPrivilege):
                insert(db, "user_logins", {"user_id": user, "role_name": "stranger"})
        assert db.execute("DELETE FROM user_logins").rowcount == 0
        assert db.execute("UPDATE user_logins SET role_name = 'x'").rowcount == 0


# What makes a row another one than that which everybody has.
NEW: dict[str, dict[str, object]] = {
    "asset_inputs": {"month": 2},
    "import_rows": {"occurrence": 2},
    "sources": {"source_name": "New"},
}


@pytest.mark.parametrize(
    ("table", "column", "of"),
    [
        ("asset_inputs", "asset_id", giro_of),
        ("market_cap_history", "asset_id", giro_of),
        ("prices", "asset_id", giro_of),
        ("splits", "asset_id", giro_of),
        ("asset_targets", "asset_id", giro_of),
        ("recurring_postings", "recurring_id", phone_of),
        ("sources", "asset_id", giro_of),
        ("rules", "source_id", account_of),
        ("imports", "source_id", account_of),
        ("import_rows", "import_id", file_of),
        ("import_rows", "source_id", account_of),
        ("goal_parts", "goal_id", goal_of),
        ("goal_parts", "asset_id", giro_of),
        ("incoming_items", "import_row_id", bank_row_of),
        ("expense_items", "import_row_id", bank_row_of),
        ("asset_inputs", "import_id", file_of),
    ],
)
def test_nobody_refers_to_what_is_anothers(
    table: str, column: str, of: Callable[[UUID], UUID], logged_in: Callable[[str], Database]
) -> None:
    for attacker, victim in [*PAIRS, ("dora", "anna")]:
        for wanted in (of(LOGINS[victim]), UUID(int=1)):
            row = valid_row(table, LOGINS[attacker]) | {column: wanted} | NEW.get(table, {})
            with pytest.raises(errors.ForeignKeyViolation) as refused:  # there or not: the same
                insert(logged_in(attacker), table, row)
            assert str(wanted) not in str(refused.value)


def test_nobody_uses_anothers_category(logged_in: Callable[[str], Database]) -> None:
    for attacker, victim in [*PAIRS, ("dora", "anna")]:
        db = logged_in(attacker)
        with db.transaction(force_rollback=True):
            for owned, using in (
                ("asset_categories", "assets"),
                ("income_categories", "incoming_items"),
                ("expense_categories", "budgets"),
                ("expense_categories", "expense_subcategories"),
            ):
                theirs = category_of(victim, owned, logged_in)
                row = valid_row(using, LOGINS[attacker]) | {"category_id": theirs}
                row |= {"code": "OTHER_CODE"} if "code" in row else {}
                row |= {"asset_name": "New"} if "asset_name" in row else {}
                with pytest.raises(errors.ForeignKeyViolation), db.transaction():
                    insert(db, using, row)


def category_of(role: str, table: str, logged_in: Callable[[str], Database]) -> UUID:
    own = sql.SQL("SELECT id FROM {} WHERE user_id IS NOT NULL").format(sql.Identifier(table))
    return UUID(str(value(logged_in(role), own.as_string(None))))


def test_no_refusal_tells_which_names_another_uses(logged_in: Callable[[str], Database]) -> None:
    """What Bert's rows are called is free to Dora, who has none: no unique key answers for him."""
    db = logged_in("dora")
    for table in WRITTEN:
        with db.transaction(force_rollback=True):
            insert(db, table, valid_row(table, DORA))


@pytest.mark.parametrize("email", [f"{BERT.int:x}@example.org", "nobody@example.org"])
def test_no_refusal_tells_which_addresses_are_taken(
    email: str, logged_in: Callable[[str], Database]
) -> None:
    db = logged_in("anna")
    with pytest.raises(errors.CheckViolation) as refused:
        db.execute("UPDATE users SET email = %s", [email])
    assert refused.value.diag.constraint_name == "address_is_given_by_the_owner"
    with pytest.raises(errors.InsufficientPrivilege):
        insert(db, "users", {"email": email})
    with pytest.raises(errors.InsufficientPrivilege):
        db.execute("UPDATE users SET id = %s", [BERT])


# -- functions that are there already


def test_the_functions_of_the_schema_tell_nothing_of_another(
    people: PeoplesServer, logged_in: Callable[[str], Database]
) -> None:
    with people.connect(people.superuser) as superuser:
        event = value(superuser, "SELECT min(id::text) FROM audit_events WHERE user_id = %s", BERT)
    for attacker in ("anna", "dora", "stranger"):
        db = logged_in(attacker)
        for setting in ("", str(BERT)):
            db.execute("SELECT set_config('finally.user_id', %s, false)", [setting])
            assert value(db, "SELECT readers_of(%s)", BERT) is None
            assert value(db, "SELECT logins_of(%s)", BERT) is None
            if attacker != "dora":  # she sees what is shared, and not what the audit says of it
                assert db.execute("SELECT audit_differences(%s)", [BERT]).fetchall() == []
            assert db.execute("SELECT undo_event(%s, %s)", [BERT, event]).fetchall() == []
            latest = "SELECT count(*) FROM latest_networth WHERE user_id = %s"
            may_read = (attacker, setting) == ("dora", str(BERT))
            assert value(db, latest, BERT) == (1 if may_read else 0)
            assert value(db, "SELECT current_user_id()") == LOGINS.get(attacker)
            assert value(db, "SELECT session_is_trusted()") is False
            assert value(db, "SELECT acts_for_the_owner()") is False


def test_an_address_gives_no_more_than_an_id_and_to_a_stranger_nothing(
    logged_in: Callable[[str], Database],
) -> None:
    asked = "SELECT user_of_email(%s)"
    assert value(logged_in("anna"), asked, f"{BERT.int:X}@Example.org") == BERT
    for beginning in ("", "%", f"{BERT.int:x}", f"{BERT.int:x}@example.or_"):
        assert value(logged_in("anna"), asked, beginning) is None
    assert value(logged_in("stranger"), asked, f"{BERT.int:x}@example.org") is None


# -- whose books a login opens


def owners(db: Database, table: str) -> set[UUID]:
    key = "id" if table == "users" else "user_id"
    found = db.execute(
        sql.SQL("SELECT {0} FROM {1} WHERE {0} IS NOT NULL").format(
            sql.Identifier(key), sql.Identifier(table)
        )
    )
    return {row[0] for row in found.fetchall()}


@pytest.mark.parametrize("claimed", ["", str(ANNA), str(BERT), str(UUID(int=0xF))])
def test_each_login_sees_its_own_books_whatever_the_setting_says(
    claimed: str, logged_in: Callable[[str], Database]
) -> None:
    own, stranger = logged_in("anna"), logged_in("stranger")
    for db, expected in ((own, {ANNA}), (stranger, set())):
        db.execute("SELECT set_config('finally.user_id', %s, false)", [claimed])
        assert {table: owners(db, table) for table in TABLES} == dict.fromkeys(TABLES, expected)


# What Dora, who reads Anna's and Bert's books, can do to say whose she wants, and whose she gets.
STRANGERS = UUID(int=0xF)
OPENING: dict[str, tuple[LiteralString, UUID]] = {
    "nothing": ("SELECT", DORA),
    "an empty setting": ("SET finally.user_id = ''", DORA),
    "her own": (f"SET finally.user_id = '{DORA}'", DORA),
    "Anna's": (f"SET finally.user_id = '{ANNA}'", ANNA),
    "Bert's": (f"SET finally.user_id = '{BERT}'", BERT),
    "nobody's": (f"SET finally.user_id = '{STRANGERS}'", DORA),
    "Anna's, by a function": (f"SELECT set_config('finally.user_id', '{ANNA}', false)", ANNA),
    "Anna's, and then none": (
        f"SET finally.user_id = '{ANNA}'; RESET finally.user_id",
        DORA,
    ),
    "Anna's, and then nobody's": (
        f"SET finally.user_id = '{ANNA}'; SET finally.user_id = '{STRANGERS}'",
        DORA,
    ),
    "Bert's over Anna's": (
        f"SET finally.user_id = '{ANNA}'; SET finally.user_id = '{BERT}'",
        BERT,
    ),
    "Anna's, as the everyday role": (
        f"SET ROLE finally_app; SET finally.user_id = '{ANNA}'",
        ANNA,
    ),
    "nobody's, as the everyday role": (
        f"SET ROLE finally_app; SET finally.user_id = '{STRANGERS}'",
        DORA,
    ),
    "Bert's in a savepoint that is undone": (
        f"BEGIN; SET LOCAL finally.user_id = '{ANNA}'; SAVEPOINT s;"
        f" SET LOCAL finally.user_id = '{BERT}'; ROLLBACK TO s",
        ANNA,
    ),
    "Bert's in a savepoint that is kept": (
        f"BEGIN; SET LOCAL finally.user_id = '{ANNA}'; SAVEPOINT s;"
        f" SET LOCAL finally.user_id = '{BERT}'; RELEASE s",
        BERT,
    ),
    "Anna's in a transaction that has ended": (
        f"BEGIN; SET LOCAL finally.user_id = '{ANNA}'; COMMIT",
        DORA,
    ),
    "a table of shares of her own": (
        "CREATE TEMPORARY TABLE user_shares AS"
        f" SELECT '{STRANGERS}'::uuid AS user_id, '{DORA}'::uuid AS reader_id;"
        f" SET search_path = pg_temp, public; SET finally.user_id = '{STRANGERS}'",
        DORA,
    ),
    "a function that opens all": (
        "CREATE FUNCTION pg_temp.open_books() RETURNS uuid LANGUAGE sql"
        f" AS 'SELECT ''{ANNA}''::uuid'; SET search_path = pg_temp, public",
        DORA,
    ),
}
# Not shared, or not somebody's books but who may open them.
STABLE_VIEWS = ("net_worth_by_month", "cash_flow_by_month", "values_by_month", "budget_by_month")
UNSHARED = ("audit_events", "audit_changes", "idempotency_keys")
DIRECTORY = ("user_logins", "user_shares", "users")


@each("opening", OPENING)
def test_one_set_of_books_is_open_at_a_time(
    opening: str, logged_in: Callable[[str], Database]
) -> None:
    said, opened = OPENING[opening]
    db = logged_in("dora")
    db.execute(said)
    for table in set(TABLES) - set(DIRECTORY):
        of = sql.SQL("public.{}").format(sql.Identifier(table)).as_string(None)
        whose = f"SELECT DISTINCT user_id FROM {of} WHERE user_id IS NOT NULL"
        wanted = set() if table in UNSHARED else {opened} - {DORA}
        assert {row[0] for row in db.execute(whose).fetchall()} - {DORA} == wanted, table
    for view in (*STABLE_VIEWS, "latest_networth"):
        shown = db.execute(f"SELECT user_id FROM public.{view}".encode()).fetchall()
        assert {row[0] for row in shown} - {DORA} == {opened} - {DORA}, view
    for view in STABLE_VIEWS:
        nameless = f"SELECT count(*) FROM public.{view} WHERE base_currency IS NULL"
        assert value(db, nameless) == 0, "a reader sees the currency, too"
    assert value(db, "SELECT count(*) FROM public.assets") == 2 - (opened == DORA)
    assert owners(db, "users") == {ANNA, BERT, DORA}, "whose she may open"


def test_a_prepared_statement_shows_what_is_open_when_it_runs(
    logged_in: Callable[[str], Database],
) -> None:
    db = logged_in("dora")
    db.execute("PREPARE mine AS SELECT DISTINCT user_id FROM assets")
    db.execute("CREATE TEMPORARY VIEW all_of_it AS SELECT DISTINCT user_id FROM assets")
    for opened in (ANNA, BERT, DORA, STRANGERS) * 3:  # the server keeps a plan from the sixth on
        db.execute(sql.SQL("SET finally.user_id = {}").format(sql.Literal(str(opened))))
        wanted = [(DORA if opened == STRANGERS else opened,)]
        assert db.execute("EXECUTE mine").fetchall() == wanted
        assert db.execute("SELECT user_id FROM all_of_it").fetchall() == wanted


@each("table", [*WRITTEN, "user_shares"])
def test_nothing_is_written_while_lent_books_lie_open(
    table: str, logged_in: Callable[[str], Database]
) -> None:
    """Neither in them, nor in one's own, which are closed meanwhile."""
    db = logged_in("dora")
    db.execute(f"SET finally.user_id = '{ANNA}'")
    name = sql.Identifier(table)
    for whose in (ANNA, DORA):
        with pytest.raises(errors.InsufficientPrivilege):
            insert(db, table, valid_row(table, whose))
    if table == "idempotency_keys":
        return
    assert db.execute(sql.SQL("DELETE FROM {}").format(name)).rowcount == 0
    assert db.execute(sql.SQL("UPDATE {} SET user_id = user_id").format(name)).rowcount == 0
    locked = sql.SQL("SELECT FROM {} FOR KEY SHARE").format(name)
    assert db.execute(locked).rowcount == 0, "a lock keeps others from their work"


def test_a_category_of_the_same_code_is_that_of_the_open_books(
    logged_in: Callable[[str], Database],
) -> None:
    db = logged_in("dora")
    own = "SELECT array_agg(user_id) FROM asset_categories WHERE code = 'MY_OWN'"
    for opened, expected in (
        ("", None),
        (str(DORA), None),
        (str(ANNA), [ANNA]),
        (str(BERT), [BERT]),
    ):
        db.execute("SELECT set_config('finally.user_id', %s, false)", [opened])
        assert value(db, own) == expected


# -- what is given is taken


@pytest.fixture
def changing(people: PeoplesServer) -> Iterator[PeoplesServer]:
    """The same for a test that gives and takes; what it took is given again."""
    yield people
    with people.connect(people.superuser) as superuser:
        for user, reader in ((ANNA, DORA), (BERT, DORA)):
            superuser.execute(
                "INSERT INTO user_shares (user_id, reader_id) VALUES (%s, %s)"
                " ON CONFLICT DO NOTHING",
                [user, reader],
            )
        superuser.execute(
            "INSERT INTO user_logins (user_id, role_name) VALUES (%s, 'dora')"
            " ON CONFLICT DO NOTHING",
            [DORA],
        )
        superuser.execute("GRANT finally_app TO dora")


def test_a_reader_whose_share_ends_sees_nothing_from_the_next_statement_on(
    changing: PeoplesServer,
) -> None:
    asked = "SELECT count(*) FROM asset_inputs WHERE user_id = %s"
    with changing.connect("dora") as db, changing.connect("anna") as anna:
        db.execute(f"SET finally.user_id = '{ANNA}'")
        for _ in range(8):  # the server keeps a plan from the sixth on
            assert db.execute(asked, [ANNA], prepare=True).fetchone() == (1,)
        with db.transaction():
            assert db.execute(asked, [ANNA], prepare=True).fetchone() == (1,)
            assert anna.execute("DELETE FROM user_shares").rowcount == 1
            assert db.execute(asked, [ANNA], prepare=True).fetchone() == (0,)
        assert owners(db, "users") == {BERT, DORA}
        insert(anna, "user_shares", {"user_id": ANNA, "reader_id": DORA})
        assert db.execute(asked, [ANNA], prepare=True).fetchone() == (1,)


def test_a_login_that_is_revoked_is_blind_from_the_next_statement_on(
    changing: PeoplesServer,
) -> None:
    asked = "SELECT count(*) FROM assets"
    with changing.connect("dora") as db, changing.connect(changing.superuser) as superuser:
        before = value(db, asked)
        assert before >= 1
        with db.transaction():
            assert value(db, asked) == before
            superuser.execute("DELETE FROM user_logins WHERE role_name = 'dora'")
            assert value(db, asked) == 0
        superuser.execute("REVOKE finally_app FROM dora")
        with pytest.raises(errors.InsufficientPrivilege):
            db.execute(asked)


def test_a_share_is_given_by_whose_books_they_are_and_by_no_one_else(
    changing: PeoplesServer,
) -> None:
    with changing.connect("bert") as db:
        with pytest.raises(errors.InsufficientPrivilege):
            insert(db, "user_shares", {"user_id": ANNA, "reader_id": BERT})
        with pytest.raises(errors.CheckViolation) as refused:
            insert(db, "user_shares", {"user_id": BERT, "reader_id": BERT})
        assert refused.value.diag.constraint_name == "books_are_shared_with_somebody_else"
        assert db.execute("DELETE FROM user_shares WHERE user_id = %s", [ANNA]).rowcount == 0
    with changing.connect("dora") as reader:
        assert reader.execute("UPDATE user_shares SET reader_id = %s", [BERT]).rowcount == 0
        with pytest.raises(errors.InsufficientPrivilege):
            insert(reader, "user_shares", {"user_id": ANNA, "reader_id": BERT})


def test_a_share_is_declined_by_its_reader_and_kept_in_the_audit_of_the_books(
    changing: PeoplesServer,
) -> None:
    events = "SELECT count(*), max(sequence), bool_and(hash IS NOT NULL) FROM audit_events"
    with changing.connect("dora") as reader, changing.connect("anna") as anna:
        before = value(anna, "SELECT count(*) FROM audit_events")
        reader.execute(f"SET finally.user_id = '{ANNA}'")
        assert owners(reader, "assets") == {ANNA}
        reader.execute("RESET finally.user_id")
        declined = reader.execute("DELETE FROM user_shares WHERE user_id = %s", [ANNA])
        assert declined.rowcount == 1
        reader.execute(f"SET finally.user_id = '{ANNA}'")
        assert owners(reader, "assets") == {DORA}
        assert owners(reader, "users") == {BERT, DORA}
        assert anna.execute(events).fetchone() == (before + 1, before + 1, True)
        last = "SELECT actor, event_type FROM audit_events ORDER BY sequence DESC LIMIT 1"
        assert anna.execute(last).fetchone() == ("dora", "user_shares.delete")
        assert anna.execute("SELECT audit_differences(%s)", [ANNA]).fetchall() == []


def test_shares_are_no_chain(changing: PeoplesServer) -> None:
    """Dora reads Anna's books; who reads Dora's does not read Anna's by that."""
    with changing.connect(changing.superuser) as superuser:
        insert(superuser, "user_shares", {"user_id": DORA, "reader_id": BERT})
    try:
        with changing.connect("bert") as db:
            for opened, seen in ((DORA, DORA), (ANNA, BERT)):
                db.execute(sql.SQL("SET finally.user_id = {}").format(sql.Literal(str(opened))))
                assert owners(db, "assets") == {seen}
            assert owners(db, "users") == {BERT, DORA}
            assert owners(db, "user_shares") == {BERT, DORA}
    finally:
        with changing.connect(changing.superuser) as superuser:
            superuser.execute("DELETE FROM user_shares WHERE user_id = %s", [DORA])


def test_a_person_works_in_their_own_books_and_the_audit_says_who(people: PeoplesServer) -> None:
    with people.connect("dora") as db, psycopg.connect(people.dsn("dora")) as undone:
        insert(undone, "asset_inputs", valid_row("asset_inputs", DORA))
        undone.execute("UPDATE asset_inputs SET total = 250")
        undone.execute("UPDATE users SET display_name = 'Dora' WHERE id = %s", [DORA])
        kept = "SELECT net_worth FROM networth_materialized WHERE user_id = %s"
        assert value(undone, kept, DORA) == 250
        undone.execute("SET CONSTRAINTS ALL IMMEDIATE")
        actors = undone.execute(
            "SELECT DISTINCT actor FROM audit_events WHERE actor = session_user"
        ).fetchall()
        assert actors == [("dora",)]
        undone.rollback()
        assert value(db, "SELECT count(*) FROM asset_inputs WHERE user_id = %s", DORA) == 0
