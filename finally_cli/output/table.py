"""Tables for people: aligned, never cut, harmless whatever a user named things."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import Box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from finally_cli.model.currency import decimals
from finally_cli.model.kinds import KindName
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import visible
from finally_cli.output.cells import IN_ONE_PIECE, NUMBERS
from finally_cli.output.columns import Column, columns_of, filled_in, spare

RULED = Box("    \n    \n ── \n    \n ── \n ── \n    \n    \n")
WIDEST = 10_000  # a pipe has no width: nothing is folded there


def as_table(sheet: Sheet, *, terminal: bool, width: int | None = None) -> str:
    """The sheet as text that ends without a line break; coloured on a terminal only."""
    console = Console(
        width=width if terminal else WIDEST,
        force_terminal=None if terminal else False,
        no_color=None if terminal else True,
        highlight=False,
    )
    with console.capture() as captured:
        print_on(console, sheet)
    return "\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n"))


def print_on(console: Console, sheet: Sheet) -> None:
    """The sheet on a console. Where that is too narrow the amounts lose their decimals; then the
    columns go that can be spared, and it is said; and where that does not help the lines grow
    longer than it is wide: a number is never cut."""
    columns = columns_of(sheet)
    table = laid_out(sheet, columns)
    gone: list[Column] = []
    if console.width < WIDEST and least_width(table) > console.width:
        table = laid_out(sheet, columns, whole=True)
        for column in spare(sheet, columns):
            if least_width(table) <= console.width:
                break
            gone.append(column)
            kept = [one for one in columns if one not in gone]
            table = laid_out(sheet, kept, whole=True)
        console.width = max(console.width, least_width(table))
    if sheet.title:
        console.print(Text(visible(sheet.title), style="bold"))
    console.print(table if sheet.rows or sheet.closing else Text(sheet.nothing))
    if gone:
        titles = ", ".join(column.title for column in gone)
        console.print(Text(f"Too narrow for: {titles}. --csv has all.", style="dim"))
    for another in sheet.below:
        console.print()
        print_on(console, another)
    for note in sheet.notes:
        console.print(Text(f"Note: {visible(note.message)}", style="yellow"))
        if note.command:
            console.print(Text(f"  {visible(note.command)}"), soft_wrap=True)


def least_width(table: Table) -> int:
    """How wide a table must be for every number; Rich measures no wider than the console is."""
    console = Console(width=WIDEST)
    return Measurement.get(console, console.options, table).minimum


def laid_out(sheet: Sheet, columns: Sequence[Column], *, whole: bool = False) -> Table:
    """The table of a sheet; with `whole`, amounts without decimals."""
    places = 0 if whole else decimals(str(sheet.about.get("currency", "")))
    filled = [
        [Text(text, style=style) for text, style in texts]
        for texts in filled_in(sheet, columns, places)
    ]
    table = Table(box=RULED, padding=(0, 1), show_edge=False, pad_edge=True, header_style="bold")
    for place, column in enumerate(columns):
        add_column(table, column.title, column.kind, [texts[place] for texts in filled])
    for number, texts in enumerate(filled):
        if number == len(sheet.rows):
            table.add_section()
        is_last = bool(sheet.closing) and number == len(filled) - 1
        table.add_row(*texts, style="bold" if is_last else None)
    return table


def add_column(table: Table, title: str, kind: KindName, texts: Sequence[Text]) -> None:
    """A column as wide as it needs to be: text may be folded, anything else stays in one piece."""
    in_one_piece = kind in IN_ONE_PIECE
    longest = max(len(title), *(text.cell_len for text in texts), 0)
    table.add_column(
        title,
        justify="right" if kind in NUMBERS else "left",
        no_wrap=in_one_piece,
        overflow="fold",
        min_width=longest if in_one_piece else min(longest, 8),
    )
