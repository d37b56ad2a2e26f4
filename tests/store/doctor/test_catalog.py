"""sql/catalog.txt: what a database consists of that all migrations have just made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg

from finally_cli.store.doctor.catalog import STATEMENTS, catalog_text, live_objects, objects_as_made
from tests.conftest import Server
from tests.support.damaged_databases import context_of

HEADER = """\
# The schema after all migrations, thing by thing, as finally db doctor looks for it in a database:
# kind, relation, name, definition and state, with tabs between them; long texts as a hash.
# Written by: pytest tests/store/doctor/test_catalog.py --update-golden
"""


def test_the_catalog_is_what_all_migrations_make(
    server: Server, template: str, golden: Callable[[str, str], None]
) -> None:
    """On any version of PostgreSQL: CI runs this on 16 as well."""
    with closing(server.connect(template)) as connection:
        context = context_of(connection)
        things = [thing for kind in STATEMENTS for thing in live_objects(context, kind)]
    golden("../../sql/catalog.txt", HEADER + catalog_text(things))


def test_no_two_things_have_one_key() -> None:
    assert len({thing.key for thing in objects_as_made()}) == len(objects_as_made())


def test_it_knows_as_many_things_as_the_server_counts(owner: psycopg.Connection[Any]) -> None:
    """Counted by the server's own views, which the statements of the doctor do not use."""
    made = [thing.kind for thing in objects_as_made()]
    for kind, query in {
        "table": "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'",
        "view": "SELECT count(*) FROM pg_views WHERE schemaname = 'public'",
        "policy": "SELECT count(*) FROM pg_policies WHERE schemaname = 'public'",
        "function": "SELECT count(*) FROM information_schema.routines"
        " WHERE routine_schema = 'public'",
        "column": "SELECT count(*) FROM information_schema.columns JOIN pg_tables"
        " ON tablename = table_name WHERE table_schema = 'public' AND schemaname = 'public'",
        "trigger": "SELECT count(DISTINCT (event_object_table, trigger_name)) + (SELECT count(*)"
        " FROM pg_trigger WHERE tgtype & 32 <> 0 AND NOT tgisinternal)"
        " FROM information_schema.triggers",
    }.items():
        row = owner.execute(query).fetchone()
        assert row is not None
        assert made.count(kind) == row[0], kind
