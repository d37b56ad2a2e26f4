"""finally category add: a category of a user's own, or a subcategory of expenses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.category.finding import LIST, CategoryKind, KindOption, categories_of
from finally_cli.commands.wiring import writes
from finally_cli.model.categories import PATH
from finally_cli.model.errors import BadUsage, Conflict
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import parse_name, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryAdded:
    category: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubcategoryAdded:
    category: str
    subcategory: str
    name: str
    kind: str


ADD = Statement("category/add", CategoryAdded)
ADD_SUB = Statement("category/add_sub", SubcategoryAdded)

LONGEST_CATEGORY = 100


def parse_category_name(text: str) -> str:
    """A category's name: up to 100 characters."""
    return parse_name(text, LONGEST_CATEGORY)


@writes
def add(
    db: Database,
    name: Annotated[
        str,
        typer.Argument(
            parser=parse_category_name, metavar="NAME", help="Its name; FOOD/NAME goes into FOOD."
        ),
    ],
    kind: KindOption = None,
    code: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help="Its code; else made of the name.")
    ] = None,
) -> Sheet:
    """Add a category of your own, or with FOOD/NAME a subcategory."""
    above, slash, below = name.partition(PATH)
    if slash and kind in (None, CategoryKind.EXPENSE):
        return add_subcategory(db, above, parse_category_name(below), code)
    if slash and kind is CategoryKind.INCOME:
        raise BadUsage(
            f"{quoted(name)} names a subcategory, and only expenses have them",
            "Leave out what stands before the slash.",
        )
    if kind is None:
        raise BadUsage(
            "a category needs a kind", "Give --kind asset, liability, income or expense."
        )
    made = make_code(name, code)
    if any(row.code == made and not row.subcategory for row in db.all(LIST, kind=kind)):
        raise Conflict(
            f"there is already a category {quoted(made)}",
            f"See them with: finally category list --kind {kind}",
            code="CATEGORY_EXISTS",
        )
    added = db.all(ADD, kind=kind, code=made, name=name)
    return Sheet(
        CategoryAdded, added, "Added", sentences=[f"Added {kind} category {made} ({quoted(name)})."]
    )


def make_code(name: str, code: str | None) -> str:
    """The code that was given, or one made of the name. Raises BadUsage where that is none."""
    made = re.sub(r"[^A-Za-z0-9]+", "_", name) if code is None else code
    made = made.strip("_").upper()
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,39}", made):
        raise BadUsage(
            f"{quoted(code or name)} makes no code for a category",
            "Give one with --code: up to 40 letters, digits and _, a letter first.",
        )
    return made


def add_subcategory(db: Database, above: str, name: str, code: str | None) -> Sheet:
    """Add a subcategory to a category of expenses; one that is there already stays as it is."""
    made = make_code(name, code)
    categories = categories_of(db, CategoryKind.EXPENSE)
    chosen = categories.choose(above)
    if chosen.subcategory is not None:
        raise BadUsage(
            f"{chosen.path} is a subcategory, and has none of its own",
            f"Add it beside that one: finally category add {chosen.category.code}/NAME",
        )
    parent = chosen.category
    there = next((row for row in categories.rows if row.subcategory == made), None)
    if there is None:
        added = db.all(ADD_SUB, category_id=parent.id, code=made, name=name)
        told = f"Added {parent.code}/{made} ({quoted(name)})."
    elif there.category == parent.code:
        added = [
            SubcategoryAdded(
                category=parent.code, subcategory=made, name=there.name, kind=CategoryKind.EXPENSE
            )
        ]
        told = f"{there.path} is there already ({quoted(there.name)})."
    else:
        raise Conflict(
            f"there is already a subcategory {quoted(made)}, in {there.category}",
            "A subcategory's code is its own in all categories. Give another with --code.",
            code="CATEGORY_EXISTS",
        )
    return Sheet(SubcategoryAdded, added, "Added", sentences=[told])
