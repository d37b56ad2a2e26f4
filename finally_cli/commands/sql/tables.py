"""finally sql --tables: what there is to ask, with what the schema says of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Kind
from finally_cli.model.result import Result
from finally_cli.model.text import did_you_mean, quote, suggestions
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

NOBODY_SAID = "Nobody has said what it is."


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A table or view, or a column of one: `column_name` and `type` are null for the whole."""

    name: str
    kind: str
    column_name: str | None
    type: str | None
    is_required: bool | None
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A table or view, as people see it in the list of all."""

    name: str
    comment: Annotated[str | None, Kind("text", "What it is")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, as people see it in the list of one table."""

    name: Annotated[str, Kind("text", "Column")]
    type: Annotated[str, Kind("text", spare=1)]
    comment: Annotated[str | None, Kind("text", "What it is")]


TABLES = Statement("sql/tables", Described)


def list_tables(db: Database, name: str | None) -> Result:
    """All tables and views that may be read, or the columns of one of them.

    JSON and CSV have a row for each and for each column of it, in both cases. Raises NotFound for
    a name that none has.
    """
    if name is None:
        return list_all(db.all(TABLES, name=None))
    wanted = name.strip().removeprefix("public.")
    found = db.all(TABLES, name=wanted) or db.all(TABLES, name=wanted.lower())
    if not found:
        raise no_such_table(db, name)
    whole, *columns = found
    return Result(
        Described,
        found,
        table=Result(
            Column,
            [
                Column(name=one.column_name or "", type=one.type or "", comment=one.comment)
                for one in columns
            ],
            f"{whole.name}: {whole.comment or NOBODY_SAID}",
            nothing="It has no columns.",
        ),
    )


def list_all(found: Sequence[Described]) -> Result:
    """What there is to ask."""
    relations = [one for one in found if one.column_name is None]
    return Result(
        Described,
        found,
        table=Result(
            Relation,
            [Relation(name=one.name, comment=one.comment) for one in relations],
            "What there is to ask. The columns of one: finally sql --tables NAME",
        ),
    )


def no_such_table(db: Database, wanted: str) -> NotFound:
    """The refusal of an unknown name, with those most like it."""
    names = [one.name for one in db.all(TABLES, name=None) if one.column_name is None]
    return NotFound(
        f"there is no table or view {quote(wanted)}",
        f"{did_you_mean(suggestions(wanted, names))}See them all with: finally sql --tables",
        code="TABLE_NOT_FOUND",
    )
