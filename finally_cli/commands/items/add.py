"""Add an entry of money in or out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from finally_cli.commands.items.kind import Item, ItemKind, ItemRow, amount_in_words
from finally_cli.commands.lookup import categories_of
from finally_cli.model.categories import Chosen
from finally_cli.model.errors import BadUsage
from finally_cli.model.month import format_month
from finally_cli.model.month_begins import current_month, first_day, last_day, month_of_day
from finally_cli.model.result import Result

if TYPE_CHECKING:
    from finally_cli.store.database import Database


def month_from(db: Database, month: date | None, day: date | None) -> date | None:
    """The month that is meant. Raises BadUsage for a day that lies in another."""
    if day is None:
        return month
    begins = db.user.month_begins
    its_month = month_of_day(day, begins)
    if month is not None and month != its_month:
        said = f"the date {day.isoformat()} does not lie in {format_month(month)}"
        if begins > 1:
            said += f", which is from {first_day(month, begins)} to {last_day(month, begins)}"
        raise BadUsage(said, "Leave --month out: the date says it.")
    return its_month


def add_item(
    db: Database,
    kind: ItemKind[ItemRow],
    amount: Decimal,
    category: str,
    *,
    sub: str | None = None,
    month: date | None,
    day: date | None,
    note: str | None,
) -> Result:
    """Record an entry in a category, in this month unless another is given."""
    of_month = month_from(db, month, day) or current_month(db.user.month_begins)
    chosen = categories_of(db, kind.noun).choose(category, sub, of_month)
    rows = db.all(
        kind.add,
        category_id=chosen.category_id,
        month=of_month,
        date=day,
        amount=amount,
        note=note,
        **subcategory_parameter(kind, chosen),
    )
    return Result(
        kind.add.row,
        rows,
        "Recorded",
        about={"currency": db.user.base_currency},
        sentences=[
            f"Recorded {describe_item(row, kind, db.user.base_currency)} ({row.id[:8]})."
            for row in rows
        ],
    )


def subcategory_parameter(kind: ItemKind[ItemRow], chosen: Chosen | None) -> dict[str, object]:
    """The parameter that only the statements on expenses have."""
    if not kind.has_subcategories:
        return {}
    return {"subcategory_id": chosen.subcategory_id if chosen else None}


def describe_item(row: Item, kind: ItemKind[ItemRow], currency: str) -> str:
    """An entry in words: `12.50 USD for Food / Groceries in 2026-11`."""
    when = row.date.isoformat() if row.date else format_month(row.month)
    on = "on" if row.date else "in"
    return f"{amount_in_words(kind.noun, row.amount, currency, row.name)} {on} {when}"
