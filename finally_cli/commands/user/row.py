"""What the commands of a user share: a row, an address, and a person's own words."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.command import Terminal, open_database
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import Count, Id
from finally_cli.model.month_begins import parse_month_begins
from finally_cli.model.text import fold_name, parse_name, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finally_cli.model.profile import Profile
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """A user, the currency of their net worth, and the day that their months begin with."""

    email: str
    display_name: str | None
    base_currency: str
    month_begins: Count
    cognito_sub: str | None
    id: Id


def parse_email(text: str) -> str:
    """An address: one @ with something on both sides, and no blanks.

    >>> parse_email("ann@example.org")
    'ann@example.org'
    """
    email = parse_name(text)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise BadUsage(f"{quote(text)} is not an email address", "Write it as ann@example.org.")
    return email


def parse_optional(text: str) -> str:
    """A name, or nothing to take the present one away."""
    return parse_name(text) if text.strip() else ""


Email = Annotated[str, typer.Argument(parser=parse_email, metavar="EMAIL", help="Who it is.")]
Name = Annotated[
    str | None, typer.Option("--name", parser=parse_optional, metavar="NAME", help="Their name.")
]
CognitoSub = Annotated[
    str | None,
    typer.Option(
        "--cognito-sub", parser=parse_optional, metavar="SUB", help="Their Cognito account."
    ),
]
MonthBegins = Annotated[
    int | None,
    typer.Option(
        "--month-begins",
        parser=parse_month_begins,
        metavar="DAY",
        help="The day of payday, with which months of income and expenses begin: 1 to 31.",
    ),
]


@contextmanager
def books_of(email: str, profile: Profile, terminal: Terminal) -> Iterator[Database]:
    """The books of exactly this address, open for a change; no beginning of it will do here.

    Raises NotFound for an address that nobody has, or that this login does not see.
    """
    with open_database(replace(profile, user=email), read_only=False, tell=terminal.say) as db:
        if fold_name(db.user.email) != fold_name(email):
            raise no_such_user(email)
        yield db


def no_such_user(email: str) -> NotFound:
    """The failure where nobody has an address."""
    return NotFound(
        f"there is no user {quote(email)}",
        "See them with: finally user list. To add one: finally user add EMAIL",
        code="USER_NOT_FOUND",
    )
