"""Months: how they are typed, and which one is now. A month is the date of its first day."""

import os
from datetime import date
from decimal import Decimal

from finally_cli.model.errors import BadUsage
from finally_cli.model.text import quoted

FIRST_YEAR, LAST_YEAR = 2000, 2100
DAY_HINT = "Write it as 2026-10-05, today or yesterday."
HINT = "Write it as 2026-10, this, last, or -3 for three months ago."


def today() -> date:
    """The day it is, or the one that FINALLY_TODAY names (for scripts and tests).

    Raises BadUsage when FINALLY_TODAY is no day.
    """
    told = os.environ.get("FINALLY_TODAY")
    if not told:
        return date.today()  # noqa: DTZ011  the month of the person, where the person is
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise BadUsage(
            f"FINALLY_TODAY is {quoted(told)}, which is no day", "Write it as 2026-10-31."
        ) from None


def this_month() -> date:
    """The first day of the current month."""
    return today().replace(day=1)


def share_gone(month: date) -> Decimal | None:
    """The part of the month that is over at the end of today; None unless it is the current one.

    A fraction with six decimals: on the 15th of a month of 30 days, 0.5.
    """
    day = today()
    if month != day.replace(day=1):
        return None
    from calendar import monthrange

    return round(Decimal(day.day) / monthrange(day.year, day.month)[1], 6)


def shifted(month: date, months: int) -> date:
    """The month so many months later; earlier when negative.

    >>> shifted(date(2026, 1, 1), -1)
    datetime.date(2025, 12, 1)
    """
    from dateutil.relativedelta import relativedelta

    return month + relativedelta(months=months)


def parse_month(text: str) -> date:
    """First day of the month written as `2026-10`, `this`, `last` or `-3`.

    Raises BadUsage for anything else, and for a year outside 2000 to 2100.

    >>> parse_month("2026-10")
    datetime.date(2026, 10, 1)
    """
    typed = text.strip()
    if typed.lower() == "this":
        return this_month()
    if typed.lower() == "last":
        return shifted(this_month(), -1)
    year_typed, dash, month_typed = typed.partition("-")
    if dash and not year_typed and is_digits(month_typed, 1, 4):
        month = shifted(this_month(), -int(month_typed))
        year, number = month.year, month.month
    elif is_digits(year_typed, 4, 4) and is_digits(month_typed, 2, 2):
        year, number = int(year_typed), int(month_typed)
    else:
        raise BadUsage(f"{quoted(text)} is not a month", HINT)
    if not 1 <= number <= 12:
        raise BadUsage(f"{quoted(text)} is not a month: there is no month {number}", HINT)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadUsage(
            f"the month {quoted(text)} is out of range",
            f"Months from {FIRST_YEAR}-01 to {LAST_YEAR}-12 can be recorded.",
        )
    return date(year, number, 1)


def in_order(first: date | None, last: date | None) -> None:
    """Raises BadUsage for a range that ends before it begins."""
    if first and last and first > last:
        raise BadUsage(
            "--from is after --to", f"Did you mean --from {written(last)} --to {written(first)}?"
        )


def one_or_range(
    month: date | None, first: date | None, last: date | None
) -> tuple[date | None, date | None]:
    """The first and the last month that --month, or --from and --to, mean; None for no such end.

    Raises BadUsage where both are given, or the range ends before it begins.
    """
    if month and (first or last):
        raise BadUsage("--month is one month; --from and --to are a range", "Leave one out.")
    in_order(first, last)
    return month or first, month or last


def each_month(first: date, last: date) -> list[date]:
    """The months of a range, both ends included; without dateutil, which costs start-up.

    >>> [written(month) for month in each_month(date(2025, 12, 1), date(2026, 1, 1))]
    ['2025-12', '2026-01']
    """
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def parse_day(text: str) -> date:
    """The day written as `2026-10-05`, `today` or `yesterday`.

    Raises BadUsage for anything else, and for a year outside 2000 to 2100.

    >>> parse_day("2026-10-05")
    datetime.date(2026, 10, 5)
    """
    typed = text.strip().lower()
    if typed in ("today", "yesterday"):
        day = date.fromordinal(today().toordinal() - (typed == "yesterday"))
    else:
        parts = typed.split("-")
        if not (len(parts) == 3 and all(map(is_digits, parts, (4, 2, 2), (4, 2, 2)))):
            raise BadUsage(f"{quoted(text)} is not a date", DAY_HINT)
        try:
            day = date(*map(int, parts))
        except ValueError:
            raise BadUsage(f"there is no day {quoted(text)}", DAY_HINT) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadUsage(
            f"the date {quoted(text)} is out of range",
            f"Dates from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31 can be recorded.",
        )
    return day


def is_digits(text: str, least: int, most: int) -> bool:
    """Whether the text is so many ASCII digits (a regular expression would cost start-up)."""
    return text.isascii() and text.isdecimal() and least <= len(text) <= most


def written(month: date) -> str:
    """The month as people and JSON write it.

    >>> written(date(2026, 10, 1))
    '2026-10'
    """
    return f"{month.year:04}-{month.month:02}"
