"""From what a person typed to the category it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands import completing
from finally_cli.model.errors import NotFound, Refused
from finally_cli.model.kinds import Id
from finally_cli.model.text import listed, nearest, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


class CategoryKind(StrEnum):
    """What a category sorts."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryListed:
    """A category; `own` ones belong to the user, the others are built in and fixed."""

    category: str
    name: str
    kind: str
    own: bool
    id: Id


LIST = Statement("category/list", CategoryListed)

CategoryArgument = Annotated[
    str,
    typer.Argument(
        metavar="CATEGORY", help="Its code or name.", autocompletion=completing.categories
    ),
]
KindOption = Annotated[CategoryKind | None, typer.Option("--kind", help="What it sorts.")]


def no_such_category(db: Database, wanted: str, kinds: tuple[str, ...] = ()) -> NotFound:
    """The refusal of an unknown category, with those most like it."""
    rows = [row for row in db.all(LIST, kind=None) if not kinds or row.kind in kinds]
    by_name = {row.name: row.category for row in rows} | {
        row.category: row.category for row in rows
    }
    close = list(dict.fromkeys(by_name[name] for name in nearest(wanted, list(by_name))))
    hint = f"Did you mean {listed(close)}? " if close else ""
    kind = f" --kind {kinds[0]}" if len(kinds) == 1 else ""
    return NotFound(
        f"there is no category {quoted(wanted)}",
        f"{hint}See them all with: finally category list{kind}",
        code="CATEGORY_NOT_FOUND",
    )


def find_own(db: Database, wanted: str, kind: CategoryKind | None) -> CategoryListed:
    """The user's own category of that code, else of that name, else whose id begins so.

    Raises NotFound, and Refused for a built-in category, which nobody changes.
    """
    word = wanted.strip().casefold()
    known = db.all(LIST, kind=kind)
    rows = (
        [row for row in known if row.category.casefold() == word]
        or [row for row in known if row.name.casefold() == word]
        or [row for row in known if len(word) >= 4 and row.id.startswith(word)]
    )
    if not rows:
        raise no_such_category(db, wanted, (kind,) if kind else ())
    own = [row for row in rows if row.own]
    if not own:
        raise Refused(
            f"{quoted(rows[0].category)} is built in and cannot be changed",
            "Add one of your own: finally category add NAME --kind " + rows[0].kind,
            code="CATEGORY_BUILT_IN",
        )
    if len(own) > 1:
        kinds = len({row.kind for row in own})
        raise NotFound(
            f"{quoted(wanted)} fits several categories",
            "Say which with --kind." if kinds > 1 else "Type its code, or more of its id.",
            code="CATEGORY_AMBIGUOUS",
        )
    return own[0]
