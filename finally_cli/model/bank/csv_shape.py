"""The shape of a CSV file that was never seen: its delimiter, its header, and its first records.

The delimiter is the one that gives lines with a day in one cell and an amount in another, and most
of them equally many cells.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from finally_cli.model.bank.column_profile import is_amount, is_day
from finally_cli.model.bank.csv_header import DELIMITERS
from finally_cli.model.bank.csv_records import Records
from finally_cli.model.bank.header_words import known_names
from finally_cli.model.bank.layout import column_names
from finally_cli.model.errors import BadFile

MOST_RECORDS = 500
MOST_ABOVE = 3  # lines above a header that look like rows
Numbered = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file falls into records, and the first of those."""

    encoding: str
    delimiter: str
    quote: str
    header_line: int  # 0: there is none
    header: tuple[str, ...]
    width: int
    before: list[Numbered]  # what stands above the header
    rows: list[Numbered]  # what stands below it, the first of it

    def dated(self) -> list[list[str]]:
        """The records with a day and an amount."""
        return [cells for _, cells in self.rows if is_dated(cells)]


def find_shape(file: BinaryIO, encoding: str, delimiter: str = "") -> Shape:
    """The shape of a file. Raises BadFile where no line has a day and an amount."""
    best: tuple[tuple[int, float, int], str, str, list[Numbered]] | None = None
    refused: BadFile | None = None
    for one in delimiter or DELIMITERS:
        for quote in ('"', ""):
            try:
                records = first_records(file, encoding, one, quote)
            except BadFile as problem:
                refused = refused or problem
                continue
            score = score_of(records)
            if best is None or score > best[0]:
                best = score, one, quote, records
            break
    if best is None:
        assert refused is not None  # each delimiter was refused or has a score
        raise refused
    score, delimiter, quote, records = best
    if not records:
        raise BadFile("the file is empty", "Download it once more.", code="FILE_EMPTY")
    return shape_of(encoding, delimiter, quote, records)


def first_records(file: BinaryIO, encoding: str, delimiter: str, quote: str) -> list[Numbered]:
    records = Records(file, encoding, delimiter, quote)
    return [(line, cells) for line, cells in islice(records, MOST_RECORDS) if cells]


def score_of(records: list[Numbered]) -> tuple[int, float, int]:
    """How many records are rows or a header, how alike their widths are, and how wide."""
    rows = [cells for _, cells in records if is_dated(cells)]
    named = max((known_names(cells) for _, cells in records[:50] if len(cells) > 1), default=0)
    if not rows:
        return 0, named, 0
    width, count = Counter(len(cells) for cells in rows).most_common(1)[0]
    return len(rows), count / len(rows), width


def is_dated(cells: list[str]) -> bool:
    """Whether a record has a day in one cell, and an amount in another."""
    days = [place for place, cell in enumerate(cells) if is_day(cell)]
    if not days:
        return False
    amounts = [place for place, cell in enumerate(cells) if is_amount(cell)]
    return any(place not in days[:1] for place in amounts)


def shape_of(encoding: str, delimiter: str, quote: str, records: list[Numbered]) -> Shape:
    """The shape of records, once their header is found."""
    rows = [cells for _, cells in records if is_dated(cells)]
    width = Counter(len(cells) for cells in rows).most_common(1)[0][0] if rows else 0
    place = find_header(records, width)
    if place is None:
        if not rows:
            raise BadFile(
                "no line of the file has a day and an amount",
                "If it is a bank's file, say which column is which:"
                " --columns day=1,text=2,amount=3",
            )
        return Shape(encoding, delimiter, quote, 0, (), width, [], records)
    line, cells = records[place]
    width = width or len(cells)
    return Shape(
        encoding,
        delimiter,
        quote,
        line,
        tuple(cells),
        width,
        records[:place],
        records[place + 1 :],
    )


def find_header(records: list[Numbered], width: int) -> int | None:
    """The place of the line of names: the one with the most that are known, above most rows.

    None without one. Where no name is known, it is the line right above the first row.
    """
    dated = [place for place, (_, cells) in enumerate(records) if is_dated(cells)]
    best, found = 0, None
    for place, (_, cells) in enumerate(records[:100]):
        above = sum(one < place for one in dated)
        if above > MOST_ABOVE or above * 2 > len(dated):
            break
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) < 2 or any(is_day(cell) or is_amount(cell) for cell in filled):
            continue
        known = known_names(cells)
        is_last = place + 1 in dated[:1] and len(cells) >= width > 1
        if (
            len(column_names(cells)) >= 2
            and known >= best
            and (known >= 2 or (is_last and (known or len(filled) * 2 > len(cells))))
        ):
            best, found = known, place
    return found
