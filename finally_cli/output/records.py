"""Every row as a record, where no table fits: a line for each of its columns, behind its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from finally_cli.output.cells import IN_ONE_PIECE, NUMBERS
from finally_cli.output.columns import Cell, Cells, Column
from finally_cli.output.lines import cell_width, longest_word, wrap
from finally_cli.output.screen import Screen

APART, CLOSE = 3, 1  # blanks between a name and its value
NARROWEST = 8  # of text that is folded


@dataclass(frozen=True, slots=True)
class RecordBlocks:
    """The rows in blocks. Figures stand one under the other; what is not said is left out."""

    columns: Sequence[Column]
    cells: Cells
    screen: Screen
    names: int  # how wide their column is
    gap: int
    figures: int  # how wide the widest is

    gone = ()  # it has everything

    def lines(self, further: Iterable[object]) -> Iterator[str]:
        """The rows with an empty line between them, and the closing lines under a rule."""
        is_first = True
        for texts in self.cells.rows:
            yield from self.block(texts) if is_first else ("", *self.block(texts))
            is_first = False
        for row in further:
            yield from ("", *self.block(self.cells.filler.texts(row)))
        width = 1 + self.names + self.gap + self.figures
        for texts in self.cells.closing:
            yield self.screen.draw("─" * min(width + 1, max(width, self.screen.width or 0)))
            yield from self.block(texts)

    def block(self, texts: Sequence[Cell]) -> Iterator[str]:
        """The lines of one row."""
        room = max((self.screen.width or 0) - self.names - self.gap - 1, NARROWEST)
        for (text, style), column in zip(texts, self.columns, strict=True):
            if not text:
                continue
            if column.kind in NUMBERS:
                pieces = [" " * (self.figures - cell_width(text)) + text]
            else:
                pieces = [text] if column.kind in IN_ONE_PIECE else wrap(text, room)
            heads = wrap(column.title, self.names)
            for number in range(max(len(pieces), len(heads))):
                head = heads[number] if number < len(heads) else ""
                piece = pieces[number] if number < len(pieces) else ""
                blanks = " " * (self.names - cell_width(head) + self.gap)
                bold = self.screen.style(head, "bold")
                yield f" {bold}{blanks}{self.screen.style(piece, style)}".rstrip()


def as_records(columns: Sequence[Column], cells: Cells, screen: Screen) -> RecordBlocks:
    """The records in the room there is; names are folded between words before a value is."""
    known = [
        (column.kind in NUMBERS, cell_width(text))
        for texts in (*cells.rows, *cells.closing)
        for (text, _), column in zip(texts, columns, strict=True)
        if column.kind in IN_ONE_PIECE
    ]
    solid = max((width for _, width in known), default=0)
    figures = max((width for is_number, width in known if is_number), default=0)
    titles = [column.title for column in columns]
    least, most = max(map(longest_word, titles)), max(map(cell_width, titles))
    room = screen.width or 0
    gap = APART if 1 + least + APART + solid <= room else CLOSE
    names = min(most, max(least, room - 1 - gap - max(solid, room // 2)))
    return RecordBlocks(columns, cells, screen, names, gap, figures)
