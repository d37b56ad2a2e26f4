"""finally audit list: what was done, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands import completing
from finally_cli.commands.audit.finding import refuse_audit_reader
from finally_cli.commands.finding import find_asset
from finally_cli.commands.wiring import reads
from finally_cli.model.kinds import Id, Kind, Moment
from finally_cli.model.month import parse_day
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

DEFAULT_LIMIT = 50  # events


@dataclass(frozen=True, slots=True, kw_only=True)
class EventListed:
    """One event; `changes` counts the rows it added (+), changed (~) and deleted (-)."""

    at: Moment
    type: Annotated[str, Kind("text", "What")]
    command: str | None
    changes: Annotated[str, Kind("text", spare=1)]
    actor: Annotated[str | None, Kind("code")]
    undone: bool
    undoes: Id | None
    sequence: Annotated[int | None, Kind("code")]
    id: Annotated[str, Kind("id")]  # to undo it by, however narrow it is


LIST = Statement("audit/list", EventListed)


@reads(paged=True)
def list_(
    db: Database,
    since: Annotated[
        date | None,
        typer.Option(
            "--since", parser=parse_day, metavar="DATE", help="The first day (UTC): 2026-10-05."
        ),
    ] = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type", metavar="TYPE", help="What it is called: snapshot.add, or snapshot."
        ),
    ] = None,
    asset: Annotated[
        str | None,
        typer.Option(
            "--asset",
            metavar="ASSET",
            help="Only what touched it or a value of it.",
            autocompletion=completing.assets,
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1_000_000, metavar="N", help="At most so many.")
    ] = DEFAULT_LIMIT,
) -> Sheet:
    """List what was done to the books, newest first."""
    refuse_audit_reader(db)
    found = find_asset(db, asset) if asset else None
    rows = db.each(LIST, since=since, type=type_, asset_id=found.id if found else None, limit=limit)
    return Sheet(
        EventListed, title="What was done (UTC)", stream=rows, nothing="Nothing was done yet."
    )
