"""The way of a file's lines to the server, and what is seen of it on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.command import Terminal
from finally_cli.model.importing.csv_file import parse_file, parse_json_file
from finally_cli.model.text import fold_name
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database

FOLDED = "folded"  # the column
MANY = 5_000  # lines, from which on a person would wonder whether anything happens

File = Annotated[
    str, typer.Argument(parser=parse_file, metavar="FILE", help="A CSV file; - is standard input.")
]

JsonFile = Annotated[
    str,
    typer.Argument(
        parser=parse_json_file, metavar="FILE", help="A JSON file; - is standard input."
    ),
]
Commodities = Annotated[
    list[str] | None,
    typer.Option(
        "--commodity",
        metavar="NAME=CODE",
        help="Which currency a commodity is: $=CAD; again for each.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannerSetting:
    enable_nestloop: str | None


PLANNER = Statement("import/planner", PlannerSetting)


def stage_rows(
    db: Database,
    terminal: Terminal,
    what: str,
    table: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
) -> int:
    """Bring every line that can be read into a temporary table; how many rows that are."""
    db.run(PLANNER)
    with terminal.progress(f"Reading {what}") as progress:
        staged = db.copy(table, columns, rows, progress)
        if staged >= MANY:
            progress(staged)
    return staged


def add_folded_name(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """Rows of a line and an asset's name, and more, with what the name is compared by at the end.

    It is worked out here: a file has few names in many lines, and the server would do it for each.
    """
    for row in rows:
        yield *row, fold_name(str(row[1]))


@contextmanager
def report_writing(terminal: Terminal, what: str, staged: int) -> Iterator[None]:
    """Say before and after that they are being written, where it takes a while."""
    with terminal.progress(f"Writing {what}", staged) as progress:
        if staged >= MANY:
            progress(0)
        yield
        if staged >= MANY:
            progress(staged)
