"""All budgets of a month together, and the lines under the budget report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finally_cli.commands.report.budget_lines import BudgetLine, DetailLine
from finally_cli.model.kinds import Available, Carried, Count, Left, Money, Pace, Part
from finally_cli.model.sheet import Sum
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTotals:
    """The whole month: what is left and used is of what was `budgeted`, and not of the rest."""

    budget: Money
    carried: Money
    available: Available
    spent: Money
    budgeted: Money
    by_the_year: Money
    unbudgeted: Money
    left_over: Left
    used_pct: Part | None
    pace: Pace | None
    budgets: Count
    items: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class SpentLine:
    """A line of what was spent without a plan, or altogether."""

    name: str
    spent: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The line of all budgets together."""

    name: str
    budget: Money
    carried: Carried
    available: Available
    spent: Money
    left_over: Left
    used_pct: Part | None
    pace: Pace | None


TotalLine = SpentLine | Whole
TOTALS = Statement("report/budget_totals", BudgetTotals)


def total_lines(totals: BudgetTotals) -> list[TotalLine]:
    """The lines under the rule: all budgets together, and what was spent beside them."""
    budgets = Whole(
        name="Budgeted" if totals.by_the_year or totals.unbudgeted else "Total",
        budget=totals.budget,
        carried=totals.carried,
        available=totals.available,
        spent=totals.budgeted,
        left_over=totals.left_over,
        used_pct=totals.used_pct,
        pace=totals.pace,
    )
    beside = {"Budgeted by the year": totals.by_the_year, "Unbudgeted": totals.unbudgeted}
    others = [SpentLine(name=name, spent=spent) for name, spent in beside.items() if spent]
    return [budgets, *others, *([SpentLine(name="Total", spent=totals.spent)] if others else [])]


def line_sums(rows: Sequence[BudgetLine], lines: Sequence[TotalLine]) -> list[Sum]:
    """What each line under the rule is the sum of, and each category that is opened."""
    parts = [row for row in rows if isinstance(row, DetailLine) and row.subcategory is not None]
    wholes = [row for row in rows if row not in parts]
    planned = [row for row in wholes if row.budget is not None]
    by_the_year = [row for row in wholes if row.budget is None and row.year_budget is not None]
    rest = [row for row in wholes if row.budget is None and row.year_budget is None]
    of_line = {"Budgeted by the year": by_the_year, "Unbudgeted": rest}
    found = [Sum(line, of_line.get(line.name, planned)) for line in lines]
    if len(lines) > 1:
        found[-1] = Sum(lines[-1], lines[:-1])
    for row in wholes:
        own = [part for part in parts if part.category == row.category]
        found += [Sum(row, own)] if own else []
    return found
