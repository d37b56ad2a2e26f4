"""finally price list: what was recorded, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import reads
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.model.kinds import Day, Id, Kind, Price
from finally_cli.model.month import one_or_range
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListed:
    """A price in the currency beside it, of one of today's shares."""

    date: Day
    asset: str
    price: Price
    currency: str
    source: Annotated[str | None, Kind("text", spare=1)]
    id: Id


LIST = Statement("price/list", PriceListed)


@reads(paged=True)
def list_(
    db: Database,
    asset: Annotated[
        str | None,
        typer.Option(
            "--asset", metavar="ASSET", help="Of one asset only.", autocompletion=completion.assets
        ),
    ] = None,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
) -> Result:
    """List recorded prices, newest day first.

    They are of the shares of today: a split is counted in those before it.

    Examples:
        finally price list --asset "World fund"
    """
    start, end = one_or_range(month, first, last)
    found = find_asset(db, asset) if asset else None
    return Result(
        PriceListed,
        title="Prices",
        stream=db.each(LIST, first=start, last=end, asset_id=found.id if found else None),
        nothing="No prices yet. Record one with: finally price set ASSET PRICE",
    )
