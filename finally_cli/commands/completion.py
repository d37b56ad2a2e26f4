"""What the shell offers on TAB: names from the books, silent whenever they cannot be read."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from finally_cli.model.currency import CODES
from finally_cli.model.masking import hide_amounts, masking
from finally_cli.model.text import escape_controls, fold_name

if TYPE_CHECKING:
    from finally_cli.store.database import Database


SEARCHED = 1000  # the newest entries, of those that an id is completed from
SHOWN = 30


class Suggestion(str):
    """A word that is offered though it does not begin exactly as what was typed.

    Typer drops those; but names go without regard to case, and bash wants blanks marked.
    """

    def startswith(self, *_: object) -> bool:
        return True


def assets(ctx: Any, incomplete: str) -> list[str]:
    """Names of assets."""
    from finally_cli.commands.lookup import ASSET_NAMES

    return [
        Suggestion(escape_word(row.asset))
        for row in rows_in_books(ctx, ASSET_NAMES)
        if fold_name(row.asset).startswith(fold_name(incomplete))
    ]


def sources(ctx: Any, incomplete: str) -> list[str]:
    """Names of accounts at banks."""
    from finally_cli.commands.source.find import SOURCE_NAMES

    return [
        Suggestion(escape_word(row.source))
        for row in rows_in_books(ctx, SOURCE_NAMES)
        if fold_name(row.source).startswith(fold_name(incomplete))
    ]


def goals(ctx: Any, incomplete: str) -> list[str]:
    """Names of goals."""
    from finally_cli.commands.goal.find import NAMES

    return [
        Suggestion(escape_word(row.goal))
        for row in rows_in_books(ctx, NAMES)
        if fold_name(row.goal).startswith(fold_name(incomplete))
    ]


def counted(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """What counts towards a goal: names of assets, and codes of their categories."""
    owned = [(name, "") for name in assets(ctx, incomplete)]
    for kind in ("asset", "liability"):
        owned += complete_categories(ctx, incomplete, kind)
    return owned


def escape_word(name: str) -> str:
    """A name as one word of a command line. Bash puts in what it is given; zsh and fish quote."""
    if "complete_bash" not in map(os.environ.get, ("_FINALLY_COMPLETE", "_FIN_COMPLETE")):
        return name
    return re.sub(r"([^\w@%+,./:=-])", r"\\\1", name)


def categories(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Codes of categories of all kinds, with their names; a subcategory once FOOD/ is typed."""
    return complete_categories(ctx, incomplete, None)


def income_categories(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """What an income can be."""
    return complete_categories(ctx, incomplete, "income")


def expense_categories(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """What an expense can go into."""
    return complete_categories(ctx, incomplete, "expense")


def complete_categories(ctx: Any, incomplete: str, kind: str | None) -> list[tuple[str, str]]:
    """The categories of a kind that begin so, and what is in one that is typed to its end."""
    from finally_cli.commands.lookup import CATEGORIES

    typed = fold_name(incomplete)
    return [
        (Suggestion(row.path), row.name)
        for row in rows_in_books(ctx, CATEGORIES, kind=kind)
        if fold_name(row.path).startswith(typed)
        and (row.subcategory is None or "/" in typed or fold_name(row.path).startswith(f"{typed}/"))
    ]


def subcategories(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Codes of subcategories that begin so: of the category that was typed, if there is one."""
    from finally_cli.commands.lookup import CATEGORIES

    category = fold_name((getattr(ctx, "params", {}) or {}).get("category") or "")
    return [
        (Suggestion(row.subcategory), row.name)
        for row in rows_in_books(ctx, CATEGORIES, kind="expense")
        if row.subcategory is not None
        and category in ("", fold_name(row.path.partition("/")[0]))
        and fold_name(row.subcategory).startswith(fold_name(incomplete))
    ]


def entries(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Ids of incomes or of expenses, as the noun of the command says, the newest first."""
    from finally_cli.commands.items.kind import LIST_EXPENSES as EXPENSES
    from finally_cli.commands.items.kind import LIST_INCOME as INCOMES
    from finally_cli.model.money import format_money
    from finally_cli.model.month import format_month

    every: dict[str, object] = dict.fromkeys(("first", "last", "category_id", "search"))
    if ctx.parent.info_name == "income":
        found = rows_in_books(ctx, INCOMES, **every, limit=SEARCHED)
    else:
        found = rows_in_books(ctx, EXPENSES, **every, subcategory_id=None, limit=SEARCHED)
    told = [
        (
            row.id,
            f"{row.date or format_month(row.month)} {format_money(row.amount)} {row.name}",
            row.note,
        )
        for row in found
    ]
    return complete_ids(told, incomplete)


def recurring_items(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Ids of what recurs, with what it is."""
    from finally_cli.commands.recurring.item import LIST_RECURRING
    from finally_cli.model.money import format_money
    from finally_cli.model.month import this_month

    found = rows_in_books(ctx, LIST_RECURRING, month=this_month(), include_ended=True)
    told = [
        (row.id, f"{format_money(row.amount)} {row.name} every {row.every}", row.note)
        for row in found
    ]
    return complete_ids(told, incomplete)


def budget_moves(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Ids of what was moved between budgets, the newest first."""
    from finally_cli.commands.budget.find import MOVES
    from finally_cli.model.money import format_money

    found = rows_in_books(ctx, MOVES, first=None, last=None, category_id=None)
    told = [
        (row.id, f"{format_money(row.amount)} from {row.from_name} to {row.to_name}", row.note)
        for row in found
    ]
    return complete_ids(told, incomplete)


def events(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Ids of what was done to the books, the newest first."""
    from finally_cli.commands.lookup import LIST_EVENTS

    found = rows_in_books(ctx, LIST_EVENTS, since=None, type=None, asset_id=None, limit=SEARCHED)
    return complete_ids([(row.id, row.at, row.command or row.type) for row in found], incomplete)


def waiting_rows_and_categories(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Ids of bank rows that wait, the newest first, and what they can become."""
    from finally_cli.commands.inbox.rows import LIST
    from finally_cli.model.money import format_money

    every: dict[str, object] = dict.fromkeys(("first", "last", "source_id", "search"))
    found = rows_in_books(ctx, LIST, **every, base_currency="", limit=SEARCHED)
    told = [
        (row.id, f"{row.day} {format_money(row.amount)} {row.currency}", row.text) for row in found
    ]
    sides = (income_categories, expense_categories)
    categories = [one for side in sides for one in side(ctx, incomplete)]  # a code of both, once
    return [*complete_ids(told, incomplete), *dict(categories).items()]


def complete_ids(rows: list[tuple[str, str, str | None]], incomplete: str) -> list[tuple[str, str]]:
    """Short ids with what they stand for: those that begin so, else those whose text has it."""
    typed = fold_name(incomplete)
    told = [(id_[:8], f"{what}, {text}" if text else what) for id_, what, text in rows]
    begun = [(id_, text) for id_, text in told if id_.startswith(typed)]
    named = [(id_, text) for id_, text in told if typed in fold_name(text)]
    return [
        (Suggestion(id_), escape_controls(hide_amounts(text, loose=True)))
        for id_, text in (begun or named)[:SHOWN]
    ]


def command_words(ctx: Any, incomplete: str) -> list[str]:
    """The nouns, or the verbs of the noun that was typed."""
    from finally_cli.commands.usage import names_in

    typed = (getattr(ctx, "params", {}) or {}).get("words") or []
    return [name for name in names_in(ctx, typed) if name.startswith(incomplete)]


def months(incomplete: str) -> list[str]:
    """The last twelve months, newest first."""
    from finally_cli.model.month import add_months, format_month, this_month

    try:
        lately = [format_month(add_months(this_month(), -back)) for back in range(13)]
    except Exception:
        return []
    words = ["this", "last", *(["next", "newest"] if incomplete else []), *lately]
    return [month for month in words if month.startswith(incomplete)]


def currencies(incomplete: str) -> list[str]:
    """ISO 4217 codes."""
    return sorted(Suggestion(code) for code in CODES if code.startswith(incomplete.upper()))


def rows_in_books(ctx: Any, statement: Any, **params: object) -> list[Any]:
    """The rows of a statement for the profile on the half-typed command line.

    Any failure means no offer: a shell that prints an error on TAB is worse than one that is mute.
    A database that does not exist yet is not made for this.
    """
    try:
        from finally_cli.settings import resolve
        from finally_cli.store.session import open_existing

        given = getattr(ctx, "params", {}) or {}
        profile = resolve(given.get("profile"), given.get("user"))
        masking.on = profile.mask if given.get("mask") is None else given["mask"]
        with open_existing(profile) as db:
            return list(rows(db, statement, params))
    except Exception:
        return []


def rows(db: Database, statement: Any, params: dict[str, object]) -> list[Any]:
    """The rows themselves, so that a test can see what a failure hides."""
    return db.all(statement, **params)
