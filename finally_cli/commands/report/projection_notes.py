"""What a projection leaves out, and what it lacks, each with the command that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from finally_cli.commands.report import networth_month
from finally_cli.model.month import shifted, this_month, written
from finally_cli.model.sheet import Note

if TYPE_CHECKING:
    from finally_cli.commands.report.projection_ahead import ProjectedMonth, Rates
    from finally_cli.store.database import Database


def projection_notes(
    db: Database, rates: Rates, newest: date, points: Sequence[ProjectedMonth]
) -> list[Note]:
    """All of them. `newest` is the newest month with values, `points` the months ahead."""
    return [
        *left_out_notes(rates, newest),
        *no_scenario_notes(rates),
        *missing_value_notes(db, rates),
        *too_large_notes(rates, points),
    ]


def left_out_notes(rates: Rates, newest: date) -> list[Note]:
    """Months after the start: those that are not over, and those that lack their values."""
    start, over = written(rates.start), shifted(this_month(), -1)
    found = []
    if newest > over:
        found.append(
            Note(
                "PARTIAL_MONTH",
                f"{written(newest)} is not over and left out: the projection begins at {start}.",
            )
        )
    if rates.start < over:
        found.append(
            Note(
                "NO_VALUES",
                f"{written(over)} is over and has no values: the projection begins at {start}.",
                f"finally snapshot add --month {written(over)}",
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
                f"The 12 months before {written(rates.start)} have no values: there is no change"
                " to go on with.",
                f"finally snapshot add --month {written(shifted(rates.start, -1))}",
            )
        )
    elif rates.growth_monthly is None and rates.change_first is not None:
        found.append(
            Note(
                "NO_GROWTH",
                f"Net worth is not above zero in both {written(rates.change_first)} and"
                f" {written(rates.start)}: there is no growth to compound.",
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
        for note in networth_month.month_notes(db, networth_month.month_totals(db, month), month)
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
            f"From {written(points[values.index(None)].month)} on, net worth by {name} has more"
            " than 24 digits and is left out.",
        )
        for name, rate, values in ways
        if rate is not None and None in values
    ]
