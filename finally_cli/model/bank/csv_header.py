"""Where a bank's CSV file begins, by its layout: its encoding, its delimiter, the line of names."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import islice
from typing import BinaryIO

from finally_cli.model.bank.csv_records import Records
from finally_cli.model.bank.encoding import Encoding, find_encoding
from finally_cli.model.bank.layout import (
    NAMES,
    Column,
    Columns,
    Layout,
    clean_name,
    column_names,
)
from finally_cli.model.errors import BadFile
from finally_cli.model.text import and_list, fold_name, quote

DELIMITERS = (",", ";", "\t", "|")
MOST_LINES = 100  # that stand before the header


@dataclass(frozen=True, slots=True)
class Header:
    """The line that names the columns, the places of those, and what stood before it."""

    encoding: str
    delimiter: str
    line: int  # 0: there is none
    places: dict[str, int]
    width: int  # cells that a row has; 0: not known
    before: list[tuple[int, list[str]]]  # each with its line


def text_encoding(file: BinaryIO, known: str) -> str:
    """The encoding of a file, of which `known` is the code page if it is none of Unicode.

    Raises BadFile where several code pages are possible and give other letters.
    """
    found = find_encoding(file)
    if not found.is_code_page:
        return found.name
    if known.replace("_", "-").startswith("utf"):
        if found.is_open:
            raise open_encoding(found)
        return found.name
    return known


def open_encoding(found: Encoding) -> BadFile:
    """The refusal of a file whose letters depend on its code page."""
    ways = " or ".join(f"{quote(page.example)} ({page.name})" for page in found.choices[:4])
    return BadFile(
        f"the file is not UTF-8, and nothing in it says its code page: it may read {ways}",
        f"Say which it is: --encoding {' or '.join(page.name for page in found.choices[:4])}",
        code="LAYOUT_UNDECIDED",
    )


def find_header(file: BinaryIO, layout: Layout) -> Header:
    """The header of a file that can be gone back in.

    Raises BadFile (LAYOUT_DIFFERS) where a column that is read has no name there any more.
    """
    encoding = text_encoding(file, layout.encoding)
    if not layout.header:
        return Header(encoding, layout.delimiter, 0, {}, 0, [])
    wanted = wanted_names(layout)
    best: set[str] = set()
    for delimiter in dict.fromkeys((layout.delimiter, *DELIMITERS)):
        records = Records(file, encoding, delimiter, layout.quote)
        before: list[tuple[int, list[str]]] = []
        for line, cells in islice(records, MOST_LINES):
            if cells is None:
                continue
            places = column_names(cells)
            found = {fold_name(name) for name in places}
            if {fold_name(name) for name in wanted} <= found and len(found) > 1:
                by_name = {fold_name(name): place for name, place in places.items()}
                width = max((*places.values(), *numbers(layout)), default=0) + 1
                return Header(encoding, delimiter, line, by_name, width, before)
            there = {name for name in wanted if fold_name(name) in found}
            best = max(best, there, key=len)
            before.append((line, cells))
    missing = [quote(name) for name in wanted if name not in best]
    columns = "column" if len(missing) == 1 else "columns"
    raise BadFile(
        f"the file has no {columns} {and_list(missing)}: the bank changed its columns, or the file"
        " is another one",
        f"If it is the bank's, say which it is now: --columns {kind_of(layout, wanted, best)}=NAME",
        code="LAYOUT_DIFFERS",
    )


def kind_of(layout: Layout, wanted: list[str], there: set[str]) -> str:
    """What the first column is read for that is not there, as --columns calls it."""
    missing = next(name for name in wanted if name not in there)
    for one in fields(Columns):
        value = getattr(layout.columns, one.name)
        if missing == value or (isinstance(value, tuple) and missing in value):
            return NAMES.get(one.name, one.name)
    return "day"


def wanted_names(layout: Layout) -> list[str]:
    """The names that a header must have: of columns that are read, or all where none has one."""
    used = [column for column in layout.columns.used() if isinstance(column, str)]
    names = used or [clean_name(name) for name in layout.header if clean_name(name)]
    return list(dict.fromkeys(names))


def numbers(layout: Layout) -> list[int]:
    """The places, from 0, of the columns that are read by their number."""
    return [column - 1 for column in layout.columns.used() if isinstance(column, int)]


def place_of(header: Header, column: Column | None) -> int | None:
    """The place of a column in a row, from 0; None where it is not read."""
    if column is None:
        return None
    return header.places[fold_name(column)] if isinstance(column, str) else column - 1
