"""From what a person typed to the category it means."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands import completing
from finally_cli.model.categories import (
    Categories,
    CategoryListed,
    ambiguous,
    found,
    nearest_paths,
)
from finally_cli.model.errors import NotFound, Refused
from finally_cli.model.text import listed, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


class CategoryKind(StrEnum):
    """What a category sorts."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"


LIST = Statement("category/list", CategoryListed)

CategoryArgument = Annotated[
    str,
    typer.Argument(
        metavar="CATEGORY", help="Its code or name.", autocompletion=completing.categories
    ),
]
KindOption = Annotated[CategoryKind | None, typer.Option("--kind", help="What it sorts.")]


def categories_of(db: Database, kind: str) -> Categories:
    """All that income, or an expense, can go into."""
    return Categories(kind, db.all(LIST, kind=kind))


def no_such_category(db: Database, wanted: str, kinds: tuple[str, ...] = ()) -> NotFound:
    """The refusal of an unknown category, with those most like it."""
    rows = [row for row in db.all(LIST, kind=None) if not kinds or row.kind in kinds]
    close = nearest_paths(wanted, rows)
    hint = f"Did you mean {listed(close)}? " if close else ""
    kind = f" --kind {kinds[0]}" if len(kinds) == 1 else ""
    return NotFound(
        f"there is no category {quoted(wanted)}",
        f"{hint}See them all with: finally category list{kind}",
        code="CATEGORY_NOT_FOUND",
    )


def find_own(db: Database, wanted: str, kind: CategoryKind | None) -> CategoryListed:
    """The user's own category, or subcategory, of that code, else of that name, else of that id.

    Raises NotFound, and Refused for a built-in category, which nobody changes.
    """
    rows = found(db.all(LIST, kind=kind), wanted)
    if not rows:
        raise no_such_category(db, wanted, (kind,) if kind else ())
    own = [row for row in rows if row.own]
    if not own:
        built_in = rows[0]
        name = f"{built_in.category}/NAME" if built_in.subcategory else "NAME"
        raise Refused(
            f"{quoted(built_in.path)} is built in and cannot be changed",
            f"Add one of your own: finally category add {name} --kind {built_in.kind}",
            code="CATEGORY_BUILT_IN",
        )
    if len(own) > 1:
        raise ambiguous(wanted, own)
    return own[0]
