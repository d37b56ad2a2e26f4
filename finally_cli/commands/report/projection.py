"""finally report projection: net worth in the months ahead, if things go on as they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.report import networth
from finally_cli.commands.report.months import last_month
from finally_cli.commands.report.waiting import average_waiting_notes
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Change, Count, Growth, Kind, Money, Month
from finally_cli.model.money import format_money
from finally_cli.model.month import add_months, each_month, format_month, this_month
from finally_cli.model.result import Chart, Note, Result
from finally_cli.model.rounding import round_to
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One way ahead, as a table shows it under the months."""

    way: str
    a_month: Change | None
    growth_a_month: Annotated[Decimal, Kind("growth", "% a month")] | None
    growth_a_year: Annotated[Decimal, Kind("growth", "% a year")] | None
    first: Month | None
    last: Month | None
    months: Count


PROJECTION = Statement("report/projection", Rates)


@reads
def projection(
    db: Database,
    months: Annotated[
        int, typer.Option("--months", min=1, max=1200, metavar="N", help="How many months ahead.")
    ] = 12,
    chart: Annotated[bool, typer.Option("--chart", help="Draw each way as a line.")] = False,
) -> Result:
    """Show net worth ahead, if things go on as they have.

    That is by the average change and by the growth of the last 12 whole months, and by what was
    saved in them on average.

    Examples:
        finally report projection --months 24 --chart
    """
    newest = last_month(db)
    rates = db.one(PROJECTION, this_month=this_month())
    if rates is None:
        raise NotFound(
            f"no month that is over has values: the newest are of {format_month(newest)}",
            "Record those of last month with: finally snapshot add --month last,"
            " or wait until this one is over.",
            code="NO_WHOLE_MONTH",
        )
    points = project(rates, months)
    ways = scenarios_of(rates)
    currency = db.user.base_currency
    about = {"start": rates.start, "currency": currency}
    return Result(
        ProjectedMonth,
        points[1:] if ways else [],
        f"Net worth ahead, from {format_money(rates.net_worth)} in {format_month(rates.start)}"
        f" ({currency})",
        about=about,
        totals=rates,
        below=[Result(Scenario, ways, about=about)] if ways else [],
        notes=projection_notes(db, rates, newest, points),
        nothing="There is nothing to go by yet.",
        chart=projection_chart(points) if chart else None,
    )


def project(rates: Rates, months: int) -> list[ProjectedMonth]:
    """The start and so many months after it, the nearest first.

    The start is exactly what it is; each month is worked out from it and not from the one before.
    """
    covered = each_month(rates.start, add_months(rates.start, months))
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


def scenarios_of(rates: Rates) -> list[Scenario]:
    """The ways that there are, each with its rate and the months it comes from."""
    ways = [
        Scenario(
            way="Average change", a_month=rates.average_change,
            growth_a_month=None, growth_a_year=None,
            first=rates.change_first, last=rates.change_last, months=rates.change_months,
        ),
        Scenario(
            way="Growth", a_month=None,
            growth_a_month=readable(rates.growth_monthly),
            growth_a_year=readable(rates.growth_annual),
            first=rates.change_first, last=rates.change_last, months=rates.change_months,
        ),
        Scenario(
            way="Savings", a_month=rates.average_savings,
            growth_a_month=None, growth_a_year=None,
            first=rates.savings_first, last=rates.savings_last, months=rates.savings_months,
        ),
    ]  # fmt: skip
    there_are = (rates.average_change, rates.growth_monthly, rates.average_savings)
    return [way for way, rate in zip(ways, there_are, strict=True) if rate is not None]


def readable(growth: Decimal | None) -> Decimal | None:
    """The growth, unless it has more digits than anybody reads; JSON has it in full."""
    return None if growth is None or growth >= TOO_LARGE else growth


def projection_notes(
    db: Database, rates: Rates, newest: date, points: Sequence[ProjectedMonth]
) -> list[Note]:
    """The notes. `newest` is the newest month with values, `points` the months ahead."""
    return [
        *left_out_notes(rates, newest),
        *no_scenario_notes(rates),
        *missing_value_notes(db, rates),
        *too_large_notes(rates, points),
        *average_waiting_notes(db, this_month(), rates.savings_last),
    ]


def left_out_notes(rates: Rates, newest: date) -> list[Note]:
    """Months after the start: those that are not over, and those that lack their values."""
    start, over = format_month(rates.start), add_months(this_month(), -1)
    found = []
    if newest > over:
        found.append(
            Note(
                "PARTIAL_MONTH",
                f"{format_month(newest)} is not over and left out: the projection begins at"
                f" {start}.",
            )
        )
    if rates.start < over:
        found.append(
            Note(
                "NO_VALUES",
                f"{format_month(over)} is over and has no values: the projection begins at"
                f" {start}.",
                f"finally snapshot add --month {format_month(over)}",
            )
        )
    return found


def no_scenario_notes(rates: Rates) -> list[Note]:
    """Which ways there are none of, and why."""
    found = []
    if rates.average_change is None:
        found.append(
            Note(
                "ONE_MONTH",
                f"The 12 months before {format_month(rates.start)} have no values: there is"
                " no change"
                " to go on with.",
                f"finally snapshot add --month {format_month(add_months(rates.start, -1))}",
            )
        )
    elif rates.growth_monthly is None and rates.change_first is not None:
        found.append(
            Note(
                "NO_GROWTH",
                f"Net worth is not above zero in both {format_month(rates.change_first)} and"
                f" {format_month(rates.start)}: there is no growth to compound.",
            )
        )
    if rates.average_savings is None:
        found.append(
            Note(
                "NO_ENTRIES",
                "No month that is over has incomes or expenses: there are no savings to add.",
                "finally income add AMOUNT CATEGORY --month last",
            )
        )
    return found


def missing_value_notes(db: Database, rates: Rates) -> list[Note]:
    """Which assets the months lack that change and growth are between."""
    return [
        note
        for month in (rates.start, rates.change_first)
        if month is not None
        for note in networth.month_notes(db, networth.month_totals(db, month), month)
        if note.code == "MISSING"
    ]


def too_large_notes(rates: Rates, points: Sequence[ProjectedMonth]) -> list[Note]:
    """From which month on a way has outgrown every figure."""
    ways = [
        ("average change", rates.average_change, [point.line for point in points]),
        ("growth", rates.growth_monthly, [point.compound for point in points]),
        ("savings", rates.average_savings, [point.savings for point in points]),
    ]
    return [
        Note(
            "TOO_LARGE",
            f"From {format_month(points[values.index(None)].month)} on, net worth by {name}"
            " has more"
            " than 24 digits and is left out.",
        )
        for name, rate, values in ways
        if rate is not None and None in values
    ]


def projection_chart(points: Sequence[ProjectedMonth]) -> Chart | None:
    """The ways that go all the way as lines, from the start on."""
    lines = {
        "average change": [point.line for point in points],
        "growth": [point.compound for point in points],
        "savings": [point.savings for point in points],
    }
    whole = {
        name: [value for value in values if value is not None]
        for name, values in lines.items()
        if None not in values
    }
    return Chart([point.month for point in points], whole) if whole else None
