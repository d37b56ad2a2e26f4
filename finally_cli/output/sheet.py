"""One result in a workbook: under its headings the rows, the lines below them, and its notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Any

from finally_cli.model.advice import with_books_named
from finally_cli.model.currency import decimals
from finally_cli.model.kinds import SERIES, KindName, marks_of
from finally_cli.model.month import format_month
from finally_cli.model.result import Result
from finally_cli.output.columns import Column, heading
from finally_cli.output.spreadsheet_cells import Cell, Shortfall, spreadsheet_cell

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
NARROWEST, WIDEST = 6, 60  # of a column, in characters
MEASURED = 1_000  # rows that say how wide the columns are
ROOM_FOR_A_FILTER = 3


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.made: dict[tuple[str, bool, bool], Format] = {}

    def of(self, look: str = "", *, bold: bool = False, ruled: bool = False) -> Format:
        """The format that shows a number so, perhaps in bold and under a line."""
        key = (look, bold, ruled)
        if key not in self.made:
            asked: dict[str, object] = {"bold": bold, "top": int(ruled)}
            if look:
                asked["num_format"] = look
            if look == "@":
                asked["align"] = "right"
            self.made[key] = self.book.add_format(asked)
        return self.made[key]


@dataclass
class Sheets:
    """Adds sheets to a workbook, and counts what a spreadsheet cannot hold."""

    book: Workbook
    formats: Formats
    short: Shortfall

    def add_list(self, name: str, result: Result) -> None:
        """A list under the names of its columns, as CSV has them; it goes on in further sheets."""
        columns = columns_of(result, for_people=False)
        rows = iter(result.every_row)
        for number in count(1):
            sheet = Sheet(self, name if number == 1 else f"{name} ({number})", result)
            sheet.table(columns, rows)
            sheet.finish()
            further = list(islice(rows, 1))
            if not further:
                break
            rows = chain(further, rows)

    def add_report(self, name: str, result: Result) -> None:
        """A report as a terminal shows it, with every column."""
        sheet = Sheet(self, name, result)
        sheet.report(result)
        sheet.finish()


class Sheet:
    """A sheet that is written from its top to its end."""

    def __init__(self, sheets: Sheets, name: str, result: Result) -> None:
        self.formats, self.short = sheets.formats, sheets.short
        self.sheet: Worksheet = sheets.book.add_worksheet(name)
        self.places = decimals(str(result.about.get("currency", "")))
        self.next = 0  # the row that is written next
        self.widths: dict[int, int] = {}
        self.filtered: tuple[int, int, int, int] | None = None  # from row, column to row, column

    def text(self, text: str, *, bold: bool = False) -> None:
        """A line of text."""
        if text:
            self.put(self.next, 0, Cell(text), bold=bold)
        self.next += 1

    def table(self, columns: Sequence[Column], rows: Iterator[object]) -> None:
        """The names of the columns, and as many of the rows as there is room for."""
        top = self.next
        for place, column in enumerate(columns):
            self.put(top, place, Cell(column.title), bold=True)
            self.widen(place, len(column.title) + ROOM_FOR_A_FILTER)
        self.next += 1
        while self.next < MOST_ROWS and (row := next(rows, None)) is not None:
            self.line(columns, row)
        if self.filtered is None:
            self.filtered = top, 0, self.next - 1, len(columns) - 1

    def line(
        self, columns: Sequence[Column], row: object, *, bold: bool = False, ruled: bool = False
    ) -> None:
        """The values of a row, or of a line under the rows."""
        for place, column in enumerate(columns):
            value = column.value_in(row)
            cell = spreadsheet_cell(value, column.kind, self.places, self.short)
            if cell is not None:
                self.put(self.next, place, cell, bold=bold, ruled=ruled)
                if self.next < MEASURED:
                    self.widen(place, shown_width(cell))
            elif ruled:
                self.sheet.write_blank(self.next, place, None, self.formats.of(ruled=True))
        self.next += 1

    def report(self, result: Result) -> None:
        """The title, the rows, the lines under them, the notes, and the tables below."""
        columns = columns_of(result, for_people=True)
        if result.title:
            self.text(result.title, bold=True)
        if result.rows or result.closing:
            self.table(columns, iter(result.rows))
            for number, row in enumerate(result.closing):
                self.line(columns, row, bold=True, ruled=number == 0)
        else:
            for sentence in result.sentences or [result.nothing]:
                self.text(with_books_named(sentence))
        for below in result.below:
            self.next += 1
            self.report(below)
        for note in result.notes:
            self.next += 1
            self.text(f"Note: {note.message}")

    def finish(self) -> None:
        """What is known at the end: how wide the columns are, and what is filtered and frozen."""
        for place, width in self.widths.items():
            self.sheet.set_column(place, place, min(max(width, NARROWEST), WIDEST) + 1)
        if self.filtered is not None:
            self.sheet.freeze_panes(self.filtered[0] + 1, 0)
            self.sheet.autofilter(*self.filtered)
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def widen(self, place: int, width: int) -> None:
        """Have a column at least so wide."""
        self.widths[place] = max(self.widths.get(place, 0), width)

    def put(
        self, row: int, column: int, cell: Cell, *, bold: bool = False, ruled: bool = False
    ) -> None:
        """Write one cell. A text is never taken for a formula, an address or a number."""
        value, look = cell
        form = self.formats.of(look, bold=bold, ruled=ruled) if look or bold or ruled else None
        if isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, form)
        elif isinstance(value, Decimal):
            self.sheet.write_number(row, column, value, form)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, form)
        elif value.startswith("<r>") and value.endswith("</r>"):
            # What looks so is taken for XML of its own, and must come in two pieces.
            plain = self.formats.of()
            pieces = [plain, value[:1], plain, value[1:]]
            self.sheet.write_rich_string(row, column, *pieces, *([form] if form else []))
        else:
            self.sheet.write_string(row, column, value, form)


def columns_of(result: Result, *, for_people: bool) -> list[Column]:
    """Every column of a result, a series as one for each month: under the names of the fields, or
    `for_people` under those that a table has, a code told from what it is the code of."""
    marks = marks_of(result.row_type)
    titles = {
        name: (mark.heading or heading(name)) if for_people else name
        for name, mark in marks.items()
    }
    columns: list[Column] = []
    for name, mark in marks.items():
        title = titles[name]
        if mark.name in SERIES:
            kind: KindName = "share" if mark.name == "shares" else "money"
            months: Any = result.about["months"]
            columns += [
                Column(name, format_month(month), kind, place) for place, month in enumerate(months)
            ]
            continue
        if mark.name == "code" and list(titles.values()).count(title) > 1:
            title = f"{title} code"
        columns.append(Column(name, title, mark.name))
    return columns


def shown_width(cell: Cell) -> int:
    """About how many characters wide it is shown."""
    value, look = cell
    if isinstance(value, Decimal):
        return len(f"{value:,.2f}") if "%" not in look else 7
    if isinstance(value, date):
        return len(look)
    return max(map(len, str(value).split("\n")))
