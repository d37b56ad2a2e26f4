"""finally category add, rename and delete: categories of a user's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.category.finding import (
    LIST,
    CategoryArgument,
    KindOption,
    find_own,
)
from finally_cli.commands.wiring import Talk, writes
from finally_cli.model.errors import BadUsage, Conflict
from finally_cli.model.kinds import Count
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import parse_name, plural, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryUses:
    uses: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryAdded:
    category: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryNamed:
    category: str
    name: str


USES = Statement("category/uses", CategoryUses)
ADD = Statement("category/add", CategoryAdded)
RENAME = Statement("category/rename", CategoryNamed)
DELETE = Statement("category/delete", CategoryNamed)

LONGEST_CATEGORY = 100


def parse_category_name(text: str) -> str:
    """A category's name: up to 100 characters."""
    return parse_name(text, LONGEST_CATEGORY)


@writes
def add(
    db: Database,
    name: Annotated[
        str, typer.Argument(parser=parse_category_name, metavar="NAME", help="Its name.")
    ],
    kind: KindOption = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help="Its code; else made of the name.")
    ] = None,
) -> Sheet:
    """Add a category of your own."""
    if kind is None:
        raise BadUsage(
            "a category needs a kind", "Give --kind asset, liability, income or expense."
        )
    made = (code or re.sub(r"[^A-Za-z0-9]+", "_", name)).strip("_").upper()
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,39}", made):
        raise BadUsage(
            f"{quoted(code or name)} makes no code for a category",
            "Give one with --code: up to 40 letters, digits and _, a letter first.",
        )
    if any(row.category == made for row in db.all(LIST, kind=kind)):
        raise Conflict(
            f"there is already a category {quoted(made)}",
            f"See them with: finally category list --kind {kind}",
            code="CATEGORY_EXISTS",
        )
    added = db.all(ADD, kind=kind, code=made, name=name)
    return Sheet(
        CategoryAdded, added, "Added", sentences=[f"Added {kind} category {made} ({quoted(name)})."]
    )


@writes
def rename(
    db: Database,
    category: CategoryArgument,
    name: Annotated[
        str, typer.Argument(parser=parse_category_name, metavar="NAME", help="Its new name.")
    ],
    kind: KindOption = None,
) -> Sheet:
    """Give a category of your own another name; its code stays."""
    found = find_own(db, category, kind)
    renamed = db.all(RENAME, id=found.id, name=name)
    return Sheet(
        CategoryNamed,
        renamed,
        "Renamed",
        sentences=[f"{found.category} is now called {quoted(name)}."],
    )


@writes(destroys=True)
def delete(db: Database, talk: Talk, category: CategoryArgument, kind: KindOption = None) -> Sheet:
    """Delete a category of your own that nothing uses."""
    found = find_own(db, category, kind)
    used = db.one(USES, id=found.id)
    if used and used.uses:
        raise Conflict(
            f"{quoted(found.category)} is used by {plural(used.uses, 'entry', 'entries')}",
            "Move them to another category first.",
            code="CATEGORY_IN_USE",
            details={"uses": used.uses},
        )
    talk.confirm(f"Delete the category {quoted(found.name)}?")
    deleted = db.all(DELETE, id=found.id)
    return Sheet(
        CategoryNamed,
        deleted,
        "Deleted",
        sentences=[f"Deleted {found.category} ({quoted(found.name)})."],
    )
