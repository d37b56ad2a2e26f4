"""How much a goal is, and where it begins: what is asked for and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finally_cli.commands.goal.parts import Parts
from finally_cli.model.errors import BadUsage, Refused
from finally_cli.model.kinds import Money
from finally_cli.model.money import format_money
from finally_cli.model.month import this_month
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the three says how much a goal is."""

    amount: Decimal | None
    months_of_spending: Decimal | None
    times_yearly_spending: Decimal | None

    @property
    def said(self) -> int:
        """In how many ways it was said."""
        ways = (self.amount, self.months_of_spending, self.times_yearly_spending)
        return sum(way is not None for way in ways)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is owed of debts; null where none has a value."""

    owed: Money | None


OWED = Statement("goal/owed", Owed)
ADD_PARTS = Statement("goal/add_parts", NoRows)


def refuse_several_measures(measure: Measure) -> None:
    """Raises BadUsage where a goal's amount is said in more than one way."""
    if measure.said > 1:
        raise BadUsage(
            "a goal has one amount",
            "Choose one of AMOUNT, --months-of-spending and --times-yearly-spending.",
        )


def beginning(db: Database, parts: Parts, typed: Decimal | None) -> Decimal:
    """What of its value a goal does not count, signed as values are: what was owed is below zero.

    Of debts it is what was typed as owed, or what is owed now. Raises Refused where nothing is.
    """
    if not parts.are_debts:
        return typed or Decimal(0)
    owed = typed
    if owed is None:
        found = db.one(
            OWED, asset_ids=parts.asset_ids, category_ids=parts.category_ids, month=this_month()
        )
        owed = found.owed if found else None
    if owed is None or owed <= 0:
        raise Refused(
            "nothing is owed there, so there is nothing to pay off",
            "Say what was owed when you began: --from AMOUNT",
            code="NOTHING_OWED",
        )
    return -owed


def refuse_more_than_owed(
    parts_are_debts: bool, measure: Measure, from_amount: Decimal, currency: str
) -> None:
    """Raises Refused where a goal of debts alone has no amount, or more than could be paid off."""
    if not parts_are_debts:
        return
    if measure.amount is None:
        raise Refused(
            "a debt is paid off by an amount, and not by what is spent",
            f"Say how much is to be paid off: AMOUNT, up to {format_money(-from_amount)}",
            code="GOAL_OF_DEBTS",
        )
    if measure.amount > -from_amount:
        raise Refused(
            f"{format_money(measure.amount)} {currency} are more than the"
            f" {format_money(-from_amount)} {currency} that were owed when it begins",
            "Name an amount up to that, or say what was owed: --from AMOUNT",
            code="GOAL_ABOVE_DEBT",
        )


def count_parts(db: Database, goal_id: str, parts: Parts) -> None:
    """Have them count towards a goal that counts nothing by name yet."""
    if parts.asset_ids or parts.category_ids:
        db.run(
            ADD_PARTS,
            goal_id=goal_id,
            asset_ids=parts.asset_ids,
            category_ids=parts.category_ids,
        )
