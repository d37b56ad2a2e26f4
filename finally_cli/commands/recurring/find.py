"""A recurring item by its note, or by the beginning of its id."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.lookup import did_you_mean, only_one
from finally_cli.commands.recurring.list import LIST, RecurringListed
from finally_cli.model.errors import NotFound
from finally_cli.model.ids import id_range
from finally_cli.model.month import this_month
from finally_cli.model.text import fold_name, quote
from finally_cli.store.database import Database

IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Its id, the beginning of that, or its note.",
        autocompletion=completion.recurring_items,
    ),
]


def find_recurring(db: Database, wanted: str) -> RecurringListed:
    """The one with that note, else the one whose id begins so.

    Raises NotFound when none does, or several.
    """
    rows = db.all(LIST, month=this_month(), include_ended=True)
    item = only_one(
        match_recurring(rows, wanted),
        wanted,
        "recurring items",
        "Type its id, or more of it: finally recurring list --all",
    )
    if item is None:
        close = did_you_mean(wanted, [row.note for row in rows if row.note])
        raise NotFound(
            f"there is no recurring item with the id or the note {quote(wanted)}",
            f"{close}See them all with: finally recurring list --all",
            code="RECURRING_NOT_FOUND",
        )
    return item


def match_recurring(rows: list[RecurringListed], wanted: str) -> list[RecurringListed]:
    """Those with that note, in any case; else those whose id begins so."""
    word = fold_name(wanted.strip())
    named = [row for row in rows if word and fold_name((row.note or "").strip()) == word]
    if named:
        return named
    between = id_range(wanted)
    return [row for row in rows if between and between[0] <= row.id <= between[1]]
