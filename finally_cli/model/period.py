"""Stretches of months: how they are typed where several months are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from finally_cli.model.errors import BadUsage
from finally_cli.model.month import (
    FIRST_YEAR,
    LAST_YEAR,
    is_digits,
    parse_month,
    quarter_of,
    this_month,
)
from finally_cli.model.text import quote, suggestions


@dataclass(frozen=True, slots=True)
class Period:
    """The months from the first to the last, both among them."""

    first: date
    last: date


def is_year(first: date, last: date) -> bool:
    """Whether the months are those of one whole year.

    >>> is_year(date(2026, 1, 1), date(2026, 12, 1)), is_year(date(2026, 1, 1), date(2027, 12, 1))
    (True, False)
    """
    return first.year == last.year and (first.month, last.month) == (1, 12)


def parse_period(text: str, *, planned: bool = False) -> Period | date:
    """A month as `parse_month` takes it, or several:

        2026                        the twelve months of a year
        2026-Q3, q3 2026            a quarter of a year
        q3                          the last one that has begun

    Raises BadUsage for what is neither.

    >>> parse_period("2026-Q3")
    Period(first=datetime.date(2026, 7, 1), last=datetime.date(2026, 9, 1))
    """
    typed = " ".join(text.lower().split())
    quarter = quarter_of(typed)
    if is_digits(typed, 4, 4):
        year, begin, end = int(typed), 1, 12
    elif quarter:
        begin, end, now = quarter[1] * 3 - 2, quarter[1] * 3, this_month()
        year = quarter[0] or (now.year if begin <= now.month else now.year - 1)
    else:
        return parse_month(text, planned=planned)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadUsage(
            f"the year of {quote(text)} is out of range",
            f"Months from {FIRST_YEAR}-01 to {LAST_YEAR}-12 can be recorded.",
        )
    return Period(date(year, begin, 1), date(year, end, 1))


def parse_first(text: str, *, planned: bool = False) -> date:
    """The first month of what `parse_period` reads.

    >>> parse_first("2026"), parse_first("2026-10")
    (datetime.date(2026, 1, 1), datetime.date(2026, 10, 1))
    """
    found = parse_period(text, planned=planned)
    return found.first if isinstance(found, Period) else found


def parse_last(text: str, *, planned: bool = False) -> date:
    """The last month of what `parse_period` reads.

    >>> parse_last("2026"), parse_last("2026-Q1")
    (datetime.date(2026, 12, 1), datetime.date(2026, 3, 1))
    """
    found = parse_period(text, planned=planned)
    return found.last if isinstance(found, Period) else found


def parse_planned(text: str) -> date:
    """A month of a plan: a name alone is the nearest such month, and not the last."""
    return parse_month(text, planned=True)


def parse_planned_period(text: str) -> Period | date:
    """A month of a plan, or the months of a year or quarter."""
    return parse_period(text, planned=True)


def parse_planned_first(text: str) -> date:
    """The first month of those."""
    return parse_first(text, planned=True)


def parse_planned_last(text: str) -> date:
    """The last month of those."""
    return parse_last(text, planned=True)


def is_like_a_month(word: str) -> bool:
    """Whether a word that is no month was meant as one: it has the form, or nearly a name.

    >>> [is_like_a_month(word) for word in ("2026-13", "2026", "Octobre", "Checking", "50.25")]
    [True, True, True, False, False]
    """
    typed = word.lower()
    if typed[:1].isdigit():
        return (
            "-" in typed or "/" in typed or (is_digits(typed, 4, 4) and typed[:2] in ("19", "20"))
        )
    from calendar import month_name

    return bool(suggestions(typed, [*month_name][1:], 0.8))


def expand_period(given: Mapping[str, Any]) -> dict[str, Any]:
    """--month of several months, as the --from and --to that it stands for."""
    if given["first"] or given["last"]:
        raise BadUsage("--month says which months; so do --from and --to", "Leave one out.")
    return {"month": None, "first": given["month"].first, "last": given["month"].last}
