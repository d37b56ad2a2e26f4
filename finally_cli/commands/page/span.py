"""The months that a page is of."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finally_cli.commands.report.months import LAST_MONTH, last_month
from finally_cli.model.errors import NotFound
from finally_cli.model.month import add_months, format_month, next_month, this_month
from finally_cli.model.month_begins import current_month
from finally_cli.store.database import Database


class Span(NamedTuple):
    """A month, or a year up to its newest month with values.

    `first` to `month` is what is explained; entries are shown of `entries_from` to `entries_to`.
    A `page_of_now` is of the newest month, and so may look ahead.
    """

    first: date
    month: date
    entries_from: date
    entries_to: date
    is_year: bool
    page_of_now: bool


def span_of(db: Database, month: date | None, year: int | None) -> Span:
    """The months of a page of that month or year; without either, of the newest month with values,
    or of this one where there are none yet. Raises NotFound for what is still to come."""
    newest = newest_of(db)
    if year is not None:
        return span_of_year(db, year, newest)
    shown = month or newest
    if shown > max(newest, next_month()):
        raise to_come(format_month(shown), newest)
    return Span(shown, shown, add_months(shown, -11), shown, False, shown == newest)


def newest_of(db: Database) -> date:
    """The newest month with values that is not to come; this one where there is none."""
    try:
        return last_month(db)
    except NotFound:
        return current_month(db.user.month_begins)


def span_of_year(db: Database, year: int, newest: date) -> Span:
    """The months of a year. Raises NotFound for one that has not begun."""
    first, end = date(year, 1, 1), date(year, 12, 1)
    if first > max(this_month(), newest):
        raise to_come(str(year), newest)
    found = db.one(LAST_MONTH, this_month=min(end, max(newest, first)))
    last = found.month if found and found.month >= first else end
    return Span(first, last, first, end, True, last == newest)


def to_come(what: str, newest: date) -> NotFound:
    """The refusal of months that have not begun."""
    return NotFound(
        f"{what} is still to come",
        f"The newest month on record is {format_month(newest)}: finally page",
        code="NO_SNAPSHOTS",
    )
