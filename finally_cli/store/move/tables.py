"""What the catalog says of the program's tables: their columns, their order, what guards them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Bug
from finally_cli.store import migrations
from finally_cli.store.database import fetch_rows
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True, slots=True, kw_only=True)
class MovableTable:
    """A table that is there. Rows can be carried between tables of the same shape."""

    name: str
    columns: list[str]
    shape: str
    is_forced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A table, and one that must have its rows first."""

    name: str
    other_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A trigger of a table, and what brings it back to how it stands."""

    name: str
    trigger: str
    instruction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """What gives numbers to a column."""

    name: str
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTable:
    """A table that is not the program's."""

    name: str


TABLES = Statement("move/tables", MovableTable)
REFERENCES = Statement("move/references", Reference)
TRIGGERS = Statement("move/triggers", Trigger)
SEQUENCES = Statement("move/sequences", Sequence)
FOREIGN_TABLES = Statement("move/foreign_tables", ForeignTable)


def names_of_ours() -> list[str]:
    """The tables that the migrations make, but for the list of migrations itself.

    By name, since the user's own database may hold tables of other programs.
    """
    return [
        name
        for migration in migrations.find_migrations()
        for name in re.findall(r"^CREATE TABLE (\w+)", migration.text, re.MULTILINE)
    ]


def order_by_reference(
    connection: psycopg.Connection[Any], tables: list[MovableTable]
) -> list[MovableTable]:
    """The tables, each after all that it refers to; so no foreign key is ever broken."""
    import graphlib

    by_name = {table.name: table for table in tables}
    sorter = graphlib.TopologicalSorter({name: set[str]() for name in by_name})
    for reference in fetch_rows(connection, REFERENCES, tables=list(by_name)):
        sorter.add(reference.name, reference.other_name)
    try:
        return [by_name[name] for name in sorter.static_order()]
    except graphlib.CycleError as error:
        raise Bug(
            f"tables refer to each other in a ring: {' '.join(error.args[1])}",
            "This is a bug of ours; please report it.",
        ) from error
