"""finally asset list: what a person owns and owes, with each last value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.model.kinds import CategoryName, Code, Id, Kind, Money, Month, UnseenMoney
from finally_cli.model.month import next_month
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

Locked = Annotated[bool, Kind("text")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetListed:
    """An asset with its last value, in the user's currency, negative for a debt.

    `market_cap` is the newest of the whole company or coin, in the same currency.
    """

    asset: str
    category: Code
    category_name: CategoryName
    kind: Code
    ticker: Annotated[str | None, Kind("text", spare=1)]
    currency: Code
    value: Money | None
    month: Annotated[date | None, Kind("month", spare=4)]
    closed: Month | None
    kept_by: Code
    locked: Locked
    market_cap: UnseenMoney | None
    id: Id


LIST = Statement("asset/list", AssetListed)


@reads
def list_(
    db: Database,
    include_closed: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
) -> Result:
    """List assets and debts with their last values.

    Examples:
        finally asset list
        finally asset list --all
    """
    return Result(
        AssetListed,
        db.all(LIST, include_closed=include_closed, last=next_month()),
        f"Assets and debts ({db.user.base_currency})",
        about={"currency": db.user.base_currency},
        nothing="No assets yet. Add one with: finally asset add NAME --category CODE",
    )
