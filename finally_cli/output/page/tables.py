"""A report's table as a page has it: the cells of the terminal's, with the exact value beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from finally_cli.model.advice import books, with_books, with_books_named
from finally_cli.model.currency import decimals
from finally_cli.model.kinds import KindName
from finally_cli.model.masking import masking
from finally_cli.model.result import Result
from finally_cli.output.cells import NUMBERS
from finally_cli.output.columns import AMOUNTS, Cell, Column, Filler, fill_cells, visible_columns
from finally_cli.output.page.printed import without_bar
from finally_cli.output.screen import PIPE
from finally_cli.output.table import peek_rows, shown

LONG = 15  # rows, from which on a table is opened by a click


class HtmlCell(NamedTuple):
    """A cell: its text, its class in the style sheet, and its exact value where that is told."""

    text: str
    look: str
    value: str | None


class Head(NamedTuple):
    """A column's heading, and whether numbers stand in it."""

    title: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table under its title, with its notes; the rows are read once, as they are written."""

    title: str
    heads: Sequence[Head]
    rows: Iterator[list[HtmlCell]]
    closing: Sequence[list[HtmlCell]]
    count: int
    nothing: Sequence[str]
    notes: Sequence[tuple[str, str]]  # each with the command that mends it, or nothing

    @property
    def is_long(self) -> bool:
        return self.count > LONG


def html_tables(result: Result) -> list[HtmlTable]:
    """The table that people see of a result, and those below it."""
    whole = replace(result.table, notes=result.notes) if result.table else result
    return [html_table(whole), *(html_table(below) for below in whole.below)]


def html_table(result: Result) -> HtmlTable:
    """One result's own table."""
    known, rest, is_whole = peek_rows(result)
    columns = visible_columns(known, is_whole=is_whole)
    places = decimals(str(result.about.get("currency", "")))
    lines = [*known.rows, *known.closing]
    cells = fill_cells(known, columns, places) if is_whole else []
    count = len(known.rows)

    def rows() -> Iterator[list[HtmlCell]]:
        if is_whole:
            for line, texts in zip(lines[:count], cells[:count], strict=True):
                yield html_cells(columns, line, texts)
            return
        filler = Filler(known, columns, places, PIPE)
        for some in (known.rows, rest):
            for line in some:
                yield html_cells(columns, line, filler.texts(line))

    is_empty = not known.rows and not known.closing
    said = [shown(with_books_named(one)) for one in result.sentences or [result.nothing]]
    return HtmlTable(
        shown(result.title),
        [Head(column.title, column.kind in NUMBERS) for column in columns],
        rows(),
        [
            html_cells(columns, line, texts)
            for line, texts in zip(lines[count:], cells[count:], strict=True)
        ]
        if is_whole
        else [],
        count,
        said if is_empty else [],
        [
            (shown(note.message), shown(with_books(note.command, books)) if note.command else "")
            for note in result.notes
        ],
    )


def html_cells(columns: Sequence[Column], line: object, texts: Sequence[Cell]) -> list[HtmlCell]:
    """The cells of one row."""
    return [
        HtmlCell(
            without_bar(text, column.kind),
            style if style != "bold" else "",
            exact_value(column.value_in(line), column.kind),
        )
        for column, (text, style) in zip(columns, texts, strict=True)
    ]


def exact_value(value: Any, kind: KindName) -> str | None:
    """What a table is sorted by, and what a test compares: nothing where it is masked."""
    if not isinstance(value, Decimal) or (masking.on and kind in AMOUNTS):
        return None
    return f"{value:f}"
