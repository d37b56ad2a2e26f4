"""finally report projection: net worth in the months ahead, if things go on as they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.report.networth_month import last_month
from finally_cli.commands.report.projection_ahead import TOO_LARGE, ProjectedMonth, Rates, project
from finally_cli.commands.report.projection_notes import projection_notes
from finally_cli.commands.wiring import reads
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Change, Count, Kind, Month
from finally_cli.model.money import shown
from finally_cli.model.month import this_month, written
from finally_cli.model.sheet import Chart, Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


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
) -> Sheet:
    """Show net worth ahead, if things go on as they have.

    That is by the average change and by the growth of the last 12 whole months, and by what was
    saved in them on average.
    """
    newest = last_month(db)
    rates = db.one(PROJECTION, this_month=this_month())
    if rates is None:
        raise NotFound(
            f"no month that is over has values: the newest are of {written(newest)}",
            "Record those of last month with: finally snapshot add --month last,"
            " or wait until this one is over.",
            code="NO_WHOLE_MONTH",
        )
    points = project(rates, months)
    ways = scenarios_of(rates)
    currency = db.user.base_currency
    about = {"start": rates.start, "currency": currency}
    return Sheet(
        ProjectedMonth,
        points[1:] if ways else [],
        f"Net worth ahead, from {shown(rates.net_worth)} in {written(rates.start)} ({currency})",
        about=about,
        totals=rates,
        below=[Sheet(Scenario, ways, about=about)] if ways else [],
        notes=projection_notes(db, rates, newest, points),
        nothing="There is nothing to go by yet.",
        chart=projection_chart(points) if chart else None,
    )


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
