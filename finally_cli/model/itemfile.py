"""The incomes or expenses of a CSV file, read line by line into what the books take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from finally_cli.model.categories import Categories
from finally_cli.model.csvfile import Records
from finally_cli.model.errors import BadUsage
from finally_cli.model.itemplaces import Places
from finally_cli.model.linefile import BadLine, Header, LineFile
from finally_cli.model.mills import parsed
from finally_cli.model.money import AMOUNT_IS_ZERO, parse_amount
from finally_cli.model.month import parse_day
from finally_cli.model.text import LONGEST_NOTE, parse_note, quoted
from finally_cli.model.valuecolumns import month_of
from finally_cli.model.valuefile import OURS, PLAIN

KEY = "amount"  # the column that every such file has
INCOME = ("amount", "category", "month", "date", "note")
EXPENSE = ("amount", "category", "sub", "month", "date", "note")
LISTED = ("name", "id")  # columns of our own lists that say nothing more
ALIASES = {"subcategory": "sub"}  # what our own lists call it
FORM = "A file has the columns amount,category, a month or a date or both, and perhaps {}."
NOT_ZERO = "(?=[-0.]*[1-9])"
DAYS = 40_000  # more than lie between 2000 and 2100
STAGED = ("line", "month", "date", "category_id", "subcategory_id", "amount", "note")

# An entry as it is staged, in that order; everything but the line is text that the server reads.
Staged = tuple[int, str, str | None, str, str | None, str, str | None]


class ItemFile(LineFile):
    """A file of incomes, or one of expenses, as the kind of its categories says.

    `zeros` counts its lines of 0.00, which are no entries. `is_ours` says that it is a list which
    this program has written.
    """

    def __init__(self, records: Records, categories: Categories, currency: str = "") -> None:
        super().__init__(records)
        self.currency = currency
        self.named = columns_of(self.header, EXPENSE if categories.kind == "expense" else INCOME)
        self.is_ours = "id" in self.named
        self.places = Places(categories)
        self.zeros = 0

    def rows(self) -> Iterator[Staged]:
        """Every entry that can be read; the others go to `bad`."""
        plain = f"{PLAIN}|{OURS}" if self.is_ours else PLAIN
        is_plain = re.compile(f"{NOT_ZERO}(?:{plain})").fullmatch
        place_of, named = self.places.place, self.named
        amount, category = named["amount"], named["category"]
        month, date, sub, note = (named.get(name) for name in ("month", "date", "sub", "note"))
        for line, cells in self.whole():
            typed = cells[amount]
            try:
                value = typed if is_plain(typed) else amount_of(typed, self.currency)
                of_month, day = when(
                    "" if month is None else cells[month], "" if date is None else cells[date]
                )
                place = place_of(cells[category], "" if sub is None else cells[sub], of_month)
                said = None if note is None else note_of(cells[note])
            except BadUsage as error:
                if error.code == AMOUNT_IS_ZERO:
                    self.zeros += 1
                else:
                    self.bad.append(BadLine(line, error.message))
            else:
                yield line, of_month, day, place.category_id, place.subcategory_id, value, said

    def cut(self) -> tuple[int, str] | None:
        """The line and the amount that the file ends in, where it may have been cut off there."""
        return self.open_amount({self.named["amount"]})


def columns_of(cells: list[str], known: tuple[str, ...]) -> dict[str, int]:
    """Where each column stands. Raises BadFile for one that is unknown, missing or there twice."""
    aliases = {word: name for word, name in ALIASES.items() if name in known}
    header = Header(cells, FORM.format("sub,note" if "sub" in known else "note"), aliases)
    header.need(KEY)
    for heading, word in zip(header.headings, header.words, strict=True):
        if word not in (*known, *LISTED):
            raise header.unknown(heading, known)
    header.need("category")
    if not {"month", "date"} & set(header.words):
        raise header.refused('there is no column "month", nor a column "date"')
    return header.places((*known, *LISTED))


@lru_cache(maxsize=DAYS)
def when(month: str, day: str) -> tuple[str, str | None]:
    """The first day of a month, and the day where there is one, which gives the month too.

    >>> when("2026-10", ""), when("", "2026-10-05")
    (('2026-10-01', None), ('2026-10-01', '2026-10-05'))
    """
    if not day.strip():
        if not month.strip():
            raise BadUsage("there is neither a month nor a date")
        return month_of(month), None
    the_day = day_of(day)
    its_month = f"{the_day[:7]}-01"
    if month.strip() and month_of(month) != its_month:
        raise BadUsage(f"the date {the_day} does not lie in {month_of(month)[:7]}")
    return its_month, the_day


def day_of(text: str) -> str:
    """A day as the server reads it."""
    typed = text.strip()
    if re.sub("[0-9]", "0", typed) != "0000-00-00":
        raise BadUsage(f"{quoted(text)} is not a date written as 2026-10-05")
    return parse_day(typed).isoformat()


def amount_of(text: str, currency: str = "") -> str:
    """An amount of that currency as the server reads it; never zero."""
    if not text.strip():
        raise BadUsage("the amount is missing")
    return f"{parsed(text, currency, parse_amount):f}"


def note_of(text: str) -> str | None:
    """A note; None for an empty cell. What no database stores was refused with its line."""
    return (text if len(text) <= LONGEST_NOTE else parse_note(text)) or None
