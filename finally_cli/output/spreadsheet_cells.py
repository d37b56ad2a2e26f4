"""One value as a spreadsheet holds it: a number, a date or a text, and how that is shown there.

A spreadsheet reckons with 15 digits. An amount that has more is a text there, as it is; of a share,
a growth or an exchange rate, 15 digits are taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any, NamedTuple

from finally_cli.model.kinds import KindName

DIGITS = 15
LONGEST = 32_767  # of a text, in units of UTF-16
OLDEST = date(1900, 3, 1)  # before it the calendars of spreadsheets differ
CUT = "…"
EXACT = Context(prec=1_000)
AS_A_SPREADSHEET = Context(prec=DIGITS)
AMOUNTS: frozenset[KindName] = frozenset(("money", "change", "series"))
# How values of these kinds are shown; others, by what they are.
LOOKS: dict[KindName, str] = {
    **dict.fromkeys(("share", "growth", "part", "pace", "points", "shares"), "0.0%"),
    "percent": "0.0#####%",
    "rate": "0.00##########",
    "months": "0.0",
    "count": "#,##0",
    "month": "yyyy-mm",
}
DAY, MOMENT, AMOUNT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "#,##0"
FIGURES_AS_TEXT = "@"
MOST_DECIMALS = 4
A_MONTH = r"[0-9]{4}-[0-9]{2}"


class Cell(NamedTuple):
    """What is written into a cell, and the format it is shown in, empty for a text."""

    value: bool | Decimal | date | str
    look: str = ""


@dataclass
class Shortfall:
    """What a spreadsheet could not hold as it is, in numbers."""

    figures: int = 0  # written as texts
    texts: int = 0  # cut


def spreadsheet_cell(value: Any, kind: KindName, places: int, short: Shortfall) -> Cell | None:
    """The cell of a value; None for an empty one.

    `places` are the decimals that an amount has at least. What cannot be held is counted in
    `short`.
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return Cell(value)
    if isinstance(value, int | Decimal):
        return figure_cell(Decimal(value), kind, places, short)
    if isinstance(value, date):
        return date_cell(value, kind)
    if kind == "moment":
        return Cell(datetime.fromisoformat(value).replace(tzinfo=None), MOMENT)
    if kind == "month" and re.fullmatch(A_MONTH, str(value)):
        return date_cell(date.fromisoformat(f"{value}-01"), kind)
    return Cell(cut_text(str(value), short))


def figure_cell(value: Decimal, kind: KindName, places: int, short: Shortfall) -> Cell:
    """A number, as it is; as a text, where a spreadsheet would change it and that matters."""
    if kind in LOOKS and kind != "count":
        return Cell(AS_A_SPREADSHEET.plus(value), LOOKS[kind])
    short_form = EXACT.normalize(value)
    if len(short_form.as_tuple().digits) > DIGITS:
        short.figures += 1
        return Cell(f"{value:f}", FIGURES_AS_TEXT)
    if kind not in AMOUNTS:
        return Cell(value, LOOKS.get(kind, ""))
    exponent = short_form.as_tuple().exponent
    assert isinstance(exponent, int)  # no amount is infinite
    decimals = min(max(places, -exponent), MOST_DECIMALS)
    return Cell(value, f"{AMOUNT}.{'0' * decimals}" if decimals else AMOUNT)


def date_cell(value: date, kind: KindName) -> Cell:
    """A month, a day or a moment."""
    if isinstance(value, datetime):
        return Cell(value.replace(tzinfo=None), MOMENT)
    if value < OLDEST:
        return Cell(value.isoformat())
    return Cell(value, LOOKS["month"] if kind == "month" else DAY)


def cut_text(text: str, short: Shortfall) -> str:
    """A text as long as a cell can hold, with a mark where it was longer."""
    if len(text) * 2 <= LONGEST or utf_16_length(text) <= LONGEST:
        return text
    short.texts += 1
    room = LONGEST - len(CUT)
    return text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + CUT


def utf_16_length(text: str) -> int:
    """How long a spreadsheet takes a text to be.

    >>> utf_16_length("a😀")
    3
    """
    return len(text) + sum(character > "\uffff" for character in text)
