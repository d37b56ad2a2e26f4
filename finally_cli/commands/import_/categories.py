"""The categories that accounts of another program go into, and those that are added for them."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from finally_cli.commands.category import ADD, ADD_SUB, LONGEST_CATEGORY, make_code
from finally_cli.commands.command import Terminal
from finally_cli.commands.lookup import categories_of
from finally_cli.model.categories import PATH, CategoryListed, Chosen, nearest_paths
from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.importing.account_map import SEPARATOR, AccountMap, names_of
from finally_cli.model.text import fold_name, plural, quote
from finally_cli.store.database import Database

Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FROM=TO",
        help="Where an account goes, with all below it; - leaves it out. Again for each.",
    ),
]
MapFile = Annotated[
    str | None,
    typer.Option("--map-file", metavar="FILE", help="A file of such lines: FROM = TO."),
]
CreateCategories = Annotated[
    bool, typer.Option("--create-categories", help="Add the categories that do not exist.")
]


class AccountCategories:
    """The category of each account: as a map says, else by the first name below its top."""

    def __init__(self, db: Database, kind: str, said: AccountMap, *, create: bool) -> None:
        self.db = db
        self.kind = kind
        self.said = said
        self.create = create
        self.categories = categories_of(db, kind)
        self.added = 0
        self.unmatched: dict[str, str] = {}  # with what may be meant, or nothing
        self.coarse: dict[str, str] = {}  # that go into a whole category, for want of a narrower
        self.found: dict[tuple[str, ...], Chosen | None] = {}

    def choose(self, account: str, names: list[str]) -> Chosen | None:
        """The category of an account whose names below its top are these; None to leave it out.

        Also None where there is none, which is kept in `unmatched`. Raises NotFound where a map
        names a category that does not exist, and is not to be added.
        """
        key = (account, *names)
        if key not in self.found:
            self.found[key] = self.find(account, names)
        return self.found[key]

    def find(self, account: str, names: list[str]) -> Chosen | None:
        """See `choose`."""
        mapped = self.said.find(account)
        if mapped is None:
            chosen, rest = self.match(names)
            if chosen is None and not (self.create and names):
                close = nearest_paths(names[-1], self.categories.rows) if names else []
                self.unmatched[account] = close[0] if close else ""
                return None
            return self.complete(account, chosen, names if chosen is None else rest)
        if mapped.is_left_out:
            return None
        wanted = [name.strip() for name in mapped.target.split(PATH)]
        chosen, left = self.match(wanted)
        if chosen is None or left:
            if not self.create:
                return self.categories.choose(mapped.target)
            chosen = self.complete(account, chosen, left if chosen else wanted)
        if mapped.rest and len(wanted) == 1 and chosen.subcategory is None:
            return self.complete(account, *self.within(chosen.category, mapped.rest))
        return chosen

    def match(self, names: list[str]) -> tuple[Chosen | None, list[str]]:
        """The category that the first name is, or is a subcategory of, and the names beyond it."""
        if not names:
            return None, []
        rows = self.categories.rows
        tops = [row for row in rows if not row.subcategory and is_named(row, names[0])]
        if len(tops) == 1:
            return self.within(tops[0], names[1:])
        within = [row for row in rows if row.subcategory and is_named(row, names[0])]
        if tops or len(within) != 1:
            return None, []
        return self.categories.of(within[0]), []

    def within(self, top: CategoryListed, rest: list[str]) -> tuple[Chosen, list[str]]:
        """A category, with the subcategory that the names are; else with those names left."""
        if not rest:
            return Chosen(top), []
        own = [
            row for row in self.categories.rows if row.subcategory and row.category == top.category
        ]
        for name in (SEPARATOR.join(rest), rest[0]):
            for row in own:
                if is_named(row, name):
                    return Chosen(top, row), []
        return Chosen(top), rest

    def complete(self, account: str, chosen: Chosen | None, names: list[str]) -> Chosen:
        """A category with the names that are left, added where that is wanted."""
        if chosen is None:
            chosen, names = Chosen(self.add(names[0])), names[1:]
        if not names or self.kind != "expense":
            return chosen
        if not self.create:
            self.coarse[account] = chosen.path
            return chosen
        return Chosen(chosen.category, self.add(SEPARATOR.join(names), chosen.category))

    def add(self, name: str, above: CategoryListed | None = None) -> CategoryListed:
        """A category of the user's own, or a subcategory of one."""
        name = name[:LONGEST_CATEGORY].strip()
        code = self.new_code(name, above)
        if above is None:
            self.db.all(ADD, kind=self.kind, code=code, name=name)
        else:
            self.db.all(ADD_SUB, category_id=above.id, code=code, name=name)
        self.added += 1
        self.categories = categories_of(self.db, self.kind)
        return next(
            row
            for row in self.categories.rows
            if row.code == code and (row.subcategory is None) == (above is None)
        )

    def new_code(self, name: str, above: CategoryListed | None) -> str:
        """A code made of a name, which no other has. Raises BadFile where it makes none."""
        try:
            code = make_code(name[:40], None)
        except BadUsage as error:
            raise BadFile(
                f"{quote(name)} makes no code for a category; nothing was written",
                f"Add one, finally category add {quote(name)} --kind {self.kind} --code CODE, and"
                " import the file again.",
                code="CATEGORY_UNKNOWN",
            ) from error
        taken = {
            row.code for row in self.categories.rows if (row.subcategory is None) == (above is None)
        }
        if code in taken and above is not None:
            code = f"{above.category}_{code}"[:40].strip("_")
        number = 2
        while code in taken:
            code = re.sub(r"_?[0-9]*$", "", code[:37]) + f"_{number}"
            number += 1
        return code


def refuse_unmatched(terminal: Terminal, unmatched: dict[str, str], what: str = "account") -> None:
    """List what goes nowhere, as a map takes it. Raises BadFile if there is any."""
    if not unmatched:
        return
    for account, close in unmatched.items():
        terminal.say(f"{account} = {close or '?'}")
    first, close = next(iter(unmatched.items()))
    fits = "fits" if len(unmatched) == 1 else "fit"
    raise BadFile(
        f"{plural(len(unmatched), what, plurals(what))} {fits} no category; nothing was written",
        f"Say where each goes, --map '{first}={close or 'CODE'}', or all in a --map-file of such"
        " lines; or have categories added for them: --create-categories",
        code="CATEGORY_UNKNOWN",
        details={"unmatched": unmatched},
    )


def plurals(what: str) -> str:
    """The word for several of them."""
    return "categories of the file" if what == "category of the file" else f"{what}s"


def is_named(row: CategoryListed, name: str) -> bool:
    """Whether a category has that code or name, in whatever case; a dash is like a blank."""
    word = spaced(name)
    return word in (spaced(row.code), spaced(row.name))


def spaced(name: str) -> str:
    """A name as it is compared here."""
    return " ".join(re.sub("[-_]", " ", fold_name(name)).split())


def names_below_top(account: str) -> list[str]:
    """The names in an account after the one that says its type."""
    return [name for name in names_of(account)[1:] if name]
