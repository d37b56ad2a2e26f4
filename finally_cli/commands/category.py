"""finally category: how assets, debts, income and expenses are sorted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands.command import Noun, Terminal, reads, writes
from finally_cli.commands.goal.find import goals_of_category
from finally_cli.commands.lookup import CATEGORIES, categories_of, find_own
from finally_cli.commands.options import CategoryArgument, KindOption, MonthOption
from finally_cli.commands.rule.find import LIST as RULES
from finally_cli.model.categories import PATH, CategoryKind, CategoryListed
from finally_cli.model.errors import BadUsage, Conflict, Refused
from finally_cli.model.kinds import Count, Month
from finally_cli.model.month import format_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.result import Result
from finally_cli.model.text import and_list, parse_name, plural, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

app = Noun("How assets, debts, income and expenses are sorted.")


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


@app.command("list")
@reads
def list_(db: Database, kind: KindOption = None) -> Result:
    """List categories and subcategories, built in and your own.

    Examples:
        finally category list --kind expense
    """
    return Result(CategoryListed, db.all(CATEGORIES, kind=kind), "Categories")


@app.command()
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
) -> Result:
    """Add a category of your own, or with FOOD/NAME a subcategory.

    Examples:
        finally category add Pets --kind expense
        finally category add food/Bakery
    """
    above, slash, below = name.partition(PATH)
    if slash and kind in (None, CategoryKind.EXPENSE):
        return add_subcategory(db, above, parse_category_name(below), code)
    if slash and kind is CategoryKind.INCOME:
        raise BadUsage(
            f"{quote(name)} names a subcategory, and only expenses have them",
            "Leave out what stands before the slash.",
        )
    if kind is None:
        raise BadUsage(
            "a category needs a kind", "Give --kind asset, liability, income or expense."
        )
    made = make_code(name, code)
    if any(row.code == made and not row.subcategory for row in db.all(CATEGORIES, kind=kind)):
        raise Conflict(
            f"there is already a category {quote(made)}",
            f"See them with: finally category list --kind {kind}",
            code="CATEGORY_EXISTS",
        )
    added = db.all(ADD, kind=kind, code=made, name=name)
    return Result(
        CategoryAdded, added, "Added", sentences=[f"Added {kind} category {made} ({quote(name)})."]
    )


def make_code(name: str, code: str | None) -> str:
    """The code that was given, or one made of the name. Raises BadUsage where that is none."""
    made = re.sub(r"[^A-Za-z0-9]+", "_", name) if code is None else code
    made = made.strip("_").upper()
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,39}", made):
        raise BadUsage(
            f"{quote(code or name)} makes no code for a category",
            "Give one with --code: up to 40 letters, digits and _, a letter first.",
        )
    return made


def add_subcategory(db: Database, above: str, name: str, code: str | None) -> Result:
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
        told = f"Added {parent.code}/{made} ({quote(name)})."
    elif there.category == parent.code:
        added = [
            SubcategoryAdded(
                category=parent.code, subcategory=made, name=there.name, kind=CategoryKind.EXPENSE
            )
        ]
        told = f"{there.path} is there already ({quote(there.name)})."
    else:
        raise Conflict(
            f"there is already a subcategory {quote(made)}, in {there.category}",
            "A subcategory's code is its own in all categories. Give another with --code.",
            code="CATEGORY_EXISTS",
        )
    return Result(SubcategoryAdded, added, "Added", sentences=[told])


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


@app.command()
@writes
def rename(
    db: Database,
    category: CategoryArgument,
    name: Annotated[
        str, typer.Argument(parser=parse_category_name, metavar="NAME", help="Its new name.")
    ],
    kind: KindOption = None,
) -> Result:
    """Give a category of your own another name; its code stays.

    Examples:
        finally category rename hobby "Hobbies and clubs"
    """
    found = find_own(db, category, kind)
    renamed = db.all(RENAME, id=found.id, name=name)
    return Result(
        CategoryNamed, renamed, "Renamed", sentences=[f"{found.path} is now called {quote(name)}."]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterUses:
    newest: Month | None
    recurring: Count


CLOSE = Statement("category/close", CategoryNamed)
LATER_USES = Statement("category/later_uses", LaterUses)


@app.command()
@writes
def close(
    db: Database, category: CategoryArgument, kind: KindOption = None, month: MonthOption = None
) -> Result:
    """Close a category of your own from a month on; its history stays.

    Examples:
        finally category close garden --month 2026-11
    """
    found = refuse_owned(find_own(db, category, kind))
    since = month or current_month(db.user.month_begins)
    refuse_later_uses(db, found, since)
    closed = db.all(CLOSE, id=found.id, month=since)
    told = [f"Closed {found.path} from {format_month(since)} on."]
    if rules := rules_of(db, found):
        told.append(
            f"{'Rule' if len(rules) == 1 else 'Rules'} {and_list(rules)} cannot put bank rows into"
            " it from then on: finally rule list"
        )
    return Result(
        CategoryNamed,
        closed,
        "Closed",
        about={"month": since},
        sentences=told,
    )


def rules_of(db: Database, found: CategoryListed) -> list[str]:
    """The positions of the rules that give bank rows a category."""
    return [
        str(rule.position)
        for rule in db.all(RULES)
        if found.id in (rule.income_category_id, rule.expense_category_id, rule.subcategory_id)
    ]


@app.command()
@writes
def reopen(db: Database, category: CategoryArgument, kind: KindOption = None) -> Result:
    """Open a closed category again.

    Examples:
        finally category reopen garden
    """
    found = refuse_owned(find_own(db, category, kind))
    opened = db.all(CLOSE, id=found.id, month=None)
    was = "Opened" if found.closed else "It was open already:"
    return Result(CategoryNamed, opened, "Opened", sentences=[f"{was} {found.path}."])


def refuse_owned(found: CategoryListed) -> CategoryListed:
    """The category, if it sorts income or expenses. Raises Refused for one of assets or debts."""
    if found.kind not in ("income", "expense"):
        raise Refused(
            f"{quote(found.path)} sorts what you own or owe, and is not closed itself",
            "Close what is in it: finally asset close ASSET",
            code="CATEGORY_OF_ASSETS",
        )
    return found


def refuse_later_uses(db: Database, found: CategoryListed, since: date) -> None:
    """Raises Conflict where something is in the category from that month on."""
    later = db.one(LATER_USES, id=found.id, month=since)
    assert later is not None  # a maximum is always one row
    if later.newest is not None:
        raise Conflict(
            f"{quote(found.path)} has entries in {format_month(later.newest)}",
            f"Close it later, or move them: finally {found.kind} list --category {found.path}"
            f" --from {format_month(since)}",
            code="CATEGORY_HAS_LATER_ENTRIES",
        )
    if later.recurring:
        raise Conflict(
            f"{plural(later.recurring, 'recurring item is', 'recurring items are')} still due in"
            f" {found.path}",
            "Stop them first: finally recurring list",
            code="CATEGORY_IN_USE",
        )


@app.command()
@writes(destroys=True)
def delete(
    db: Database, terminal: Terminal, category: CategoryArgument, kind: KindOption = None
) -> Result:
    """Delete a category of your own that nothing uses.

    Examples:
        finally category delete garden
    """
    found = find_own(db, category, kind)
    used = db.one(USES, id=found.id)
    if used and used.uses:
        rules = rules_of(db, found)
        goals = goals_of_category(db, found.id)
        entries = used.uses - len(rules) - len(goals)
        hint = "Move them to another category first."
        if goals and not entries:
            hint = f"Say what counts instead: finally goal edit {quote(goals[0])} --of ASSET"
        elif not entries:
            hint = f"Have them give another: finally rule edit {rules[0]} --category CODE"
        elif found.kind in ("income", "expense"):
            hint = (
                "Move them to another category first, or keep it and close it:"
                f" finally category close {found.path}"
            )
        users = [plural(entries, "entry", "entries")] if entries else []
        users += [plural(len(rules), "rule")] if rules else []
        users += [f"the goal {quote(goal)}" for goal in goals]
        raise Conflict(
            f"{quote(found.path)} is used by {and_list(users)}",
            hint,
            code="CATEGORY_IN_USE",
            details={"uses": used.uses},
        )
    terminal.confirm(f"Delete the category {quote(found.name)}?")
    deleted = db.all(DELETE, id=found.id)
    return Result(
        CategoryNamed,
        deleted,
        "Deleted",
        sentences=[f"Deleted {found.path} ({quote(found.name)})."],
    )
