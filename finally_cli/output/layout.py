"""How a table is laid out in the room there is: what gives way, in which order, and its lines.

First columns stand closer together, and headings and texts are folded between words. Then amounts
lose their decimals; then columns go that can be spared, one after the other; both are said. Where
that does not help, each row is written as a record, a line for each of its columns: psql does so,
too. A number is never cut, nor is what is wider than those before it, further down a long list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from finally_cli.model.currency import decimals
from finally_cli.model.result import Result
from finally_cli.output.cells import IN_ONE_PIECE, NUMBERS
from finally_cli.output.columns import Cell, Cells, Column, cells_of, spare, visible_columns
from finally_cli.output.lines import cell_width, longest_word, wrap
from finally_cli.output.records import RecordBlocks, as_records
from finally_cli.output.screen import Screen

APART, CLOSE = 3, 2  # blanks between columns
NARROWEST = 8  # of text that is folded
AMOUNTS = ("money", "change")


@dataclass(frozen=True, slots=True)
class Layout:
    """Some of a result's columns, how wide each is, and what there was no room for."""

    columns: Sequence[Column]
    places: Sequence[int]  # of them among all
    widths: Sequence[int]
    cells: Cells
    screen: Screen
    gap: int
    gone: Sequence[str] = ()
    is_folded: bool = False  # something in it had to become narrower

    @property
    def width(self) -> int:
        """How wide the table is."""
        return 1 + sum(self.widths) + self.gap * (len(self.widths) - 1)

    @property
    def rule(self) -> str:
        """The line under the header."""
        longer = self.width if self.width == self.screen.width else self.width + 1
        return self.screen.draw("─" * longer)

    def lines(self, further: Iterable[object]) -> Iterator[str]:
        """The header, the rows, and under a rule the closing lines, the last of them in bold."""
        heads = [self.head(place) for place in range(len(self.columns))]
        tallest = max(map(len, heads))
        padded = ([""] * (tallest - len(head)) + head for head in heads)
        for titles in zip(*padded, strict=True):
            yield self.line([(title, "bold") for title in titles])
        yield self.rule
        for texts in self.cells.rows:
            yield from self.draw(texts)
        for row in further:
            yield from self.draw(self.cells.filler.texts(row))
        if self.cells.closing:
            yield self.rule
        for number, texts in enumerate(self.cells.closing, start=1):
            is_last = number == len(self.cells.closing)
            yield from self.draw([(text, "bold" if is_last else style) for text, style in texts])

    def head(self, place: int) -> list[str]:
        """The heading of a column, in as many lines as it takes."""
        title = self.columns[place].title
        return [title] if self.screen.width is None else wrap(title, self.widths[place])

    def draw(self, texts: Sequence[Cell]) -> Iterator[str]:
        """The line of a row; more of them where a text is folded."""
        kept = [texts[place] for place in self.places]
        pieces = [
            [text]
            if self.screen.width is None or column.kind in IN_ONE_PIECE
            else wrap(text, width)
            for (text, _), column, width in zip(kept, self.columns, self.widths, strict=True)
        ]
        for number in range(max(map(len, pieces))):
            yield self.line(
                [
                    (piece[number] if number < len(piece) else "", style)
                    for piece, (_, style) in zip(pieces, kept, strict=True)
                ]
            )

    def line(self, texts: Sequence[Cell]) -> str:
        """One line, without blanks at its end."""
        parts = []
        for (text, style), column, width in zip(texts, self.columns, self.widths, strict=True):
            blanks = " " * (width - cell_width(text))
            shown = self.screen.style(text, style)
            parts.append(blanks + shown if column.kind in NUMBERS else shown + blanks)
        return f" {(' ' * self.gap).join(parts)}".rstrip()


def fit_layout(result: Result, screen: Screen, *, is_whole: bool) -> Layout | RecordBlocks:
    """The layout that keeps most of a result; where it is not `is_whole`, more rows are to come."""
    columns = visible_columns(result, is_whole=is_whole)
    places = decimals(str(result.about.get("currency", "")))
    cells = {places: cells_of(result, columns, places, screen, is_whole=is_whole)}
    layout = measure_layout(columns, range(len(columns)), cells[places], screen, APART, [])
    if screen.width is None or (layout.width <= screen.width and not layout.is_folded):
        return layout
    fewer = [places]
    if places and any(column.kind in AMOUNTS for column in columns):
        cells[0] = cells_of(result, columns, 0, screen, is_whole=is_whole)
        fewer.append(0)
    spared = spare(result, columns)
    for count in range(len(spared) + 1):
        gone = spared[:count]
        kept = [place for place, column in enumerate(columns) if column not in gone]
        for number in fewer:
            titles = [*(["cents" if places == 2 else "decimals"] if number != places else []),
                      *(column.title for column in gone)]  # fmt: skip
            layout = measure_layout(columns, kept, cells[number], screen, CLOSE, titles)
            if layout.width <= screen.width:
                return layout
    return as_records(columns, cells[places], screen)


def measure_layout(
    columns: Sequence[Column],
    places: Sequence[int],
    cells: Cells,
    screen: Screen,
    gap: int,
    gone: Sequence[str],
) -> Layout:
    """The layout of some columns, as wide as they want to be, or as narrow as there is room."""
    kept = [columns[place] for place in places]
    texts = [[line[place][0] for line in (*cells.rows, *cells.closing)] for place in places]
    widest = [max(map(cell_width, column), default=0) for column in texts]
    widths = [
        max(width, cell_width(column.title)) for width, column in zip(widest, kept, strict=True)
    ]
    excess = 0 if screen.width is None else whole(widths, gap) - screen.width
    is_folded = screen.width is not None and excess > 0
    if screen.width is not None and excess > 0:
        least = [
            max(longest_word(column.title), narrowest(column, width, each, screen.width))
            for column, width, each in zip(kept, widest, texts, strict=True)
        ]
        widths = shrink(widths, least, excess)
    return Layout(kept, places, widths, cells, screen, gap, gone, is_folded)


def narrowest(column: Column, width: int, texts: Iterable[str], room: int) -> int:
    """How narrow a column may be: no number is cut, and no word that is not very long."""
    if column.kind in IN_ONE_PIECE:
        return width
    word = max(map(longest_word, texts), default=0)
    return max(min(width, NARROWEST), min(word, room // 2))


def whole(widths: Sequence[int], gap: int) -> int:
    """How wide a table of such columns is."""
    return 1 + sum(widths) + gap * (len(widths) - 1)


def shrink(widths: Sequence[int], least: Sequence[int], excess: int) -> list[int]:
    """The widths less the excess, as far as that goes: the widest that can gives way first."""
    widths = list(widths)
    while excess > 0:
        loose = [place for place, width in enumerate(widths) if width > least[place]]
        if not loose:
            break
        first = max(loose, key=lambda place: widths[place])
        others = [widths[place] for place in loose if widths[place] < widths[first]]
        floor = max([least[first], *others])
        taken = max(1, min(excess, widths[first] - floor))
        widths[first] -= taken
        excess -= taken
    return widths
