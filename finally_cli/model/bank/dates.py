"""Days as banks write them, and in which order a column has day, month and year.

A time behind the day is passed over: the day is the bank's own, as written. `03/04/2026` alone does
not say its order; `13/04/2026` in the same column does. Points stand between day, month and year,
in that order, wherever both readings are possible: no bank is known to mean another.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Literal

from finally_cli.model.bank.numbers import LONGEST, Unreadable, as_ascii
from finally_cli.model.text import quote

DateOrder = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
Parts = tuple[int, int, int]  # year, month, day; perhaps of no day that exists

TIME = r"(?:[T ,]+[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?.{0,12})?"
WEEKDAY = r"(?:[^\W\d_]{2,10}[.,]*\s+)?"
NUMERIC = re.compile(
    WEEKDAY
    + r"([0-9]{1,4})( ?[-/.] ?| )([0-9]{1,2})\2([0-9]{4}|[0-9]{1,2})\.?(?: as of .*)?"
    + TIME
)
NAMED = re.compile(
    WEEKDAY
    + r"([0-9]{1,4})\.?(?:st|nd|rd|th)?[-/. ]*([^\W\d_]{3,12})[-/., ']*([0-9]{4}|[0-9]{2})"
    + TIME
)
NAME_FIRST = re.compile(
    WEEKDAY
    + r"([^\W\d_]{3,12})[-/. ]*([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]+([0-9]{4}|[0-9]{2})"
    + TIME
)
COMPACT = re.compile(r"([0-9]{8}|[0-9]{6})(?:T?[0-9]{4,6}(?:[.\[].*)?|T.*)?")
# The months in English, German, French, Spanish, Italian, Portuguese, Dutch, Danish, Norwegian,
# Swedish, Polish, Czech, Hungarian, Turkish; without accents. Their beginnings will do.
MONTHS = (
    "january januar janner jannuar janvier enero gennaio janeiro januari styczen stycznia leden"
    " ocak",
    "february februar fevrier febrero febbraio fevereiro februari luty"
    " lutego unor subat",
    "march marz maerz mars marzo marco maart mrt marts marzec marca brezen marcius mart",
    "april avril abril aprile kwiecien kwietnia duben aprilis nisan",
    "may mai mayo maggio maio mei maj maja kveten majus mayis",
    "june juni juin junio giugno junho czerwiec czerwca cerven junius haziran",
    "july juli juillet julio luglio julho lipiec lipca cervenec julius temmuz",
    "august aout agosto augustus augusti sierpien sierpnia srpen augusztus agustos",
    "september septembre septiembre settembre setembro wrzesien wrzesnia zari szeptember eylul",
    "october oktober octobre octubre ottobre outubro pazdziernik pazdziernika rijen"
    " ekim",
    "november novembre noviembre novembro listopad listopada kasim",
    "december dezember decembre diciembre dicembre dezembro desember grudzien grudnia prosinec"
    " aralik",
)  # fmt: skip


@lru_cache(maxsize=1024)
def month_number(name: str) -> int | None:
    """The month of that name, or of its beginning, if it is of one alone.

    >>> [month_number(name) for name in ("Sep", "märz", "févr", "Dez", "juil", "mrt", "jui", "GBR")]
    [9, 3, 2, 12, 7, 3, None, None]
    """
    plain = without_accents(name)
    found = {
        number
        for number, names in enumerate(MONTHS, start=1)
        if any(one.startswith(plain) for one in names.split())
    }
    return found.pop() if len(found) == 1 else None


def without_accents(text: str) -> str:
    """A text in lower case without accents: words of many languages are looked up so.

    >>> without_accents("Értéknap"), without_accents("Währung Größe")
    ('erteknap', 'wahrung grosse')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFD", text.casefold())
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
        text = text.translate(STROKES)
    return text.lower()


STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def day_readings(cell: str) -> dict[str, Parts]:
    """The day of a cell by each order in which it can be read; none for what is no date.

    >>> day_readings("2019.04.19."), day_readings("13-Sep-2017 10:00")["mdy"]
    ({'ymd': (2019, 4, 19)}, (2017, 9, 13))
    """
    if len(cell) > LONGEST:
        return {}
    text = as_ascii(cell)
    if found := NUMERIC.fullmatch(text):
        first, second, third = found[1], found[3], found[4]
        if len(first) == 4 and len(third) <= 2:
            return {"ymd": (int(first), int(second), int(third))}
        if len(first) > 2 or len(third) == 1:
            return {}
        year = full_year(third)
        readings = {"dmy": (year, int(second), int(first)), "mdy": (year, int(first), int(second))}
        if len(first) == len(third) == 2:
            readings["ymd"] = (full_year(first), int(second), int(third))
        return readings
    if found := COMPACT.fullmatch(text):
        return compact_readings(found[1])
    if (found := NAMED.fullmatch(text)) and (month := month_number(found[2])):
        if len(found[1]) == 4:
            return dict.fromkeys(ORDERS, (int(found[1]), month, int(found[3])))
        return dict.fromkeys(ORDERS, (full_year(found[3]), month, int(found[1])))
    if (found := NAME_FIRST.fullmatch(text)) and (month := month_number(found[1])):
        return dict.fromkeys(ORDERS, (full_year(found[3]), month, int(found[2])))
    return {}


def likely_readings(cell: str) -> dict[str, Parts]:
    """The same, with points between day, month and year in that order wherever they can be so.

    >>> sorted(likely_readings("03.04.2026")), sorted(likely_readings("03/04/2026"))
    (['dmy'], ['dmy', 'mdy'])
    """
    readings = day_readings(cell)
    if cell.count(".") >= 2 and "dmy" in readings and exists(readings["dmy"]):
        return {"dmy": readings["dmy"]}
    return readings


def compact_readings(digits: str) -> dict[str, Parts]:
    """Eight digits or six, without a mark."""
    short = len(digits) == 6
    year = 2 if short else 4
    orders = {
        "ymd": (digits[:year], digits[year : year + 2], digits[year + 2 :]),
        "dmy": (digits[4:], digits[2:4], digits[:2]),
        "mdy": (digits[4:], digits[:2], digits[2:4]),
    }
    readings = {order: (full_year(y), int(m), int(d)) for order, (y, m, d) in orders.items()}
    return {order: parts for order, parts in readings.items() if exists(parts)}


def full_year(digits: str) -> int:
    """The year of four digits or, in this century, of two."""
    return int(digits) + (2000 if len(digits) <= 2 else 0)


def exists(parts: Parts) -> bool:
    """Whether there is such a day, in a year that books can have."""
    try:
        date(*parts)
    except ValueError:
        return False
    return 2000 <= parts[0] <= 2100


def read_day(cell: str, order: str | None) -> date:
    """The day of a cell in its column's order. Raises Unreadable.

    `order` None is for a column that has not said its order: then there must be one way to read it.

    >>> read_day("31.12.26 23:59", "dmy")
    datetime.date(2026, 12, 31)
    """
    readings = day_readings(cell) if order else likely_readings(cell)
    if not readings:
        raise Unreadable(f"{quote(cell.strip())} is not a date")
    if order is not None:
        wanted = [readings[order]] if order in readings else []
        if not wanted:
            raise Unreadable(f"the date {quote(cell.strip())} is not written as the others are")
    else:
        wanted = sorted({parts for parts in readings.values() if exists(parts)})
        if len(wanted) > 1:
            raise Unreadable(f"the date {quote(cell.strip())} can be read in two ways")
    if not wanted or not exists(wanted[0]):
        raise Unreadable(f"there is no day {quote(cell.strip())}")
    return date(*wanted[0])


class OrderEvidence:
    """Which order the cells of a column speak for."""

    def __init__(self) -> None:
        self.readable = dict.fromkeys(ORDERS, 0)  # cells that are a day in that order
        self.counted = 0  # cells that look like a date
        self.example = ""  # one that is two days, by two orders
        self.first: set[str] = set()  # the numbers of years of two digits: at the beginning,
        self.last: set[str] = set()  # and at the end

    def add(self, cell: str) -> bool:
        """Count one more cell; whether it is a date at all."""
        readings = likely_readings(cell)
        if not readings:
            return False
        self.counted += 1
        if "ymd" in readings and "dmy" in readings:
            numbers = re.findall("[0-9]+", as_ascii(cell))[:3]
            if len(numbers) == 3:
                self.first.add(numbers[0])
                self.last.add(numbers[2])
        days = {order: parts for order, parts in readings.items() if exists(parts)}
        for order in days:
            self.readable[order] += 1  # type: ignore[index]  # they are ORDERS
        if len(set(days.values())) > 1 and not self.example:
            self.example = cell.strip()
        return True

    def merge(self, other: OrderEvidence) -> None:
        """Count the cells of another column as well."""
        for order, count in other.readable.items():
            self.readable[order] += count
        self.counted += other.counted
        self.example = self.example or other.example
        self.first |= other.first
        self.last |= other.last

    @property
    def possible(self) -> list[str]:
        """The orders in which most cells are days; a bad day among them changes nothing.

        Of two numbers that may be the year, it is the one that changes less.
        """
        readable = {order: count for order, count in self.readable.items() if count}
        if len(self.first) > len(self.last):
            readable.pop("ymd", None)
        elif len(self.last) > len(self.first) and "ymd" in readable:
            readable = {"ymd": readable["ymd"]}
        most = max(readable.values(), default=0)
        return [order for order, count in readable.items() if count == most]

    @property
    def decided(self) -> str | None:
        """The order; None where several are possible."""
        possible = self.possible
        return possible[0] if len(possible) == 1 else None

    @property
    def is_open(self) -> bool:
        """Whether it matters and nothing decides it."""
        return self.decided is None and bool(self.example)
