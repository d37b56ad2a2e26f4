"""finally recurring list: what comes back, and when next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands.recurring.item import FirstMonth, LastMonth
from finally_cli.commands.wiring import reads
from finally_cli.model.kinds import CategoryName, Code, Id, Kind, Money
from finally_cli.model.month import this_month
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringListed:
    """The same, and the first month in which it is due and was not posted."""

    kind: str
    category: Code
    subcategory: Code | None
    name: CategoryName
    amount: Money
    every: str
    first_month: FirstMonth
    last_month: LastMonth | None
    next_month: Annotated[date, Kind("month", "Next")] | None
    note: str | None
    id: Id


LIST = Statement("recurring/list", RecurringListed)


@reads
def list_(
    db: Database,
    all_: Annotated[bool, typer.Option("--all", help="Also what has ended.")] = False,
) -> Sheet:
    """List what comes back, and when it is due next."""
    currency = db.user.base_currency
    return Sheet(
        RecurringListed,
        db.all(LIST, month=this_month(), include_ended=all_),
        f"Recurring items ({currency})",
        about={"currency": currency},
        nothing="No recurring items. Add one with: finally recurring add KIND AMOUNT CATEGORY",
    )
