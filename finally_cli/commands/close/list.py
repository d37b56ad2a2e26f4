"""finally close list: what closed months were when they were closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.close.through import THROUGH
from finally_cli.commands.command import reads
from finally_cli.model.kinds import Code, Kind, Moment, Money, Month, Remark, UnseenMoney
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A month that was closed, and what was known of it then; `hash` is what its seal says."""

    month: Month
    closed_at: Moment
    recorded: Annotated[int, Kind("count", "Values")]
    carried: Annotated[int, Kind("count", often_zero=True, spare=1)]
    missing: Annotated[int, Kind("count", often_zero=True, spare=1)]
    net_worth: Money | None
    income: UnseenMoney | None
    expenses: UnseenMoney | None
    findings: Annotated[int, Kind("count", shown=False)]
    reopened_at: Moment | None
    reason: Remark | None
    closed_by: Code
    reopened_by: Code | None
    sequence: Annotated[int, Kind("count", shown=False)]
    hash: Code


SEALS = Statement("close/list", Seal)


@reads
def list_(
    db: Database,
    all_: Annotated[
        bool, typer.Option("--all", help="Also seals of months that were opened again.")
    ] = False,
) -> Result:
    """List the months that are closed, newest first, and what was known of each when it was.

    All months up to the newest one are closed, listed or not.

    Examples:
        finally close list
        finally close list --all
    """
    through = db.one(THROUGH)
    return Result(
        Seal,
        db.all(SEALS, include_reopened=all_, only=None),
        f"Closed months ({db.user.base_currency})",
        about={
            "closed_through": through.month if through else None,
            "currency": db.user.base_currency,
        },
        nothing="No month is closed. Close one with: finally close",
    )
