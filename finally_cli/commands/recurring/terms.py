"""What a recurring item was before an edit, for what is due until then and not posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from finally_cli.commands.recurring.item import RecurringListed
from finally_cli.model.errors import Refused
from finally_cli.model.kinds import Count, Month
from finally_cli.model.month import add_months, format_month, this_month
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDue:
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTerms:
    """How often what it was is still due."""

    times: Count


NEXT_DUE = Statement("recurring/next_due", NextDue)
KEEP_TERMS = Statement("recurring/keep_terms", KeptTerms)
END_TERMS = Statement("recurring/end_terms", NoRows)
START_TERMS = Statement("recurring/start_terms", NoRows)


def first_to_change(db: Database, item: RecurringListed, *, is_another: bool) -> date | None:
    """The first month after this one that is due and not posted; None where nothing is due at all.

    Raises Refused where it becomes another, and only months are left that are due already, and
    keep what it was.
    """
    found = db.one(NEXT_DUE, id=item.id, first=add_months(this_month(), 1))
    if is_another and found is None and item.next_month is not None:
        raise Refused(
            f"it is due no more after {format_month(this_month())}, and what is due already"
            " stays as it"
            " is",
            f"Say from when on it is another: --from {format_month(item.next_month)}",
            code="NEVER_DUE",
        )
    return found.month if found else None


def keep_terms(db: Database, item: RecurringListed, last: date) -> bool:
    """Let what is due up to a month, and not posted, stay as it is; whether there is such."""
    return db.one(KEEP_TERMS, id=item.id, last=last) is not None


def end_terms(db: Database, item: RecurringListed, last: date) -> None:
    """Let what it was before end with that month at the latest."""
    db.run(END_TERMS, id=item.id, last=last)


def start_terms(db: Database, item: RecurringListed, first: date, day: int | None) -> None:
    """Let what it was before begin with the item, on its day where it gets one."""
    db.run(START_TERMS, id=item.id, first=first, day=day)
