"""Which column of a file of values holds what: read from its header, long or wide.

Long has a line for each value; wide has a line for each asset and a column for each month.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from finally_cli.model.errors import BadUsage
from finally_cli.model.linefile import Header
from finally_cli.model.month import parse_month
from finally_cli.model.text import quoted, spelled

SIGNS = ("value", "owed", "balance")  # how the value of a debt is written
LONG = ("asset", "month", *SIGNS, "category", "currency", "contribution", "note")
LISTED = ("amount", "rate", "carried", "id")  # columns that only our own lists have
WIDE = ("asset", "category", "currency")
WRITTEN = "0000-00-00"  # a month, or a day of it
FORMS = (
    "A file has the columns asset,month,value and perhaps category,currency,contribution,"
    "note; or asset, perhaps category,currency, and a column a month. A debt is what is owed,"
    " or a column balance has it below zero."
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand: `named` by column, and for the wide form each month's day by place.

    `sign` says how a debt is written: as `owed`; as `balance`, below zero; or as a `value`, where a
    minus may be a slip. `is_list` says that it is a list of our own, in which debts are below zero.
    """

    named: Mapping[str, int]
    months: Mapping[int, str]
    headings: tuple[str, ...]
    sign: str
    is_list: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether a debt is below zero in it."""
        return self.is_list or self.sign == "balance"

    @property
    def amounts(self) -> frozenset[int]:
        """The columns that hold amounts of money."""
        named = (*SIGNS, "contribution", "amount")
        return frozenset(self.months) | {self.named[name] for name in named if name in self.named}

    def heading_of(self, month: str) -> str | None:
        """The column of a month, as the header writes it; None in the long form."""
        return next((self.headings[i] for i, day in self.months.items() if day == month), None)


@lru_cache(maxsize=4096)
def month_of(text: str) -> str:
    """The first day, as 2026-10-01, of a month written as 2026-10 or by one of its days.

    >>> month_of("2026-10"), month_of("2026-10-31")
    ('2026-10-01', '2026-10-01')
    """
    typed = text.strip()
    if not (WRITTEN[: len(typed)] == re.sub("[0-9]", "0", typed) and len(typed) in (7, 10)):
        raise BadUsage(f"{quoted(text)} is not a month written as 2026-10")
    month = parse_month(typed[:7])
    if len(typed) == 10:
        try:
            date.fromisoformat(typed)
        except ValueError:
            raise BadUsage(f"{quoted(text)} is no day of any month") from None
    return month.isoformat()


def columns_of(cells: list[str]) -> Columns:
    """The columns of a header. Raises BadFile for one that is unknown, missing or there twice."""
    header = Header(cells, FORMS)
    header.need("asset")
    words = set(header.words)
    is_long = bool(words & {"month", *SIGNS})
    known = (*LONG, *LISTED) if is_long else WIDE
    named = header.places(known)
    rest = {
        place: header.headings[place]
        for place, word in enumerate(header.words)
        if word not in known
    }
    if not is_long:
        return wide(header, named, rest)
    if rest:
        raise header.unknown(next(iter(rest.values())), LONG)
    header.need("month")
    signs = [word for word in SIGNS if word in words]
    if not signs:
        header.need("value")
    if len(signs) > 1:
        raise header.refused(f"the columns {spelled(signs)} say the same")
    return Columns(named, {}, header.headings, signs[0], is_list=bool(words & set(LISTED)))


def wide(header: Header, named: Mapping[str, int], rest: Mapping[int, str]) -> Columns:
    """The columns of the wide form, where all that has no other name is a month.

    Behind the month may stand how debts are written, the same for all: `2026-10 balance`.
    """
    if named["asset"] != 0:
        raise header.refused('with a column a month, the first column is "asset"')
    if not rest:
        raise header.refused("there is no column for a month, nor one for a value")
    months: dict[int, str] = {}
    signs = set()
    for place, heading in rest.items():
        written, _, sign = heading.rpartition(" ")
        if sign.casefold() not in SIGNS:
            written, sign = heading, "value"
        signs.add(sign.casefold())
        try:
            month = month_of(written)
        except BadUsage as error:
            if heading[:1].isdecimal():
                raise header.refused(f"a column cannot be read: {error.message}") from None
            raise header.unknown(heading, WIDE if len(rest) > 1 else LONG) from None
        if month in months.values():
            raise header.refused(f"the month {month[:7]} has two columns")
        months[place] = month
    if len(signs) > 1:
        raise header.refused("the columns of the months write debts in different ways")
    return Columns(named, months, header.headings, signs.pop())
