"""finally price delete: the price of one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import FoundAsset, find_asset
from finally_cli.commands.options import AssetArgument, DateOption, MonthOption
from finally_cli.commands.price.set import day_of
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import Day, Price
from finally_cli.model.quantity import format_price
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceFound:
    date: Day
    price: Price
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceDeleted:
    """What was kept, of one of the shares of that day."""

    date: Day
    price: Price


GET = Statement("price/get", PriceFound)
DELETE = Statement("price/delete", PriceDeleted)


@writes(destroys=True)
def delete(
    db: Database,
    terminal: Terminal,
    asset: AssetArgument,
    month: MonthOption = None,
    date: DateOption = None,
) -> Result:
    """Delete the price of one asset on one day; values that were recorded at it stay.

    Examples:
        finally price delete "World fund" --date 2026-10-31
    """
    if month is not None and date is not None:
        raise BadUsage("--month and --date say the same", "Give one of them.")
    found = find_asset(db, asset)
    day = day_of(month, date)
    before = db.one(GET, id=found.id, date=day)
    if before is None:
        raise no_price(found, day)
    what = f"the price of {quote(found.asset)} on {day.isoformat()}"
    terminal.confirm(f"Delete {what}, {format_price(before.price)}?")
    deleted = db.one(DELETE, id=found.id, date=day)
    if deleted is None:  # somebody else was faster
        raise no_price(found, day)
    return Result(
        PriceDeleted,
        [deleted],
        "Deleted",
        about={"asset": found.asset, "currency": before.currency},
        sentences=[f"Deleted {what}, which was {format_price(before.price)} {before.currency}."],
    )


def no_price(asset: FoundAsset, day: date) -> NotFound:
    """The refusal where a day holds no price of an asset."""
    return NotFound(
        f"{quote(asset.asset)} has no price on {day.isoformat()}",
        f"See those it has with: finally price list --asset {asset.id[:8]}",
        code="PRICE_NOT_FOUND",
    )
