"""The lines of the budget report: categories, their subcategories, and budgets of a whole year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from finally_cli.model.kinds import (
    Available,
    Carried,
    CategoryName,
    Code,
    Flag,
    Left,
    Money,
    Pace,
    Part,
    UnseenMoney,
    UnseenShare,
)  # fmt: skip
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One category in a month; null where nothing was planned. Fractions: `used_pct` 1 is all."""

    category: Code
    name: CategoryName
    budget: Money | None
    carried: Carried | None
    available: Available | None
    spent: Money
    left_over: Left | None
    used_pct: Part | None
    pace: Pace | None
    overspent: Flag
    year_budget: UnseenMoney | None
    year_spent: UnseenMoney | None
    year_left: UnseenMoney | None
    year_used_pct: UnseenShare | None
    year_overspent: Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailLine(BudgetLine):
    """The same, or a part of it: `subcategory` is null for the whole category, and empty for what
    of it is in none."""

    subcategory: Code | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubcategoryLine:
    category: Code
    subcategory: Code | None
    name: CategoryName
    spent: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """One category's budget of a whole year, as people see it under the table."""

    name: CategoryName
    budget: Money
    spent: Money
    left_over: Left
    used_pct: Part | None


SUBCATEGORIES = Statement("report/budget_subcategories", SubcategoryLine)


def year_line(row: BudgetLine) -> YearLine:
    """The budget of the year of one category."""
    assert row.year_budget is not None and row.year_spent is not None
    assert row.year_left is not None
    return YearLine(
        name=row.name,
        budget=row.year_budget,
        spent=row.year_spent,
        left_over=row.year_left,
        used_pct=row.year_used_pct,
    )


def category_lines(
    rows: Sequence[BudgetLine], parts: Sequence[SubcategoryLine]
) -> list[DetailLine]:
    """Each category, and under it its subcategories, if anything is in one."""
    lines: list[DetailLine] = []
    for row in rows:
        whole = {field.name: getattr(row, field.name) for field in fields(row)}
        lines.append(DetailLine(**whole, subcategory=None))
        own = [part for part in parts if part.category == row.category]
        if any(part.subcategory for part in own):
            lines += map(subcategory_line, own)
    return lines


def subcategory_line(part: SubcategoryLine) -> DetailLine:
    """What was spent in one subcategory, which has no budget of its own."""
    return DetailLine(
        category=part.category,
        subcategory=part.subcategory or "",
        name=part.name,
        budget=None,
        carried=None,
        available=None,
        spent=part.spent,
        left_over=None,
        used_pct=None,
        pace=None,
        overspent=False,
        year_budget=None,
        year_spent=None,
        year_left=None,
        year_used_pct=None,
        year_overspent=False,
    )
