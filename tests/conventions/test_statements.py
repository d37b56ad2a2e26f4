"""Every .sql file does what its header says, and the dataclass of its rows agrees."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import psycopg
import pytest
from psycopg import pq

from tests.support.each import each
from tests.support.sql_files import NAMES, PLACEHOLDER, places, sql_files, statements

PYTHON = {
    "bigint": int,
    "boolean": bool,
    "date": date,
    "integer": int,
    "numeric": Decimal,
    "numeric[]": list[Decimal],
    "text": str,
    "text[]": list[str],
    "timestamp with time zone": datetime,
}
# Straight from a column that may be null, in rows where it is not.
FILLED = {
    ("asset/close", "month"),
    ("audit/anchor", "sequence"),
    ("backup/audit_heads", "sequence"),
    ("import/previous_closing", "closing"),
    ("import/previous_closing", "closing_on"),
}

Describe = Callable[[str], pq.abc.PGresult]


@pytest.fixture
def describe(owner: psycopg.Connection[Any]) -> Describe:
    """PREPARE a file's statement on the migrated schema, and ask the server what it made of it."""

    def prepared(name: str) -> pq.abc.PGresult:
        owner.rollback()  # what the statement before this one needed
        for needed in sql_files()[name].needs:
            owner.execute(sql_files()[needed].numbered)
        owner.execute("SELECT")  # opens the transaction, which the next line does not do by itself
        made = owner.pgconn.prepare(b"", sql_files()[name].numbered)
        assert made.status == pq.ExecStatus.COMMAND_OK, made.error_message.decode()
        return owner.pgconn.describe_prepared(b"")

    return prepared


def type_name(connection: psycopg.Connection[Any], oid: int) -> str:
    found = connection.execute("SELECT format_type(%s, NULL)", [oid]).fetchone()
    assert found is not None
    return str(found[0])


def test_every_file_has_one_statement_in_the_code_and_every_statement_a_file() -> None:
    assert {name: where for name, where in places().items() if len(where) > 1} == {}
    assert sorted(places()) == sorted(NAMES)
    assert sorted(statements()) == sorted(NAMES), "a Statement stands at the top of its module"


@each("name", NAMES)
def test_a_header_names_the_file_and_says_in_a_sentence_what_it_does(name: str) -> None:
    header = sql_files()[name].header
    assert header[0] == f"-- {name}"
    about = header[1].removeprefix("-- ")
    assert about[0].isupper()
    assert about.endswith(".")
    assert ". " not in about, "one sentence; more go on the next line"
    assert "--" in header, "an empty line sets the sentence off"
    grammar = header[header.index("--") + 1 :]
    known = len([*sql_files()[name].params, *sql_files()[name].rows, *sql_files()[name].needs])
    assert len(grammar) == known, "lines after that are `param`, `row` and `needs`"


@each("name", NAMES)
def test_a_header_lists_the_parameters_that_the_statement_takes(name: str) -> None:
    file = sql_files()[name]
    listed = [param.name for param in file.params]
    assert sorted(listed) == sorted(set(PLACEHOLDER.findall(file.body)))
    assert "user_id" not in listed[1:], "user_id comes first"


@each("name", NAMES)
def test_postgresql_agrees_with_the_types_in_the_header(
    name: str, describe: Describe, owner: psycopg.Connection[Any]
) -> None:
    described = describe(name)
    file = sql_files()[name]
    takes = [type_name(owner, described.param_type(i)) for i in range(described.nparams)]
    assert takes == [param.type for param in file.params]
    gives = [
        ((described.fname(i) or b"").decode(), type_name(owner, described.ftype(i)))
        for i in range(described.nfields)
    ]
    assert gives == [(row.name, row.type) for row in file.rows]


@each("name", NAMES)
def test_the_dataclass_agrees_with_the_rows_of_the_header(name: str) -> None:
    row = statements()[name].row
    hints = get_type_hints(row)  # without what Annotated adds
    shaped = [(field.name, *shape(hints[field.name])) for field in fields(row)]
    # An array may hold nulls; whether it does, no header says.
    shaped = [(n, list[Decimal] if t == list[Decimal | None] else t, null) for n, t, null in shaped]
    listed = [(row.name, PYTHON[row.type], row.nullable) for row in sql_files()[name].rows]
    assert shaped == listed


def shape(hint: Any) -> tuple[Any, bool]:
    """The plain type of a field, and whether it may be None."""
    parts = get_args(hint) if type(None) in get_args(hint) else (hint,)
    (bare,) = (part for part in parts if part is not type(None))
    return bare, len(parts) > 1


@each("name", NAMES)
def test_a_result_straight_from_a_column_is_nullable_as_that_column_is(
    name: str, describe: Describe, owner: psycopg.Connection[Any]
) -> None:
    described = describe(name)
    outer_join = " LEFT JOIN " in " ".join(sql_files()[name].body.split())
    for place, row in enumerate(sql_files()[name].rows):
        column = owner.execute(
            "SELECT attnotnull FROM pg_attribute"
            " JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE relkind = 'r' AND attrelid = %s AND attnum = %s",
            [described.ftable(place), described.ftablecol(place)],
        ).fetchone()
        if column is None:
            continue  # an expression, or a view's column: see the next test
        (never_null,) = column
        if not never_null and (name, row.name) not in FILLED:
            assert row.nullable, f"{row.name} comes from a column that may be null"
        if never_null and not outer_join:
            assert not row.nullable, f"{row.name} comes from a column that is never null"
