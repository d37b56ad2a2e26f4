"""finally source delete: an account at a bank of which no rows are there."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.source.arguments import SourceArgument
from finally_cli.commands.source.find import find_source
from finally_cli.model.errors import Conflict
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGone:
    source: str


DELETE = Statement("source/delete", SourceGone)


@writes(destroys=True)
def delete(db: Database, terminal: Terminal, source: SourceArgument) -> Result:
    """Delete an account at a bank of which no file has brought rows.

    Examples:
        finally source delete "Old card"
    """
    found = find_source(db, source)
    if found.has_rows:
        raise Conflict(
            f"{quote(found.source)} has bank rows, which would be lost",
            "Take back the files that brought them first, or keep it:"
            f" finally source show {found.id[:8]}",
            code="SOURCE_IN_USE",
        )
    terminal.confirm(f"Delete the source {quote(found.source)}?")
    gone = db.all(DELETE, id=found.id)
    return Result(SourceGone, gone, "Deleted", sentences=[f"Deleted {quote(found.source)}."])
