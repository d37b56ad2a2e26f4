"""What a projection says beneath its figures: what it leaves out, and which ways it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finally_cli.commands.report import networth
from finally_cli.commands.report.projection_plan import Plan
from finally_cli.commands.report.projection_ways import ProjectedMonth, Rates
from finally_cli.commands.report.waiting import average_waiting_notes
from finally_cli.model.month import add_months, format_month, this_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.result import Note
from finally_cli.store.database import Database


def projection_notes(
    db: Database,
    rates: Rates,
    newest: date,
    points: Sequence[ProjectedMonth],
    plan: Plan | None,
) -> list[Note]:
    """The notes. `newest` is the newest month with values, `points` the months ahead."""
    return [
        *left_out_notes(rates, newest),
        *no_scenario_notes(rates),
        *missing_value_notes(db, rates),
        *too_large_notes(rates, points, plan),
        *average_waiting_notes(db, current_month(db.user.month_begins), rates.savings_last),
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


def too_large_notes(
    rates: Rates, points: Sequence[ProjectedMonth], plan: Plan | None
) -> list[Note]:
    """From which month on a way has outgrown every figure."""
    ways = [
        ("average change", rates.average_change, [point.line for point in points]),
        ("growth", rates.growth_monthly, [point.compound for point in points]),
        ("savings", rates.average_savings, [point.savings for point in points]),
        ("plan", plan, [point.plan for point in points]),
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
