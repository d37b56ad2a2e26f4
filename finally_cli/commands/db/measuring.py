"""finally db sizes and indexes: how large each table is, and which indexes are used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.wiring import reads
from finally_cli.model.kinds import Code, Count, Kind
from finally_cli.model.sheet import Note, Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

ByteSize = Annotated[str, Kind("text", "Size")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSize:
    """A table with its indexes and what of it is stored aside: `bytes` exactly, `size` for people.

    `row_estimate` is the planner's, null where it has never looked.
    """

    table: str
    size: ByteSize
    bytes: Annotated[int, Kind("code")]
    indexes: Annotated[str, Kind("text", "Of it indexes")]
    row_estimate: Annotated[int | None, Kind("count", "Rows, about")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeTotals:
    size: ByteSize
    bytes: Annotated[int, Kind("code")]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexUse:
    """An index, how often it was used since statistics were last reset, and what that gave."""

    schema_name: Code
    table: str
    index: str
    scans: Count
    rows_read: Annotated[int, Kind("count", spare=1)]
    rows_fetched: Annotated[int, Kind("count", spare=1)]
    size: Annotated[str, Kind("text", spare=1)]
    is_unique: Annotated[bool, Kind("text", "Unique")]


SIZES = Statement("db/sizes", TableSize)
TOTAL = Statement("db/size", SizeTotals)
INDEXES = Statement("db/indexes", IndexUse)


@reads
def sizes(db: Database) -> Sheet:
    """Show how much room each table takes, the largest first."""
    totals = db.one(TOTAL)
    assert totals is not None  # a database has a size
    return Sheet(
        TableSize,
        db.all(SIZES),
        f"Tables; the whole database takes {totals.size}",
        totals=totals,
    )


@reads
def indexes(db: Database) -> Sheet:
    """Show how often each index was used, the most used first.

    An index that keeps something unique is needed even if it is never used. The embedded server
    counts from its start on, which may be this very command.
    """
    rows = db.all(INDEXES)
    idle = [row for row in rows if not row.scans and not row.is_unique]
    return Sheet(
        IndexUse,
        rows,
        "Indexes, by how often they were used",
        notes=[
            Note("UNUSED", f"{len(idle)} indexes that keep nothing unique have not been used yet.")
        ]
        if idle
        else [],
    )
