"""What of each budget is used, beside how far the month has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from finally_cli.commands.page.drawings.months_said import month_of
from finally_cli.commands.page.drawings.most import MOST
from finally_cli.commands.report.budget import BudgetLine, BudgetTotals, DetailLine
from finally_cli.model.drawing import Bar, Bars, Drawing, Figure, Look, Words
from finally_cli.model.kinds import Share
from finally_cli.model.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthGone:
    """How far the current month has gone."""

    gone: Share


def draw(result: Result) -> Drawing | None:
    """A bar for each category, on a track that is its budget; None where there is no budget."""
    rows = [row for row in result.rows if isinstance(row, BudgetLine) and not is_part(row)]
    planned = [row for row in rows if row.budget is not None or row.year_budget is not None]
    if not planned:
        return None
    shown = rows if len(rows) <= MOST else planned
    gone = result.about.get("month_gone")
    mark = Figure(MonthGone(gone=gone), "gone") if isinstance(gone, Decimal) else None
    bars = [bar_of(row, mark) for row in shown]
    has_marks = any(bar.mark for bar in bars)
    shape = Bars(bars, mark_name="Gone of the month" if has_marks else "", of_one=True)
    return Drawing(shape, in_words(result, rows), result)


def is_part(row: BudgetLine) -> bool:
    """Whether it is a subcategory, which has no budget of its own."""
    return isinstance(row, DetailLine) and row.subcategory is not None


def bar_of(row: BudgetLine, gone: Figure | None) -> Bar:
    """The bar of a category: of the month, or where its budget is the year's, of that."""
    look: Look = "bad" if row.overspent or row.year_overspent else "plain"
    if row.budget is not None:
        of = "available" if row.carried else "budget"
        said: list[str | Figure] = [Figure(row, "spent"), " of ", Figure(row, of)]
        used = None
        if row.used_pct is not None:
            used = Figure(row, "used_pct")
            said += [" · ", used]
        return Bar(row.name, used, said, gone if used else None, look)
    if row.year_budget is not None:
        of_year: list[str | Figure] = [
            Figure(row, "year_spent"), " of ", Figure(row, "year_budget"), " in the year",
        ]  # fmt: skip
        used = Figure(row, "year_used_pct") if row.year_used_pct is not None else None
        return Bar(row.name, used, of_year, None, look)
    return Bar(row.name, None, [Figure(row, "spent"), ", no budget"])


def in_words(result: Result, rows: Sequence[BudgetLine]) -> Words:
    """What is used of all budgets, and which are over."""
    totals, month = result.totals, month_of(result)
    assert isinstance(totals, BudgetTotals)
    words: list[str | Figure] = [f"Budgets in {month}: "]
    if totals.budgets:
        words += [
            Figure(totals, "budgeted"), " spent of ", Figure(totals, "available"),
            f" {result.about['currency']}, ", Figure(totals, "left_over"), " left.",
        ]  # fmt: skip
    over = [row for row in rows if row.overspent and row.left_over is not None]
    over_year = [row for row in rows if row.year_overspent and row.year_left is not None]
    if not over and not over_year:
        return [*words, " None is over."]
    words.append(" Over:")
    left = [(row, "left_over") for row in over] + [(row, "year_left") for row in over_year]
    for place, (row, field) in enumerate(left):
        words += [f"{',' if place else ''} {row.name} by ", Figure(row, field, minus=True)]
    return [*words, "."]
