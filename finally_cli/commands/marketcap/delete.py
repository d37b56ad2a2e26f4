"""finally marketcap delete: the market cap of one month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import FoundAsset, find_asset
from finally_cli.commands.marketcap.list import LIST
from finally_cli.commands.marketcap.newest import lock_market_caps
from finally_cli.commands.options import AssetArgument, MonthOption
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Money, Month
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapDeleted:
    month: Month
    market_cap: Money


DELETE = Statement("marketcap/delete", MarketCapDeleted)


@writes(destroys=True)
def delete(
    db: Database, terminal: Terminal, asset: AssetArgument, month: MonthOption = None
) -> Result:
    """Delete the market cap of one asset in one month.

    Examples:
        finally marketcap delete Acme --month 2026-01
    """
    found = find_asset(db, asset)
    of_month = month or this_month()
    before = db.one(LIST, asset_id=found.id, first=of_month, last=of_month)
    if before is None:
        raise no_market_cap(found, of_month)
    what = f"the market cap of {quote(found.asset)} in {format_month(of_month)}"
    terminal.confirm(f"Delete {what}, {format_money(before.market_cap)}?")
    with lock_market_caps(db, [found.id]):
        deleted = db.one(DELETE, id=found.id, month=of_month)
    if deleted is None:  # somebody else was faster
        raise no_market_cap(found, of_month)
    return Result(
        MarketCapDeleted,
        [deleted],
        "Deleted",
        about={"asset": found.asset, "currency": db.user.base_currency},
        sentences=[f"Deleted {what}, which was {format_money(deleted.market_cap)}."],
    )


def no_market_cap(asset: FoundAsset, month: date) -> NotFound:
    """The refusal where a month holds no market cap of an asset."""
    return NotFound(
        f"{quote(asset.asset)} has no market cap in {format_month(month)}",
        f"See those it has with: finally marketcap list --asset {asset.id[:8]}",
        code="MARKET_CAP_NOT_FOUND",
    )
