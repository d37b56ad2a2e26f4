"""Which months a report over income and expenses covers, and what it has to say about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import Month
from finally_cli.model.month import (
    LATEST,
    in_order,
    next_month,
    shifted,
    this_month,
    written,
)
from finally_cli.model.sheet import Note
from finally_cli.model.text import first_few, plural
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRange:
    first_month: Month
    last_month: Month


class FlowMonths(Protocol):
    """A month of the report."""

    @property
    def month(self) -> date: ...
    @property
    def income(self) -> object: ...


RANGE = Statement("report/cashflow_range", FlowRange)


def covered_months(
    db: Database,
    month: date | None,
    months: int,
    first: date | None,
    last: date | None,
    *,
    counted: bool,
) -> tuple[date, date]:
    """The first and last month: those asked for that are on record.

    `counted` says that a number of months was asked for. Raises BadUsage for options that do not
    go together, NotFound where nothing is on record.
    """
    if month and (first or last or counted):
        raise BadUsage(
            "--month is one month; --months, --from and --to are several", "Leave one out."
        )
    in_order(first, last)
    if counted and first and last:
        raise BadUsage("--months goes with --from or --to, not with both", "Leave one out.")
    if counted and first:
        last = shifted(first, months - 1)
    asked = {"first": month or first, "last": month or last, "months": months}
    found = db.one(RANGE, **asked, this_month=this_month())
    if found is None:  # but entries of the next month may have been made already
        found = db.one(RANGE, **asked, this_month=next_month())
    if found is not None:
        return found.first_month, found.last_month
    whole = db.one(RANGE, first=None, last=LATEST, months=1200, this_month=this_month())
    if whole is None:
        raise NotFound(
            "there are no incomes and no expenses yet",
            "Record one with: finally expense add AMOUNT CATEGORY, or look around with:"
            " finally demo",
            code="NO_ENTRIES",
        )
    raise NotFound(
        "there are no incomes and no expenses in these months",
        f"There are some from {written(whole.first_month)} to {written(whole.last_month)}.",
        code="NO_ENTRIES",
    )


def sum_years(first: date, last: date) -> str:
    """The months in words."""
    if first == last:
        return written(first)
    return f"{written(first)} to {written(last)}"


def partial_year_notes(last: date, whole_months: int) -> list[Note]:
    """Says that the current month is not in the average, nor what is still to come."""
    if last < this_month():
        return []
    over = f"the average is of {plural(whole_months, 'whole month')}"
    if not whole_months:
        over = "there is no whole month to take an average of"
    now = written(this_month())
    return [Note("PARTIAL_MONTH", f"{now} is not over and left out of the average; {over}.")]


def empty_month_notes(rows: Sequence[FlowMonths]) -> list[Note]:
    """Says which months have no entries at all."""
    empty = [written(row.month) for row in rows if row.income is None]
    if not empty:
        return []
    has = "has" if len(empty) == 1 else "have"
    return [Note("EMPTY_MONTHS", f"{first_few(empty)} {has} no entries: left out of the average.")]
