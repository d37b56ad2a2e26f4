"""A goal by what a person types, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from finally_cli.commands.lookup import refuse_several
from finally_cli.model.errors import NotFound
from finally_cli.model.ids import id_range
from finally_cli.model.kinds import Flag, Id, Kind, Money
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.text import did_you_mean, escape_controls, fold_name, quote, suggestions
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

CountedText = Annotated[str, Kind("text", "Of", spare=4)]
FromAmount = Annotated[Decimal, Kind("money", "From", often_zero=True, spare=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalListed:
    """A goal as it was asked for.

    One of `amount`, `months_of_spending` and `times_yearly_spending` says how much it is. Of debts
    alone `from_amount` is below zero: what was owed.
    """

    goal: str
    amount: Money | None
    months_of_spending: Annotated[Decimal, Kind("rate", "Months of spending")] | None
    times_yearly_spending: Annotated[Decimal, Kind("rate", "Times yearly spending")] | None
    due_month: Annotated[date, Kind("month", "By")] | None
    counted: CountedText | None
    from_amount: FromAmount
    is_of_debts: Flag
    closed: Annotated[date, Kind("month", spare=2)] | None
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalNamed:
    goal: str


LIST = Statement("goal/list", GoalListed)
NAMES = Statement("goal/names", GoalNamed)
OF_PART = Statement("goal/of_part", GoalNamed)


def find_goal(db: Database, wanted: str) -> GoalListed:
    """The goal of that name, else the one whose id begins so, closed or not.

    Raises NotFound with the nearest names, or when an id's beginning fits several.
    """
    rows = db.all(LIST, include_closed=True)
    word = fold_name(wanted.strip())
    found = [row for row in rows if fold_name(row.goal) == word]
    between = id_range(wanted)
    if not found and between:
        found = [row for row in rows if between[0] <= row.id <= between[1]]
    refuse_several(found, wanted, "goals", "Type more of the id, or the name.")
    if not found:
        close = did_you_mean(suggestions(wanted, [row.goal for row in rows]))
        raise NotFound(
            f"there is no goal named {quote(wanted)}",
            f"{close}See them all with: finally goal list --all",
            code="GOAL_NOT_FOUND",
        )
    return found[0]


def goal_of_id(db: Database, goal_id: str) -> GoalListed:
    """The goal as it stands after a change of it."""
    return next(row for row in db.all(LIST, include_closed=True) if row.id == goal_id)


def goals_of_asset(db: Database, asset_id: str) -> list[str]:
    """The names of the goals that count an asset by its name."""
    return [row.goal for row in db.all(OF_PART, asset_id=asset_id, category_id=None)]


def goals_of_category(db: Database, category_id: str) -> list[str]:
    """The names of the goals that count what is in a category."""
    return [row.goal for row in db.all(OF_PART, asset_id=None, category_id=category_id)]


def in_words(row: GoalListed, currency: str) -> str:
    """A goal: `"House deposit", 60,000.00 USD of Savings by 2028-03`."""
    if row.amount is not None:
        much = f"{format_money(row.amount)} {currency}"
    elif row.months_of_spending is not None:
        much = f"{times_in_words(row.months_of_spending)} months of spending"
    else:
        assert row.times_yearly_spending is not None  # one of the three
        much = f"{times_in_words(row.times_yearly_spending)} times yearly spending"
    begin = ""
    if row.is_of_debts:
        of = f" off {escape_controls(row.counted or '')}"
        begin = f", of {format_money(-row.from_amount)} {currency} owed"
    else:
        of = f" of {escape_controls(row.counted)}" if row.counted else " of net worth"
        if row.from_amount:
            begin = f", from {format_money(row.from_amount)} {currency} on"
    by = f" by {format_month(row.due_month)}" if row.due_month else ""
    return f"{quote(row.goal)}, {much}{of}{by}{begin}"


def times_in_words(times: Decimal) -> str:
    """How many, without noughts that say nothing.

    >>> times_in_words(Decimal("6.00")), times_in_words(Decimal("4.50"))
    ('6', '4.5')
    """
    return f"{times.normalize():f}"
