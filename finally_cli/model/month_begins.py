"""Months of incomes and expenses that begin with payday: which day belongs to which of them.

Whose months begin on the 25th has the days from 25 October to 24 November in November, the month
that ends after them. A month that has no such day gives its last one. 1 stands for the calendar.
The same is `month_of_day` in SQL; a test compares the two.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from finally_cli.model.errors import BadUsage
from finally_cli.model.month import LATEST, add_months, is_digits, today
from finally_cli.model.text import quote

A_DAY = timedelta(days=1)


def parse_month_begins(text: str) -> int:
    """A day of the month, from 1 to 31. Raises BadUsage for anything else.

    >>> parse_month_begins("25")
    25
    """
    typed = text.strip()
    if not is_digits(typed, 1, 2) or not 1 <= int(typed) <= 31:
        raise BadUsage(
            f"{quote(text)} is no day that a month can begin with",
            "Give one from 1 to 31, such as 25; 31 is the last day of every month, and 1 the"
            " calendar's month.",
        )
    return int(typed)


def month_of_day(day: date, begins: int) -> date:
    """The month that a day belongs to.

    >>> month_of_day(date(2026, 10, 25), 25), month_of_day(date(2026, 11, 24), 25)
    (datetime.date(2026, 11, 1), datetime.date(2026, 11, 1))
    """
    month = day.replace(day=1)
    if begins == 1 or month == LATEST:  # after which no month can be recorded
        return month
    is_last = (day + A_DAY).day == 1
    return add_months(month, 1) if day.day >= begins or is_last else month


def first_day(month: date, begins: int) -> date:
    """The first day of a month.

    >>> first_day(date(2026, 3, 1), 30), first_day(date(2026, 11, 1), 1)
    (datetime.date(2026, 2, 28), datetime.date(2026, 11, 1))
    """
    if begins == 1:
        return month
    last = month - A_DAY
    return last.replace(day=min(begins, last.day))


def last_day(month: date, begins: int) -> date:
    """The last day of a month.

    >>> last_day(date(2026, 11, 1), 25), last_day(date(2026, 2, 1), 1)
    (datetime.date(2026, 11, 24), datetime.date(2026, 2, 28))
    """
    if month == LATEST:
        return date(month.year, 12, 31)
    return first_day(add_months(month, 1), begins) - A_DAY


def current_month(begins: int) -> date:
    """The month that today belongs to."""
    return month_of_day(today(), begins)


def day_of_month(begins: int) -> int:
    """The how many-th day of its month today is, from 1."""
    return (today() - first_day(current_month(begins), begins)).days + 1


def days_of_month(month: date, begins: int) -> int:
    """How many days a month has."""
    return (last_day(month, begins) - first_day(month, begins)).days + 1


def month_elapsed(month: date, begins: int) -> Decimal | None:
    """The part of the month that is over at the end of today; None unless it is the current one.

    A fraction with six decimals: on the 15th day of a month of 30 days, 0.5.
    """
    if month != current_month(begins):
        return None
    return round(Decimal(day_of_month(begins)) / days_of_month(month, begins), 6)


def begins_in_words(begins: int) -> str:
    """With which day months begin: `on the 25th`.

    >>> begins_in_words(22), begins_in_words(30)
    ('on the 22nd', 'on the 30th, or the last day of a shorter month')
    """
    if begins == 31:
        return "on the last day"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(begins % 10 if begins not in (11, 12, 13) else 0, "th")
    shorter = ", or the last day of a shorter month" if begins > 28 else ""
    return f"on the {begins}{ending}{shorter}"
