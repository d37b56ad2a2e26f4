"""All budgets of a month together, and the lines under the budget report."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.model.kinds import Available, Carried, Count, Left, Money, Pace, Part
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


TOTALS = Statement("report/budget_totals", BudgetTotals)


def closing(totals: BudgetTotals) -> list[SpentLine | Whole]:
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
