"""What a report says that is asked for months without values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Month
from finally_cli.model.month import LATEST, add_months, format_month, next_month, this_month
from finally_cli.model.month_begins import current_month
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


class OnRecord(Protocol):
    """The first and the last month with values."""

    @property
    def oldest(self) -> date: ...
    @property
    def newest(self) -> date: ...


def no_values(message: str, hint: str) -> NotFound:
    """The refusal of months that nothing can be measured by."""
    return NotFound(message, hint, code="NO_SNAPSHOTS")


def months_on_record(months: OnRecord) -> str:
    """Which months can be asked for."""
    if months.oldest == months.newest:
        return f"The only month with values is {format_month(months.oldest)}."
    return f"There are values from {format_month(months.oldest)} to {format_month(months.newest)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMonth:
    month: Month


LAST_MONTH = Statement("report/last_month", LastMonth)


def last_month(db: Database) -> date:
    """The newest month with values that is not still to come; else the next one, if that has some.

    Raises NotFound where neither is.
    """
    this = this_month()
    newest = db.one(LAST_MONTH, this_month=this) or db.one(LAST_MONTH, this_month=next_month())
    if newest is None:
        later = db.one(LAST_MONTH, this_month=LATEST)
        if later is not None:
            raise NotFound(
                f"there are no values up to {format_month(this)}; the newest are of"
                f" {format_month(later.month)}, which is still to come",
                f"See them with: finally snapshot list --month {format_month(later.month)}",
                code="NO_SNAPSHOTS",
            )
        raise NotFound(
            "there are no values yet",
            "Record one with: finally snapshot add NAME VALUE --category CODE,"
            " or look around with: finally demo",
            code="NO_SNAPSHOTS",
        )
    return newest.month


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetMonth:
    month: Month


BUDGET_MONTH = Statement("report/budget_month", BudgetMonth)


def budget_month(db: Database) -> date:
    """This month if it has budgets or expenses, else the newest before it that has some; where
    there is none, the next. Raises NotFound where those are of later months alone, or not there.
    """
    this = current_month(db.user.month_begins)
    found = db.one(BUDGET_MONTH, month=this)
    if found is not None and found.month > add_months(this, 1):
        raise NotFound(
            f"there are no budgets and no expenses up to {format_month(this)}",
            f"The first are those of {format_month(found.month)}:"
            f" finally report budget --month {format_month(found.month)}",
            code="NO_BUDGETS",
        )
    if found is None:
        raise NotFound(
            "there are no budgets and no expenses yet",
            "Plan one with: finally budget set CATEGORY AMOUNT, or look around with: finally demo",
            code="NO_BUDGETS",
        )
    return found.month
