"""finally marketcap list: what was recorded, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import reads
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.model.kinds import Growth, Kind, Money, Month
from finally_cli.model.month import one_or_range
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapListed:
    """A market cap in the user's currency, and its growth since the asset's one before."""

    month: Month
    asset: str
    market_cap: Money
    source: Annotated[str, Kind("text", spare=1)]
    change: Growth | None


LIST = Statement("marketcap/list", MarketCapListed)


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
    """List recorded market caps, newest month first.

    They are in your own currency. The change is since the last month before that has one recorded.

    Examples:
        finally marketcap list --asset Acme
    """
    start, end = one_or_range(month, first, last)
    found = find_asset(db, asset) if asset else None
    return Result(
        MarketCapListed,
        title=f"Market caps ({db.user.base_currency})",
        about={"currency": db.user.base_currency},
        stream=db.each(LIST, first=start, last=end, asset_id=found.id if found else None),
        nothing="No market caps yet. Record one with: finally marketcap set ASSET VALUE",
    )
