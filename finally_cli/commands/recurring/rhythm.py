"""When something comes back: how often, from which month or day on, and on which day."""

from __future__ import annotations

import re
from datetime import date

from finally_cli.model.errors import BadUsage
from finally_cli.model.month import format_month, is_digits, parse_day, this_month, today
from finally_cli.model.period import parse_planned_first
from finally_cli.model.text import did_you_mean, quote, suggestions

UNITS = ("week", "month", "quarter", "year")
MONTHLY = "month"
EVERY_WORDS = (*UNITS, "2 weeks", "4 weeks", "2 months", "6 months", "2 years")
MOST = 99  # of a unit
EVERY_HINT = "Write it as month, quarter or year, or as 2 weeks, 6 months, 2 years."
DAY_HINT = "Write a day from 1 to 31; 31 is the last of a shorter month."
NO_DAY = 0  # typed for an item that has no day any more


class DueDay(date):
    """A day that was typed where a month may stand, too, which is the date of its first."""


def parse_every(text: str) -> str:
    """How often, in the one way in which it is kept: `month`, `2 weeks`.

    Raises BadUsage for anything else.

    >>> parse_every("2 Weeks"), parse_every("1 months"), parse_every("year")
    ('2 weeks', 'month', 'year')
    """
    words = re.sub("(^[0-9]+)(?=[a-z])", r"\1 ", text.strip().lower()).split()
    number, unit = (words[0], words[1]) if len(words) == 2 else ("1", words[0] if words else "")
    single = unit.removesuffix("s")
    known = single in UNITS and (unit == single if len(words) == 1 else number[-1:].isdecimal())
    if len(words) not in (1, 2) or not known:
        several = [f"{name}s" for name in UNITS] if len(words) > 1 else []
        close = suggestions(unit, [*UNITS, *several])
        meant = "A fortnight is 2 weeks. " if single == "fortnight" else did_you_mean(close[:1])
        raise BadUsage(f"{quote(text)} is not how often", f"{meant}{EVERY_HINT}")
    if not is_digits(number, 1, 4) or not 1 <= int(number) <= MOST:
        raise BadUsage(
            f"nothing is due every {number} {single}s",
            f"It is 1 to {MOST} of them: --every 2 {single}s",
        )
    return single if int(number) == 1 else f"{int(number)} {single}s"


def is_weekly(every: str) -> bool:
    """Whether it is due every some weeks, which are counted from a day."""
    return "week" in every


def parse_due_day(text: str) -> int:
    """A day of the month, or `last`. Raises BadUsage for anything else.

    >>> parse_due_day("15"), parse_due_day("last")
    (15, 31)
    """
    typed = text.strip().lower()
    if typed == "last":
        return 31
    if not is_digits(typed, 1, 2) or not 1 <= int(typed) <= 31:
        raise BadUsage(f"{quote(text)} is not a day of a month", DAY_HINT)
    return int(typed)


def parse_due_day_anew(text: str) -> int:
    """A day of the month, or NO_DAY for `none`."""
    return NO_DAY if text.strip().lower() == "none" else parse_due_day(text)


def parse_first_due(text: str) -> date:
    """A month of a plan, or a DueDay. Raises BadUsage for what is neither."""
    typed = text.strip().lower()
    if typed in ("today", "yesterday") or typed.count("-") == 2:
        day = parse_day(text)
        return DueDay(day.year, day.month, day.day)
    return parse_planned_first(text)


def parse_skipped(text: str) -> date:
    """A month or a day that is skipped, which has to be said."""
    if text == "newest":  # stands for a month that was left out
        raise BadUsage("there is no month after --skip or --no-skip", "Name it: --skip 2026-12")
    return parse_first_due(text)


def month_of(day: date) -> date:
    """The month in which a month or a DueDay lies."""
    return date(day.year, day.month, 1)


def last_day_of(month: date) -> int:
    """How many days a month has."""
    from calendar import monthrange

    return monthrange(month.year, month.month)[1]


def first_due(every: str, first: date | None, day: int | None) -> tuple[date, int | None]:
    """The first month, and the day, of what is added, or begins anew.

    Weeks are counted from today, unless another day is given. Raises BadUsage where they would be
    counted from none, and for a day that is not the one of --from.
    """
    if is_weekly(every):
        refuse_day_of_weeks(every, day)
        now = today()
        start = first or DueDay(now.year, now.month, now.day)
        if not isinstance(start, DueDay):
            raise BadUsage(
                f"every {every} is counted from a day, and {format_month(start)} is a month",
                f"Name the first day: --from {start.isoformat()}",
            )
        return month_of(start), start.day
    if not isinstance(first, DueDay):
        return first or this_month(), day or None
    if day is not None and min(day, last_day_of(first)) != first.day:
        raise BadUsage(
            f"--from {first.isoformat()} is not on day {day}", "Leave --day out: the date says it."
        )
    return month_of(first), day or first.day


def refuse_day_of_weeks(every: str, day: int | None) -> None:
    """Raises BadUsage for a day of the month of what is due every some weeks."""
    if day is not None:
        raise BadUsage(
            f"every {every} is counted from its first day, not on a day of the month",
            f"Name that day in place of --day: --from {today().isoformat()}",
        )


def rhythm_in_words(every: str, day: int | None, first_month: date, last_month: date | None) -> str:
    """As in `every month on day 15 from 2026-01 until 2026-12`.

    >>> rhythm_in_words("2 weeks", 6, date(2026, 11, 1), None)
    'every 2 weeks from 2026-11-06'
    >>> rhythm_in_words("month", 31, date(2026, 11, 1), None)
    'every month on day 31 or the last from 2026-11'
    """
    until = f" until {format_month(last_month)}" if last_month else ""
    since = format_month(first_month)
    if day is None:
        return f"every {every} from {since}{until}"
    if is_weekly(every):
        return f"every {every} from {since}-{day:02}{until}"
    shorter = " or the last" if day > 28 else ""
    return f"every {every} on day {day}{shorter} from {since}{until}"
