"""finally source show: one account at a bank, and how its CSV files are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.source.arguments import SourceArgument
from finally_cli.commands.source.find import find_source, masked
from finally_cli.commands.source.words import layout_lines
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Count, Id, Kind
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    rows: int
    waiting: int
    first_day: date | None
    last_day: date | None
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """An account at a bank, with what files have brought of it; its number is masked."""

    source: str
    currency: Annotated[str, Kind("text", spare=4)]
    account: Annotated[str | None, Kind("text", spare=1)]
    asset: Annotated[str | None, Kind("text", same_as="source", spare=5)]
    files: Count
    rows: Annotated[int, Kind("count", spare=7)]
    waiting: Annotated[int, Kind("count", "Wait", spare=6)]
    first_day: Annotated[date | None, Kind("day", "From", spare=2)]
    last_day: Annotated[date | None, Kind("day", "Until", spare=3)]
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutLine:
    """One thing that is kept of how a source's CSV files are read."""

    what: str
    how: str


SHOW = Statement("source/show", Brought)


@reads
def show(
    db: Database,
    source: SourceArgument,
    toml: Annotated[
        bool, typer.Option("--toml", help="Print how its CSV files are read, to share it.")
    ] = False,
) -> Result:
    """Show what files have brought of an account at a bank, and how its CSV files are read.

    Examples:
        finally source show "City bank"
        finally source show "Card [gold]" --toml
    """
    from finally_cli.model.bank.layout import read_json, write_toml

    found = find_source(db, source)
    layout = read_json(found.layout) if found.layout else None
    written = write_toml(layout) if layout else None
    if toml and written is None:
        raise NotFound(
            f"nothing is kept of how CSV files of {quote(found.source)} are read",
            "Import one of them, or give a layout: finally source edit SOURCE --layout FILE.toml",
            code="LAYOUT_NOT_FOUND",
        )
    brought = db.one(SHOW, id=found.id)
    assert brought is not None  # counts are always one row
    row = SourceShown(
        source=found.source,
        currency=found.currency,
        account=masked(found.account_key),
        asset=found.asset,
        files=brought.files,
        rows=brought.rows,
        waiting=brought.waiting,
        first_day=brought.first_day,
        last_day=brought.last_day,
        id=found.id,
    )
    lines = [LayoutLine(what=what, how=how) for what, how in layout_lines(layout)] if layout else []
    return Result(
        SourceShown,
        [row],
        found.source,
        about={"layout": written},
        below=[Result(LayoutLine, lines, "How its CSV files are read")] if lines else [],
        sentences=written.splitlines() if toml and written else [],
        answer=toml,
    )
