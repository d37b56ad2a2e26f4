"""Tables for people: aligned, never cut, harmless whatever a user named things.

They are written line by line as their rows come. The first BATCH rows say how wide the columns are,
and where they are all there is, which columns there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from finally_cli.model.masking import hide_amounts
from finally_cli.model.result import Result
from finally_cli.model.text import escape_controls
from finally_cli.output.layout import Layout, fit_layout
from finally_cli.output.lines import wrap
from finally_cli.output.screen import Screen

BATCH = 5_000
LONGEST = 200  # rows of a table that Rich renders: it takes a millisecond for each


def as_table(result: Result, screen: Screen) -> str:
    """The result as text that ends without a line break."""
    return "".join(table_parts(result, screen))


def table_parts(result: Result, screen: Screen) -> Iterator[str]:
    """The table line by line, each line break before its line."""
    start = ""
    for line in table_lines(result, screen):
        yield f"{start}{line}"
        start = "\n"


def table_lines(result: Result, screen: Screen) -> Iterator[str]:
    """The title, the table, what it leaves out, the tables below it and the notes."""
    known, rest, is_whole = peek_rows(result)
    if result.title:
        yield from wrap_remark(shown(result.title), "bold", screen)
    if known.rows or known.closing:
        layout = fit_layout(known, screen, is_whole=is_whole)
        if isinstance(layout, Layout) and is_whole and is_for_rich(known, screen):
            from finally_cli.output.rich_table import render_rich

            yield from render_rich(layout)
        else:
            yield from layout.lines(rest)
        if layout.gone:
            told = f"Too narrow for: {', '.join(layout.gone)}. --csv has all."
            yield from wrap_remark(told, "dim", screen)
    else:
        yield hide_amounts(result.nothing)
    for another in result.below:
        yield ""
        yield from table_lines(another, screen)
    for note in result.notes:
        yield from wrap_remark(f"Note: {shown(note.message)}", "yellow", screen)
        if note.command:
            yield f"  {screen.encode(shown(note.command))}"


def shown(text: str) -> str:
    """A sentence of ours as it is shown, harmless and without amounts that are masked."""
    return escape_controls(hide_amounts(text))


def is_for_rich(result: Result, screen: Screen) -> bool:
    """Whether Rich renders the table: on a terminal, where it is not long."""
    return screen.width is not None and len(result.rows) <= LONGEST


def peek_rows(result: Result) -> tuple[Result, Iterator[object], bool]:
    """The result with its first rows, those that follow, and whether there are none."""
    if result.stream is None:
        return result, iter(()), True
    rows = iter(result.stream)
    first = list(islice(rows, BATCH))
    further = list(islice(rows, 1))
    return replace(result, rows=first, stream=None), chain(further, rows), not further


def wrap_remark(text: str, style: str, screen: Screen) -> Iterator[str]:
    """A sentence in lines as long as there is room."""
    text = screen.encode(text)
    for line in [text] if screen.width is None else wrap(text, screen.width):
        yield screen.style(line, style)
