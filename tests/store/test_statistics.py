"""What the planner expects tells nobody what is in another's books.

EXPLAIN says how many rows a plan expects, and works that out of statistics of everybody's rows. On
a server where each person has a login, that was a way to read what another has written, letter by
letter, and all addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from string import ascii_lowercase

import psycopg
import pytest
from psycopg import sql

from finally_cli.store import migrations
from tests.support.people import DATABASE, PeoplesServer, peoples_server
from tests.support.protection import with_statistics
from tests.support.schema_rows import ANNA, BERT, FOOD, Database, act_as, insert, settle

SECRET = "therapy on mondays"
ALPHABET = f" {ascii_lowercase}"


@pytest.fixture(scope="module")
def own_cluster(clean_environment: None) -> Iterator[PeoplesServer]:
    with peoples_server("statistics") as cluster:
        yield cluster


@pytest.fixture(params=["landlord", "finally"], ids=["plain owner", "superuser"])
def owner(own_cluster: PeoplesServer, request: pytest.FixtureRequest) -> Iterator[Database]:
    """The owner of a database of whose tables statistics have been taken."""
    role: str = request.param
    with own_cluster.connect(own_cluster.superuser, "postgres") as admin:
        admin.execute(f"CREATE DATABASE {DATABASE} OWNER {role}")
        try:
            with closing(psycopg.connect(own_cluster.dsn(role))) as connection:
                list(migrations.apply_migrations(connection, migrations.find_migrations()))
            with closing(psycopg.connect(own_cluster.dsn(role))) as connection:
                fill(connection)
                connection.autocommit = True
                yield connection
        finally:
            admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def fill(owner: Database) -> None:
    """Anna writes the same 300 times, and Bert nothing; then everything is looked at."""
    for user, said in ((ANNA, SECRET), (BERT, None)):
        act_as(owner, None)
        settle(owner, user)
        owner.execute(
            "INSERT INTO expense_items (user_id, category_id, year, month, amount, description,"
            " spent_on) SELECT %s, %s, 2026, 1, 1, %s, '2026-01-07' FROM generate_series(1, 300)",
            [user, FOOD, said],
        )
        owner.commit()
    act_as(owner, ANNA)
    for role, user in (("anna", ANNA), ("bert", BERT)):
        act_as(owner, user)
        insert(owner, "user_logins", {"user_id": user, "role_name": role})
    owner.commit()
    owner.execute("ANALYZE")
    owner.commit()


def expected(db: Database, question: sql.Composed) -> int:
    """How many rows the planner expects, as anybody may ask."""
    row = db.execute(sql.SQL("EXPLAIN (FORMAT JSON) ") + question).fetchone()
    assert row is not None
    return int(row[0][0]["Plan"]["Plan Rows"])


def read_by_estimates(db: Database) -> str:
    """The attack: what most rows say, a letter at a time, from what plans expect."""

    def many_from(beginning: str) -> int:
        return expected(
            db,
            sql.SQL("SELECT FROM expense_items WHERE description >= {}").format(
                sql.Literal(beginning)
            ),
        )

    found = ""
    while len(found) < 40:
        nobody = many_from("~")
        steps = [many_from(found + letter) for letter in ALPHABET] + [nobody]
        falls = [one - next_ for one, next_ in pairwise(steps)]
        if max(falls) < 3:
            break
        found += ALPHABET[falls.index(max(falls))]
    return found


def statistics(people: PeoplesServer) -> set[str]:
    """The columns of which there are statistics, whatever row security hides of them."""
    with people.connect(people.superuser) as superuser:
        rows = superuser.execute(
            "SELECT starelid::regclass::text || '.' || attname FROM pg_statistic"
            " JOIN pg_class ON pg_class.oid = starelid"
            " JOIN pg_attribute ON attrelid = starelid AND attnum = staattnum"
            " WHERE relnamespace = 'public'::regnamespace"
            " AND atttypid NOT IN ('uuid'::regtype, 'integer'::regtype, 'bigint'::regtype)"
            " AND starelid <> 'schema_migrations'::regclass"
        )
        return {name for (name,) in rows}


def test_no_statistics_are_taken_of_what_is_written(
    owner: Database, own_cluster: PeoplesServer
) -> None:
    assert statistics(own_cluster) == set()
    with own_cluster.connect(own_cluster.superuser) as superuser:
        superuser.execute("VACUUM ANALYZE")
    assert statistics(own_cluster) == set()
    assert with_statistics(owner) == []


def test_what_another_wrote_is_not_read_from_what_plans_expect(
    owner: Database, own_cluster: PeoplesServer
) -> None:
    with own_cluster.connect("bert") as bert:
        assert read_by_estimates(bert) == ""
        with own_cluster.connect(own_cluster.superuser) as superuser:
            superuser.execute("ALTER TABLE expense_items ALTER description SET STATISTICS -1")
            superuser.execute("VACUUM ANALYZE")
        assert statistics(own_cluster) == {"expense_items.description"}
        assert read_by_estimates(bert) == SECRET, "the attack works, where it can"


def test_no_column_answers_for_anothers_rows(owner: Database, own_cluster: PeoplesServer) -> None:
    """Every operator that may look at statistics under row security, on every such column."""
    with own_cluster.connect(own_cluster.superuser) as superuser:
        superuser.execute("VACUUM ANALYZE")
    columns = owner.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " JOIN pg_class ON oid = ('public.' || table_name)::regclass AND relrowsecurity"
        " WHERE table_schema = 'public'"
        " AND data_type NOT IN ('uuid', 'integer', 'bigint', 'boolean')"
    ).fetchall()
    assert len(columns) > 100
    samples = {
        "text": ("", SECRET, "bread", "~", "anna@example.org"),
        "date": ("1999-01-01", "2026-01-07", "2099-01-01"),
        "timestamp with time zone": ("1999-01-01", "2026-11-28", "2099-01-01"),
        "numeric": ("0", "1", "100000"),
        "jsonb": ("[]", "{}", '"z"'),
        "bytea": ("\\x00", "\\x80", "\\xff"),
    }
    with own_cluster.connect("bert") as bert:
        for table, column, data_type in columns:
            for operator in ("=", "<", ">="):
                said = {
                    expected(
                        bert,
                        sql.SQL("SELECT FROM {} WHERE {} " + operator + " {}").format(
                            sql.Identifier(table), sql.Identifier(column), sql.Literal(value)
                        ),
                    )
                    for value in samples[data_type]
                }
                assert len(said) == 1, (table, column, operator)
