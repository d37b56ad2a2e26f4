"""One report, asked for a page: what it answers, the SQL that answered, and its chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from finally_cli.commands.page.drawing_of import drawing_of
from finally_cli.commands.show_sql import distinct
from finally_cli.model.advice import books, with_books
from finally_cli.model.masking import masking
from finally_cli.model.page import AskedStatement, Panel
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.execution import Execution, write_out

LONGEST_VALUE = 500  # characters of a value in a statement


@contextmanager
def recorded(db: Database) -> Iterator[None]:
    """What is asked in the block is kept from nothing on, and alone."""
    before, db.executions = db.executions, []
    try:
        yield
    finally:
        db.executions = before


def statements_of(db: Database) -> Sequence[AskedStatement]:
    """The statements that were executed since the recording began, each once.

    None where amounts are masked: their values are amounts.
    """
    if masking.on:
        return []
    return [
        AskedStatement(one.name, one.sentence, write_out(db.connection, without_long_values(one)))
        for one in distinct(db.executions or [])
    ]


def without_long_values(one: Execution) -> Execution:
    """A statement in which a value that fills pages is only told: what one statement found is
    handed to others as a text, with all entries of the months in it."""
    if one.values is None:
        return one
    return one._replace(
        values={
            name: f"({len(value):,} characters, which --show-sql has)"
            if isinstance(value, str) and len(value) > LONGEST_VALUE
            else value
            for name, value in one.values.items()
        }
    )


def panel_of(
    db: Database, report: str, result: Result, command: str, *, folded: bool = True
) -> Panel:
    """The panel of what a report of that name has just answered, while it is recorded."""
    return Panel(
        command=with_books(command, books),
        result=result,
        drawing=drawing_of(report, result),
        statements=statements_of(db),
        folded=folded,
    )
