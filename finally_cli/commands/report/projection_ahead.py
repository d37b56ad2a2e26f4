"""Net worth in the months ahead, worked out from where it stands and how it has moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Annotated

from finally_cli.model.apportioning import rounded
from finally_cli.model.kinds import Change, Count, Growth, Kind, Money, Month
from finally_cli.model.month import each_month, shifted

FINEST = Decimal("0.0001")
TOO_LARGE = Decimal(10) ** 24  # a net worth on record has as many digits before the point
PRECISE = 60  # digits: a growth of twelve decimals over 1,200 months is still right to the fourth


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectedMonth:
    """Net worth at the end of a month, by each way; null where there is no such way, or the
    figure has become too large to be one."""

    month: Month
    line: Annotated[Decimal, Kind("money", "By average change")] | None
    compound: Annotated[Decimal, Kind("money", "By growth")] | None
    savings: Annotated[Decimal, Kind("money", "By savings")] | None


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


def project(rates: Rates, months: int) -> list[ProjectedMonth]:
    """The start and so many months after it, the nearest first.

    The start is exactly what it is; each month is worked out from it and not from the one before.
    """
    covered = each_month(rates.start, shifted(rates.start, months))
    return [
        ProjectedMonth(
            month=month,
            line=linear_projection(rates.net_worth, rates.average_change, number),
            compound=compound_projection(rates.net_worth, rates.growth_monthly, number),
            savings=linear_projection(rates.net_worth, rates.average_savings, number),
        )
        for number, month in enumerate(covered)
    ]


def linear_projection(start: Decimal, each: Decimal | None, months: int) -> Decimal | None:
    """The start and the same amount every month: start + each * months. Exact.

    >>> added(Decimal(100), Decimal("-0.5"), 3)
    Decimal('98.5000')
    """
    if each is None:
        return None
    with localcontext(prec=PRECISE):
        return round_to_money(start + each * months)


def compound_projection(start: Decimal, growth: Decimal | None, months: int) -> Decimal | None:
    """The start grown by the same fraction every month: start * (1 + growth) ** months.

    >>> compounded(Decimal(100), Decimal("0.1"), 3)
    Decimal('133.1000')
    """
    if growth is None:
        return None
    with localcontext(prec=PRECISE):
        factor = (1 + growth) ** months if months else 1  # losing all, it is 0 ** 0
        return round_to_money(start * factor)


def round_to_money(amount: Decimal) -> Decimal | None:
    """The amount with the four decimals of money; None where it is too large to be one."""
    if abs(amount) >= TOO_LARGE:
        return None
    return rounded(amount, FINEST)
