"""How the rows of a file of books are written, and what is said of those that cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from finally_cli.commands.command import Terminal
from finally_cli.commands.export.tables import Table
from finally_cli.commands.import_.book_tables import WRITINGS
from finally_cli.commands.import_.stage import MANY
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.books_file import BadRow, BooksFile
from finally_cli.model.text import escape_controls, plural
from finally_cli.store.database import Database
from finally_cli.store.row_ranges import BrokenRow, write_rows
from finally_cli.store.statements import NoRows, Statement

TOLD = 20  # bad rows that are said one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class RowName:
    name: str | None


NAME_ROW = Statement("books/name_row", RowName)
CLEAR_TARGETS = Statement("books/clear_targets", NoRows)
CLEAR_ASSET_TARGETS = Statement("books/clear_asset_targets", NoRows)
CLEAR_ASSET_NAMES = Statement("books/clear_asset_names", NoRows)
CLEAR_GOAL_NAMES = Statement("books/clear_goal_names", NoRows)
CLEAR_SOURCES = Statement("books/clear_sources", NoRows)
CLEARING = {
    "assets": CLEAR_ASSET_NAMES,
    "goals": CLEAR_GOAL_NAMES,
    "sources": CLEAR_SOURCES,
    "targets": CLEAR_TARGETS,
    "asset_targets": CLEAR_ASSET_TARGETS,
}


def write_tables(
    db: Database, terminal: Terminal, books: BooksFile, tables: Sequence[Table]
) -> None:
    """Write what is new and what is to be replaced, table by table.

    Raises BadFile that names the first row which breaks a rule of the books.
    """
    total = sum(books.counts[table.name] for table in tables)
    done = 0
    with terminal.progress("Writing rows", total) as progress:
        for table in tables:
            if clearing := CLEARING.get(table.name):
                db.run(clearing)
            writing, rows = WRITINGS[table.name], books.counts[table.name]
            for first in range(1, rows + 1, writing.chunk):
                last = min(first + writing.chunk - 1, rows)
                if broken := write_rows(db, writing.statement, first, last):
                    raise broken_rule(db, table, broken)
                done += last - first + 1
                if total >= MANY:
                    progress(done)


def broken_rule(db: Database, table: Table, broken: BrokenRow) -> BadFile:
    """The refusal of a row by a rule of the schema, with the row's number and name."""
    found = db.one(
        NAME_ROW,
        table_name=table.name,
        number=broken.number,
        fields=list(WRITINGS[table.name].named),
    )
    name = found.name if found else None
    bad = BadRow(table.name, broken.number, broken.error.message)
    named = f" ({escape_controls(name[:80])})" if name else ""
    return BadFile(
        f"row {bad.row:,} of {bad.table}{named} breaks a rule: {bad.reason}; nothing was written",
        "Mend it in the file, and import it again.",
        code="BAD_ROWS",
        details={"rows": [asdict(bad)]},
    )


def refuse_rows(terminal: Terminal, bad: Sequence[BadRow], count: int, rows: int) -> None:
    """List the first rows of so many that cannot be imported. Raises BadFile if there is one."""
    if not bad:
        return
    for one in bad[:TOLD]:
        terminal.say(f"row {one.row:,} of {one.table}: {one.reason}")
    if count > TOLD:
        terminal.say(f"… and {count - TOLD:,} more.")
    raise BadFile(
        f"{count:,} of {plural(rows, 'row')} cannot be imported; nothing was written",
        "Mend them in the file, or export it once more, and import it again.",
        code="BAD_ROWS",
        details={"rows": [asdict(one) for one in bad]},
    )
