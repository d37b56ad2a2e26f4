"""finally close reopen: a closed month, and all after it, open again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.close.through import THROUGH
from finally_cli.commands.command import writes
from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import Month
from finally_cli.model.month import format_month, parse_month
from finally_cli.model.result import Result
from finally_cli.model.text import parse_note
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    month: Month


REOPEN = Statement("close/reopen", Reopened)


def parse_reason(text: str) -> str:
    """Why a month is opened again. Raises BadUsage for nothing."""
    reason = parse_note(text).strip()
    if not reason:
        raise BadUsage("a reason says something", "Write it as --reason 'a late invoice'.")
    return reason


@writes
def reopen(
    db: Database,
    month: Annotated[
        date,
        typer.Argument(
            parser=parse_month,
            metavar="MONTH",
            help="The first month to open: 2026-10, oct, last, or -2.",
            autocompletion=completion.months,
        ),
    ],
    reason: Annotated[
        str,
        typer.Option(
            "--reason", parser=parse_reason, metavar="TEXT", help="Why; it stays with the seal."
        ),
    ],
) -> Result:
    """Open a closed month again, and all after it.

    Their seals stay on record with the reason. When a month is closed again, what was changed in
    between is listed.

    Examples:
        finally close reopen 2026-10 --reason "a late invoice"
    """
    through = db.one(THROUGH)
    last = through.month if through else None
    if last is None or last < month:
        return Result(
            Reopened, title="Opened", about={"closed_through": last},
            sentences=[f"{format_month(month)} is open already."],
        )  # fmt: skip
    rows = db.all(REOPEN, month=month, reason=reason)
    now = db.one(THROUGH)
    left = now.month if now else None
    first, newest = format_month(month), format_month(last)
    said = f"{first} is open again" if month == last else f"{first} to {newest} are open again"
    rest = f"closed through {format_month(left)}" if left else "no month is closed"
    return Result(
        Reopened, rows, "Opened", about={"closed_through": left},
        sentences=[f"{said}; {rest}. Close again with: finally close {newest} --earlier"],
    )  # fmt: skip
