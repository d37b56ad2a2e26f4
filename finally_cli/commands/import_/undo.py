"""finally import undo: taking a file back, but for what somebody has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.import_.find import find_import
from finally_cli.commands.import_.show import SHOW, ImportId
from finally_cli.model.kinds import Count, Id, Month
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.result import Note, Result
from finally_cli.model.text import and_list, plural, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsUndone:
    entries: Count
    forgotten: Count
    kept: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueUndone:
    asset: str
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone:
    """What of an import was taken back. `kept` are the rows that somebody has changed since."""

    file: str
    source: str
    entries: Count
    values: Count
    forgotten: Count
    kept: Count
    id: Id


NAMED = 10  # of the rows that stay
UNDO_PAIRS = Statement("import/undo_pairs", NoRows)
UNDO_ROWS = Statement("import/undo_rows", RowsUndone)
UNDO_VALUES = Statement("import/undo_values", ValueUndone)
DELETE = Statement("import/delete", NoRows)


@writes(destroys=True)
def undo(
    db: Database,
    terminal: Terminal,
    id: ImportId,  # noqa: A002  the word of the command line
) -> Result:
    """Take a file back: what it wrote and nobody has changed since goes, and it may come again.

    What was changed, deleted or decided by hand stays as it is, and stays known.

    Examples:
        finally import undo 682fdaec --dry-run
    """
    found = find_import(db, id)
    terminal.confirm(f"Take back {found.file} of {quote(found.source)}?")
    db.lock_user()
    db.run(UNDO_PAIRS, import_id=found.id)
    rows = db.one(UNDO_ROWS, import_id=found.id)
    assert rows is not None  # a count is always one row
    values = db.all(UNDO_VALUES, import_id=found.id)
    if not rows.kept:
        db.run(DELETE, import_id=found.id)
    undone = ImportUndone(
        file=found.file, source=found.source, entries=rows.entries, values=len(values),
        forgotten=rows.forgotten, kept=rows.kept, id=found.id,
    )  # fmt: skip
    notes = []
    if rows.kept:
        message = (
            f"{plural(rows.kept, 'row')} stayed, and stay known: changed, deleted or decided by"
            " hand since."
        )
        notes.append(Note("ROWS_KEPT", message, f"finally import show {found.id[:8]}"))
        terminal.say(message)
        for row in islice(db.all(SHOW, import_id=found.id), NAMED):
            amount = format_money(row.amount)
            terminal.say(f"  {row.day.isoformat()} {amount} {quote(row.text)}: {row.becomes}")
    return Result(
        ImportUndone, [undone], "Took back", notes=notes, sentences=undo_sentences(undone, values)
    )


def undo_sentences(undone: ImportUndone, values: list[ValueUndone]) -> list[str]:
    """What was taken back, in words."""
    said = [
        f"Took back {undone.file}: {plural(undone.entries, 'entry', 'entries')} deleted, "
        f"{plural(undone.forgotten, 'row')} forgotten."
    ]
    if values:
        names = and_list(sorted({quote(one.asset) for one in values}))
        months = and_list([format_month(one.month) for one in values])
        said.append(f"Deleted the value of {names} for {months}.")
    return said
