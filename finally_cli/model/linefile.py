"""A CSV file whose lines are read one by one; what is wrong with a line is kept for the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from finally_cli.model.csvfile import Record
from finally_cli.model.errors import BadFile
from finally_cli.model.text import listed, nearest, quoted


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be imported; `column` is the month's, where a line holds many."""

    line: int
    reason: str
    column: str | None = None


class LineFile:
    """The records of a file after its header. `lines` and `bad` are complete when all are read."""

    def __init__(self, records: Iterator[Record]) -> None:
        self.records = records
        _, self.header = next(records, (0, []))
        self.lines = 0
        self.bad: list[BadLine] = []

    def whole(self) -> Iterator[Record]:
        """The records that have a cell for each column; the others go to `bad`."""
        width = len(self.header)
        for line, cells in self.records:
            self.lines += 1
            if len(cells) == width:
                yield line, cells
            else:
                reason = f"the line has {len(cells)} cells, and the header has {width}"
                self.bad.append(BadLine(line, reason))


class Header:
    """The names of a file's columns. `forms` is one sentence on those that such a file has.

    Raises BadFile for a column that is there twice.
    """

    def __init__(self, cells: list[str], forms: str) -> None:
        self.forms = forms
        self.headings = tuple(cell.strip() for cell in cells)
        self.words = [heading.casefold() for heading in self.headings]
        for place, word in enumerate(self.words):
            if word in self.words[:place]:
                raise self.refused(f"the column {quoted(self.headings[place])} is there twice")

    def places(self, known: tuple[str, ...]) -> dict[str, int]:
        """Where each column stands that is known."""
        return {word: place for place, word in enumerate(self.words) if word in known}

    def need(self, column: str) -> None:
        """Raises BadFile where a column is missing."""
        if column not in self.words:
            raise self.refused(f"there is no column {quoted(column)}")

    def unknown(self, heading: str, known: tuple[str, ...]) -> BadFile:
        """The refusal of a column that means nothing."""
        close = nearest(heading, list(known))
        meant = f"Did you mean {listed(close)}? " if close else ""
        return self.refused(f"there is no meaning to the column {quoted(heading)}", meant)

    def refused(self, message: str, meant: str = "") -> BadFile:
        """A refusal of the header."""
        return BadFile(message, f"{meant}{self.forms}", code="BAD_HEADER")
