"""Listing entries, newest first, with what they sum to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.category.finding import categories_of
from finally_cli.commands.items.adding import sub_of
from finally_cli.commands.items.kind import ItemKind, ItemRow, ItemTotals, TotalLine
from finally_cli.model.month import one_or_range
from finally_cli.model.sheet import Note, Sheet, Sum

if TYPE_CHECKING:
    from finally_cli.store.database import Database

SearchOption = Annotated[
    str | None,
    typer.Option("--search", metavar="TEXT", help="Only those whose note holds this text."),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", min=1, metavar="N", help="The newest N only; the total is of all."),
]


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
) -> Sheet:
    """Entries of a month, of some months or of all, newest first."""
    start, end = one_or_range(month, first, last)
    chosen = categories_of(db, kind.noun).choose(category) if category is not None else None
    asked = {
        "first": start,
        "last": end,
        "category_id": chosen.category_id if chosen else None,
        "search": search or None,
        **sub_of(kind, chosen),
    }
    totals = db.one(kind.totals, **asked)
    assert totals is not None  # a sum is always one row
    currency = db.user.base_currency
    total = TotalLine(name="Total", amount=totals.amount)
    notes = limited(kind, limit, totals)
    return Sheet(
        kind.list.row,
        title=f"{kind.many.capitalize()} ({currency})",
        about={"currency": currency},
        totals=totals,
        closing=[total] if totals.items else [],
        sums=[Sum(total, [])] if notes else [],  # of more than what is shown
        notes=notes,
        stream=db.each(kind.list, limit=limit, **asked),
        nothing=nothing(kind, any(value is not None for value in asked.values())),
    )


def nothing(kind: ItemKind[ItemRow], asked: bool) -> str:
    """What is said where there is no entry."""
    if asked:
        return f"No {kind.many} like that."
    return f"No {kind.many} yet. Record one with: finally {kind.noun} add AMOUNT CATEGORY"


def limited(kind: ItemKind[ItemRow], limit: int | None, totals: ItemTotals) -> list[Note]:
    """Says that not all are shown, where that is so."""
    if limit is None or limit >= totals.items:
        return []
    message = f"{limit:,} of {totals.items:,} {kind.many} are shown; the total is of all of them."
    return [Note("LIMITED", message)]
