"""The columns of a table: which it has, which it can go without, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from finally_cli.model.kinds import SERIES, Kind, KindName, marks_of
from finally_cli.model.month import written
from finally_cli.model.sheet import Sheet
from finally_cli.output.cells import ABSENT, styled
from finally_cli.output.figures import figures, unit_of

Cell = tuple[str, str]  # a text, and how it looks


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


def columns_of(sheet: Sheet, *, is_whole: bool = True) -> list[Column]:
    """The columns that say something; a series has one for each month of the sheet.

    Where more rows than the sheet's are to come, and it is not `is_whole`, any column may.
    """
    columns = []
    for name, mark in marks_of(sheet.row_type).items():
        if mark.name in SERIES:
            months: Any = sheet.about["months"]
            kind: KindName = "share" if mark.name == "shares" else "money"
            columns += [
                Column(name, written(month), kind, place, mark.name == "shares")
                for place, month in enumerate(months)
            ]
        elif mark.shown and mark.name != "code" and not (is_whole and is_empty(sheet, name, mark)):
            title = mark.heading or heading(name)
            columns.append(Column(name, title, mark.name, adds_up=mark.adds_up))
    return columns


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


def spare(sheet: Sheet, columns: Sequence[Column]) -> list[Column]:
    """What a narrow terminal goes without, in that order: the months of a series but the last,
    the oldest first; then what is marked so."""
    marks = marks_of(sheet.row_type)
    months = [column for column in columns if column.place is not None]
    return months[:-1] + [column for column in columns if marks[column.name].spare]


def filled_in(sheet: Sheet, columns: Sequence[Column], places: int) -> list[list[Cell]]:
    """The cells of each line. Under the rule, what a line does not tell is left blank."""
    lines = [*sheet.rows, *sheet.closing]
    filled: list[list[Cell]] = [[] for _ in lines]
    for column in columns:
        unit = unit_of(column.kind, places)
        if unit is None:
            values = [column.value_in(line) for line in lines]
        else:
            values = figures(sheet, column.value_in, unit, adds_up=column.adds_up)
        for number, (texts, value) in enumerate(zip(filled, values, strict=True)):
            absent = ABSENT if number < len(sheet.rows) else ""
            texts.append(styled(value, column.kind, places, absent))
    return filled
