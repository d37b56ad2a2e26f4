"""What can be done about a month that has no budgets, for a hint that works as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from finally_cli.model.kinds import Month
from finally_cli.model.month import shifted, written
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestPlan:
    month: Month


NEWEST_PLAN = Statement("budget/newest", NewestPlan)


def newest_before(db: Database, month: date) -> date | None:
    """The newest month before it that has budgets."""
    found = db.one(NEWEST_PLAN, month=month)
    return found.month if found else None


def way_to_plan(db: Database, month: date) -> str:
    """The command that gives a month its budgets: from the month before, from one further back, or
    typed."""
    newest = newest_before(db, month)
    if newest is None:
        return f"finally budget set CATEGORY AMOUNT --month {written(month)}"
    if newest == shifted(month, -1):
        return f"finally budget roll --month {written(month)}"
    return f"finally budget copy --from {written(newest)} --month {written(month)}"
