"""finally db sizes: how large each table is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.command import reads
from finally_cli.model.kinds import Kind
from finally_cli.model.result import Result
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


SIZES = Statement("db/sizes", TableSize)
TOTAL = Statement("db/size", SizeTotals)


@reads
def sizes(db: Database) -> Result:
    """Show how much room each table takes, the largest first.

    Examples:
        finally db sizes
    """
    totals = db.one(TOTAL)
    assert totals is not None  # a database has a size
    return Result(
        TableSize,
        db.all(SIZES),
        f"Tables; the whole database takes {totals.size}",
        totals=totals,
    )
