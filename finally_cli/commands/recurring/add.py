"""finally recurring add."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import writes
from finally_cli.commands.lookup import categories_of
from finally_cli.commands.options import AmountArgument, NoteOption, PlanFromOption, SubOption
from finally_cli.commands.recurring.arguments import (
    NEVER,
    EveryOption,
    UntilOption,
    refuse_backwards,
    refuse_sub_of_income,
)
from finally_cli.commands.recurring.item import (
    LATEST,
    Every,
    Recurring,
    RecurringKind,
    describe_recurring,
)
from finally_cli.model.month import this_month
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

ADD = Statement("recurring/add", Recurring)


@writes
def add(
    db: Database,
    kind: Annotated[
        RecurringKind, typer.Argument(metavar="KIND", help="Either income or expense.")
    ],
    amount: AmountArgument,
    category: Annotated[
        str,
        typer.Argument(
            metavar="CATEGORY",
            help="A code or name: finally category list.",
            autocompletion=completion.categories,
        ),
    ],
    sub: SubOption = None,
    every: EveryOption = Every.MONTH,
    first: PlanFromOption = None,
    last: UntilOption = None,
    note: NoteOption = None,
) -> Result:
    """Add an income or an expense that comes back.

    Examples:
        finally recurring add expense 950 rent --note "The flat"
        finally recurring add income 300 dividend --every year --from 2026-03
    """
    refuse_sub_of_income(kind, sub)
    begins, ends = first or this_month(), None if last == NEVER else last
    refuse_backwards(begins, ends)
    chosen = categories_of(db, kind).choose(category, sub, ends or LATEST)
    currency = db.user.base_currency
    rows = db.all(
        ADD,
        kind=kind,
        category_id=chosen.category_id,
        subcategory_id=chosen.subcategory_id,
        amount=amount,
        note=note,
        every=every,
        first_month=begins,
        last_month=ends,
    )
    told = [f"Added {describe_recurring(row, currency)} ({row.id[:8]})." for row in rows]
    if begins <= this_month():
        told.append("It is due: write it down with finally recurring post")
    return Result(Recurring, rows, "Added", about={"currency": currency}, sentences=told)
