"""finally recurring add."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import writes
from finally_cli.commands.lookup import categories_of
from finally_cli.commands.options import AmountArgument, NoteOption, SubOption
from finally_cli.commands.recurring.arguments import (
    NEVER,
    DayOption,
    EveryOption,
    FirstOption,
    SkipOption,
    UntilOption,
    refuse_backwards,
    refuse_sub_of_income,
)
from finally_cli.commands.recurring.item import (
    LATEST,
    Recurring,
    RecurringKind,
    describe_recurring,
)
from finally_cli.commands.recurring.rhythm import MONTHLY, first_due, last_day_of
from finally_cli.commands.recurring.skips import skip_all
from finally_cli.model.month import today
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
    every: EveryOption = MONTHLY,
    day: DayOption = None,
    first: FirstOption = None,
    last: UntilOption = None,
    skip: SkipOption = None,
    note: NoteOption = None,
) -> Result:
    """Add an income or an expense that comes back.

    Examples:
        finally recurring add expense 950 rent --day 31 --note "The flat"
        finally recurring add expense 80 groceries --every 2 weeks --from 2026-11-06
    """
    refuse_sub_of_income(kind, sub)
    begins, day = first_due(every, first, day)
    ends = None if last == NEVER else last
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
        day=day,
        first_month=begins,
        last_month=ends,
    )
    told = [f"Added {describe_recurring(row, currency)} ({row.id[:8]})." for row in rows]
    told += [sentence for row in rows for sentence in skip_all(db, row, skip or [])]
    if begins.replace(day=min(day or 1, last_day_of(begins))) <= today():
        told.append("It is due: write it down with finally recurring post")
    return Result(Recurring, rows, "Added", about={"currency": currency}, sentences=told)
