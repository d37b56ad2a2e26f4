"""finally category rename and delete: categories and subcategories of a user's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.category.adding import parse_category_name
from finally_cli.commands.category.finding import CategoryArgument, KindOption, find_own
from finally_cli.commands.wiring import Talk, writes
from finally_cli.model.errors import Conflict
from finally_cli.model.kinds import Count
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import plural, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryUses:
    uses: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryNamed:
    category: str
    name: str


USES = Statement("category/uses", CategoryUses)
RENAME = Statement("category/rename", CategoryNamed)
DELETE = Statement("category/delete", CategoryNamed)


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
        CategoryNamed, renamed, "Renamed", sentences=[f"{found.path} is now called {quoted(name)}."]
    )


@writes(destroys=True)
def delete(db: Database, talk: Talk, category: CategoryArgument, kind: KindOption = None) -> Sheet:
    """Delete a category of your own that nothing uses."""
    found = find_own(db, category, kind)
    used = db.one(USES, id=found.id)
    if used and used.uses:
        instead = ""
        if found.kind in ("income", "expense"):
            instead = f" first, or keep it and close it: finally category close {found.path}"
        raise Conflict(
            f"{quoted(found.path)} is used by {plural(used.uses, 'entry', 'entries')}",
            f"Move them to another category{instead or ' first.'}",
            code="CATEGORY_IN_USE",
            details={"uses": used.uses},
        )
    talk.confirm(f"Delete the category {quoted(found.name)}?")
    deleted = db.all(DELETE, id=found.id)
    return Sheet(
        CategoryNamed,
        deleted,
        "Deleted",
        sentences=[f"Deleted {found.path} ({quoted(found.name)})."],
    )
