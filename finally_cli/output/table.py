"""Tables for people: aligned, never cut, harmless whatever a user named things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.box import Box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from finally_cli.model.currency import decimals
from finally_cli.model.kinds import SERIES, Kind, KindName, marks_of
from finally_cli.model.month import written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import visible
from finally_cli.output.cells import ABSENT, NUMBERS, cell
from finally_cli.output.figures import figures, unit_of

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


def spare(sheet: Sheet, columns: Sequence[Column]) -> list[Column]:
    """What a narrow terminal goes without, in that order: the months of a series but the last,
    the oldest first; then what is marked so."""
    marks = marks_of(sheet.row_type)
    months = [column for column in columns if column.place is not None]
    return months[:-1] + [column for column in columns if marks[column.name].spare]


def laid_out(sheet: Sheet, columns: Sequence[Column], *, whole: bool = False) -> Table:
    """The table of a sheet; with `whole`, amounts without decimals."""
    places = 0 if whole else decimals(str(sheet.about.get("currency", "")))
    filled = filled_in(sheet, columns, places)
    table = Table(box=RULED, padding=(0, 1), show_edge=False, pad_edge=True, header_style="bold")
    for place, column in enumerate(columns):
        add_column(table, column.title, column.kind, [texts[place] for texts in filled])
    for number, texts in enumerate(filled):
        if number == len(sheet.rows):
            table.add_section()
        is_last = bool(sheet.closing) and number == len(filled) - 1
        table.add_row(*texts, style="bold" if is_last else None)
    return table


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `place` is that in the list which a field of kind `series` holds."""

    name: str
    title: str
    kind: KindName
    place: int | None = None
    adds_up: bool = False

    def value_in(self, line: object) -> Any:
        """What a row has in this column, or a line under the rule, which may have no such field."""
        value = getattr(line, self.name, None)
        return value if self.place is None or value is None else value[self.place]


def columns_of(sheet: Sheet) -> list[Column]:
    """The columns that say something; a series has one for each month of the sheet."""
    columns = []
    for name, mark in marks_of(sheet.row_type).items():
        if mark.name in SERIES:
            months: Any = sheet.about["months"]
            kind: KindName = "share" if mark.name == "shares" else "money"
            columns += [
                Column(name, written(month), kind, place, mark.name == "shares")
                for place, month in enumerate(months)
            ]
        elif mark.shown and mark.name != "code" and not is_empty(sheet, name, mark):
            title = mark.heading or heading(name)
            columns.append(Column(name, title, mark.name, adds_up=mark.adds_up))
    return columns


def add_column(table: Table, title: str, kind: KindName, texts: Sequence[Text]) -> None:
    """A column as wide as it needs to be: text may be folded, anything else stays in one piece."""
    in_one_piece = kind in NUMBERS or kind in ("month", "day", "id")
    longest = max(len(title), *(text.cell_len for text in texts), 0)
    table.add_column(
        title,
        justify="right" if kind in NUMBERS else "left",
        no_wrap=in_one_piece,
        overflow="fold",
        min_width=longest if in_one_piece else min(longest, 8),
    )


def is_empty(sheet: Sheet, name: str, mark: Kind) -> bool:
    """Whether a column says nothing: all absent, counts that are all zero, or said beside it."""
    if mark.only_with:
        name = mark.only_with
        mark = marks_of(sheet.row_type)[name]
    values = [getattr(line, name, None) for line in (*sheet.rows, *sheet.closing)]
    if mark.name == "count" or mark.often_zero:
        return not any(values)
    if mark.unless and sheet.rows:
        return all(getattr(row, mark.unless) is not None for row in sheet.rows)
    if mark.same_as:
        others = [getattr(line, mark.same_as, None) for line in (*sheet.rows, *sheet.closing)]
        values = [
            None if value == other else value for value, other in zip(values, others, strict=True)
        ]
    return bool(values) and all(value is None or value is False for value in values)


def heading(name: str) -> str:
    """A column's name for people.

    >>> heading("net_worth"), heading("change_pct")
    ('Net worth', 'Change %')
    """
    words = name.removesuffix("_pct").replace("_", " ").capitalize()
    return f"{words} %" if name.endswith("_pct") else words


def filled_in(sheet: Sheet, columns: Sequence[Column], places: int) -> list[list[Text]]:
    """The cells of each line. Under the rule, what a line does not tell is left blank."""
    lines = [*sheet.rows, *sheet.closing]
    filled: list[list[Text]] = [[] for _ in lines]
    for column in columns:
        unit = unit_of(column.kind, places)
        if unit is None:
            values = [column.value_in(line) for line in lines]
        else:
            values = figures(sheet, column.value_in, unit, adds_up=column.adds_up)
        for number, (texts, value) in enumerate(zip(filled, values, strict=True)):
            absent = ABSENT if number < len(sheet.rows) else ""
            texts.append(cell(value, column.kind, places, absent))
    return filled
