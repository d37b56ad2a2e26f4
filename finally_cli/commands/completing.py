"""What the shell offers on TAB: names from the books, silent whenever they cannot be read."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from finally_cli.model.currency import CODES
from finally_cli.model.text import folded

if TYPE_CHECKING:
    from finally_cli.store.database import Database


class Offered(str):
    """A word that is offered though it does not begin exactly as what was typed.

    Typer drops those; but names go without regard to case, and bash wants blanks marked.
    """

    def startswith(self, *_: object) -> bool:
        return True


def assets(ctx: Any, incomplete: str) -> list[str]:
    """Names of assets."""
    from finally_cli.commands.finding import NAMES

    return [
        Offered(as_typed(row.asset))
        for row in asked(ctx, NAMES)
        if folded(row.asset).startswith(folded(incomplete))
    ]


def as_typed(name: str) -> str:
    """A name as one word of a command line. Bash puts in what it is given; zsh and fish quote."""
    if "complete_bash" not in map(os.environ.get, ("_FINALLY_COMPLETE", "_FIN_COMPLETE")):
        return name
    return re.sub(r"([^\w@%+,./:=-])", r"\\\1", name)


def categories(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """Codes of categories of all kinds, with their names; a subcategory once FOOD/ is typed."""
    return offered(ctx, incomplete, None)


def income_categories(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """What an income can be."""
    return offered(ctx, incomplete, "income")


def expense_categories(ctx: Any, incomplete: str) -> list[tuple[str, str]]:
    """What an expense can go into."""
    return offered(ctx, incomplete, "expense")


def offered(ctx: Any, incomplete: str, kind: str | None) -> list[tuple[str, str]]:
    """The categories of a kind that begin so."""
    from finally_cli.commands.category.finding import LIST

    return [
        (Offered(row.path), row.name)
        for row in asked(ctx, LIST, kind=kind)
        if folded(row.path).startswith(folded(incomplete))
        and (row.subcategory is None or "/" in incomplete)
    ]


def months(incomplete: str) -> list[str]:
    """The last twelve months, newest first."""
    from finally_cli.model.month import shifted, this_month, written

    try:
        lately = [written(shifted(this_month(), -back)) for back in range(13)]
    except Exception:
        return []
    words = ["this", "last", *(["next", "newest"] if incomplete else []), *lately]
    return [month for month in words if month.startswith(incomplete)]


def currencies(incomplete: str) -> list[str]:
    """ISO 4217 codes."""
    return sorted(Offered(code) for code in CODES if code.startswith(incomplete.upper()))


def asked(ctx: Any, statement: Any, **params: object) -> list[Any]:
    """The rows of a statement for the profile on the half-typed command line.

    Any failure means no offer: a shell that prints an error on TAB is worse than one that is mute.
    A database that does not exist yet is not made for this.
    """
    try:
        from finally_cli.settings import resolve
        from finally_cli.store.session import opened_as_it_is

        given = getattr(ctx, "params", {}) or {}
        profile = resolve(given.get("profile"), given.get("user"))
        with opened_as_it_is(profile) as db:
            return list(rows(db, statement, params))
    except Exception:
        return []


def rows(db: Database, statement: Any, params: dict[str, object]) -> list[Any]:
    """The rows themselves, so that a test can see what a failure hides."""
    return db.all(statement, **params)
