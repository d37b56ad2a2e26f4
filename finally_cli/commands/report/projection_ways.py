"""The ways of a projection: net worth month after month by each, from the same start."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Annotated

from finally_cli.commands.report.projection_plan import (
    PRECISE,
    Plan,
    in_todays_money,
    planned_worth,
)
from finally_cli.model.kinds import Change, Count, Growth, Kind, Money, Month
from finally_cli.model.month import add_months, each_month
from finally_cli.model.rounding import round_to

FINEST = Decimal("0.0001")
TOO_LARGE = Decimal(10) ** 24  # a net worth on record has as many digits before the point


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedMonth:
    """Net worth at the end of a month, by each way; null where there is no such way, or the
    figure has become too large to be one."""

    month: Month
    line: Annotated[Decimal, Kind("money", "By average change")] | None
    compound: Annotated[Decimal, Kind("money", "By growth")] | None
    savings: Annotated[Decimal, Kind("money", "By savings")] | None
    plan: Annotated[Decimal, Kind("money", "By plan")] | None
    plan_real: Annotated[Decimal, Kind("money", "In today's money")] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Where net worth stands, how it has moved, and the months that say so.

    Average change and growth are between `change_first` and `change_last`; growth is a fraction.
    """

    start: Month
    net_worth: Money
    average_change: Change | None
    growth_monthly: Growth | None
    growth_annual: Growth | None
    change_first: Month | None
    change_last: Month | None
    change_months: Count
    average_savings: Change | None
    savings_first: Month | None
    savings_last: Month | None
    savings_months: Count


def project(rates: Rates, plan: Plan | None, months: int) -> list[ProjectedMonth]:
    """The start and so many months after it, the nearest first.

    The start is exactly what it is; no month is worked out from one that was rounded.
    """
    covered = each_month(rates.start, add_months(rates.start, months))
    planned: list[Decimal] | None = None
    real: list[Decimal] | None = None
    if plan is not None:
        planned = planned_worth(rates.net_worth, plan, months)
        if plan.inflation is not None:
            real = in_todays_money(planned, plan.inflation)
    with localcontext(prec=PRECISE):
        return [
            ProjectedMonth(
                month=month,
                line=linear_projection(rates.net_worth, rates.average_change, number),
                compound=compound_projection(rates.net_worth, rates.growth_monthly, number),
                savings=linear_projection(rates.net_worth, rates.average_savings, number),
                plan=round_to_money(planned[number]) if planned else None,
                plan_real=round_to_money(real[number]) if real else None,
            )
            for number, month in enumerate(covered)
        ]


def linear_projection(start: Decimal, each: Decimal | None, months: int) -> Decimal | None:
    """The start and the same amount every month: start + each * months. Exact.

    >>> linear_projection(Decimal(100), Decimal("-0.5"), 3)
    Decimal('98.5000')
    """
    if each is None:
        return None
    with localcontext(prec=PRECISE):
        return round_to_money(start + each * months)


def round_to_money(amount: Decimal) -> Decimal | None:
    """The amount with the four decimals of money; None where it is too large to be one."""
    if abs(amount) >= TOO_LARGE:
        return None
    return round_to(amount, FINEST)


def compound_projection(start: Decimal, growth: Decimal | None, months: int) -> Decimal | None:
    """The start grown by the same fraction every month: start * (1 + growth) ** months.

    >>> compound_projection(Decimal(100), Decimal("0.1"), 3)
    Decimal('133.1000')
    """
    if growth is None:
        return None
    with localcontext(prec=PRECISE):
        factor = (1 + growth) ** months if months else 1  # losing all, it is 0 ** 0
        return round_to_money(start * factor)


def unrounded_ways(rates: Rates, plan: Plan | None, months: int) -> dict[str, list[Decimal]]:
    """Each way that there is, by its field: the start and so many months after it, unrounded."""
    numbers = range(months + 1)
    ways: dict[str, list[Decimal]] = {}
    with localcontext(prec=PRECISE):
        if rates.average_change is not None:
            ways["line"] = [rates.net_worth + rates.average_change * n for n in numbers]
        if rates.growth_monthly is not None:
            factor = 1 + rates.growth_monthly
            ways["compound"] = [rates.net_worth * (factor**n if n else 1) for n in numbers]
        if rates.average_savings is not None:
            ways["savings"] = [rates.net_worth + rates.average_savings * n for n in numbers]
    if plan is not None:
        ways["plan"] = planned_worth(rates.net_worth, plan, months)
    return ways
