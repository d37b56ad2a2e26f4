"""finally target list: the targets in force in a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.command import reads
from finally_cli.commands.options import MonthOption
from finally_cli.model.kinds import CategoryName, Code, Month, Percent
from finally_cli.model.month import format_month, this_month
from finally_cli.model.percent import format_percent
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetListed:
    """A category's share of all assets, or, where `asset` says so, an asset's of its category."""

    category: Code
    name: CategoryName
    asset: str | None
    target: Percent | None
    share_of_category: Percent | None
    category_id: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSpan:
    """A set of targets, and the sum of those of categories: 1 is all."""

    first_month: Month
    next_month: Month | None
    sum: Percent


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSum:
    name: CategoryName
    target: Percent


LIST = Statement("targets/list", TargetListed)
SPAN = Statement("targets/span", TargetSpan)


@reads
def list_(db: Database, month: MonthOption = None) -> Result:
    """List the targets in force in a month.

    Examples:
        finally target list
        finally target list --month 2026-01
    """
    asked = month or this_month()
    return targets_in_force(db, asked, db.one(SPAN, month=asked))


def targets_in_force(db: Database, month: date, span: TargetSpan | None) -> Result:
    """The targets in force in a month, with their sum and the months of their set, `span`."""
    rows = db.all(LIST, month=month)
    if span is None or not rows:
        return Result(
            TargetListed,
            [],
            about={"month": month, "first_month": span and span.first_month, "next_month": None},
            nothing=f"No targets in {format_month(month)}."
            " Set some with: finally target set CODE PCT",
        )
    until = f", until {format_month(span.next_month)}" if span.next_month else ""
    return Result(
        TargetListed,
        rows,
        f"Targets from {format_month(span.first_month)} on{until}",
        about={
            "month": month,
            "first_month": span.first_month,
            "next_month": span.next_month,
        },
        totals=span,
        closing=[TargetSum(name="Sum", target=span.sum)],
        notes=below_whole_notes(span),
    )


def below_whole_notes(span: TargetSpan) -> list[Note]:
    """Says what part of the assets has no target."""
    if span.sum in (0, 1):
        return []
    return [
        Note(
            "TARGETS_BELOW_100",
            f"The targets sum to {format_percent(span.sum)}: {format_percent(1 - span.sum)} of what"
            " you own has none.",
            "finally target set CODE PCT",
        )
    ]
