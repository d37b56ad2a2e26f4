"""finally price set: what one cost on a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import FoundAsset, find_asset
from finally_cli.commands.options import AssetArgument, CurrencyOption, DateOption, MonthOption
from finally_cli.model.errors import BadUsage, Refused
from finally_cli.model.jumps import is_jump
from finally_cli.model.kinds import Day, Price
from finally_cli.model.month import this_month, today
from finally_cli.model.quantity import format_price, parse_price
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

PriceArgument = Annotated[
    Decimal,
    typer.Argument(parser=parse_price, metavar="PRICE", help="What one costs: 82.10."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSet:
    """A price as it is kept, in the asset's currency and the shares of today, and those before."""

    asset: str
    date: Day
    price: Price
    currency: str
    source: str | None
    previous_price: Price | None
    last_price: Price | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceOn:
    """A price of one of today's shares."""

    date: Day
    price: Price


SET = Statement("price/set", PriceSet)
NEIGHBOURS = Statement("price/neighbours", PriceOn)


@writes(dated=True)
def set_(
    db: Database,
    terminal: Terminal,
    asset: AssetArgument,
    price: PriceArgument,
    month: MonthOption = None,
    date: DateOption = None,
    currency: CurrencyOption = None,
) -> Result:
    """Record what one of an asset cost on a day; values that are recorded keep theirs.

    With --month it is the price of the month's last day, and without either that of today. After a
    split, also a price of a day before it is typed for one of today's shares. One that is ten times
    the price before or after it, or a tenth, is asked about.

    Examples:
        finally price set "World fund" 82.10 --month 2026-10
        finally price set "World fund" 82.10 --date 2026-10-30
    """
    if month is not None and date is not None:
        raise BadUsage("--month and --date say the same", "Give one of them.")
    found = find_asset(db, asset)
    refuse_other_currency(found, currency)
    day = day_of(month, date)
    confirm_jump(db, terminal, found, day, price)
    row = db.one(SET, id=found.id, date=day, price=price, source=None)
    assert row is not None  # of an asset that was found
    was = "" if row.previous_price is None else f"; it was {format_price(row.previous_price)}"
    if row.previous_price == row.price:
        was = ", as it was"
    return Result(
        PriceSet,
        [row],
        "Recorded",
        sentences=[
            f"One {quote(row.asset)} is {format_price(row.price)} {row.currency}"
            f" on {row.date.isoformat()}{was}."
        ],
    )


def day_of(month: date | None, day: date | None) -> date:
    """The day that is meant: the last one of a month, but none after today in this one."""
    if day is not None:
        return day
    of_month = month or this_month()
    if of_month == this_month():
        return today()
    return of_month.replace(day=monthrange(of_month.year, of_month.month)[1])


def confirm_jump(
    db: Database, terminal: Terminal, asset: FoundAsset, day: date, price: Decimal
) -> None:
    """Ask about a price that is ten times its neighbour in time, or a tenth, splits counted.

    Raises what `terminal.confirm` does.
    """
    for near in db.all(NEIGHBOURS, id=asset.id, date=day):
        if is_jump(price, near.price):
            old = PriceOn(date=near.date, price=near.price)
            new = PriceOn(date=day, price=price)
            earlier, later = (new, old) if near.date > day else (old, new)
            terminal.confirm(f"{jump_in_words(asset.asset, earlier, later)}. Record it?")
            return


def jump_in_words(asset: str, earlier: PriceOn, later: PriceOn) -> str:
    """How a price changes between two days, or on one."""
    since = "" if earlier.date == later.date else f" on {earlier.date.isoformat()}"
    return (
        f"{quote(asset)} goes from {format_price(earlier.price)}{since}"
        f" to {format_price(later.price)} on {later.date.isoformat()}"
    )


def refuse_other_currency(asset: FoundAsset, currency: str | None) -> None:
    """Raises Refused for a price in another currency than the asset's."""
    if currency is None or currency == asset.currency:
        return
    raise Refused(
        f"{quote(asset.asset)} is in {asset.currency}, and its prices are not in {currency}",
        f"Type it in {asset.currency}, or say what the asset is in:"
        f" finally asset edit {quote(asset.asset)} --currency {currency}",
        code="PRICE_IN_ANOTHER_CURRENCY",
    )
