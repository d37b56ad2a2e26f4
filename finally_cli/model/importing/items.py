"""The incomes or expenses of a CSV file, read line by line into what the books take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from finally_cli.model.categories import Categories, Chosen, find_categories, nearest_paths
from finally_cli.model.errors import BadUsage, Conflict, FinallyError
from finally_cli.model.importing.csv_file import NumberedRecords
from finally_cli.model.importing.line_file import BadLine, Header, LineFile
from finally_cli.model.importing.values import OURS, PLAIN, parse_month_cell
from finally_cli.model.mills import parse_in_currency
from finally_cli.model.money import AMOUNT_IS_ZERO, parse_amount
from finally_cli.model.month import parse_day
from finally_cli.model.month_begins import month_of_day
from finally_cli.model.text import LONGEST_NOTE, or_list, parse_note, quote

ADVISED = 100  # unknown categories that are compared with all others: it takes a millisecond each


@dataclass(frozen=True, slots=True)
class Place:
    """What the words of a line mean; `closed` is the first day from which nothing goes there."""

    chosen: Chosen
    category_id: str
    subcategory_id: str | None
    closed: str | None


class ItemPlaces:
    """The categories of a user, by how a file writes them."""

    def __init__(self, categories: Categories) -> None:
        self.categories = categories
        self.advised = 0
        self.found = lru_cache(maxsize=4096)(self.find)
        self.refuse_once = lru_cache(maxsize=4096)(self.refuse)

    def place(self, category: str, sub: str, month: str) -> Place:
        """What `FOOD` and `Groceries`, or `FOOD/Groceries` alone, mean in a month.

        `month` is its first day, as 2026-10-01. Raises BadUsage for what is unknown or closed.
        """
        place = self.found(category, sub)
        if isinstance(place, str):
            raise BadUsage(place)
        if place.closed is not None and month >= place.closed:
            raise BadUsage(self.refuse_once(place, month))
        return place

    def find(self, category: str, sub: str) -> Place | str:
        """The place, or why there is none."""
        if not category.strip():
            return "the category is missing"
        if self.advised >= ADVISED and not find_categories(self.categories.rows, category):
            return f"there is no category {quote(category)}"
        try:
            chosen = self.categories.choose(category, sub if sub.strip() else None)
        except FinallyError as error:
            self.advised += 1
            return self.reason(error, category, sub)
        closings = [
            row.closed.isoformat()
            for row in (chosen.category, chosen.subcategory)
            if row is not None and row.closed is not None
        ]
        closed = min(closings, default=None)
        return Place(chosen, chosen.category_id, chosen.subcategory_id, closed)

    def refuse(self, place: Place, month: str) -> str:
        """Why nothing may go there in that month."""
        try:
            self.categories.refuse_closed(place.chosen, date.fromisoformat(month))
        except Conflict as error:
            return error.message
        raise AssertionError(f"{place.chosen.path} is open in {month}")

    def reason(self, error: FinallyError, category: str, sub: str) -> str:
        """What is wrong, with the nearest that there are."""
        match error.code:
            case "CATEGORY_NOT_FOUND":
                close = nearest_paths(category, self.categories.rows)
            case "SUBCATEGORY_NOT_FOUND":
                above = self.categories.choose(category).category.category
                rows = [row for row in self.categories.rows if row.subcategory]
                close = nearest_paths(sub, [row for row in rows if row.category == above])
            case "USAGE":
                return f"{quote(category)} and {quote(sub)} are two subcategories"
            case _:
                close = []
        return f"{error.message}; did you mean {or_list(close)}?" if close else error.message


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

    def __init__(
        self,
        records: NumberedRecords,
        categories: Categories,
        currency: str = "",
        month_begins: int = 1,
    ) -> None:
        super().__init__(records)
        self.currency = currency
        self.month_begins = month_begins
        self.named = item_columns(self.header, EXPENSE if categories.kind == "expense" else INCOME)
        self.is_ours = "id" in self.named
        self.places = ItemPlaces(categories)
        self.zeros = 0

    def rows(self) -> Iterator[Staged]:
        """Every entry that can be read; the others go to `bad`."""
        plain = f"{PLAIN}|{OURS}" if self.is_ours else PLAIN
        is_plain = re.compile(f"{NOT_ZERO}(?:{plain})").fullmatch
        place_of, named, begins = self.places.place, self.named, self.month_begins
        amount, category = named["amount"], named["category"]
        month, date, sub, note = (named.get(name) for name in ("month", "date", "sub", "note"))
        for line, cells in self.whole():
            typed = cells[amount]
            try:
                value = typed if is_plain(typed) else item_amount(typed, self.currency)
                of_month, day = item_month(
                    "" if month is None else cells[month],
                    "" if date is None else cells[date],
                    begins,
                )
                place = place_of(cells[category], "" if sub is None else cells[sub], of_month)
                said = None if note is None else item_note(cells[note])
            except BadUsage as error:
                if error.code == AMOUNT_IS_ZERO:
                    self.zeros += 1
                else:
                    self.bad.append(BadLine(line, error.message))
            else:
                yield line, of_month, day, place.category_id, place.subcategory_id, value, said

    def open_end(self) -> tuple[int, str] | None:
        """The line and the amount that the file ends in, where it may have been cut off there."""
        return self.open_amount({self.named["amount"]})


def item_columns(cells: list[str], known: tuple[str, ...]) -> dict[str, int]:
    """Where each column stands. Raises BadFile for one that is unknown, missing or there twice."""
    aliases = {word: name for word, name in ALIASES.items() if name in known}
    header = Header(cells, FORM.format("sub,note" if "sub" in known else "note"), aliases)
    header.need(KEY)
    for heading, word in zip(header.headings, header.words, strict=True):
        if word not in (*known, *LISTED):
            raise header.unknown(heading, known)
    header.need("category")
    if not {"month", "date"} & set(header.words):
        raise header.refusal('there is no column "month", nor a column "date"')
    return header.places((*known, *LISTED))


@lru_cache(maxsize=DAYS)
def item_month(month: str, day: str, begins: int = 1) -> tuple[str, str | None]:
    """The first day of a month, and the day where there is one, which gives the month too, where
    months begin with a day of the one before.

    >>> item_month("2026-10", ""), item_month("", "2026-10-05"), item_month("", "2026-10-25", 25)
    (('2026-10-01', None), ('2026-10-01', '2026-10-05'), ('2026-11-01', '2026-10-25'))
    """
    if not day.strip():
        if not month.strip():
            raise BadUsage("there is neither a month nor a date")
        return parse_month_cell(month), None
    the_day = item_day(day)
    its_month = month_of_day(date.fromisoformat(the_day), begins).isoformat()
    if month.strip() and parse_month_cell(month) != its_month:
        where = f", where months begin with day {begins}" if begins > 1 else ""
        said = f"the date {the_day} does not lie in {parse_month_cell(month)[:7]}"
        raise BadUsage(f"{said}{where}")
    return its_month, the_day


def item_day(text: str) -> str:
    """A day as the server reads it."""
    typed = text.strip()
    if re.sub("[0-9]", "0", typed) != "0000-00-00":
        raise BadUsage(f"{quote(text)} is not a date written as 2026-10-05")
    return parse_day(typed).isoformat()


def item_amount(text: str, currency: str = "") -> str:
    """An amount of that currency as the server reads it; never zero."""
    if not text.strip():
        raise BadUsage("the amount is missing")
    return f"{parse_in_currency(text, currency, parse_amount):f}"


def item_note(text: str) -> str | None:
    """A note; None for an empty cell. What no database stores was refused with its line."""
    return (text if len(text) <= LONGEST_NOTE else parse_note(text)) or None
