"""A table on a terminal, as Rich renders it: a report's, which is all there and not long.

What goes in which column, and how wide each is, has been laid out by then. Into a pipe, where
nothing is coloured, and down a long list, whose lines are written as its rows come, the layout
writes the same lines itself: Rich takes 30 ms to load and a millisecond for each row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from finally_cli.lazy_import import lazily, lazy
from finally_cli.output.cells import IN_ONE_PIECE, NUMBERS
from finally_cli.output.columns import Cell
from finally_cli.output.layout import APART, Layout
from finally_cli.output.lines import wrap

with lazily(
    lazy("colorsys", "rgb_to_hls"),
    lazy("fractions", "Fraction"),
    lazy("pickle", "dumps", "loads"),
):
    from rich.box import Box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

TRAILING_BLANKS = re.compile(r"(?: |\x1b\[[0-9;]*m)+$")  # in whatever style
RESET = "\x1b[0m"


def render_rich(layout: Layout) -> Iterator[str]:
    """The lines of a table, without blanks at their ends."""
    screen = layout.screen
    line = screen.draw("─")
    rule = f" {line}{line} \n"
    table = Table(
        box=Box(f"    \n    \n{rule}    \n{rule}{rule}    \n    \n", ascii=screen.plain),
        padding=(0, 1) if layout.gap == APART else (0, 0, 0, 1),
        show_edge=False,
        header_style="bold",
    )
    for place, (column, width) in enumerate(zip(layout.columns, layout.widths, strict=True)):
        table.add_column(
            Text("\n".join(layout.head(place))),
            justify="right" if column.kind in NUMBERS else "left",
            vertical="top",
            width=width,
            no_wrap=True,
        )
    for texts in layout.cells.rows:
        table.add_row(*cells(layout, texts))
    table.add_section()
    for number, texts in enumerate(layout.cells.closing, start=1):
        is_last = number == len(layout.cells.closing)
        table.add_row(*cells(layout, texts), style="bold" if is_last else None)
    console = Console(
        width=layout.width + 1,
        force_terminal=True,
        color_system="standard" if screen.coloured else None,
        no_color=False,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as captured:
        console.print(table)
    for text in captured.get().rstrip("\n").split("\n"):
        end = RESET if RESET in text else ""
        yield layout.rule if set(text) == {line} else TRAILING_BLANKS.sub(end, text)


def cells(layout: Layout, texts: Sequence[Cell]) -> Iterator[Text]:
    """The cells of a row that are shown, folded between words."""
    for place, column, width in zip(layout.places, layout.columns, layout.widths, strict=True):
        text, style = texts[place]
        whole = column.kind in IN_ONE_PIECE
        yield Text(text if whole else "\n".join(wrap(text, width)), style=style)
