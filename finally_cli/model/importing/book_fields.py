"""The fields of a row of the books in JSON: each is checked, and written as the server takes it.

A row becomes JSON again, of plain numbers, whole dates and ids in one form, so that the server
compares it with its own. Nothing is rounded, and no number of JSON's is money.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import get_args, get_type_hints

from finally_cli.model.kinds import KindName, kinds_of
from finally_cli.model.money import MOST_DIGITS
from finally_cli.model.month import FIRST_YEAR, LAST_YEAR
from finally_cli.model.text import did_you_mean, quote, suggestions

SET_BY_OURSELVES = frozenset(("created_at", "updated_at"))  # now, where a row does not say
DECIMALS: Mapping[KindName, int] = {
    "money": 4, "percent": 6, "rate": 1000, "quantity": 40, "price": 40,
}  # fmt: skip
EXAMPLES: Mapping[KindName, str] = {
    "money": "12.50", "percent": "0.25", "rate": "1.0825", "quantity": "120.5", "price": "82.10",
}  # fmt: skip
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?")
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?Z"
)
MOST = 2**31 - 1  # that an integer column holds

Value = str | int | Decimal | bool
Reader = Callable[[Value], str]  # gives JSON; raises ValueError with what is wrong


@dataclass(frozen=True, slots=True)
class BookTable:
    """A table of the books: how each field is read, those that a row needs, and what names it.

    `links` are fields that a part of the books may lack, for what they refer to is not in it.
    `check` raises ValueError for a row whose fields are right, and which cannot be used as it is.
    """

    name: str
    readers: Mapping[str, Reader]
    nullable: frozenset[str]
    needed: frozenset[str]
    links: frozenset[str] = frozenset()
    check: Callable[[Mapping[str, Value | None]], None] | None = None


def book_table(
    name: str,
    row_type: type,
    left_out: Collection[str],
    links: Collection[str] = (),
    decimals: Mapping[str, int] = MappingProxyType({}),
) -> BookTable:
    """The table whose rows are of a dataclass, without some of its fields.

    `decimals` says of a field how many it has at most, where that is not as its kind has.
    """
    hints = get_type_hints(row_type)
    kinds = {field: kind for field, kind in kinds_of(row_type).items() if field not in left_out}
    nullable = frozenset(field for field in kinds if type(None) in get_args(hints[field]))
    return BookTable(
        name,
        {field: reader_of(field, kind, hints[field], decimals) for field, kind in kinds.items()},
        nullable,
        frozenset(kinds) - nullable - SET_BY_OURSELVES,
        frozenset(links),
    )


def reader_of(field: str, kind: KindName, hint: object, decimals: Mapping[str, int]) -> Reader:
    """What reads the values of a field."""
    plain = {hint, *get_args(hint)}
    if bool in plain:
        return read_flag
    if int in plain:
        return read_year if field == "year" else read_integer
    if kind in DECIMALS:
        return number_reader(kind, decimals.get(field, DECIMALS[kind]))
    return {"month": read_month, "day": read_day, "id": read_id, "moment": read_moment}.get(
        kind, read_text
    )


def read_text(value: Value) -> str:
    r"""A text.

    >>> read_text('a "b"')
    '"a \\"b\\""'
    """
    if not isinstance(value, str):
        raise ValueError("is no text")
    if "\0" in value:
        raise ValueError("holds a character that no text has (NUL)")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("holds half a character")
    return encode_basestring(value)


def number_reader(kind: KindName, decimals: int) -> Reader:
    """What reads an exact number: a text of at most 20 digits before the point."""
    example = EXAMPLES[kind]

    def read_number(value: Value) -> str:
        if not isinstance(value, str):
            raise ValueError(f'is no text with a number, such as "{example}"')
        found = NUMBER.fullmatch(value) if len(value) <= decimals + MOST_DIGITS + 2 else None
        if found is None:
            raise ValueError(f'is not a number as "{example}" is: {quote(value[:40])}')
        if len(found[1] or "") > decimals:
            raise ValueError(f"has more than {decimals} decimals: {quote(value[:40])}")
        if len(value.lstrip("-").partition(".")[0]) > MOST_DIGITS:
            raise ValueError(f"has more than {MOST_DIGITS} digits before the point")
        return value

    return read_number


def read_flag(value: Value) -> str:
    """Whether something is so."""
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")
    return "true" if value else "false"


def read_integer(value: Value) -> str:
    """A whole number."""
    if type(value) is not int or not -MOST <= value <= MOST:
        raise ValueError("is no whole number that could be kept")
    return str(value)


def read_year(value: Value) -> str:
    """A year."""
    if type(value) is not int or not FIRST_YEAR <= value <= LAST_YEAR:
        raise ValueError(f"is no year from {FIRST_YEAR} to {LAST_YEAR}")
    return str(value)


def read_month(value: Value) -> str:
    """A month, as the day that it begins with.

    >>> read_month("2026-10")
    '"2026-10-01"'
    """
    found = MONTH.fullmatch(value) if isinstance(value, str) else None
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise ValueError(f"is no month from {FIRST_YEAR}-01 to {LAST_YEAR}-12")
    return f'"{value}-01"'


def read_day(value: Value) -> str:
    """A day."""
    if not isinstance(value, str) or not is_day(value):
        raise ValueError('is no day, such as "2026-10-05"')
    return f'"{value}"'


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, as 2026-10-05."""
    try:
        return DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def read_id(value: Value) -> str:
    """An id, in small letters."""
    text = value.lower() if isinstance(value, str) else ""
    if not ID.fullmatch(text):
        raise ValueError("is no id")
    return f'"{text}"'


def read_moment(value: Value) -> str:
    """A point in time."""
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None or not is_day(found[1]):
        raise ValueError('is no time, such as "2026-10-05T12:30:59.000000Z"')
    return f'"{value}"'


def read_row(table: BookTable, row: Mapping[str, Value | None], *, is_part: bool) -> str:
    """A row as JSON. Raises ValueError with what is wrong in it, field by field.

    A field that a row does not say is left out: it is not compared, and null where it is added.
    """
    pieces, faults = [], []
    readers = table.readers
    for name, value in row.items():
        read = readers.get(name)
        if read is None:
            meant = did_you_mean(suggestions(name, list(readers))).rstrip()
            faults.append(f"there is no field {quote(name)}" + (f" ({meant})" if meant else ""))
        elif value is not None:
            try:
                pieces.append(f'"{name}": {read(value)}')
            except ValueError as fault:
                faults.append(f"{name} {fault}")
        elif name not in table.nullable:
            faults.append(f"{name} is null")
        elif not (is_part and name in table.links):
            pieces.append(f'"{name}": null')
    if not table.needed <= row.keys():
        faults += [f"{name} is missing" for name in sorted(table.needed - row.keys())]
    if faults:
        raise ValueError("; ".join(faults))
    if table.check is not None:
        table.check(row)
    return "{" + ", ".join(pieces) + "}"
