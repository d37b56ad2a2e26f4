"""finally recurring list: what comes back, and when next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.items.kind import amount_in_words
from finally_cli.commands.recurring.item import (
    LIST_RECURRING,
    RecurringListed,
)
from finally_cli.commands.recurring.skips import SKIPPED, skip_notes
from finally_cli.model.kinds import CategoryName, Day, Money, Month
from finally_cli.model.month import EARLIEST, format_month, format_months, this_month, today
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierTerms:
    """What an item was before, in the months of that time that are due and not posted."""

    kind: str
    name: CategoryName
    amount: Money
    every: str
    first_month: Month
    last_month: Month
    first_day: Day


EARLIER_TERMS = Statement("recurring/earlier_terms", EarlierTerms)


@reads
def list_(
    db: Database,
    all_: Annotated[bool, typer.Option("--all", help="Also what has ended.")] = False,
) -> Result:
    """List what comes back, when it is due next, and at what.

    Examples:
        finally recurring list
    """
    currency = db.user.base_currency
    now = this_month()
    rows = db.all(LIST_RECURRING, month=now, include_ended=all_)
    return Result(
        RecurringListed,
        rows,
        f"Recurring items ({currency})",
        about={"currency": currency},
        notes=[
            *[earlier_note(row, currency, today()) for row in db.all(EARLIER_TERMS)],
            *[coming_note(row, currency, row.amount_from) for row in rows if row.amount_from],
            *skip_notes(db.all(SKIPPED, first=EARLIEST if all_ else now)),
        ],
        nothing="No recurring items. Add one with: finally recurring add KIND AMOUNT CATEGORY",
    )


def earlier_note(row: EarlierTerms, currency: str, now: date) -> Note:
    """What an item was, or is until another takes its place, and in which months."""
    what = f"{amount_in_words(row.kind, row.amount, currency, row.name)} every {row.every}."
    if row.first_day > now:
        return Note("COMING", f"In {format_months(row.first_month, row.last_month)}: {what}")
    are = "is" if row.first_month == row.last_month else "are"
    return Note(
        "EARLIER",
        f"{format_months(row.first_month, row.last_month)} {are} not posted yet: {what}",
        "finally recurring post",
    )


def coming_note(row: RecurringListed, currency: str, since: date) -> Note:
    """What an item will be, and from when on."""
    what = f"{amount_in_words(row.kind, row.amount, currency, row.name)} every {row.every}."
    return Note("COMING", f"From {format_month(since)} on: {what}")
