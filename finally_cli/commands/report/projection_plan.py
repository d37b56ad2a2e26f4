"""The plan of a projection: savings, growth and inflation as typed, and how far it goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands.options import month_option
from finally_cli.model.errors import BadUsage
from finally_cli.model.mills import in_mills
from finally_cli.model.money import amount_in, format_money, parse_money
from finally_cli.model.month import format_month, parse_month
from finally_cli.model.percent import format_percent, parse_yearly_rate
from finally_cli.model.period import is_like_a_month
from finally_cli.model.result import Note
from finally_cli.model.rounding import round_to
from finally_cli.model.text import quote

CENT = Decimal("0.01")
PRECISE = 60  # digits: a growth of twelve decimals over 1,200 months is still right to the fourth
AMOUNT_HINT = "Write a month as 2035-12, or an amount as 1000000 or 1M."


@dataclass(frozen=True, slots=True)
class Until:
    """How far a projection goes: to a month, or until net worth reaches an amount."""

    month: date | None = None
    amount: Decimal | None = None


def parse_until(text: str) -> Until:
    """A month as `parse_month` takes it, the nearest of a name; or an amount, also with K, M or B.

    Raises BadUsage for what is neither, and for a year, which can be both.

    >>> parse_until("2035-12")
    Until(month=datetime.date(2035, 12, 1), amount=None)
    >>> parse_until("1.5M")
    Until(month=None, amount=Decimal('1500000'))
    """
    typed = text.strip()
    if typed.lower() == "newest":  # what an option that takes a month is given without a value
        raise BadUsage("--until says a month or an amount", AMOUNT_HINT)
    if re.fullmatch(r"20[0-9]{2}|2100", typed, re.ASCII):
        raise BadUsage(
            f"{quote(text)} can be a year and an amount",
            f"Write {typed}-12 for its last month, or {typed}.00 for the amount.",
        )
    suffix = re.fullmatch(r"(.*[0-9.])\s*([KMBkmb])", typed)
    if suffix:
        return Until(amount=amount_in(text, suffix[1], suffix[2], AMOUNT_HINT))
    counted = re.fullmatch(r"\+[0-9]{1,4}", typed, re.ASCII)
    has_marks = "-" in typed[1:] or any(one.isalpha() or one == "/" for one in typed)
    if not counted and not has_marks:
        return Until(amount=parse_money(text))
    try:
        return Until(month=parse_month(text, planned=True))
    except BadUsage:
        if counted or is_like_a_month(typed):
            raise  # it says what is wrong with the month
        raise BadUsage(f"{quote(text)} is neither a month nor an amount", AMOUNT_HINT) from None


SaveOption = Annotated[
    Decimal | None,
    typer.Option(
        "--save",
        parser=in_mills(parse_money),
        metavar="AMOUNT",
        help="Put aside at the end of each month; below zero, taken out. Else the average saved.",
    ),
]
GrowthOption = Annotated[
    Decimal | None,
    typer.Option(
        "--growth",
        parser=parse_yearly_rate,
        metavar="PERCENT",
        help="What it earns in a year, above what is saved: 5. Else nothing.",
    ),
]
InflationOption = Annotated[
    Decimal | None,
    typer.Option(
        "--inflation",
        parser=parse_yearly_rate,
        metavar="PERCENT",
        help="How prices rise in a year: 2. Shows what is there in today's money, too.",
    ),
]
UntilOption = Annotated[
    Until | None,
    month_option(
        "--until",
        parse_until,
        "The last month; or an amount, and the month when net worth reaches it is shown.",
        "MONTH|AMOUNT",
    ),
]


class Source(StrEnum):
    """Where an assumption comes from: it was typed, it is of months on record, or of nothing."""

    TYPED = "typed"
    MONTHS = "months"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan assumes: `savings` a month; growth and inflation a year, as fractions."""

    savings: Decimal
    savings_from: Source
    growth: Decimal
    growth_from: Source
    inflation: Decimal | None

    @property
    def growth_monthly(self) -> Decimal:
        """The growth of a month, twelve of which are that of a year; with twelve decimals."""
        with localcontext(prec=PRECISE):
            return round(monthly_factor(self.growth) - 1, 12)


def make_plan(
    save: Decimal | None,
    growth: Decimal | None,
    inflation: Decimal | None,
    average_savings: Decimal | None,
) -> Plan | None:
    """The plan of what was typed; None where nothing was. Savings are else those on record."""
    if save is None and growth is None and inflation is None:
        return None
    savings, savings_from = save, Source.TYPED
    if savings is None:
        savings, savings_from = average_savings, Source.MONTHS
    if savings is None:
        savings, savings_from = Decimal(0), Source.NOTHING
    return Plan(
        savings=savings,
        savings_from=savings_from,
        growth=Decimal(0) if growth is None else growth,
        growth_from=Source.NOTHING if growth is None else Source.TYPED,
        inflation=inflation,
    )


def monthly_factor(yearly: Decimal) -> Decimal:
    """What a month multiplies by, where a year multiplies by 1 + yearly."""
    with localcontext(prec=PRECISE):
        return (1 + yearly) ** (1 / Decimal(12))


def planned_worth(start: Decimal, plan: Plan, months: int) -> list[Decimal]:
    """The start and so many months after it, none of them rounded.

    Each is the one before, grown, and what is saved at its end. What is below zero does not grow:
    it is owed, and its interest is an expense.

    >>> plan = Plan(Decimal(10), Source.TYPED, Decimal(0), Source.TYPED, None)
    >>> planned_worth(Decimal(100), plan, 2)
    [Decimal('100'), Decimal('110'), Decimal('120')]
    """
    worth, found = start, [start]
    with localcontext(prec=PRECISE):
        factor = monthly_factor(plan.growth) if plan.growth else Decimal(1)
        for _ in range(months):
            worth = (worth * factor if worth > 0 else worth) + plan.savings
            found.append(worth)
    return found


def in_todays_money(worth: Sequence[Decimal], inflation: Decimal) -> list[Decimal]:
    """Each month in the prices of the first, none of them rounded."""
    with localcontext(prec=PRECISE):
        factor, prices, found = monthly_factor(inflation), Decimal(1), []
        for one in worth:
            found.append(one / prices)
            prices *= factor
    return found


def plan_notes(
    plan: Plan | None, net_worth: Decimal, savings_first: date | None, savings_last: date | None
) -> list[Note]:
    """What the plan assumes, and where each part of it comes from."""
    if plan is None:
        return []
    verb = "taken out" if plan.savings < 0 else "saved"
    amount = f"{format_money(round_to(abs(plan.savings), CENT))} {verb} a month"
    if plan.savings_from is Source.TYPED:
        saved = f"{amount}, as typed"
    elif plan.savings_from is Source.MONTHS and savings_first and savings_last:
        months = f"{format_month(savings_first)} to {format_month(savings_last)}"
        saved = f"{amount}, the average of {months}"
    else:
        saved = "nothing saved, for no month that is over has incomes or expenses"
    growth = "no growth, for none was typed"
    if plan.growth_from is Source.TYPED:
        growth = f"a growth of {format_percent(plan.growth)} a year, as typed"
    inflation = ""
    if plan.inflation is not None:
        inflation = f"; an inflation of {format_percent(plan.inflation)} a year, as typed"
    notes = [Note("PLAN", f"By plan: {saved}; {growth}{inflation}.")]
    if net_worth < 0 and plan.growth:
        notes.append(
            Note("BELOW_ZERO", "By plan, nothing grows or shrinks while net worth is below zero.")
        )
    return notes
