"""The tables that exports are made of hold all of the books: every table, every column."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, get_args, get_type_hints

import psycopg

from finally_cli.commands.export.tables import TABLES
from finally_cli.model.exporting.part import Part
from finally_cli.store.database import CurrentUser, Database
from tests.store.test_schema_row_security import WRITTEN
from tests.support.schema_rows import ANNA, BERT, act_as, insert, settle, valid_row
from tests.support.sql_files import sql_files

# What a user has that is no part of the books, or is worked out of them.
NOT_EXPORTED = {
    "audit_changes", "audit_events", "idempotency_keys", "month_seals", "networth_materialized",
    "user_logins", "user_shares",
}  # fmt: skip
# Columns that others stand for: `period` is of `year` and `month`, a category goes by its code.
STOOD_FOR = {"user_id", "year", "month"}


def body(name: str) -> str:
    return sql_files()[f"export/{name}"].body


def origin(name: str) -> str:
    """The table of the schema that a statement's rows are."""
    found = re.search(r"\nFROM (\w+)\n", body(name))
    assert found is not None
    return found[1]


def test_no_table_of_the_books_is_forgotten(owner: psycopg.Connection[Any]) -> None:
    owned = {
        name
        for (name,) in owner.execute(
            "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
            " WHERE relnamespace = 'public'::regnamespace AND attname = 'user_id' AND relkind = 'r'"
        )
    }
    exported = [origin(table.name) for table in TABLES]
    assert sorted(exported) == sorted(owned - NOT_EXPORTED), "a new table needs a statement"


def test_no_column_of_theirs_is_forgotten(owner: psycopg.Connection[Any]) -> None:
    for table in TABLES:
        source = origin(table.name)
        columns = {
            name
            for (name,) in owner.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND NOT attisdropped",
                [source],
            )
        }
        # The code of a category of the user's own is what others know it by, in place of its id.
        codes = {"id"} if "code" in columns else set()
        stood_for = STOOD_FOR if "period" in columns else {"user_id"}
        forgotten = {
            column
            for column in columns - stood_for - codes
            if not re.search(rf"\b{source}\.{column}\b", body(table.name))
        }
        assert forgotten == set(), table.name


def test_a_table_comes_after_those_that_it_refers_to(owner: psycopg.Connection[Any]) -> None:
    places = {origin(table.name): place for place, table in enumerate(TABLES)}
    for referring, other in owner.execute(
        "SELECT conrelid::regclass::text, confrelid::regclass::text"
        " FROM pg_constraint WHERE contype = 'f'"
    ):
        if referring in places and other in places:
            assert places[other] <= places[referring], f"{other} before {referring}"


def test_what_a_part_refers_to_comes_with_it(owner: psycopg.Connection[Any]) -> None:
    of_origin = {origin(table.name): table for table in TABLES}
    for referring, other, deferred in owner.execute(
        "SELECT conrelid::regclass::text, confrelid::regclass::text, condeferred"
        " FROM pg_constraint WHERE contype = 'f'"
    ):
        if referring not in of_origin or other not in of_origin or deferred:
            continue  # a link to a bank row is left out where that is
        table, needed = of_origin[referring], of_origin[other]
        for part in (table.part, *table.beside):
            assert needed.is_in({part}), f"{other} with {part}"
    assert all(table.is_in(None) for table in TABLES)
    assert {table.part for table in TABLES} == set(Part)


def test_rows_of_each_table_come_back_as_its_dataclass_and_nobody_elses(
    app: psycopg.Connection[Any],
) -> None:
    for user in (BERT, ANNA):
        settle(app, user)
        for name in WRITTEN:
            insert(app, name, valid_row(name, user))
    act_as(app, ANNA)
    ann = CurrentUser(id=str(ANNA), email="a", display_name=None, base_currency="USD")
    db = Database(app, ann, nested=True)
    for table in TABLES:
        rows = list(table.rows(db, None, None))
        # `settle` adds one of its own to five tables; the set of 2026-01 came with its target.
        assert 1 <= len(rows) <= 3, table.name
        for field, hint in get_type_hints(type(rows[0])).items():
            kinds = get_args(hint) or (hint,)
            assert all(isinstance(getattr(row, field), kinds) for row in rows), field
        if table.dated:
            assert list(table.rows(db, date(2030, 1, 1), None)) == []
            assert list(table.rows(db, None, date(2025, 12, 1))) == [] or table.name in (
                "target_sets",
                "targets",
            )
