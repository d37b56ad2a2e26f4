"""The kinds of value a row may hold. A kind decides how a column is shown and written."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple, get_type_hints

KindName = Literal[
    "text",
    "code",
    "money",
    "change",
    "share",
    "growth",
    "rate",
    "month",
    "day",
    "id",
    "count",
    "part",
    "pace",
    "series",
    "points",
    "shares",
    "percent",
    "months",
    "moment",
    "number",
    "value",
    "quantity",
    "price",
]
SERIES: frozenset[KindName] = frozenset(("series", "shares"))  # one value for each month


class Kind(NamedTuple):
    name: KindName
    heading: str = ""  # of the column in a table; else made of the field's name
    unless: str = ""  # no column where this field says it already, in every row
    same_as: str = ""  # no column where it is what this field is, in every row that has it
    often_zero: bool = False  # no column where all are zero
    only_with: str = ""  # no column where that field's has none
    spare: int = 0  # a narrow terminal goes without it, those with the lowest number first
    adds_up: bool = False  # parts of one whole: rounded so that they sum to what it is rounded to
    shown: bool = True  # in a table; JSON and CSV have every field
    always: bool = False  # a column also where it says nothing


# What a narrow terminal goes without comes from what can be worked out of the rest, or looked up.
Money = Annotated[Decimal, Kind("money")]
Change = Annotated[Decimal, Kind("change")]  # money with its sign: what was gained or lost
# What stands apart from a change of what both of two months know.
New = Annotated[Decimal, Kind("money", often_zero=True, spare=6)]  # first values
Gone = Annotated[Decimal, Kind("money", often_zero=True, spare=6)]  # last values of what was closed
MissingChange = Annotated[Decimal, Kind("change", "No value", often_zero=True, spare=6)]
Share = Annotated[Decimal, Kind("share", spare=5)]  # a fraction: 0.25 is 25 %
Portion = Annotated[Decimal, Kind("share", adds_up=True, spare=5)]  # of what all rows are together
Percent = Annotated[Decimal, Kind("percent")]  # a fraction that somebody typed: shown in full
Months = Annotated[Decimal, Kind("months")]  # how many, with one decimal
Points = Annotated[Decimal, Kind("points", spare=3)]  # a difference of two shares: 0.02 is 2 points
Shares = Annotated[list[Decimal | None], Kind("shares")]  # as Series; each month is one whole
Growth = Annotated[Decimal, Kind("growth", spare=2)]  # a signed fraction: 0.02 is +2 %
Rate = Annotated[Decimal, Kind("rate")]
Quantity = Annotated[Decimal, Kind("quantity", spare=3)]  # how many: shown in full
Price = Annotated[Decimal, Kind("price", spare=2)]  # what one costs: in full, in its own currency
Month = Annotated[date, Kind("month")]
Day = Annotated[date, Kind("day")]
ItsMonth = Annotated[date, Kind("month", unless="date")]  # of what may also have a day
Carried = Annotated[Decimal, Kind("money", often_zero=True, spare=1)]
Moved = Annotated[Decimal, Kind("change", often_zero=True, spare=1)]  # into it; minus is out
Available = Annotated[Decimal, Kind("money", only_with="carried", spare=3)]  # or the budget
Left = Annotated[Decimal, Kind("change", "Left")]  # of what is available; below zero, overspent
Part = Annotated[Decimal, Kind("part", spare=4)]  # of a whole, with a bar; above 1 too much
Pace = Annotated[Decimal, Kind("pace", spare=2)]  # signed; above zero is faster than planned
UnseenMonth = Annotated[date, Kind("month", shown=False)]
UnseenMoney = Annotated[Decimal, Kind("money", shown=False)]
UnseenShare = Annotated[Decimal, Kind("share", shown=False)]
Flag = Annotated[bool, Kind("code")]
IsCarried = Annotated[bool, Kind("text", spare=1)]  # forward from an earlier month
OneSide = Annotated[Decimal, Kind("money", spare=8)]  # of a net sum
Remark = Annotated[str, Kind("text", spare=4)]
Series = Annotated[list[Decimal], Kind("series")]  # money, one for each month in `about["months"]`
Id = Annotated[str, Kind("id", spare=9)]  # a uuid; tables show its first eight characters
Count = Annotated[int, Kind("count", spare=1)]
Moment = Annotated[str, Kind("moment")]  # 2026-10-05T12:30:59Z; tables show it to the minute
Code = Annotated[str, Kind("code")]  # for programs: in JSON and CSV, not in a table


CategoryName = Annotated[str, Kind("text", "Category")]


def marks_of(row_type: type) -> dict[str, Kind]:
    """The kind of each field of a row dataclass, in order; plain text where none is given."""

    def mark(hint: object) -> Kind:
        for part in (hint, *getattr(hint, "__args__", ())):
            for extra in getattr(part, "__metadata__", ()):
                if isinstance(extra, Kind):
                    return extra
        return Kind("text")

    return {
        name: mark(hint) for name, hint in get_type_hints(row_type, include_extras=True).items()
    }


def kinds_of(row_type: type) -> dict[str, KindName]:
    """The name of each field's kind."""
    return {name: mark.name for name, mark in marks_of(row_type).items()}
