"""finally report projection: net worth in the months ahead, if things go on as they have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.report.amount_reached import (
    FARTHEST,
    NAMES,
    Reached,
    refuse_reached,
    when_reached,
)
from finally_cli.commands.report.months import last_month
from finally_cli.commands.report.projection_notes import projection_notes
from finally_cli.commands.report.projection_plan import (
    CENT,
    GrowthOption,
    InflationOption,
    Plan,
    SaveOption,
    Source,
    Until,
    UntilOption,
    make_plan,
    plan_notes,
)
from finally_cli.commands.report.projection_ways import (
    TOO_LARGE,
    ProjectedMonth,
    Rates,
    project,
    unrounded_ways,
)
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import Change, Code, Count, Growth, Kind, Money, Month
from finally_cli.model.money import format_money
from finally_cli.model.month import add_months, format_month, this_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.result import Chart, Note, Result
from finally_cli.model.rounding import round_to
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

PLAIN_MONTHS = 12  # ahead, unless somebody says how many


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionTotals(Rates):
    """The same, what the plan assumes, and when each way reaches the amount of --until.

    `…_from` is typed, months or nothing; growth and inflation are of a year, as fractions.
    `…_reached_real` is in today's money; null where it never is, or nobody asked.
    """

    plan_savings: Change | None
    plan_savings_from: Code | None
    plan_growth: Growth | None
    plan_growth_from: Code | None
    inflation: Growth | None
    until: Money | None
    line_reached: Month | None
    compound_reached: Month | None
    savings_reached: Month | None
    plan_reached: Month | None
    line_reached_real: Month | None
    compound_reached_real: Month | None
    savings_reached_real: Month | None
    plan_reached_real: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One way ahead, as a table shows it under the months."""

    way: str
    a_month: Change | None
    growth_a_month: Annotated[Decimal, Kind("growth", "% a month")] | None
    growth_a_year: Annotated[Decimal, Kind("growth", "% a year")] | None
    first: Month | None
    last: Month | None
    months: Count | None
    reached: Month | None = None
    reached_real: Annotated[date, Kind("month", "In today's money")] | None = None


PROJECTION = Statement("report/projection", Rates)


@reads
def projection(
    db: Database,
    months: Annotated[
        int | None,
        typer.Option(
            "--months", min=1, max=1200, metavar="N", help="How many months ahead: 12 unless said."
        ),
    ] = None,
    save: SaveOption = None,
    growth: GrowthOption = None,
    inflation: InflationOption = None,
    until: UntilOption = None,
    chart: Annotated[bool, typer.Option("--chart", help="Draw each way as a line.")] = False,
) -> Result:
    """Show net worth ahead, if things go on as they have.

    That is by the average change and by the growth of the last 12 whole months, and by what was
    saved in them on average; and by a plan of your own, with --save, --growth or --inflation.

    Examples:
        finally report projection --months 24 --chart
        finally report projection --save 1500 --growth 5 --inflation 2 --until 1M
    """
    newest = last_month(db)
    now = current_month(db.user.month_begins)
    rates = db.one(PROJECTION, this_month=this_month(), entries_month=now)
    if rates is None:
        raise NotFound(
            f"no month that is over has values: the newest are of {format_month(newest)}",
            "Record those of last month with: finally snapshot add --month last,"
            " or wait until this one is over.",
            code="NO_WHOLE_MONTH",
        )
    plan = make_plan(save, growth, inflation, rates.average_savings)
    points = project(rates, plan, months_ahead(months, until, rates.start))
    currency = db.user.base_currency
    reached, never = reach(rates, plan, until, currency)
    ways = scenarios_of(rates, plan, reached)
    about = {"start": rates.start, "currency": currency}
    return Result(
        ProjectedMonth,
        points[1:] if ways else [],
        f"Net worth ahead, from {format_money(round_to(rates.net_worth, CENT))}"
        f" in {format_month(rates.start)}"
        f"{to_amount(until)} ({currency})",
        about=about,
        totals=projection_totals(rates, plan, until, reached),
        below=[Result(Scenario, ways, about=about)] if ways else [],
        notes=[
            *plan_notes(plan, rates.net_worth, rates.savings_first, rates.savings_last),
            *never,
            *projection_notes(db, rates, newest, points, plan),
        ],
        nothing="There is nothing to go by yet.",
        chart=projection_chart(points) if chart else None,
    )


def to_amount(until: Until | None) -> str:
    """The amount of --until as a part of the title; empty where there is none."""
    if until is None or until.amount is None:
        return ""
    return f" to {format_money(until.amount)}"


def months_ahead(months: int | None, until: Until | None, start: date) -> int:
    """How many months are shown. Raises BadUsage for an end that is not ahead, or said twice."""
    if until is None or until.month is None:
        return months or PLAIN_MONTHS
    if months is not None:
        raise BadUsage("--months and --until both say how far ahead", "Leave one out.")
    ahead = (until.month.year - start.year) * 12 + until.month.month - start.month
    if ahead < 1:
        raise BadUsage(
            f"{format_month(until.month)} is not after {format_month(start)}, where the projection"
            " begins",
            f"Give --until {format_month(add_months(start, 1))} or a later month.",
        )
    return ahead


def reach(
    rates: Rates, plan: Plan | None, until: Until | None, currency: str
) -> tuple[dict[str, Reached], list[Note]]:
    """When each way that there is reaches the amount of --until, and why others never do.

    Raises Refused where it is reached already.
    """
    if until is None or until.amount is None:
        return {}, []
    refuse_reached(until.amount, rates.net_worth, rates.start, currency)
    ways = unrounded_ways(rates, plan, FARTHEST)
    return when_reached(ways, until.amount, rates.start, plan.inflation if plan else None)


def projection_totals(
    rates: Rates, plan: Plan | None, until: Until | None, reached: Mapping[str, Reached]
) -> ProjectionTotals:
    """All that the rows come from, and the answers to --until."""
    never = Reached(None, None)
    line, compound, savings, planned = (reached.get(way, never) for way in NAMES)
    return ProjectionTotals(
        **{field.name: getattr(rates, field.name) for field in fields(rates)},
        plan_savings=plan.savings if plan else None,
        plan_savings_from=plan.savings_from if plan else None,
        plan_growth=plan.growth if plan else None,
        plan_growth_from=plan.growth_from if plan else None,
        inflation=plan.inflation if plan else None,
        until=until.amount if until else None,
        line_reached=line.month, line_reached_real=line.real_month,
        compound_reached=compound.month, compound_reached_real=compound.real_month,
        savings_reached=savings.month, savings_reached_real=savings.real_month,
        plan_reached=planned.month, plan_reached_real=planned.real_month,
    )  # fmt: skip


def scenarios_of(rates: Rates, plan: Plan | None, reached: Mapping[str, Reached]) -> list[Scenario]:
    """The ways that there are, each with its rate, the months it is of, and what it reaches."""
    of_months = plan is not None and plan.savings_from is Source.MONTHS
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
        Scenario(
            way="Plan", a_month=plan.savings if plan else None,
            growth_a_month=plan.growth_monthly if plan and plan.growth else None,
            growth_a_year=plan.growth if plan and plan.growth else None,
            first=rates.savings_first if of_months else None,
            last=rates.savings_last if of_months else None,
            months=rates.savings_months if of_months else None,
        ),
    ]  # fmt: skip
    there_are = (rates.average_change, rates.growth_monthly, rates.average_savings, plan)
    never = Reached(None, None)
    return [
        replace(
            way, reached=reached.get(name, never).month,
            reached_real=reached.get(name, never).real_month,
        )
        for name, way, rate in zip(NAMES, ways, there_are, strict=True)
        if rate is not None
    ]  # fmt: skip


def readable(growth: Decimal | None) -> Decimal | None:
    """The growth, unless it has more digits than anybody reads; JSON has it in full."""
    return None if growth is None or growth >= TOO_LARGE else growth


def projection_chart(points: Sequence[ProjectedMonth]) -> Chart | None:
    """The ways that go all the way as lines, from the start on."""
    lines = {
        "average change": [point.line for point in points],
        "growth": [point.compound for point in points],
        "savings": [point.savings for point in points],
        "plan": [point.plan for point in points],
    }
    whole = {
        name: [value for value in values if value is not None]
        for name, values in lines.items()
        if None not in values
    }
    return Chart([point.month for point in points], whole) if whole else None
