"""finally import list: which files came in, and which days none of them covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.command import reads
from finally_cli.commands.import_.sources import SourceOption
from finally_cli.commands.source.find import find_source
from finally_cli.model.kinds import Code, Day, Id, Kind, Money
from finally_cli.model.result import Note, Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportListed:
    """A file of one source, with the days it covers and the balance it closes with."""

    at: Annotated[str, Kind("moment", spare=2)]
    source: str
    file: Annotated[str, Kind("text", spare=5)]
    format: Code
    first_day: Annotated[Day | None, Kind("day", "From")]
    last_day: Annotated[Day | None, Kind("day", "To")]
    rows_read: Annotated[int, Kind("count", "Rows", spare=3)]
    currency: Annotated[str, Kind("text", spare=6)]
    closing: Annotated[Money | None, Kind("money", spare=7)]
    follows: Annotated[bool | None, Kind("text", "Proven", spare=4)]
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    source: str
    first_day: Day
    last_day: Day


LIST = Statement("import/list", ImportListed)
GAPS = Statement("import/gaps", Gap)


@reads(paged=True)
def list_(db: Database, source: SourceOption = None) -> Result:
    """List the bank's files that were imported, newest first, and the days that none covers.

    Examples:
        finally import list
        finally import list --source "City bank"
    """
    source_id = find_source(db, source).id if source is not None else None
    rows = db.all(LIST, source_id=source_id)
    return Result(
        ImportListed,
        rows,
        "Imports",
        notes=[gap_note(gap) for gap in db.all(GAPS, source_id=source_id)],
        nothing="No imports yet. Bring in a bank's file with: finally import bank FILE",
    )


def gap_note(gap: Gap) -> Note:
    """Says which days no file covers."""
    days = f"from {gap.first_day.isoformat()} to {gap.last_day.isoformat()}"
    if gap.first_day == gap.last_day:
        days = f"on {gap.first_day.isoformat()}"
    return Note("DAYS_NOT_COVERED", f"No file of {quote(gap.source)} covers what was {days}.")
