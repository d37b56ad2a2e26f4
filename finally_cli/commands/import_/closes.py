"""The closed months of a file of books: they are closed anew, over the rows as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from itertools import chain

from finally_cli.commands.export.tables import CLOSES
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.book_fields import BookTable, Value, book_table
from finally_cli.model.importing.books_file import BooksFile
from finally_cli.model.importing.json_events import Event, JsonEvents
from finally_cli.model.kinds import Month
from finally_cli.model.month import add_months, format_month, this_month
from finally_cli.model.result import Note
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

NAME = "closes"
DEEPEST = 10  # how deep values of facts may lie
LARGEST = 30  # digits of a number of theirs, before the point and after it


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedMonth:
    month: Month
    closed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastClose:
    month: Month | None


CLOSE_MONTHS = Statement("books/close_months", ClosedMonth)
CLOSES_AFTER = Statement("books/closes_after", LastClose)


def closes_table() -> BookTable:
    """The closes of a file, as they are read."""
    read = book_table(NAME, CLOSES.row, ())
    return BookTable(NAME, read.readers, read.nullable, read.needed, check=check_close)


def check_close(row: Mapping[str, Value | None]) -> None:
    """Raise ValueError for facts that are no object of JSON, or that the server could not keep."""
    facts = row.get("facts")
    assert isinstance(facts, str)  # a text, as its reader says
    deep = 0
    try:
        for place, (event, value) in enumerate(events_of(facts)):
            deep += event.startswith("start_") - event.startswith("end_")
            if not place and event != "start_map":
                raise ValueError("facts are no object of JSON")
            if deep > DEEPEST or (isinstance(value, str) and "\0" in value):
                raise ValueError("facts are none of a closed month")
            if isinstance(value, int | Decimal) and not is_moderate(Decimal(value)):
                raise ValueError("facts hold a number that is none of a closed month")
    except BadFile:
        raise ValueError("facts are no object of JSON") from None


def events_of(facts: str) -> Iterator[Event]:
    return chain.from_iterable(JsonEvents(BytesIO(facts.encode())))


def is_moderate(number: Decimal) -> bool:
    """Whether a number is no longer than money is."""
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and number.adjusted() <= LARGEST and exponent >= -LARGEST


def close_again(db: Database, books: BooksFile, *, wanted: bool) -> tuple[list[str], list[Note]]:
    """Close the months that the file has as closed, if that is wanted: what is said of it.

    Else they are left aside, and so are months that are not over yet.
    """
    if not books.counts.get(NAME):
        return [], []
    sentences = []
    if wanted:
        rows = db.all(CLOSE_MONTHS, last=add_months(this_month(), -1))
        months = [format_month(one.month) for one in rows if one.closed]
        if months:
            span = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
            sentences = [f"Closed {span} anew, as in the file."]
    left = db.one(CLOSES_AFTER)
    if left is None or left.month is None:
        return sentences, []
    month = format_month(left.month)
    if wanted:
        said = f"The file has months closed up to {month}; those that are not over yet stay open."
        return sentences, [Note("CLOSES_LEFT", said)]
    command = f"finally close {month} --earlier"
    said = f"The file has months closed up to {month}, which stay open here. Close them: {command}"
    return sentences, [Note("CLOSES_LEFT", said, command)]
