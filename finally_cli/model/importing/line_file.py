"""A CSV file whose lines are read one by one; what is wrong with a line is kept for the end."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from finally_cli.model.errors import BadFile
from finally_cli.model.importing.csv_file import NumberedRecords, Record
from finally_cli.model.text import did_you_mean, quote, suggestions


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be imported; `column` is the month's, where a line holds many."""

    line: int
    reason: str
    column: str | None = None


class FaultyFile(Protocol):
    """A file with so many lines, some of which cannot be imported."""

    @property
    def lines(self) -> int: ...

    @property
    def bad(self) -> list[BadLine]: ...


class LineFile:
    """The records of a file after its header. `lines` and `bad` are complete when all are read.

    Columns without a name at the header's end, as spreadsheets leave them, are none.
    """

    def __init__(self, records: NumberedRecords) -> None:
        self.records = records
        _, header = next(records, (0, []))
        self.widest = len(header)
        while header and not header[-1].strip():
            header.pop()
        self.header = header
        self.lines = 0
        self.bad: list[BadLine] = []
        self.last: Record = (0, [])

    def whole(self) -> Iterator[Record]:
        """The records that have a cell for each column; the others go to `bad`."""
        width, widest = len(self.header), self.widest
        record = self.last
        for record in self.records:
            self.lines += 1
            line, cells = record
            many = len(cells)
            if many == width or (width < many <= widest and not "".join(cells[width:]).strip()):
                yield record
            elif width < many <= widest:
                reason = f"a cell stands beyond the last of the {width} columns that have a name"
                self.bad.append(BadLine(line, reason))
            else:
                reason = f"the line has {many} cells, and the header has {width}"
                self.bad.append(BadLine(line, reason))
        self.last = record

    def open_amount(self, amounts: Container[int]) -> tuple[int, str] | None:
        """The last line and the amount that it ends in, where no line end says that it is whole.

        `amounts` are the places of the columns that hold amounts.
        """
        line, cells = self.last
        place = len(cells) - 1
        if not self.records.is_open or place not in amounts or not cells[place].strip():
            return None
        return line, cells[place].strip()


class Header:
    """The names of a file's columns. `forms` is one sentence on those that such a file has.

    `aliases` are other words for some of them. Raises BadFile for a column that is there twice.
    """

    def __init__(
        self, cells: list[str], forms: str, aliases: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self.forms = forms
        self.headings = tuple(cell.strip() for cell in cells)
        words = [heading.casefold() for heading in self.headings]
        self.words = [aliases.get(word, word) for word in words]
        seen: set[str] = set()
        for heading, word in zip(self.headings, self.words, strict=True):
            if word in seen:
                raise self.refusal(f"the column {quote(heading)} is there twice")
            seen.add(word)

    def places(self, known: tuple[str, ...]) -> dict[str, int]:
        """Where each column stands that is known."""
        return {word: place for place, word in enumerate(self.words) if word in known}

    def need(self, column: str) -> None:
        """Raises BadFile where a column is missing."""
        if column not in self.words:
            raise self.refusal(f"there is no column {quote(column)}")

    def unknown(self, heading: str, known: tuple[str, ...]) -> BadFile:
        """The refusal of a column that means nothing."""
        meant = did_you_mean(suggestions(heading, list(known)))
        return self.refusal(f"there is no meaning to the column {quote(heading)}", meant)

    def refusal(self, message: str, meant: str = "") -> BadFile:
        """A refusal of the header."""
        return BadFile(message, f"{meant}{self.forms}", code="BAD_HEADER")
