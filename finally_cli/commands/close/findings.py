"""What a month still lacks before it is closed: each with the command that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from finally_cli.commands.budget.stale import find_stale, stale_notes
from finally_cli.commands.next_command import next_command
from finally_cli.commands.report.cashproof import prove
from finally_cli.commands.report.cashproof_notes import unexplained_notes
from finally_cli.commands.report.waiting import waiting_notes
from finally_cli.model.kinds import Kind, Money, Month
from finally_cli.model.month import EARLIEST, add_months, format_month
from finally_cli.model.result import Note
from finally_cli.model.text import and_list
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

Names = Annotated[list[str], Kind("text", shown=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFacts:
    """What is known of a month: `carried` and `missing` are names of assets.

    Null where it has no values, no income, no expenses.
    """

    month: Month
    recorded: Annotated[int, Kind("count", "Values")]
    carried: Names
    missing: Names
    net_worth: Money | None
    income: Money | None
    expenses: Money | None


FACTS = Statement("close/facts", MonthFacts)


def facts_of(db: Database, month: date) -> MonthFacts:
    """What is known of a month."""
    facts = db.one(FACTS, month=month)
    assert facts is not None  # it is always one row
    return facts


def find_lacks(db: Database, facts: MonthFacts, default_policy: str) -> list[Note]:
    """What a month lacks: values, categories, budgets that follow, cash that is explained."""
    month, said = facts.month, format_month(facts.month)
    add = f"finally snapshot add --month {said}"
    notes = []
    if facts.missing:
        notes.append(
            Note(
                "MISSING",
                f"{said} has no value of {and_list(facts.missing)}.",
                next_command(db, add, is_carried=False),
            )
        )
    if facts.carried:
        was = "was" if len(facts.carried) == 1 else "were"
        notes.append(
            Note(
                "CARRIED",
                f"In {said} {and_list(facts.carried)} {was} carried forward, not looked up.",
                next_command(db, add, is_carried=True),
            )
        )
    if month > EARLIEST:
        around = prove(db, add_months(month, -1), month, by_month=True)
        notes += unexplained_notes(around, db.user.base_currency)
    return [
        *notes,
        *waiting_notes(db, month, month),
        *stale_notes(find_stale(db, month, default_policy), month),
    ]


def is_empty(facts: MonthFacts) -> bool:
    """Whether a month has neither values nor entries."""
    return not facts.recorded and facts.income is None and facts.expenses is None
