"""The figures of a report by row and field, in the very text that its table has."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from finally_cli.model.currency import decimals
from finally_cli.model.drawing import Figure, Words
from finally_cli.model.kinds import KindName, kinds_of
from finally_cli.model.masking import hide_amounts
from finally_cli.model.result import Result
from finally_cli.model.text import escape_controls
from finally_cli.output.columns import Cell, Column, fill_cells, visible_columns

OF_LISTS: dict[KindName, KindName] = {"series": "money", "shares": "share"}


def without_bar(text: str, kind: KindName) -> str:
    """A part of a whole as a percentage, without the bar that a terminal has beside it.

    >>> without_bar("102.9 % ▓▓▓▓▓▓▓!", "part"), without_bar("12.50", "money")
    ('102.9 %', '12.50')
    """
    share, percent, _ = text.partition(" %")
    return share + percent if kind == "part" else text


class Printed:
    """What is printed of one result. A figure that its table does not have is rounded by itself."""

    def __init__(self, result: Result) -> None:
        shown = result.table or result
        self.places = decimals(str(result.about.get("currency", "")))
        columns = visible_columns(shown)
        lines = [*shown.rows, *shown.closing]
        self.cells = {
            (id(line), column.name, column.place): (without_bar(text, column.kind), look)
            for line, cells in zip(lines, fill_cells(shown, columns, self.places), strict=True)
            for column, (text, look) in zip(columns, cells, strict=True)
        }
        self.kept = lines  # so that no other object takes an id
        self.kinds = kinds_of(shown.row_type)

    def value(self, figure: Figure) -> Decimal | None:
        """A figure as it is in the books."""
        found: Any = getattr(figure.row, figure.field)
        value: Decimal | None = (
            found if figure.place is None or found is None else found[figure.place]
        )
        return -value if figure.minus and value is not None else value

    def kind(self, figure: Figure) -> KindName:
        """What kind of figure it is."""
        own = kinds_of(type(figure.row))
        kind = own.get(figure.field) or self.kinds[figure.field]
        return OF_LISTS.get(kind, kind)

    def text(self, figure: Figure) -> str:
        """A figure as a person reads it, masked where amounts are."""
        return self.cell(figure)[0]

    def cell(self, figure: Figure) -> Cell:
        """The same, and how it looks."""
        found = self.cells.get((id(figure.row), figure.field, figure.place))
        if found is not None and not figure.minus:
            return found
        kind = self.kind(figure)
        if figure.minus and kind == "change":
            kind = "money"  # words beside it say which way it went
        column = Column(figure.field, "", kind)
        text, look = column.cell(self.value(figure), self.places)
        return without_bar(text, column.kind), look

    def sentence(self, words: Words) -> str:
        """Words and figures as one text."""
        return "".join(text for text, _ in self.pieces(words))

    def pieces(self, words: Words) -> list[Cell]:
        """Words and figures one by one, each as it looks."""
        return [
            self.cell(word)
            if isinstance(word, Figure)
            else (escape_controls(hide_amounts(word)), "")
            for word in words
        ]
