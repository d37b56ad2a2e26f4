"""Budgets rolled from figures that have changed since, and the command that mends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from finally_cli.model.kinds import CategoryName, Code, Money, Month
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.result import Note
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleBudget:
    """A budget as it stands, what it would be `now`, and the months that are to be rolled again."""

    category: Code
    name: CategoryName
    available: Money
    now: Money
    first: Month
    last: Month


STALE = Statement("report/budget_stale", StaleBudget)


def find_stale(db: Database, month: date, default_policy: str) -> list[StaleBudget]:
    """The budgets of a month that would come out otherwise, if they were rolled now."""
    return db.all(STALE, month=month, default_policy=default_policy)


def stale_notes(rows: list[StaleBudget], month: date) -> list[Note]:
    """One note on all of them, with one command that mends each and what follows from it."""
    if not rows:
        return []
    figures = [
        f"{row.name} {format_money(row.now)} and not {format_money(row.available)}" for row in rows
    ]
    message = (
        f"Rolled now, {format_month(month)} would have {'; '.join(figures)}, since what came"
        " before has"
        " changed."
    )
    first, last = min(row.first for row in rows), max(row.last for row in rows)
    return [Note("DIFFERS", message, roll_again_command(first, last))]


def roll_again_command(first: date, last: date) -> str:
    """The command that works out anew what was rolled into these months, one after the other."""
    if first == last:
        return f"finally budget roll --month {format_month(first)} --again"
    return f"finally budget roll --again --from {format_month(first)} --to {format_month(last)}"
