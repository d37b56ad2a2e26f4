"""What the status asks the books, all of it in one round trip, and the columns it reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from finally_cli.model.month import EARLIEST, LATEST, this_month, today
from finally_cli.model.month_begins import current_month
from finally_cli.store.pipeline import Answer, Excerpt, Found, Pipeline, pipelined
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.model.percent import Band
    from finally_cli.store.database import Database

MONTHS = 12  # of the line that is drawn

# A row is made without its constructor, and what has none, and says what it is, is loaded sooner.


@dataclass(init=False, repr=False, eq=False)
class ShownMonth:
    """The month whose net worth is shown."""

    month: date


@dataclass(init=False, repr=False, eq=False)
class WorthThen:
    """Net worth in a month."""

    month: date
    net_worth: Decimal


@dataclass(init=False, repr=False, eq=False)
class ValuesThere:
    """The values of a month, and what lacks one; `fillable` of these follow from what is known."""

    month: date
    recorded: int
    missing: list[str]
    fillable: int


@dataclass(init=False, repr=False, eq=False)
class DueItem:
    """A recurring item that is due, with the sum of its months."""

    kind: str
    name: str
    note: str | None
    amount: Decimal
    items: int
    first_month: date


@dataclass(init=False, repr=False, eq=False)
class ClosedMonth:
    """The last month that is closed."""

    month: date | None


@dataclass(init=False, repr=False, eq=False)
class MixLine:
    """A category that is further from its target than it may be."""

    category: str
    name: str
    drift: Decimal


class WorthTotals:
    net_worth: Decimal
    net_worth_before: Decimal | None
    change: Decimal | None
    change_pct: Decimal | None
    new: Decimal | None
    gone: Decimal | None
    missing_change: Decimal | None
    missing: int
    missing_before: int
    carried: int


class BudgetLine:
    category: str
    name: str
    left_over: Decimal | None
    overspent: bool
    year_left: Decimal | None
    year_overspent: bool


class BudgetTotals:
    available: Decimal
    budgeted: Decimal
    left_over: Decimal
    used_pct: Decimal | None
    budgets: int


class WaitingSum:
    currency: str
    rows: int
    amount: Decimal
    first_month: date
    last_month: date


class GoalLine:
    goal: str
    share: Decimal | None
    due_month: date | None
    there: date | None
    outlook: str


SHOWN_MONTH = Statement("status/month", ShownMonth)
WORTH = Statement("status/worth", WorthThen)
VALUES = Statement("status/values", ValuesThere)
DUE = Statement("status/due", DueItem)
MIX = Statement("status/mix", MixLine)
CLOSED = Statement("status/closed", ClosedMonth)


class Emptiness:
    is_empty: bool


# What others ask, in their own statements: no figure here can be another than theirs.
WORTH_TOTALS = Excerpt("report/networth_totals", WorthTotals)
BUDGET = Excerpt("report/budget", BudgetLine)
BUDGET_TOTALS = Excerpt("report/budget_totals", BudgetTotals)
WAITING = Excerpt("report/waiting", WaitingSum)
GOALS = Excerpt("report/goals", GoalLine)
IS_EMPTY = Excerpt("books/is_empty", Emptiness)


class Answers(NamedTuple):
    """What was asked, on its way."""

    worth: Answer[WorthThen]
    totals: Answer[WorthTotals]
    values: Answer[ValuesThere]
    budget: Answer[BudgetLine]
    budget_totals: Answer[BudgetTotals]
    mix: Answer[MixLine]
    due: Answer[DueItem]
    waiting: Answer[WaitingSum]
    goals: Answer[GoalLine]
    closed: Answer[ClosedMonth]


def ask_all(books: Pipeline, *, policy: str, places: int, band: Band) -> Answers:
    """Ask for all of it. The month that is shown is found by the server, as it answers.

    `policy` is that of budgets without one of their own, `places` the currency's decimals.
    """
    this, of_entries = this_month(), current_month(books.db.user.month_begins)
    planned = {
        "month": of_entries,
        "month_gone": None,
        "default_policy": policy,
    }  # no pace is shown
    shown = {"month": Found(SHOWN_MONTH), "this_month": this}
    return Answers(
        totals=books.ask(WORTH_TOTALS, **shown),
        worth=books.ask(WORTH, **shown),
        values=books.ask(VALUES, this_month=this),
        budget=books.ask(BUDGET, **planned, places=places),
        budget_totals=books.ask(BUDGET_TOTALS, **planned),
        mix=books.ask(MIX, **shown, points=band.points, of_target=band.of_target),
        due=books.ask(DUE, last=today()),
        waiting=books.ask(WAITING, first=EARLIEST, last=LATEST),
        goals=books.ask(GOALS, **shown, entries_month=of_entries, include_closed=False),
        closed=books.ask(CLOSED),
    )


def are_empty(db: Database) -> bool:
    """Whether nothing has ever been recorded, for books without anything to say."""
    with pipelined(db) as books:
        found = books.ask(IS_EMPTY)
    row = found.row()
    return row is not None and row.is_empty
