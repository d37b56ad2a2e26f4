"""The household's 120 months, counted from its first, and cents as the money they stand for."""

from datetime import date
from decimal import Decimal

FIRST_YEAR, FIRST_MONTH = 2000, 4
MONTHS = 120  # 2000-04 to 2010-03


def place(written: str) -> int:
    """Which of the months is meant.

    >>> place("2000-04"), place("2010-03")
    (0, 119)
    """
    year, month = written.split("-")
    return (int(year) - FIRST_YEAR) * 12 + int(month) - FIRST_MONTH


def first_day(month: int) -> date:
    """The month as a date.

    >>> first_day(119)
    datetime.date(2010, 3, 1)
    """
    years, months = divmod(month + FIRST_MONTH - 1, 12)
    return date(FIRST_YEAR + years, months + 1, 1)


def day_in(month: int, day: int) -> date:
    """A day of the month; days up to the 28th are in every one."""
    return first_day(month).replace(day=day)


def of_year(month: int) -> int:
    """1 for January, up to 12."""
    return (month + FIRST_MONTH - 1) % 12 + 1


def year_of(month: int) -> int:
    """The calendar year."""
    return FIRST_YEAR + (month + FIRST_MONTH - 1) // 12


def money(cents: int) -> Decimal:
    """Cents as an amount of money, exactly.

    >>> money(123456), money(-5)
    (Decimal('1234.56'), Decimal('-0.05'))
    """
    return Decimal(cents).scaleb(-2)


def halved_up(above: int, below: int) -> int:
    """A quotient of whole numbers to the nearest one, halves away from zero.

    >>> halved_up(5, 2), halved_up(-5, 2), halved_up(4, 3)
    (3, -3, 1)
    """
    whole = (2 * abs(above) + below) // (2 * below)
    return whole if above >= 0 else -whole
