"""finally user: whose books are kept in this database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.arguments import CurrencyOption
from finally_cli.commands.wiring import Noun, Talk, opened, operates, writes
from finally_cli.model.errors import BadUsage, Conflict, Refused
from finally_cli.model.kinds import Id
from finally_cli.model.profile import ENVIRONMENT, Profile
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import parse_name, quoted
from finally_cli.settings.file import set_key
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class UserListed:
    """A user, and the currency of their net worth."""

    email: str
    display_name: str | None
    base_currency: str
    cognito_sub: str | None
    id: Id


LIST = Statement("user/list", UserListed)
ADD = Statement("user/add", UserListed)
EDIT = Statement("user/edit", UserListed)

app = Noun("Whose books are kept here.")


def parse_email(text: str) -> str:
    """An address: one @ with something on both sides, and no blanks.

    >>> parse_email("ann@example.org")
    'ann@example.org'
    """
    email = parse_name(text)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise BadUsage(f"{quoted(text)} is not an email address", "Write it as ann@example.org.")
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


@app.command("list")
@operates
def list_(profile: Profile, talk: Talk) -> Sheet:
    """List the users of this database."""
    from finally_cli.store.session import opened_by_anybody

    with opened_by_anybody(profile, tell=talk.say) as db:
        rows: Sequence[UserListed] = db.all(LIST)
    return Sheet(
        UserListed, rows, "Users", nothing="No users yet. Add one with: finally user add EMAIL"
    )


@app.command()
@operates(tries=True)
def add(
    profile: Profile,
    talk: Talk,
    dry_run: bool,
    email: Email,
    name: Name = None,
    cognito_sub: CognitoSub = None,
    currency: CurrencyOption = None,
) -> Sheet:
    """Add a user with books of their own."""
    from finally_cli.store.database import Rollback
    from finally_cli.store.login import currency as currency_of_locale
    from finally_cli.store.session import opened_by_anybody

    with opened_by_anybody(profile, tell=talk.say, read_only=False) as db:
        added = db.all(
            ADD,
            email=email,
            display_name=name or None,
            cognito_sub=cognito_sub or None,
            base_currency=currency or currency_of_locale(),
        )
        if dry_run:
            raise Rollback
    return Sheet(
        UserListed,
        added,
        "Added",
        sentences=[
            f"Added {quoted(email)}, whose books are in {added[0].base_currency}."
            f" Open them with: --user {email}"
        ],
    )


@app.command()
@writes
def edit(
    db: Database,
    email: Annotated[
        str | None,
        typer.Option("--email", parser=parse_email, metavar="EMAIL", help="The new address."),
    ] = None,
    name: Name = None,
    cognito_sub: CognitoSub = None,
    currency: CurrencyOption = None,
) -> Sheet:
    """Change the current user, or the one that --user names."""
    if email is name is cognito_sub is currency is None:
        raise BadUsage(
            "there is nothing to change", "Give --email, --name, --cognito-sub or --currency."
        )
    edited = db.all(
        EDIT, email=email, display_name=name, cognito_sub=cognito_sub, base_currency=currency
    )
    if not edited:
        raise Conflict(
            f"the books of {quoted(db.user.email)} already hold amounts in {db.user.base_currency}",
            "A currency can be chosen only before the first amount.",
            code="CURRENCY_IN_USE",
        )
    user = edited[0]
    named = f" ({quoted(user.display_name)})" if user.display_name else ""
    return Sheet(
        UserListed,
        edited,
        "Changed",
        sentences=[f"{quoted(user.email)}{named} keeps books in {user.base_currency}."],
    )


@app.command()
@operates
def use(
    profile: Profile,
    talk: Talk,
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Who, or the beginning of it.")],
) -> Sheet:
    """Choose whose books are opened when --user does not say."""
    from dataclasses import replace

    with opened(replace(profile, user=email), read_only=True, talk=talk) as db:
        chosen = [row for row in db.all(LIST) if row.email == db.user.email]
    if profile.name == ENVIRONMENT:
        raise Refused(
            "FINALLY_DSN has no profile to keep a user in", "Set FINALLY_USER, or give --user."
        )
    file = set_key(f"profiles.{profile.name}.user", chosen[0].email)
    return Sheet(
        UserListed,
        chosen,
        "Chosen",
        about={"file": str(file)},
        sentences=[f"Profile {quoted(profile.name)} opens the books of {quoted(chosen[0].email)}."],
    )
