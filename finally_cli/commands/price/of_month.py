"""The price of an asset in a month: the last on record up to its end, and how old that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.lookup import FoundAsset
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Count, Day, Price
from finally_cli.model.month import format_month, today
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

OLD = 10  # days; what is older is said


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPrice:
    """A price of one of today's shares, the day that it is of, and how old it is in days."""

    day: Day
    price: Price
    age: Count


OF_MONTH = Statement("price/of_month", MonthPrice)


def price_of_month(db: Database, asset: FoundAsset, month: date) -> MonthPrice:
    """The price of a month. Raises NotFound where none is on record up to its end."""
    found = db.one(OF_MONTH, id=asset.id, month=month, today=today())
    if found is None:
        raise NotFound(
            f"there is no price of {quote(asset.asset)} up to {format_month(month)}",
            "Give it with --price, or record it:"
            f" finally price set {quote(asset.asset)} PRICE --month {format_month(month)}",
            code="PRICE_NOT_FOUND",
        )
    return found


def age_in_words(day: date, age: int) -> str:
    """How old a price is, where that is to be said; nothing for one of these days."""
    return f"its price is of {day.isoformat()}, {age:,} days old" if age > OLD else ""
