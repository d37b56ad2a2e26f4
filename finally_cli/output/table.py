"""Tables for people: aligned, never cut, harmless whatever a user named things.

They are written line by line as their rows come. The first BATCH rows say how wide the columns are,
and where they are all there is, which columns there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from finally_cli.model.sheet import Sheet
from finally_cli.model.text import visible
from finally_cli.output.layout import Layout, fitted
from finally_cli.output.lines import folded
from finally_cli.output.terminal import Screen

BATCH = 5_000
LONGEST = 200  # rows of a table that Rich renders: it takes a millisecond for each


def as_table(sheet: Sheet, screen: Screen) -> str:
    """The sheet as text that ends without a line break."""
    return "".join(table_parts(sheet, screen))


def table_parts(sheet: Sheet, screen: Screen) -> Iterator[str]:
    """The table line by line, each line break before its line."""
    start = ""
    for line in table_lines(sheet, screen):
        yield f"{start}{line}"
        start = "\n"


def table_lines(sheet: Sheet, screen: Screen) -> Iterator[str]:
    """The title, the table, what it leaves out, the tables below it and the notes."""
    known, rest, is_whole = begun(sheet)
    if sheet.title:
        yield from remark(visible(sheet.title), "bold", screen)
    if known.rows or known.closing:
        layout = fitted(known, screen, is_whole=is_whole)
        if isinstance(layout, Layout) and is_whole and is_for_rich(known, screen):
            from finally_cli.output.rich_table import rendered

            yield from rendered(layout)
        else:
            yield from layout.lines(rest)
        if layout.gone:
            told = f"Too narrow for: {', '.join(layout.gone)}. --csv has all."
            yield from remark(told, "dim", screen)
    else:
        yield sheet.nothing
    for another in sheet.below:
        yield ""
        yield from table_lines(another, screen)
    for note in sheet.notes:
        yield from remark(f"Note: {visible(note.message)}", "yellow", screen)
        if note.command:
            yield f"  {screen.spelled(visible(note.command))}"


def is_for_rich(sheet: Sheet, screen: Screen) -> bool:
    """Whether Rich renders the table: on a terminal, where it is not long."""
    return screen.width is not None and len(sheet.rows) <= LONGEST


def begun(sheet: Sheet) -> tuple[Sheet, Iterator[object], bool]:
    """The sheet with its first rows, those that follow, and whether there are none."""
    if sheet.stream is None:
        return sheet, iter(()), True
    rows = iter(sheet.stream)
    first = list(islice(rows, BATCH))
    further = list(islice(rows, 1))
    return replace(sheet, rows=first, stream=None), chain(further, rows), not further


def remark(text: str, style: str, screen: Screen) -> Iterator[str]:
    """A sentence in lines as long as there is room."""
    text = screen.spelled(text)
    for line in [text] if screen.width is None else folded(text, screen.width):
        yield screen.dressed(line, style)
