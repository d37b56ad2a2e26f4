"""How a page draws a report of the user's own: which of its columns are drawn, and by which.

-- chart  line     each column of figures is a line over the months, or the days, of the first
                   such column; with a column of text, each text has a line of the first figures
-- chart  bar      the first figures as a bar for each row, called by its first other column
-- chart  table    no chart: the table alone
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from finally_cli.model.kinds import KindName
from finally_cli.model.report_fields import ChartLine, Column, Fault
from finally_cli.model.text import did_you_mean, quote, suggestions

WORDS = ("line", "bar", "table")
FIGURES = ("money", "change", "share", "growth", "rate", "count", "number")
TIMES = ("month", "day")


class DrawnColumns(NamedTuple):
    """The columns of a chart, by name: that of the months or days, that of the texts, the figures.

    The figures are all of one kind, that of the first.
    """

    time: str | None
    text: str | None
    figures: Sequence[str]


def drawn_columns(kinds: Mapping[str, KindName]) -> DrawnColumns:
    """The columns that are drawn of these, in their order."""

    def first(*wanted: KindName) -> str | None:
        return next((name for name, kind in kinds.items() if kind in wanted), None)

    figures = [name for name, kind in kinds.items() if kind in FIGURES]
    return DrawnColumns(
        first("month") or first("day"),
        first("text", "value"),
        [name for name in figures if kinds[name] == kinds[figures[0]]],
    )


def chart_fault(chart: ChartLine, rows: Sequence[Column]) -> Iterator[Fault]:
    """What is wrong with how a report of these columns is to be drawn, if anything is."""
    if chart.word not in WORDS:
        close = did_you_mean(suggestions(chart.word, list(WORDS)))
        yield Fault(
            chart.line,
            f"no chart is called {quote(chart.word)}",
            f"{close}Write: -- chart  line, or: -- chart  bar, or: -- chart  table",
        )
        return
    drawn = drawn_columns({row.name: row.type.kind for row in rows})
    if chart.word == "table":
        return
    if not drawn.figures:
        yield Fault(
            chart.line,
            "it has no column of figures to draw",
            "Have a row of the type money, numeric or another number, or write: -- chart  table",
        )
    elif chart.word == "line" and drawn.time is None:
        yield Fault(
            chart.line,
            "it has no column of months or days, over which a line goes",
            "Have a row of the type month or date, or write: -- chart  bar",
        )
