"""Tables for people: aligned, never cut, harmless whatever a user named things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from rich.box import Box
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from finally_cli.model.currency import decimals
from finally_cli.model.kinds import Kind, KindName, headings_of, marks_of
from finally_cli.model.money import shown
from finally_cli.model.month import written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import visible

RULED = Box("    \n    \n ── \n    \n ── \n ── \n    \n    \n")
NUMBERS: frozenset[KindName] = frozenset(("money", "change", "share", "growth", "rate", "count"))
ABSENT = "–"
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
    """The sheet on a console. Where that is too narrow the amounts lose their decimals, and where
    that does not help the lines grow longer than it is wide: a number is never cut."""
    table = laid_out(sheet)
    if least_width(table) > console.width:
        table = laid_out(sheet, whole=True)
        console.width = max(console.width, least_width(table))
    if sheet.title:
        console.print(Text(visible(sheet.title), style="bold"))
    console.print(table if sheet.rows or sheet.closing else Text(sheet.nothing))
    for note in sheet.notes:
        console.print(Text(f"Note: {visible(note.message)}", style="yellow"))
        if note.command:
            console.print(Text(f"  {note.command}"), soft_wrap=True)


def least_width(table: Table) -> int:
    """How wide a table must be for every number; Rich measures no wider than the console is."""
    console = Console(width=WIDEST)
    return Measurement.get(console, console.options, table).minimum


def laid_out(sheet: Sheet, *, whole: bool = False) -> Table:
    """The table of a sheet; with `whole`, amounts without decimals."""
    lines = [*sheet.rows, *sheet.closing]
    kinds = {
        name: mark.name
        for name, mark in marks_of(sheet.row_type).items()
        if mark.name != "code" and not is_empty(sheet, name, mark)
    }
    headings = headings_of(sheet.row_type)
    places = 0 if whole else decimals(str(sheet.about.get("currency", "")))
    filled = [cells(row, kinds, places) for row in sheet.rows]
    filled += [cells(line, kinds, places, absent="") for line in sheet.closing]
    table = Table(box=RULED, padding=(0, 1), show_edge=False, pad_edge=True, header_style="bold")
    for column, (name, kind) in enumerate(kinds.items()):
        title = headings.get(name) or heading(name)
        add_column(table, title, kind, [texts[column] for texts in filled])
    for number, texts in enumerate(filled):
        if number == len(sheet.rows):
            table.add_section()
        is_last = bool(sheet.closing) and number == len(lines) - 1
        table.add_row(*texts, style="bold" if is_last else None)
    return table


def add_column(table: Table, title: str, kind: KindName, texts: Sequence[Text]) -> None:
    """A column as wide as it needs to be: text may be folded, anything else stays in one piece."""
    in_one_piece = kind in NUMBERS or kind in ("month", "day", "id")
    table.add_column(
        title,
        justify="right" if kind in NUMBERS else "left",
        no_wrap=in_one_piece,
        overflow="fold",
        min_width=max(len(title), *(text.cell_len for text in texts), 0) if in_one_piece else 8,
    )


def is_empty(sheet: Sheet, name: str, mark: Kind) -> bool:
    """Whether a column says nothing: all absent, counts that are all zero, or said beside it."""
    values = [getattr(line, name, None) for line in (*sheet.rows, *sheet.closing)]
    if mark.name == "count" or mark.often_zero:
        return not any(values)
    if mark.unless and sheet.rows:
        return all(getattr(row, mark.unless) is not None for row in sheet.rows)
    return bool(values) and all(value is None or value is False for value in values)


def heading(name: str) -> str:
    """A column's name for people.

    >>> heading("net_worth"), heading("change_pct")
    ('Net worth', 'Change %')
    """
    words = name.removesuffix("_pct").replace("_", " ").capitalize()
    return f"{words} %" if name.endswith("_pct") else words


def cells(
    row: object, kinds: Mapping[str, KindName], places: int, absent: str = ABSENT
) -> list[Text]:
    """The cells of one row. Under the rule, what a line does not tell is left blank."""
    names = {field.name for field in fields(row)}  # type: ignore[arg-type]
    return [
        cell(getattr(row, name), kind, places, absent) if name in names else Text()
        for name, kind in kinds.items()
    ]


def cell(value: Any, kind: KindName, places: int = 2, absent: str = ABSENT) -> Text:
    """One value, as text that Rich does not read for markup."""
    if value is None:
        return Text(absent if kind in NUMBERS or kind == "month" else "", style="dim")
    if isinstance(value, Decimal) and kind in ("money", "change"):
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        text = shown(rounded) if places >= 2 else shown(rounded).partition(".")[0]
        return Text(
            f"+{text}" if kind == "change" and rounded > 0 else text, style=mood(rounded, kind)
        )
    if isinstance(value, Decimal) and kind in ("share", "growth"):
        percent = (value * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
        sign = "+" if kind == "growth" and percent > 0 else ""
        return Text(f"{sign}{percent:,} %", style=mood(percent, kind))
    if isinstance(value, Decimal):
        return Text(f"{value:f}".rstrip("0").rstrip("."))
    if isinstance(value, date):
        return Text(written(value) if kind == "month" else value.isoformat())
    if isinstance(value, bool):
        return Text("yes" if value else "")
    if kind == "id":
        return Text(str(value)[:8], style="dim")
    if kind == "count":
        return Text(f"{value:,}" if value else ABSENT)
    return Text(visible(str(value)))


def mood(amount: Decimal, kind: KindName) -> str:
    """Green for a gain, red for a loss; amounts that are no change stay as they are."""
    if kind not in ("change", "growth") or not amount:
        return ""
    return "green" if amount > 0 else "red"
