"""finally audit show: one event, and every value that it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.audit.finding import EventArgument, find_event, refuse_audit_reader
from finally_cli.commands.wiring import reads
from finally_cli.model.kinds import Kind
from finally_cli.model.sheet import Note, Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChanged:
    """One value of one row; `before` is null in a row that was added, `after` in one deleted."""

    table_name: str
    operation: str
    row_id: Annotated[str, Kind("id", spare=1)]
    field: str
    before: str | None
    after: str | None


SHOW = Statement("audit/show", ValueChanged)


@reads
def show(db: Database, event: EventArgument) -> Sheet:
    """Show what an event changed, value by value."""
    refuse_audit_reader(db)
    found = find_event(db, event)
    by = f" by {found.actor}" if found.actor else ""
    return Sheet(
        ValueChanged,
        db.all(SHOW, id=found.id),
        f"{found.at}{by}: {found.command or found.type}",
        about={
            "id": found.id, "at": found.at, "type": found.type, "command": found.command,
            "actor": found.actor, "undone": found.undone, "undoes": found.undoes,
            "sequence": found.sequence,
        },
        notes=[
            Note("UNDONE", "It has been taken back.", None)
        ] if found.undone else [],
        nothing="It changed nothing that is kept.",
    )  # fmt: skip
