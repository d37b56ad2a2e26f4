"""Edit an entry, named by the beginning of its id."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.items.add import describe_item, month_from, subcategory_parameter
from finally_cli.commands.items.kind import Item, ItemKind, ItemRow
from finally_cli.commands.lookup import categories_of, find_by_id, refuse_several
from finally_cli.model.categories import Categories, Chosen
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.result import Result
from finally_cli.model.text import quote

if TYPE_CHECKING:
    from finally_cli.store.database import Database

IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Its id, or the beginning of it: four letters or more.",
        autocompletion=completion.entries,
    ),
]
IdArguments = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Their ids, or the beginnings of them.",
        autocompletion=completion.entries,
    ),
]


def find_item(db: Database, kind: ItemKind[ItemRow], wanted: str) -> ItemRow:
    """The one entry whose id begins so. Raises NotFound when none does, or several."""
    found = find_by_id(db, kind.find, wanted)
    refuse_several(found, wanted, kind.many)
    if not found:
        raise NotFound(
            f"there is no {kind.noun} with the id {quote(wanted)}",
            f"The ids stand in: finally {kind.noun} list",
            code=f"{kind.noun.upper()}_NOT_FOUND",
        )
    return found[0]


def edit_item(
    db: Database,
    kind: ItemKind[ItemRow],
    wanted: str,
    *,
    amount: Decimal | None,
    category: str | None,
    sub: str | None = None,
    month: date | None,
    day: date | None,
    note: str | None,
) -> Result:
    """Change what is given of an entry, and nothing else."""
    if all(given is None for given in (amount, category, sub, month, day, note)):
        raise BadUsage("there is nothing to change", f"See: finally {kind.noun} edit --help")
    of_month = month_from(db, month, day)
    before = find_item(db, kind, wanted)
    chosen = None
    if category is not None or sub is not None:
        categories = categories_of(db, kind.noun)
        chosen = choose_category(categories, before.category, category, sub)
        categories.refuse_closed(chosen, of_month or before.month)
    elif of_month is not None:
        categories = categories_of(db, kind.noun)
        present = categories.choose(before.category, getattr(before, "subcategory", None))
        categories.refuse_closed(present, of_month)
    rows = db.all(
        kind.edit,
        id=before.id,
        category_id=chosen.category_id if chosen else None,
        month=of_month,
        date=day,
        amount=amount,
        note=note,
        **subcategory_parameter(kind, chosen),
    )
    currency = db.user.base_currency
    return Result(
        kind.edit.row,
        rows,
        "Changed",
        about={"currency": currency},
        sentences=[change_in_words(before, row, kind, currency) for row in rows],
    )


def change_in_words(before: Item, now: Item, kind: ItemKind[ItemRow], currency: str) -> str:
    """What a change came to; a note is not repeated, it may be long."""
    words, earlier = describe_item(now, kind, currency), describe_item(before, kind, currency)
    if words != earlier:
        return f"Now {words}; it was {earlier}."
    if now.note != before.note:
        return f"Changed the note of {words}."
    return f"It was so already: {words}."


def choose_category(
    categories: Categories, before: str, category: str | None, sub: str | None
) -> Chosen:
    """The category and subcategory that an entry gets; an empty --sub takes the latter away."""
    wanted = before if category is None else category
    if sub is not None and not sub.strip():
        return Chosen(categories.choose(wanted).category)
    return categories.choose(wanted, sub)
