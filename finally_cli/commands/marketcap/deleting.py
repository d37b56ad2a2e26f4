"""finally marketcap delete: the market cap of one asset in one month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.arguments import AssetArgument, MonthOption
from finally_cli.commands.finding import FoundAsset, find_asset
from finally_cli.commands.marketcap.listing import LIST
from finally_cli.commands.marketcap.showing import lock_market_caps
from finally_cli.commands.wiring import Talk, writes
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Money, Month
from finally_cli.model.money import shown
from finally_cli.model.month import this_month, written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapDeleted:
    month: Month
    market_cap: Money


DELETE = Statement("marketcap/delete", MarketCapDeleted)


@writes(destroys=True)
def delete(db: Database, talk: Talk, asset: AssetArgument, month: MonthOption = None) -> Sheet:
    """Delete the market cap of one asset in one month."""
    found = find_asset(db, asset)
    of_month = month or this_month()
    before = db.one(LIST, asset_id=found.id, first=of_month, last=of_month)
    if before is None:
        raise no_market_cap(found, of_month)
    what = f"the market cap of {quoted(found.asset)} in {written(of_month)}"
    talk.confirm(f"Delete {what}, {shown(before.market_cap)}?")
    with lock_market_caps(db, [found.id]):
        deleted = db.one(DELETE, id=found.id, month=of_month)
    if deleted is None:  # somebody else was faster
        raise no_market_cap(found, of_month)
    return Sheet(
        MarketCapDeleted,
        [deleted],
        "Deleted",
        about={"asset": found.asset, "currency": db.user.base_currency},
        sentences=[f"Deleted {what}, which was {shown(deleted.market_cap)}."],
    )


def no_market_cap(asset: FoundAsset, month: date) -> NotFound:
    """The refusal where a month holds no market cap of an asset."""
    return NotFound(
        f"{quoted(asset.asset)} has no market cap in {written(month)}",
        f"See those it has with: finally marketcap list --asset {asset.id[:8]}",
        code="MARKET_CAP_NOT_FOUND",
    )
