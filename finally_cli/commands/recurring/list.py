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
from finally_cli.model.kinds import CategoryName, Money, Month
from finally_cli.model.month import format_month, this_month
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


EARLIER_TERMS = Statement("recurring/earlier_terms", EarlierTerms)


@reads
def list_(
    db: Database,
    all_: Annotated[bool, typer.Option("--all", help="Also what has ended.")] = False,
) -> Result:
    """List what comes back, and when it is due next.

    Examples:
        finally recurring list
    """
    currency = db.user.base_currency
    return Result(
        RecurringListed,
        db.all(LIST_RECURRING, month=this_month(), include_ended=all_),
        f"Recurring items ({currency})",
        about={"currency": currency},
        notes=[
            Note(
                "EARLIER",
                f"{due_months_in_words(row.first_month, row.last_month)} not posted yet:"
                f" {amount_in_words(row.kind, row.amount, currency, row.name)} every {row.every}.",
                "finally recurring post",
            )
            for row in db.all(EARLIER_TERMS)
        ],
        nothing="No recurring items. Add one with: finally recurring add KIND AMOUNT CATEGORY",
    )


def due_months_in_words(first: date, last: date) -> str:
    """The months in words: `2026-07 is` or `2026-07 to 2026-10 are`."""
    if first == last:
        return f"{format_month(first)} is"
    return f"{format_month(first)} to {format_month(last)} are"
