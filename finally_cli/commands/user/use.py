"""finally user use: whose books a profile opens."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, open_database, operates
from finally_cli.commands.user.list import LIST, UserListed
from finally_cli.model.errors import Refused
from finally_cli.model.profile import ENVIRONMENT, Profile
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.settings.file import set_key


@operates
def use(
    profile: Profile,
    terminal: Terminal,
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Who, or the beginning of it.")],
) -> Result:
    """Choose whose books are opened when --user does not say.

    Examples:
        finally user use ann@example.org
    """
    with open_database(replace(profile, user=email), read_only=True, tell=terminal.say) as db:
        chosen = [row for row in db.all(LIST) if row.email == db.user.email]
    if profile.name == ENVIRONMENT:
        raise Refused(
            "FINALLY_DSN has no profile to keep a user in", "Set FINALLY_USER, or give --user."
        )
    file = set_key(f"profiles.{profile.name}.user", chosen[0].email)
    return Result(
        UserListed,
        chosen,
        "Chosen",
        about={"file": str(file)},
        sentences=[f"Profile {quote(profile.name)} opens the books of {quote(chosen[0].email)}."],
    )
