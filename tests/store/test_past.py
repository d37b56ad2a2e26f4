"""What stands before the real tables where the past is asked of: whose rows, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from finally_cli.model.errors import Denied
from finally_cli.model.sql_names import turn_names
from finally_cli.store.database import CurrentUser, Database
from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.past import Moment, find_moment, go_back
from tests.conftest import Server
from tests.support.sql_files import NAMES, sql_files

# What is about logins, keys and the audit itself, and about the whole database.
NOT_BOOKS = {"audit", "past", "db", "backup", "doctor", "prisma", "idempotency", "demo", "sql"}


def database(connection: psycopg.Connection[Any], email: str = "ann@example.org") -> Database:
    """The books of a user, as the everyday role opens them."""
    connection.execute("SET LOCAL finally.user_id = ''")
    found = connection.execute("SELECT id FROM users WHERE email = %s", [email]).fetchone()
    assert found is not None
    (id_,) = found
    connection.execute("SELECT set_config('finally.user_id', %s, true)", [str(id_)])
    user = CurrentUser(id=str(id_), email=email, display_name=None, base_currency="USD")
    return Database(connection, user, nested=True)


@contextmanager
def taken_back(connection: psycopg.Connection[Any]) -> Iterator[None]:
    with connection.transaction(force_rollback=True):
        yield


def temporary(connection: psycopg.Connection[Any], kinds: str = "r") -> set[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
        " AND relkind = ANY (%s)",
        [list(kinds)],
    ).fetchall()
    return {name for (name,) in rows}


def test_before_all_was_done_each_table_of_books_stands_there_empty_but_for_what_is_built_in(
    sample_connection: psycopg.Connection[Any],
) -> None:
    with taken_back(sample_connection):
        db = database(sample_connection)
        go_back(db, find_moment(db, before="2000-01-01"))
        made = temporary(sample_connection) - {"past_images", "users"}
        assert {"asset_inputs", "networth_materialized", "rules", "goal_parts"} <= made
        left = {
            name: sample_connection.execute(f"SELECT count(*) FROM {name}".encode()).fetchone()
            for name in made
        }
        assert {name for name, count in left.items() if count != (0,)} == {
            "expense_subcategories"  # with those that are built in
        } & made | {name for name in made if name.endswith("_categories")}
        for name in left:
            if name.endswith("categories"):
                own = f"SELECT FROM {name} WHERE user_id IS NOT NULL"
                assert sample_connection.execute(own.encode()).fetchall() == []
        assert len(sample_connection.execute("SELECT FROM users").fetchall()) == 1
        assert sample_connection.execute("SELECT FROM audit_events").fetchall() == []
    assert temporary(sample_connection, "rvi") == set()


def test_no_row_of_anybody_else_comes_in(sample_connection: psycopg.Connection[Any]) -> None:
    """A login that is trusted with all books makes them, here and on an embedded server."""
    for email in ("ann@example.org", "bob@example.org"):
        with taken_back(sample_connection):
            db = database(sample_connection, email)
            go_back(db, replace(find_moment(db, before="2000-01-01"), sequence=0))
            for name in temporary(sample_connection) - {"past_images"}:
                key = "id" if name == "users" else "user_id"
                foreign = sample_connection.execute(
                    f"SELECT FROM pg_temp.{name} WHERE {key} <> %s".encode(), [db.user.id]
                )
                assert foreign.fetchall() == [], name


def test_no_plan_of_ours_reads_a_real_table_that_another_stands_before(
    sample_connection: psycopg.Connection[Any],
) -> None:
    """Whatever a statement calls or selects from; plpgsql plans within, and is turned as a text."""
    faults = []
    with taken_back(sample_connection):
        db = database(sample_connection)
        go_back(db, find_moment(db, before="2000-01-01"))
        assert db.past is not None
        sample_connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        names = [
            name
            for name in NAMES
            if name.split("/")[0] not in NOT_BOOKS
            and not sql_files()[name].needs
            and sql_files()[name].body.lstrip().startswith(("SELECT", "WITH"))
            and not re.search(
                r"\b(INSERT INTO|UPDATE|DELETE FROM|FOR NO KEY)\b", sql_files()[name].body
            )
        ]
        assert len(names) > 100
        for name in names:
            file = sql_files()[name]
            turned = db.past.turn(file.numbered.decode())
            types = ", ".join(param.type for param in file.params)
            given = ", ".join("NULL" for _ in file.params)
            sample_connection.execute(
                f"PREPARE asked {f'({types})' if types else ''} AS {turned}".encode()
            )
            asked = f"EXECUTE asked {f'({given})' if given else ''}"
            plan = "\n".join(
                line
                for (line,) in sample_connection.execute(
                    f"EXPLAIN (VERBOSE, COSTS OFF) {asked}".encode()
                )
            )
            sample_connection.execute("DEALLOCATE asked")
            read = set(re.findall(r" on public\.(\w+)", plan))
            found = set(re.findall(r"(?<!pg_temp\.)(?<!pg_temp_\d\.)\b(\w+)\(", plan))
            called = found & db.past.functions
            if (read & db.past.relations) - {"audit_events", "audit_changes"} or called:
                faults.append((name, read & db.past.relations, called))
        bodies = sample_connection.execute(
            "SELECT proname, prosrc FROM pg_proc"
            " WHERE pronamespace = pg_my_temp_schema() AND prosqlbody IS NULL"
        ).fetchall()
        assert {"asset_mix", "category_mix"} <= {name for name, _ in bodies}
        for name, text in bodies:
            named = set(re.findall(r"public\.(\w+)", text))
            if named & (db.past.relations | db.past.functions):
                faults.append((name, named & db.past.relations, named & db.past.functions))
    assert faults == []


def test_a_column_that_came_later_has_its_default_and_one_that_is_gone_is_left_out(
    server: Server, fresh_database: str
) -> None:
    with closing(server.connect(fresh_database, autocommit=True)) as owner:
        owner.execute("INSERT INTO users (email) VALUES ('ann@example.org')")
        owner.execute("SELECT set_config('finally.user_id', (SELECT id::text FROM users), false)")
        owner.execute(
            "INSERT INTO assets (user_id, category_id, asset_name)"
            " SELECT current_user_id(), id, 'Savings' FROM asset_categories WHERE code = 'CASH'"
        )
        owner.execute("ALTER TABLE assets ADD COLUMN going text DEFAULT 'then'")
        owner.execute("UPDATE assets SET asset_name = 'Saving'")
        owner.execute("UPDATE assets SET going = 'now', asset_name = 'Saved'")
        owner.execute("ALTER TABLE assets DROP COLUMN going")
        owner.execute("ALTER TABLE assets ADD COLUMN colour text NOT NULL DEFAULT 'red'")
        owner.execute("UPDATE assets SET colour = 'blue'")
    with closing(server.connect(fresh_database, user=EmbeddedServer.EVERYDAY)) as everyday:
        for sequence, name, colour in ((2, "Savings", "red"), (3, "Saving", "red"),
                                       (4, "Saved", "red"), (5, "Saved", "blue")):  # fmt: skip
            with taken_back(everyday):
                db = database(everyday)
                go_back(db, find_moment(db, sequence=sequence))
                kept = everyday.execute("SELECT asset_name, colour FROM assets").fetchall()
                assert kept == [(name, colour)]


def test_the_end_of_a_day_is_a_place_in_the_chain_whatever_a_clock_said(
    server: Server, fresh_database: str
) -> None:
    """The third event was written while the clock was a day behind."""
    days = ("2026-01-01", "2026-01-03", "2026-01-02", "2026-01-05")
    with closing(server.connect(fresh_database)) as owner:
        owner.execute("INSERT INTO users (email) VALUES ('ann@example.org')")
        owner.commit()
        owner.execute("SET session_replication_role = replica")
        owner.execute("DELETE FROM audit_events")
        for sequence, day in enumerate(days, start=1):
            owner.execute(
                "INSERT INTO audit_events"
                " (user_id, event_type, created_at, sequence, hash, actor)"
                " SELECT id, 'x', %s::timestamptz, %s, '', '' FROM users",
                [f"{day} 12:00+00", sequence],
            )
        owner.commit()
    with closing(server.connect(fresh_database, user=EmbeddedServer.EVERYDAY)) as everyday:
        db = database(everyday)
        found = {
            day: (moment.sequence, moment.later)
            for day in ("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-09")
            for moment in [find_moment(db, before=f"{day} 00:00+00")]
        }
    assert found == {
        "2026-01-01": (0, 4),
        "2026-01-02": (1, 3),
        "2026-01-03": (3, 1),
        "2026-01-04": (3, 1),
        "2026-01-09": (4, 0),
    }


def test_a_login_that_may_make_no_temporary_tables_is_told_who_can_let_it(
    app: psycopg.Connection[Any],
) -> None:
    refused = Moment(sequence=1, later=0, began=None, may_make_tables=False)
    user = CurrentUser(id="", email="", display_name=None, base_currency="EUR")
    with pytest.raises(Denied) as raised:
        go_back(Database(app, user), refused)
    assert raised.value.code == "NO_TEMPORARY_TABLES"


def test_only_names_of_things_are_turned() -> None:
    functions, relations = {"f", "g", "odd name"}, {"t"}
    for text, turned in (
        ("SELECT f(1)", "SELECT pg_temp.f(1)"),
        ("SELECT F (1)", "SELECT pg_temp.F (1)"),
        ('SELECT "f"(1), "F"(1)', 'SELECT pg_temp."f"(1), "F"(1)'),
        ('SELECT "odd name"(1)', 'SELECT pg_temp."odd name"(1)'),
        ("SELECT public.f(1), public . t.a", "SELECT pg_temp.f(1), pg_temp . t.a"),
        ("SELECT other.f(1), f", "SELECT other.f(1), f"),
        ("SELECT 'f(1)', E'\\'f(1)', $$f(1)$$, $a$f(1)$a$", None),
        ("SELECT U&'f(1)', 'it''s f(1)' -- f(1)", None),
        ("SELECT 1 /* f(1) /* g(1) */ f(2) */", None),
        ("SELECT %(f)s, $1, t.f FROM t", None),
        ("WITH f (a) AS (SELECT 1) SELECT a FROM f", None),
        ("WITH f (a) AS MATERIALIZED (SELECT g(1)) SELECT a FROM f",
         "WITH f (a) AS MATERIALIZED (SELECT pg_temp.g(1)) SELECT a FROM f"),
        ("SELECT a FROM g(1) AS f (a)", "SELECT a FROM pg_temp.g(1) AS f (a)"),
        ("SELECT a FROM g(1) f(a)", "SELECT a FROM pg_temp.g(1) f(a)"),
        ("SELECT DISTINCT ON (a) f(a) FROM t", "SELECT DISTINCT ON (a) pg_temp.f(a) FROM t"),
        ("SELECT f(g(1))", "SELECT pg_temp.f(pg_temp.g(1))"),
        ("AS $function$ SELECT f(1), 'f(1)' FROM public.t $function$",
         "AS $function$ SELECT pg_temp.f(1), 'f(1)' FROM pg_temp.t $function$"),
    ):  # fmt: skip
        assert turn_names(text, "pg_temp", relations, functions) == (turned or text)
