"""finally category: how assets, debts, income and expenses are sorted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands import completing
from finally_cli.commands.wiring import Noun, Talk, reads, writes
from finally_cli.model.errors import BadUsage, Conflict, NotFound, Refused
from finally_cli.model.kinds import Count, Id
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import listed, nearest, parse_name, plural, quoted
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


LIST = Statement("category/list", CategoryListed)
USES = Statement("category/uses", CategoryUses)
ADD = Statement("category/add", CategoryAdded)
RENAME = Statement("category/rename", CategoryNamed)
DELETE = Statement("category/delete", CategoryNamed)

LONGEST_CATEGORY = 100

app = Noun("How assets, debts, income and expenses are sorted.")
CategoryArgument = Annotated[
    str,
    typer.Argument(
        metavar="CATEGORY", help="Its code or name.", autocompletion=completing.categories
    ),
]
KindOption = Annotated[CategoryKind | None, typer.Option("--kind", help="What it sorts.")]


def parse_category_name(text: str) -> str:
    """A category's name: up to 100 characters."""
    return parse_name(text, LONGEST_CATEGORY)


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


@app.command("list")
@reads
def list_(db: Database, kind: KindOption = None) -> Sheet:
    """List categories, built in and your own."""
    return Sheet(CategoryListed, db.all(LIST, kind=kind), "Categories")


@app.command()
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


@app.command()
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


@app.command()
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
