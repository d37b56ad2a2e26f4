"""The days and figures in the cells of such files, by the rules of banks' files.

Prices have more decimals than amounts: as many as the books keep of them. Some programs write
small ones with an exponent. A price is above zero.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from finally_cli.model.bank.dates import day_readings, read_day
from finally_cli.model.bank.numbers import (
    MOST_DIGITS,
    DecimalEvidence,
    Unreadable,
    Written,
    body_values,
    split_amount,
)
from finally_cli.model.importing.prices.quotes import What
from finally_cli.model.text import quote

FIRST_YEAR = 2000  # of books
MOST_DECIMALS, MOST_OF_CAPS = 40, 4  # that the books keep of a price, and of a market cap
PLAIN = re.compile(r"[0-9]{1,20}(?:\.[0-9]+)?")
EXPONENT = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,40})?[eE][-+]?[0-9]{1,2}")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].{0,30})?")
# What services write where there was no price on a day.
NO_FIGURE = frozenset(
    ("", "null", "none", "nan", "n/a", "na", "#n/a", "n/d", "b/d", "-", "--", "\u2013", "\u2014")
)


def is_no_figure(cell: str) -> bool:
    """Whether a cell says that there is no price.

    >>> is_no_figure(" null"), is_no_figure("N/D"), is_no_figure("0")
    (True, True, False)
    """
    return cell.strip().lower() in NO_FIGURE


@lru_cache(maxsize=1 << 14)
def read_quote_day(cell: str, order: str | None) -> date | None:
    """The day of a cell; None for one before the year 2000, which no books can have.

    `order` None is for a column that has not said its order. Raises Unreadable.

    >>> read_quote_day("2024-01-02 00:00:00 UTC", None), read_quote_day("1999-12-31", None)
    (datetime.date(2024, 1, 2), None)
    """
    if order in (None, "ymd") and (found := ISO.fullmatch(cell.strip())):
        readings = {"ymd": (int(found[1]), int(found[2]), int(found[3]))}
    else:
        readings = day_readings(cell)
    orders = [order] if order else list(readings)
    early = [readings[one] for one in orders if one in readings and readings[one][0] < FIRST_YEAR]
    if early and len(early) == len(readings.keys() & set(orders)):
        try:
            for parts in early:
                date(*parts)
        except ValueError:
            raise Unreadable(f"there is no day {quote(cell.strip())}") from None
        return None
    return read_day(cell, order)


def read_figure(
    cell: str, mark: str | None, *, points: bool, what: What = "price"
) -> tuple[Decimal, str]:
    """A figure above zero, exactly, and the currency that is written beside it.

    `mark` is the decimal one, None where the column has not said it; `points` then lets a point
    before three digits be one. Raises Unreadable.

    >>> read_figure("1.234,5 €", ",", points=False), read_figure("8.12e-06", ".", points=True)
    ((Decimal('1234.5'), '€'), (Decimal('0.00000812'), ''))
    """
    text = cell.strip()
    if mark != "," and PLAIN.fullmatch(text) and (mark or points or is_clear(text)):
        return above_zero(text, Decimal(text), what), ""
    if mark != "," and EXPONENT.fullmatch(text):
        return above_zero(text, Decimal(f"{Decimal(text):f}"), what), ""
    written = split_amount(text)
    if written is None:
        raise Unreadable(f"{quote(text)} is not a {what}")
    value = digits_of(text, written, mark, points, what)
    if written.sign == "-" or written.credit == "-":
        value = -value
    return above_zero(text, value, what), written.currency


def digits_of(text: str, written: Written, mark: str | None, points: bool, what: What) -> Decimal:
    """The number in a cell without its sign."""
    values = body_values(written.body)
    if mark is not None:
        values = {one: value for one, value in values.items() if one == mark}
    elif len(set(values.values())) > 1:
        if not points or "," in written.body:
            raise Unreadable(
                f"the {what} {quote(text)} can be read in two ways; say which mark stands before"
                " its decimals: --decimal , or --decimal ."
            )
        values = {".": values["."]}
    if not values:
        example = {".": "1,234.56", ",": "1.234,56"}.get(mark or "")
        as_here = f", which is written as {example} here" if example else ""
        raise Unreadable(f"{quote(text)} is not a {what}{as_here}")
    return next(iter(values.values()))


def is_clear(text: str) -> bool:
    """Whether digits and perhaps a point are the same number, whichever mark is which."""
    return len(set(body_values(text).values())) == 1


def above_zero(text: str, value: Decimal, what: What) -> Decimal:
    """The figure, if it is one that the books can keep. Raises Unreadable."""
    if value <= 0:
        raise Unreadable(f"the {what} is {text}, and it must be above zero")
    if value >= 10**MOST_DIGITS:
        raise Unreadable(f"the {what} {quote(text)} is too large")
    decimals = len(f"{value:f}".rstrip("0").partition(".")[2])
    if what == "price" and decimals > MOST_DECIMALS:
        raise Unreadable(f"the price {quote(text)} has more than {MOST_DECIMALS} decimals")
    if what == "market cap" and decimals > MOST_OF_CAPS:
        value = round(value, MOST_OF_CAPS)  # of what a service has reckoned
        if not value:
            raise Unreadable(f"the market cap {quote(text)} is too small")
    return value


def add_evidence(evidence: DecimalEvidence, cell: str) -> None:
    """Count what one more cell says of its column's decimal mark."""
    text = cell.strip()
    if EXPONENT.fullmatch(text):
        evidence.only["."] += "." in text
    elif (written := split_amount(text)) is not None:
        evidence.add(written.body)
