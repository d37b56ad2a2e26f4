"""finally price set: what one cost on a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import writes
from finally_cli.commands.lookup import FoundAsset, find_asset
from finally_cli.commands.options import AssetArgument, CurrencyOption, DateOption, MonthOption
from finally_cli.model.errors import BadUsage, Refused
from finally_cli.model.kinds import Day, Price
from finally_cli.model.month import this_month, today
from finally_cli.model.quantity import format_price, parse_price
from finally_cli.model.result import Note, Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

JUMP = 10  # times as much, or as little, most often is a slip

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


SET = Statement("price/set", PriceSet)


@writes(dated=True)
def set_(
    db: Database,
    asset: AssetArgument,
    price: PriceArgument,
    month: MonthOption = None,
    date: DateOption = None,
    currency: CurrencyOption = None,
) -> Result:
    """Record what one of an asset cost on a day; values that are recorded keep theirs.

    With --month it is the price of the month's last day, and without either that of today. After a
    split, also a price of a day before it is typed for one of today's shares.

    Examples:
        finally price set "World fund" 82.10 --month 2026-10
        finally price set "World fund" 82.10 --date 2026-10-30
    """
    if month is not None and date is not None:
        raise BadUsage("--month and --date say the same", "Give one of them.")
    found = find_asset(db, asset)
    refuse_other_currency(found, currency)
    row = db.one(SET, id=found.id, date=day_of(month, date), price=price, source=None)
    assert row is not None  # of an asset that was found
    notes: list[Note] = []
    for before in (row.previous_price, row.last_price):
        if before is not None and is_jump(row.price, before) and not notes:
            what = f"was {format_price(before)} before, and is {format_price(row.price)} now"
            notes = [Note("PRICE_LOOKS_LIKE_A_SLIP", f"{quote(row.asset)} {what}.", "finally undo")]
    was = "" if row.previous_price is None else f"; it was {format_price(row.previous_price)}"
    if row.previous_price == row.price:
        was = ", as it was"
    return Result(
        PriceSet,
        [row],
        "Recorded",
        notes=notes,
        sentences=[
            f"One {quote(row.asset)} is {format_price(row.price)} {row.currency}"
            f" on {row.date.isoformat()}{was}.",
            *(f"{note.message} If it is a slip: {note.command}" for note in notes),
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


def is_jump(price: Decimal, before: Decimal) -> bool:
    """Whether one is ten times the other, or more."""
    return price >= JUMP * before or before >= JUMP * price


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
