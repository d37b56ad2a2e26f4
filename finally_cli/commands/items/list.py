"""List entries, newest first, with what they sum to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.items.add import subcategory_parameter
from finally_cli.commands.items.kind import ItemKind, ItemRow, ItemTotals, TotalLine
from finally_cli.commands.lookup import categories_of
from finally_cli.model.month import one_or_range
from finally_cli.model.result import Note, Result, Sum

if TYPE_CHECKING:
    from finally_cli.store.database import Database

SearchOption = Annotated[
    str | None,
    typer.Option("--search", metavar="TEXT", help="Only those whose note holds this text."),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", min=1, metavar="N", help="The newest N only."),
]
SUMMED = 1000  # entries at most that a list reads for their sum, where it is to show a few of them


def list_items(
    db: Database,
    kind: ItemKind[ItemRow],
    *,
    month: date | None,
    first: date | None,
    last: date | None,
    category: str | None,
    search: str | None,
    limit: int | None,
) -> Result:
    """Entries of a month, of some months or of all, newest first."""
    start, end = one_or_range(month, first, last)
    chosen = categories_of(db, kind.noun).choose(category) if category is not None else None
    asked = {
        "first": start,
        "last": end,
        "category_id": chosen.category_id if chosen else None,
        "search": search or None,
        **subcategory_parameter(kind, chosen),
    }
    totals, of_all = list_totals(db, kind, asked, limit)
    currency = db.user.base_currency
    total = TotalLine(name="Total", amount=totals.amount)
    notes = limit_notes(kind, limit, totals, of_all=of_all)
    return Result(
        kind.list.row,
        title=f"{kind.many.capitalize()} ({currency})",
        about={"currency": currency},
        totals=totals,
        closing=[total] if totals.items else [],
        sums=[Sum(total, [])] if notes and of_all else [],  # of more than what is shown
        notes=notes,
        stream=db.each(kind.list, limit=limit, **asked),
        nothing=empty_list_sentence(kind, any(value is not None for value in asked.values())),
    )


def list_totals(
    db: Database, kind: ItemKind[ItemRow], asked: dict[str, object], limit: int | None
) -> tuple[ItemTotals, bool]:
    """What the entries that were asked for sum to, and whether it is all of them.

    Who asks for the newest few does not wait for the sum of a million: beyond `SUMMED` of them, it
    is the sum of those that are shown.
    """
    of_all = True
    if limit is None:
        totals = db.one(kind.totals, **asked)
    else:
        most = max(limit, SUMMED)
        totals = db.one(kind.totals_newest, limit=most + 1, **asked)
        of_all = totals is None or totals.items <= most
        if not of_all:
            totals = db.one(kind.totals_newest, limit=limit, **asked)
    assert totals is not None  # a sum is always one row
    return totals, of_all


def empty_list_sentence(kind: ItemKind[ItemRow], asked: bool) -> str:
    """What is said where there is no entry."""
    if asked:
        return f"No {kind.many} like that."
    return f"No {kind.many} yet. Record one with: finally {kind.noun} add AMOUNT CATEGORY"


def limit_notes(
    kind: ItemKind[ItemRow], limit: int | None, totals: ItemTotals, *, of_all: bool
) -> list[Note]:
    """Says that not all are shown, where that is so, and what the total is of."""
    if not of_all:
        more = f"There are more than {max(totals.items, SUMMED):,} {kind.many}"
        said = f"{more}: {totals.items:,} are shown, and the total is of these."
        return [Note("LIMITED", said)]
    if limit is None or limit >= totals.items:
        return []
    message = f"{limit:,} of {totals.items:,} {kind.many} are shown; the total is of all of them."
    return [Note("LIMITED", message)]
