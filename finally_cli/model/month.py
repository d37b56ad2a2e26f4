"""Months: how they are typed, and which one is now. A month is the date of its first day.

Which day belongs to which month, where months of entries begin with payday: `month_begins.py`.
"""

import os
from collections.abc import Iterable
from datetime import date

from finally_cli.model.errors import BadUsage
from finally_cli.model.text import quote, suggestions

FIRST_YEAR, LAST_YEAR = 2000, 2100
DAY_HINT = "Write it as 2026-10-05, today or yesterday."
HINT = "Write it as 2026-10, oct 2026, oct, this, last, next, or -3 for three months ago."
EARLIEST, LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 1)
NEWEST = date(1, 1, 1)  # stands for the newest month on record until the books are open
COUNTED = {"this": 0, "last": -1, "next": 1}


class Known:
    """The day it was when the books were as they are asked for; None where that is now."""

    day: date | None = None


known = Known()


def today() -> date:
    """The day it is, or the one that FINALLY_TODAY names (for scripts and tests); where the books
    are asked for as they were, the day it was.

    Raises BadUsage when FINALLY_TODAY is no day.
    """
    if known.day:
        return known.day
    told = os.environ.get("FINALLY_TODAY")
    if not told:
        return date.today()  # noqa: DTZ011  the month of the person, where the person is
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise BadUsage(
            f"FINALLY_TODAY is {quote(told)}, which is no day", "Write it as 2026-10-31."
        ) from None


def this_month() -> date:
    """The first day of the calendar's month that is now, of which values are."""
    return today().replace(day=1)


def next_month() -> date:
    """The first day of the next month, the last one that values are expected of already."""
    return add_months(this_month(), 1)


def add_months(month: date, months: int) -> date:
    """The month so many months later; earlier when negative.

    >>> add_months(date(2026, 1, 1), -1)
    datetime.date(2025, 12, 1)
    """
    if month.day == 1:  # without dateutil, which costs start-up
        number = month.year * 12 + month.month - 1 + months
        return date(number // 12, number % 12 + 1, 1)
    from dateutil.relativedelta import relativedelta

    return month + relativedelta(months=months)


class CountedMonth(date):
    """A month that was typed without its year, or counted from today: which one, the day says.

    `typed` and `planned` are what `parse_month` was given, to be read again where this month is
    another one than the calendar's.
    """

    typed: str
    planned: bool


def needs_books(values: Iterable[object]) -> bool:
    """Whether one of some arguments is a month that only the books say: the newest, or counted."""
    return any(isinstance(value, CountedMonth) or value == NEWEST for value in values)


def parse_month(text: str, *, planned: bool = False, now: date | None = None) -> date:
    """First day of a month as people type it, in any case:

        2026-10, 2026/10, 10/2026      a month of a year, as numbers
        oct 2026, 2026-October         the same by its name, or by the first letters of that
        oct, october                   the last one that has begun; `planned`, the nearest
        this, last, next               counted from today
        -3, +1                         so many months before or after this one
        newest                         NEWEST, which an option without a value means

    What is counted goes by `now`, the current month; without one, by the calendar's, and is a
    CountedMonth. Raises BadUsage for anything else, a day, a year and 2026-1 (a digit may be
    missing) among it, and for a year outside 2000 to 2100.

    >>> parse_month("2026-10"), parse_month("Oct 2026"), parse_month("9/2026")
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 1), datetime.date(2026, 9, 1))
    """
    typed = " ".join(text.lower().split())
    if typed == "newest":
        return NEWEST
    this = now or this_month()
    counted = parse_counted_month(typed, this)
    found = (
        counted or parse_numbered_month(typed) or parse_named_month(typed, this, planned=planned)
    )
    if found is None:
        raise no_month(text, typed)
    year, number = found
    if not 1 <= number <= 12:
        raise BadUsage(f"{quote(text)} is not a month: there is no month {number}", HINT)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadUsage(
            f"the month {quote(text)} is out of range",
            f"Months from {FIRST_YEAR}-01 to {LAST_YEAR}-12 can be recorded.",
        )
    if now is None and (counted or not any(mark.isdecimal() for mark in typed)):
        month = CountedMonth(year, number, 1)
        month.typed, month.planned = text, planned
        return month
    return date(year, number, 1)


def parse_counted_month(typed: str, now: date) -> tuple[int, int] | None:
    """Year and month of `next` or `-3`; None for what has another form."""
    if typed in COUNTED:
        month = add_months(now, COUNTED[typed])
    elif typed[:1] in ("+", "-") and is_digits(typed[1:], 1, 4):
        month = add_months(now, int(typed))
    else:
        return None
    return month.year, month.month


def parse_numbered_month(typed: str) -> tuple[int, int] | None:
    """Year and month of `2026-10`, `2026/9` or `9/2026`; None for what has another form."""
    first, mark, last = typed.replace("/", "-").partition("-")
    if mark and is_digits(first, 4, 4) and is_digits(last, 1 if "/" in typed else 2, 2):
        return int(first), int(last)
    if "/" in typed and is_digits(first, 1, 2) and is_digits(last, 4, 4):
        return int(last), int(first)
    return None


def parse_named_month(typed: str, now: date, *, planned: bool) -> tuple[int, int] | None:
    """Year and month of `oct`, `october 2026` or `2026-oct`; None for what has another form."""
    words = typed.translate({ord(mark): " " for mark in "-/,"}).split()
    years = [int(word) for word in words if is_digits(word, 4, 4)]
    numbers = [number for word in words if (number := month_number(word))]
    if len(numbers) != 1 or len(years) > 1 or len(years) + 1 != len(words):
        return None
    if years:
        return years[0], numbers[0]
    ahead = (numbers[0] - now.month) % 12
    month = add_months(now, ahead if not ahead or (planned and ahead < 6) else ahead - 12)
    return month.year, month.month


def month_number(word: str) -> int | None:
    """The number of a month by its English name, or by the first letters that stand for it.

    >>> month_number("Sept"), month_number("october"), month_number("octet")
    (9, 10, None)
    """
    if not (word.isascii() and word.isalpha()):
        return None
    from dateutil.parser import parserinfo

    number: int | None = parserinfo().month(word)
    return number


def quarter_of(typed: str) -> tuple[int | None, int] | None:
    """Year and quarter of `2026-q3`, `q3 2026` or `q3`; None for what has another form.

    >>> quarter_of("2026-q3"), quarter_of("q5")
    ((2026, 3), None)
    """
    words = typed.replace("q", " q").translate({ord(mark): " " for mark in "-/,"}).split()
    years = [int(word) for word in words if is_digits(word, 4, 4)]
    quarters = [int(word[1]) for word in words if word in ("q1", "q2", "q3", "q4")]
    if len(quarters) != 1 or len(years) > 1 or len(years) + 1 != len(words):
        return None
    return years[0] if years else None, quarters[0]


def no_month(text: str, typed: str) -> BadUsage:
    """The refusal of a text that has no form of a month, with what may have been meant."""
    if is_digits(typed, 4, 4) or quarter_of(typed):
        return BadUsage(
            f"{quote(text)} is several months, and this takes one", "Name one, such as 2026-10."
        )
    from calendar import month_name

    close = [name for word in typed.split() for name in suggestions(word, [*month_name][1:], 0.7)]
    return BadUsage(
        f"{quote(text)} is not a month", f"Did you mean {close[0]}? {HINT}" if close else HINT
    )


def refuse_reversed(first: date | None, last: date | None) -> None:
    """Raises BadUsage for a range that ends before it begins."""
    if first and last and first > last:
        raise BadUsage(
            "--from is after --to",
            f"Did you mean --from {format_month(last)} --to {format_month(first)}?",
        )


def one_or_range(
    month: date | None, first: date | None, last: date | None
) -> tuple[date | None, date | None]:
    """The first and the last month that --month, or --from and --to, mean; None for no such end.

    Raises BadUsage where both are given, or the range ends before it begins.
    """
    if month and (first or last):
        raise BadUsage("--month is one month; --from and --to are a range", "Leave one out.")
    refuse_reversed(first, last)
    return month or first, month or last


def each_month(first: date, last: date) -> list[date]:
    """The months of a range, both ends included; without dateutil, which costs start-up.

    >>> [format_month(month) for month in each_month(date(2025, 12, 1), date(2026, 1, 1))]
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
            raise BadUsage(f"{quote(text)} is not a date", DAY_HINT)
        try:
            day = date(*map(int, parts))
        except ValueError:
            raise BadUsage(f"there is no day {quote(text)}", DAY_HINT) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadUsage(
            f"the date {quote(text)} is out of range",
            f"Dates from {FIRST_YEAR}-01-01 to {LAST_YEAR}-12-31 can be recorded.",
        )
    return day


def is_digits(text: str, least: int, most: int) -> bool:
    """Whether the text is so many ASCII digits (a regular expression would cost start-up)."""
    return text.isascii() and text.isdecimal() and least <= len(text) <= most


def format_month(month: date) -> str:
    """The month as people and JSON write it.

    >>> format_month(date(2026, 10, 1))
    '2026-10'
    """
    return f"{month.year:04}-{month.month:02}"


def format_months(first: date, last: date) -> str:
    """A month, or the first and the last of several.

    >>> format_months(date(2026, 8, 1), date(2026, 10, 1))
    '2026-08 to 2026-10'
    """
    if first == last:
        return format_month(first)
    return f"{format_month(first)} to {format_month(last)}"
