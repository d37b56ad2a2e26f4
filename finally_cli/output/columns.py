"""The columns of a table: which it has, which it can go without, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from finally_cli.model.kinds import SERIES, Kind, KindName, marks_of
from finally_cli.model.masking import hide_amounts, masking
from finally_cli.model.month import format_month
from finally_cli.model.result import Result
from finally_cli.output.cells import ABSENT, style_cell
from finally_cli.output.figures import figures, printed_unit
from finally_cli.output.screen import Screen

Cell = tuple[str, str]  # a text, and how it looks
AMOUNTS: frozenset[KindName] = frozenset(
    ("money", "change", "quantity", "number")  # or may be amounts
)
# Columns with what a person typed, in which any number may be an amount.
OWN_WORDS = frozenset(
    ("note", "description", "command", "before", "after", "text", "words", "only", "pattern")
)


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

    def cell(self, value: Any, places: int, absent: str = ABSENT) -> Cell:
        """What stands for a value, and how it looks; an amount has no size where it is masked."""
        if not masking.on or value is None:
            return style_cell(value, self.kind, places, absent)
        if self.kind in AMOUNTS:
            return masking.mark, ""
        text, style = style_cell(value, self.kind, places, absent)
        if self.kind in ("text", "value"):
            text = hide_amounts(text, loose=self.kind == "value" or self.name in OWN_WORDS)
        return text, style


def visible_columns(result: Result, *, is_whole: bool = True) -> list[Column]:
    """The columns that say something; a series has one for each month of the result.

    Where more rows than the result's are to come, and it is not `is_whole`, any column may.
    """
    columns = []
    for name, mark in marks_of(result.row_type).items():
        if mark.name in SERIES:
            months: Any = result.about["months"]
            kind: KindName = "share" if mark.name == "shares" else "money"
            columns += [
                Column(name, format_month(month), kind, place, mark.name == "shares")
                for place, month in enumerate(months)
            ]
        elif mark.shown and mark.name != "code" and not (is_whole and is_empty(result, name, mark)):
            title = mark.heading or heading(name)
            columns.append(Column(name, title, mark.name, adds_up=mark.adds_up))
    return columns


def is_empty(result: Result, name: str, mark: Kind) -> bool:
    """Whether a column says nothing: all absent, counts that are all zero, or said beside it."""
    if mark.always:
        return False
    if mark.only_with:
        name = mark.only_with
        mark = marks_of(result.row_type)[name]
    values = [getattr(line, name, None) for line in (*result.rows, *result.closing)]
    if mark.name == "count" or mark.often_zero:
        return not any(values)
    if mark.unless and result.rows:
        return all(getattr(row, mark.unless) is not None for row in result.rows)
    if mark.same_as:
        others = [getattr(line, mark.same_as, None) for line in (*result.rows, *result.closing)]
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


def spare(result: Result, columns: Sequence[Column]) -> list[Column]:
    """What a narrow terminal goes without, in that order: the months of a series but the last,
    the oldest first; then what is marked so, the lowest number first."""
    marks = marks_of(result.row_type)
    months = [column for column in columns if column.place is not None]
    marked = [column for column in columns if marks[column.name].spare]
    return months[:-1] + sorted(marked, key=lambda column: marks[column.name].spare)


def fill_cells(result: Result, columns: Sequence[Column], places: int) -> list[list[Cell]]:
    """The cells of each line. Under the rule, what a line does not tell is left blank."""
    lines = [*result.rows, *result.closing]
    filled: list[list[Cell]] = [[] for _ in lines]
    for column in columns:
        unit = printed_unit(column.kind, places)
        if unit is None:
            values = [column.value_in(line) for line in lines]
        else:
            values = figures(result, column.value_in, unit, adds_up=column.adds_up)
        for number, (texts, value) in enumerate(zip(filled, values, strict=True)):
            absent = ABSENT if number < len(result.rows) else ""
            texts.append(column.cell(value, places, absent))
    return filled


class Filler:
    """The cells of one row after the other, of rows that are not all known.

    In columns that sum to a printed total each figure is rounded together with what the rounding of
    those before has left, so that they sum to it as printed, too.
    """

    def __init__(
        self, result: Result, columns: Sequence[Column], places: int, screen: Screen
    ) -> None:
        self.columns, self.places, self.screen = columns, places, screen
        line = result.closing[0] if result.closing and not result.sums else None
        self.units = [
            None if column.value_in(line) is None else printed_unit(column.kind, places)
            for column in columns
        ]
        self.left = [Decimal(0)] * len(columns)

    def texts(self, row: object) -> list[Cell]:
        """The cells of the next row."""
        return self.encode_cells(
            [
                column.cell(self.figure(place, column.value_in(row)), self.places)
                for place, column in enumerate(self.columns)
            ]
        )

    def encode_cells(self, cells: list[Cell]) -> list[Cell]:
        """The cells in characters that can be written there."""
        screen = self.screen
        if not screen.plain and screen.encoding == "utf-8":
            return cells
        return [
            (screen.encode(text) if column.kind == "text" else screen.draw(text), style)
            for (text, style), column in zip(cells, self.columns, strict=True)
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
class Cells:
    """Every cell of a result with that many decimals, and what fills those of further rows."""

    rows: Sequence[Sequence[Cell]]
    closing: Sequence[Sequence[Cell]]
    filler: Filler


def cells_of(
    result: Result, columns: Sequence[Column], places: int, screen: Screen, *, is_whole: bool
) -> Cells:
    """What stands in the rows that are known, and in the lines under the rule."""
    filler = Filler(result, columns, places, screen)
    texts = [filler.encode_cells(cells) for cells in fill_cells(result, columns, places)]
    count = len(result.rows)
    rows = texts[:count] if is_whole else list(map(filler.texts, result.rows))
    return Cells(rows, texts[count:], filler)
