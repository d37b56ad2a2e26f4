"""finally db indexes: how large each index is, and how much it is used."""

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.command import reads
from finally_cli.model.kinds import Code, Count, Kind
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


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


INDEXES = Statement("db/indexes", IndexUse)


@reads
def indexes(db: Database) -> Result:
    """Show how often each index was used, the most used first.

    An index that keeps something unique is needed even if it is never used. The embedded server
    counts from its start on, which may be this very command.

    Examples:
        finally db indexes
    """
    rows = db.all(INDEXES)
    idle = [row for row in rows if not row.scans and not row.is_unique]
    return Result(
        IndexUse,
        rows,
        "Indexes, by how often they were used",
        notes=[
            Note("UNUSED", f"{len(idle)} indexes that keep nothing unique have not been used yet.")
        ]
        if idle
        else [],
    )
