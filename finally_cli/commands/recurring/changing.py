"""finally recurring edit, stop and delete: what was posted stays as it is."""

from __future__ import annotations

from datetime import date

from finally_cli.commands.arguments import (
    CategoryOption,
    FromOption,
    MonthOption,
    NoteOption,
    SubOption,
)
from finally_cli.commands.category.finding import categories_of
from finally_cli.commands.items.changing import chosen_anew
from finally_cli.commands.recurring.finding import IdArgument, find_recurring
from finally_cli.commands.recurring.item import (
    LATEST,
    NEVER,
    AmountAnew,
    EveryAnew,
    Recurring,
    UntilOption,
    described,
    refuse_backwards,
    refuse_sub_of_income,
)
from finally_cli.commands.recurring.listing import RecurringListed
from finally_cli.commands.wiring import Talk, writes
from finally_cli.model.categories import Chosen
from finally_cli.model.errors import BadUsage, Refused
from finally_cli.model.month import shifted, this_month, written
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

EDIT = Statement("recurring/edit", Recurring)
DELETE = Statement("recurring/delete", Recurring)


@writes
def edit(
    db: Database,
    id: IdArgument,  # noqa: A002  the word of the command line
    amount: AmountAnew = None,
    category: CategoryOption = None,
    sub: SubOption = None,
    every: EveryAnew = None,
    first: FromOption = None,
    last: UntilOption = None,
    note: NoteOption = None,
) -> Sheet:
    """Change what comes from now on; what was posted stays as it is.

    With another --every and no --from it begins anew in the next month in which it is due.
    """
    if all(given is None for given in (amount, category, sub, every, first, last, note)):
        raise BadUsage("there is nothing to change", "See: finally recurring edit --help")
    refuse_backwards(first, last)
    before = find_recurring(db, id)
    ends = before.last_month if last is None else None if last == NEVER else last
    chosen = chosen_for(db, before, category, sub, ends)
    if every not in (None, before.every) and first is None:
        first = before.next_month  # or the months between those posted would be due at once
    refuse_end_before_beginning(first or before.first_month, ends)
    rows = db.all(
        EDIT,
        id=before.id,
        category_id=chosen.category_id if chosen else None,
        subcategory_id=chosen.subcategory_id if chosen else None,
        amount=amount,
        note=note,
        every=every,
        first_month=first,
        last_month=None if last == NEVER else last,
        is_endless=last == NEVER,
    )
    currency = db.user.base_currency
    return Sheet(
        Recurring,
        rows,
        "Changed",
        about={"currency": currency},
        sentences=[
            f"Now {described(row, currency)}; it was {described(before, currency)}." for row in rows
        ],
    )


def chosen_for(
    db: Database, before: RecurringListed, category: str | None, sub: str | None, ends: date | None
) -> Chosen | None:
    """The category that it gets, where it gets another.

    Raises Conflict where it would be due in a closed one.
    """
    refuse_sub_of_income(before.kind, sub)
    categories = categories_of(db, before.kind)
    if category is not None or sub is not None:
        chosen = chosen_anew(categories, before.category, category, sub)
        categories.refuse_closed(chosen, ends or LATEST)
        return chosen
    if ends != before.last_month:
        kept = categories.choose(before.category, before.subcategory)
        categories.refuse_closed(kept, ends or LATEST)
    return None


def refuse_end_before_beginning(first: date, last: date | None) -> None:
    """Raises Refused where one of the two that was given stands against the other as it is."""
    if last and last < first:
        raise Refused(
            f"it would end in {written(last)}, before it begins in {written(first)}",
            "Give both --from and --until; --until never takes the end away.",
            code="ENDS_BEFORE_IT_BEGINS",
        )


@writes
def stop(
    db: Database,
    id: IdArgument,  # noqa: A002  the word of the command line
    month: MonthOption = None,
) -> Sheet:
    """Let it be due no more from a month on; what was posted stays."""
    since = month or this_month()
    before = find_recurring(db, id)
    if since <= before.first_month:
        raise Refused(
            f"it begins in {written(before.first_month)}, and would never be due",
            f"Delete it; what it has posted stays: finally recurring delete {before.id[:8]}",
            code="NEVER_DUE",
        )
    ended = before.last_month is not None and before.last_month < since
    ends = before.last_month if ended else shifted(since, -1)
    rows = db.all(
        EDIT,
        id=before.id,
        category_id=None,
        subcategory_id=None,
        amount=None,
        note=None,
        every=None,
        first_month=None,
        last_month=ends,
        is_endless=False,
    )
    currency = db.user.base_currency
    was = "It had ended already:" if ended else "Stopped"
    return Sheet(
        Recurring,
        rows,
        "Stopped",
        about={"currency": currency},
        sentences=[f"{was} {described(row, currency)}." for row in rows],
    )


@writes(destroys=True)
def delete(
    db: Database,
    talk: Talk,
    id: IdArgument,  # noqa: A002  the word of the command line
) -> Sheet:
    """Delete what comes back; what it has posted stays."""
    found = find_recurring(db, id)
    currency = db.user.base_currency
    talk.confirm(f"Delete {described(found, currency)}?")
    rows = db.all(DELETE, id=found.id)
    return Sheet(
        Recurring,
        rows,
        "Deleted",
        about={"currency": currency},
        sentences=[
            f"Deleted {described(row, currency)}; what it has posted stays." for row in rows
        ],
    )
