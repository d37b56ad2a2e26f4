"""The table of a long list: written as its rows come, as `table` would write it.

Rich takes a tenth of a millisecond for a row, and needs all of them before the first. Here the
first BATCH rows say how wide the columns are, and where they are all there is, which columns there
are. Further on, what is wider makes its line longer: a number is never cut.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from itertools import chain, islice
from typing import Any

from finally_cli.model.currency import decimals
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import visible
from finally_cli.output.cells import IN_ONE_PIECE, NUMBERS, styled
from finally_cli.output.columns import Cell, Column, columns_of, filled_in, spare
from finally_cli.output.figures import unit_of

BATCH = 5_000
BETWEEN = "   "  # columns
NARROWEST = 8  # of text that is folded
CODES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33}  # of ANSI
COLOURS = ("red", "green", "yellow")


def table_parts(sheet: Sheet, *, terminal: bool, width: int | None = None) -> Iterator[str]:
    """The table line by line, each line break before its line."""
    rows = iter(sheet.every_row)
    first = list(islice(rows, BATCH))
    further = list(islice(rows, 1))
    known = replace(sheet, rows=first, stream=None)
    ink = Ink(terminal)
    room = (width or shutil.get_terminal_size().columns) if terminal else None
    layout, texts = fitted(known, ink, room, is_whole=not further)
    come = chain(texts[: len(first)], map(layout.filler.texts, chain(further, rows)))
    start = ""
    for line in chain(
        [ink.dressed(visible(sheet.title), "bold")] if sheet.title else [],
        layout.lines(come, texts[len(first) :]) if texts else [sheet.nothing],
        layout.remarks(sheet),
    ):
        yield f"{start}{line}"
        start = "\n"


class Ink:
    """What a terminal shows of bold, dim and colours; a pipe shows none of it."""

    def __init__(self, terminal: bool) -> None:
        plain = not terminal or os.environ.get("TERM") in ("dumb", "unknown")
        unwanted = COLOURS if os.environ.get("NO_COLOR") else ()
        self.codes = {
            style: f"\x1b[{code}m"
            for style, code in CODES.items()
            if not plain and style not in unwanted
        }

    def dressed(self, text: str, style: str) -> str:
        """The text in that style, where there is one."""
        code = self.codes.get(style)
        return f"{code}{text}\x1b[0m" if code and text else text


class Filler:
    """The cells of one row after the other.

    In columns that sum to a printed total each figure is rounded together with what the rounding of
    those before has left, so that they sum to it as printed, too.
    """

    def __init__(self, sheet: Sheet, columns: Sequence[Column], places: int) -> None:
        self.columns, self.places = columns, places
        line = sheet.closing[0] if sheet.closing and not sheet.sums else None
        self.units = [
            None if column.value_in(line) is None else unit_of(column.kind, places)
            for column in columns
        ]
        self.left = [Decimal(0)] * len(columns)

    def texts(self, row: object) -> list[Cell]:
        """The cells of the next row."""
        return [
            styled(self.figure(place, column.value_in(row)), column.kind, self.places)
            for place, column in enumerate(self.columns)
        ]

    def figure(self, place: int, value: Any) -> Any:
        """What is printed of a value; halves go up, whatever its sign: that adds up."""
        unit = self.units[place]
        if unit is None or value is None:
            return value
        exact = value + self.left[place]
        printed = (exact / unit + Decimal("0.5")).to_integral_value(ROUND_FLOOR) * unit
        self.left[place] = exact - printed
        return printed


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, how wide each is, and which a narrow terminal has no room for."""

    columns: Sequence[Column]
    widths: Sequence[int]
    filler: Filler
    ink: Ink
    room: int | None
    gone: Sequence[Column] = ()

    def lines(
        self, rows: Iterable[Sequence[Cell]], closing: Sequence[Sequence[Cell]]
    ) -> Iterator[str]:
        """The header, the rows, and under a rule the closing lines, the last of them in bold."""
        rule = "─" * (sum(self.widths) + len(BETWEEN) * len(self.widths) - 1)
        yield from self.drawn([(column.title, "bold") for column in self.columns])
        yield rule
        for texts in rows:
            yield from self.drawn(texts)
        if closing:
            yield rule
        for number, texts in enumerate(closing, start=1):
            is_last = number == len(closing)
            yield from self.drawn([(text, "bold" if is_last else style) for text, style in texts])

    def drawn(self, texts: Sequence[Cell]) -> Iterator[str]:
        """The line of a row; more of them where a text is folded."""
        pieces = [
            [text] if self.room is None or column.kind in IN_ONE_PIECE else folded(text, width)
            for (text, _), column, width in zip(texts, self.columns, self.widths, strict=True)
        ]
        for number in range(max(map(len, pieces))):
            yield self.line(
                [
                    (piece[number] if number < len(piece) else "", style)
                    for piece, (_, style) in zip(pieces, texts, strict=True)
                ]
            )

    def line(self, texts: Sequence[Cell]) -> str:
        """One line, without blanks at its end."""
        parts = []
        for (text, style), column, width in zip(texts, self.columns, self.widths, strict=True):
            blanks = " " * (width - cell_width(text))
            shown = self.ink.dressed(text, style)
            parts.append(blanks + shown if column.kind in NUMBERS else shown + blanks)
        return f" {BETWEEN.join(parts)}".rstrip()

    def remarks(self, sheet: Sheet) -> Iterator[str]:
        """What stands under the table."""
        if self.gone:
            titles = ", ".join(column.title for column in self.gone)
            yield from self.remark(f"Too narrow for: {titles}. --csv has all.", "dim")
        for note in sheet.notes:
            yield from self.remark(f"Note: {visible(note.message)}", "yellow")
            if note.command:
                yield f"  {visible(note.command)}"

    def remark(self, text: str, style: str) -> Iterator[str]:
        for line in [text] if self.room is None else folded(text, self.room):
            yield self.ink.dressed(line, style)


def fitted(
    sheet: Sheet, ink: Ink, room: int | None, *, is_whole: bool
) -> tuple[Layout, list[list[Cell]]]:
    """The layout for that much room, as `table` has it, and the cells of every line in it.

    Where it is too narrow the amounts lose their decimals; then columns go; and where that does not
    help the lines grow longer. Where it is not `is_whole`, more rows than the sheet's are to come.
    """
    columns = columns_of(sheet, is_whole=is_whole)
    gone: list[Column] = []
    places = decimals(str(sheet.about.get("currency", "")))
    spared = iter(spare(sheet, columns))
    while True:
        filler = Filler(sheet, columns, places)
        texts = filled_in(sheet, columns, places)
        if not is_whole:
            texts[: len(sheet.rows)] = map(filler.texts, sheet.rows)
        widths, least = measured(columns, texts)
        if room is None or total(least) <= room:
            break
        if places:
            places = 0
        elif (one := next(spared, None)) is not None:
            gone.append(one)
            columns = [column for column in columns if column is not one]
        else:
            break
    return Layout(columns, shrunk(widths, least, room), filler, ink, room, gone), texts


def measured(
    columns: Sequence[Column], texts: Sequence[Sequence[Cell]]
) -> tuple[list[int], list[int]]:
    """How wide each column wants to be, and how narrow it may be."""
    widths = [
        max([cell_width(column.title), *(cell_width(line[place][0]) for line in texts)])
        for place, column in enumerate(columns)
    ]
    least = [
        width if column.kind in IN_ONE_PIECE else min(width, NARROWEST)
        for width, column in zip(widths, columns, strict=True)
    ]
    return widths, least


def total(widths: Sequence[int]) -> int:
    """How wide a table of such columns is."""
    return sum(widths) + len(BETWEEN) * len(widths) - 1


def shrunk(widths: Sequence[int], least: Sequence[int], room: int | None) -> list[int]:
    """The widths in that much room: the widest of those that may be narrower give way first."""
    widths = list(widths)
    while room is not None and (excess := total(widths) - room) > 0:
        loose = [place for place, width in enumerate(widths) if width > least[place]]
        if not loose:
            break
        widest = max(loose, key=lambda place: widths[place])
        others = [widths[place] for place in loose if widths[place] < widths[widest]]
        next_one = max([least[widest], *others])
        widths[widest] = max(widths[widest] - excess, min(next_one, widths[widest] - 1))
    return widths


def cell_width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def folded(text: str, width: int) -> list[str]:
    """The text in lines of that width, broken between words where that can be."""
    if cell_width(text) <= width:
        return [text]
    from rich.console import Console
    from rich.text import Text

    lines = Text(text).wrap(Console(width=width), width, overflow="fold")
    return [line.plain.rstrip() for line in lines]
