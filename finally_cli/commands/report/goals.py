"""finally report goals: how far each goal is, and when it will be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.options import MonthOption
from finally_cli.commands.report.months import last_month
from finally_cli.commands.report.networth import (
    Missing,
    carried_note,
    missing_note,
    month_totals,
)
from finally_cli.commands.report.waiting import average_waiting_notes
from finally_cli.model.kinds import Count, Kind, Money, Month, UnseenMoney, UnseenMonth
from finally_cli.model.money import format_money, format_sum
from finally_cli.model.month import format_month, this_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.result import Note, Result
from finally_cli.model.rounding import round_to
from finally_cli.model.text import and_list, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

LACKING = "a pace takes the newest before, and what is reached is without"
CENT = Decimal("0.01")
UnseenCount = Annotated[int, Kind("count", shown=False)]
UnseenTimes = Annotated[Decimal, Kind("rate", shown=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalProgress:
    """A goal in a month. `reached` is the value of what counts, less `from_amount`.

    `share` is a fraction of the target. `needed` is what a month takes to be in time, `pace` what
    it has brought on average, and `there` the month in which the goal is reached at that pace.
    """

    goal: str
    counted: Annotated[str, Kind("text", shown=False)] | None
    target: Money | None
    value: UnseenMoney | None
    from_amount: UnseenMoney
    reached: Money | None
    share: Annotated[Decimal, Kind("share")] | None
    remaining: UnseenMoney | None
    due_month: Annotated[date, Kind("month", "By", spare=6)] | None
    needed: Annotated[Decimal, Kind("money", "Needed/month", spare=2)] | None
    pace: Annotated[Decimal, Kind("change", "Pace/month", spare=3)] | None
    pace_first: UnseenMonth | None
    pace_last: UnseenMonth | None
    pace_months: UnseenCount
    there: Annotated[date, Kind("month", "There", spare=5)] | None
    outlook: str
    months_of_spending: UnseenTimes | None
    times_yearly_spending: UnseenTimes | None
    missing: UnseenCount
    carried: UnseenCount
    closed: Annotated[date, Kind("month", spare=1)] | None
    id: Annotated[str, Kind("id", shown=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualSpending:
    """What is spent in a month on average, and which months say so."""

    average: Money | None
    first: Month | None
    last: Month | None
    months: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedForward:
    carried: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """An asset that several goals count."""

    asset: str
    goals: list[str]


GOALS = Statement("report/goals", GoalProgress)
MISSING = Statement("report/goals_missing", Missing)
CARRIED = Statement("report/goals_carried", CopiedForward)
SHARED = Statement("report/goals_shared", Shared)
SPENDING = Statement("report/goals_spending", UsualSpending)


@reads
def goals(
    db: Database,
    month: MonthOption = None,
    all_: Annotated[bool, typer.Option("--all", help="Also goals that are closed.")] = False,
) -> Result:
    """Show how far each goal is, what it needs, and when it will be reached.

    The pace is how what counts has changed a month, in the twelve whole months up to that one.

    Examples:
        finally report goals
        finally report goals --month 2026-06 --all
    """
    asked = month or last_month(db)
    month_totals(db, asked)  # says so where the month holds nothing
    now = current_month(db.user.month_begins)
    rows = db.all(
        GOALS, month=asked, this_month=this_month(), entries_month=now, include_closed=all_
    )
    currency = db.user.base_currency
    notes = [
        *late_notes(rows, asked, currency),
        *unknown_pace_notes(rows, asked),
        *(spending_notes(db, asked, currency) if any(map(follows_spending, rows)) else []),
        *shared_notes(db.all(SHARED, include_closed=all_) if len(rows) > 1 else []),
    ]
    if any(row.missing for row in rows):
        absent = db.all(MISSING, month=asked, include_closed=all_)
        notes += missing_note(absent, asked, LACKING)
    if any(row.carried for row in rows):
        copied = db.one(CARRIED, month=asked, include_closed=all_)
        notes += carried_note(copied.carried if copied else 0, asked)
    return Result(
        GoalProgress,
        rows,
        f"Goals in {format_month(asked)} ({currency})",
        about={"month": asked, "currency": currency},
        notes=notes,
        nothing="No goals. Add one with: finally goal add NAME AMOUNT",
    )


def follows_spending(row: GoalProgress) -> bool:
    """Whether a goal's amount follows from what is spent."""
    return row.months_of_spending is not None or row.times_yearly_spending is not None


def late_notes(rows: Sequence[GoalProgress], month: date, currency: str) -> list[Note]:
    """Says of goals whose month has come what they lack."""
    return [
        Note(
            "MONTH_HAS_COME",
            f"{quote(row.goal)} was to be reached by {format_month(row.due_month)}, and lacks"
            f" {format_sum(row.remaining, currency)} {currency}.",
            f"finally goal edit {row.id[:8]} --by MONTH",
        )
        for row in rows
        if row.due_month and row.due_month <= month and row.remaining and not row.closed
    ]


def unknown_pace_notes(rows: Sequence[GoalProgress], month: date) -> list[Note]:
    """Says why it is not known when a goal will be reached."""
    names = [quote(row.goal) for row in rows if row.remaining and row.pace is None]
    if not names:
        return []
    return [
        Note(
            "NO_PACE",
            f"Two months with values, both over by {format_month(month)}, say how fast a goal comes"
            f" nearer; there are none yet of what counts for {and_list(names)}.",
            "finally snapshot list",
        )
    ]


def spending_notes(db: Database, month: date, currency: str) -> list[Note]:
    """Says what goals reckon with that follow what is spent."""
    now = current_month(db.user.month_begins)
    spent = db.one(SPENDING, month=month, this_month=now)
    if spent is None or spent.average is None:
        found = Note(
            "NO_ENTRIES",
            f"No month up to {format_month(month)} that is over has entries: how much a goal is"
            " that follows what you spend is not known.",
            "finally expense add AMOUNT CATEGORY --month last",
        )
    elif spent.average <= 0:
        found = Note(
            "NO_SPENDING",
            "On average nothing was spent, so a goal that follows what you spend has no amount.",
            "finally report cashflow",
        )
    else:
        assert spent.first is not None and spent.last is not None  # there are months
        average = format_money(round_to(spent.average, CENT))
        found = Note(
            "SPENDING",
            f"Goals that follow what you spend reckon with {average} {currency} a month, the"
            f" average of {format_month(spent.first)} to {format_month(spent.last)}.",
            "finally report cashflow",
        )
    last = spent.last if spent else None
    return [found, *average_waiting_notes(db, month, last)]


def shared_notes(shared: Sequence[Shared]) -> list[Note]:
    """Says which assets count whole for several goals at once."""
    together: dict[tuple[str, ...], list[str]] = {}
    for row in shared:
        together.setdefault(tuple(row.goals), []).append(quote(row.asset))
    return [
        Note(
            "SHARED",
            f"{and_list(assets)} {'counts' if len(assets) == 1 else 'count'} whole for each of"
            f" {and_list([quote(goal) for goal in names])}.",
            "finally goal list",
        )
        for names, assets in together.items()
    ]
