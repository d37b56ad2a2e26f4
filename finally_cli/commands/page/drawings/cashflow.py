"""What came in and went out: month by month, or from where to where."""

from __future__ import annotations

from collections.abc import Sequence

from finally_cli.commands.page.drawings.money_flows import draw_flows
from finally_cli.commands.report.cashflow import CategoryFlow, FlowTotals, MonthFlow
from finally_cli.model.drawing import Columns, Drawing, Figure, Line, Role, Words
from finally_cli.model.month import format_months
from finally_cli.model.result import Result

COLUMNS: tuple[tuple[str, str, Role], ...] = (
    ("income", "Income", "in"),
    ("expenses", "Expenses", "out"),
)


def draw(result: Result) -> Drawing | None:
    """Columns of each month, or the flows of all of them together."""
    flows = [row for row in result.rows if isinstance(row, CategoryFlow)]
    if flows:
        return draw_flows(result, flows)
    rows = [row for row in reversed(result.rows) if isinstance(row, MonthFlow)]
    if len(rows) < 2:
        return None
    columns = [Line(name, figures_of(rows, field), role) for field, name, role in COLUMNS]
    line = Line("Net", figures_of(rows, "net"), "whole")
    shape = Columns([row.month for row in rows], columns, line)
    return Drawing(shape, in_words(result, rows), result)


def figures_of(rows: Sequence[MonthFlow], field: str) -> list[Figure | None]:
    """That field of each month."""
    return [None if getattr(row, field) is None else Figure(row, field) for row in rows]


def in_words(result: Result, rows: Sequence[MonthFlow]) -> Words:
    """The sums, and the best and the worst month."""
    totals = result.totals
    assert isinstance(totals, FlowTotals)
    words: list[str | Figure] = [
        f"From {format_months(rows[0].month, rows[-1].month)}, ",
        Figure(totals, "income"), " came in and ", Figure(totals, "expenses"), " went out: net ",
        Figure(totals, "net"), f" {result.about['currency']}",
    ]  # fmt: skip
    if totals.savings_rate is not None:
        words += [", a saving rate of ", Figure(totals, "savings_rate")]
    known = [row for row in rows if row.net is not None]
    if len(known) > 1:
        best = max(known, key=lambda row: row.net or 0)
        worst = min(known, key=lambda row: row.net or 0)
        words += [
            f". The best month was {best.month:%Y-%m}, at ", Figure(best, "net"),
            f", the worst {worst.month:%Y-%m}, at ", Figure(worst, "net"),
        ]  # fmt: skip
    return [*words, "."]
