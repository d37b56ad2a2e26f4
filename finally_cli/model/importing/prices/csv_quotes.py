"""Quotes of a CSV file: a row a day, or a column an asset."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice

from finally_cli.model.bank.csv_header import DELIMITERS, text_encoding
from finally_cli.model.bank.csv_records import Records
from finally_cli.model.bank.dates import OrderEvidence
from finally_cli.model.bank.numbers import DecimalEvidence, Unreadable
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.prices.columns import DAYS, QuoteColumns, find_columns, plain_name
from finally_cli.model.importing.prices.figures import (
    add_evidence,
    is_no_figure,
    read_figure,
    read_quote_day,
)
from finally_cli.model.importing.prices.quotes import Quote, QuoteFile, Sayings, What
from finally_cli.model.text import and_list, quote

MOST_ABOVE = 20  # lines in which a header is looked for
SAMPLE = 500  # rows that say how days and figures are written, where they do
OF_A_DAY = ("D", "W", "M")  # what a row of Stooq's archives is of, or of a week or month
COLUMNS_HINT = "Name the column of days Date and that of figures {name}, in the file's first line."


def open_csv_quotes(content: bytes, said: Sayings, what: What = "price") -> QuoteFile:
    """A CSV file whose columns are known by their names, or stand in the usual order.

    Raises BadFile, at once or while it is read.
    """
    encoding = said.encoding or text_encoding(io.BytesIO(content), "utf-8")
    columns, delimiter = find_layout(content, encoding, what)
    rows = CsvQuotes(content, encoding, delimiter, columns, said, what)
    rows.file.quotes = rows.quotes()
    return rows.file


def find_layout(content: bytes, encoding: str, what: What) -> tuple[QuoteColumns, str]:
    """The columns, and what separates them. Raises BadFile."""
    refused: BadFile | None = None
    best: list[tuple[int, list[str]]] = []
    for delimiter in DELIMITERS:
        try:
            found = Records(io.BytesIO(content), encoding, delimiter, '"')
            records = [(line, cells) for line, cells in islice(found, MOST_ABOVE) if cells]
        except BadFile as problem:
            refused = refused or problem
            continue
        if columns := find_columns(records, what):
            return columns, delimiter
        if len(records) > 0 and (not best or len(records[0][1]) > len(best[0][1])):
            best = records
    if refused:
        raise refused
    if not best:
        raise BadFile("the file is empty", "Download it again.", code="FILE_EMPTY")
    raise no_columns(best[0][1], what)


def no_columns(first: list[str], what: What) -> BadFile:
    """The refusal of a file that has no day and figure in it."""
    name = "Close" if what == "price" else "market_cap"
    hint = COLUMNS_HINT.format(name=name)
    names = [cell.strip() for cell in first if cell.strip()]
    if len(names) < 2:
        return BadFile(
            f"the file says {quote(' '.join(names))}, and holds no {what}s", hint, code="BAD_HEADER"
        )
    has_day = any(plain_name(cell) in DAYS for cell in first)
    lacks = f"{what}s" if has_day else f"days and {what}s"
    shown = and_list([quote(name) for name in names], 8)
    return BadFile(
        f"no columns of the file are known to hold {lacks}: it has {shown}", hint, code="BAD_HEADER"
    )


class CsvQuotes:
    """One pass over the rows of a file, once a first look has said how they are written."""

    def __init__(
        self,
        content: bytes,
        encoding: str,
        delimiter: str,
        columns: QuoteColumns,
        said: Sayings,
        what: What,
    ) -> None:
        self.content = content
        self.encoding = encoding
        self.delimiter = delimiter
        self.columns = columns
        self.what = what
        self.file = QuoteFile(
            form=columns.form, names_assets=columns.name >= 0 or bool(columns.by_asset)
        )
        order, decimal = self.look()
        self.order = said.dates or order.decided
        if self.order is None and order.is_open:
            raise BadFile(
                f"the date {quote(order.example)} can be read in two ways, and no other says which",
                "Say in which order they are written: --dates dmy or --dates mdy",
                code="LAYOUT_UNDECIDED",
            )
        self.mark = said.decimal or decimal.decided
        # Beside commas between the cells no comma stands before decimals.
        self.points = delimiter == ","

    def records(self) -> Records:
        return Records(io.BytesIO(self.content), self.encoding, self.delimiter, '"')

    def look(self) -> tuple[OrderEvidence, DecimalEvidence]:
        """What the first rows say of the order of days and the decimal mark, or all, where they
        say nothing."""
        columns = self.columns
        places = [columns.figure, *columns.others, *columns.by_asset.values()]
        order, decimal = OrderEvidence(), DecimalEvidence()
        for count, (line, cells) in enumerate(self.records()):
            if count >= SAMPLE and order.decided and (decimal.decided or self.delimiter == ","):
                break
            if not cells or line <= columns.line or len(cells) <= columns.day:
                continue
            order.add(cells[columns.day])
            for place in places:
                if 0 <= place < len(cells):
                    add_evidence(decimal, cells[place])
        return order, decimal

    def quotes(self) -> Iterator[Quote]:
        """The quotes of all rows that can be read; why others cannot goes to the file."""
        file, columns = self.file, self.columns
        records = self.records()
        line, before, width = 0, 0, columns.least
        for line, cells in records:
            if width < columns.least:
                file.refuse(before, f"it has {width} cells, and needs {columns.least}")
            if line <= columns.line:
                continue
            before = line
            file.lines += 1
            width = columns.least if cells is None else len(cells)
            if cells is None:
                file.refuse(line, "its quotes do not close")
            elif (
                width >= columns.least and plain_name(cells[columns.day]) not in DAYS
            ):  # several files in one
                yield from self.row(line, cells)
        if not file.lines:
            raise BadFile(
                "the file names its columns, and has no row below them",
                f"Download it for days that have a {self.what}.",
                code="FILE_EMPTY",
            )
        if width < columns.least:  # only now it is known whether its line has an end
            whole = f"it has {width} cells, and needs {columns.least}"
            file.refuse(line, "the file is cut off in it" if records.is_open else whole)
        elif records.is_open and width == columns.figure + 1:
            file.open_end = line, records.last_line.rpartition(self.delimiter)[2].strip()

    def row(self, line: int, cells: list[str]) -> Iterator[Quote]:
        """The quotes of one row: one, or one for each asset."""
        columns, file = self.columns, self.file
        name = self.cell(cells, columns.name)
        if name and not file.is_wanted(name):
            return
        if columns.period >= 0 and cells[columns.period].strip().upper() not in OF_A_DAY:
            period = cells[columns.period].strip()
            return file.refuse(line, f"it is of {quote(period)} minutes, and not of a day")
        places = columns.by_asset or {"": columns.figure}
        try:
            day = read_quote_day(cells[columns.day], self.order)
        except Unreadable as problem:
            return file.refuse(line, str(problem))
        for heading, place in places.items():
            if heading and not file.is_wanted(heading):
                continue
            if is_no_figure(cells[place]):
                file.empty += not heading
            elif day is None:
                file.early += 1
            else:
                try:
                    figure, beside = read_figure(
                        cells[place], self.mark, points=self.points, what=self.what
                    )
                except Unreadable as problem:
                    file.refuse(line, str(problem))
                else:
                    yield Quote(
                        line,
                        heading or name,
                        day,
                        figure,
                        self.cell(cells, columns.currency) or beside,
                        self.cell(cells, columns.source),
                    )

    def cell(self, cells: list[str], place: int) -> str:
        return cells[place].strip() if 0 <= place < len(cells) else ""
