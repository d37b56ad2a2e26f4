"""finally user edit: another name, address or currency."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands.command import writes
from finally_cli.commands.options import CurrencyOption
from finally_cli.commands.user.row import CognitoSub, Name, UserRow, parse_email
from finally_cli.model.errors import BadUsage, Conflict
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

EDIT = Statement("user/edit", UserRow)


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
) -> Result:
    """Change the current user, or the one that --user names.

    Examples:
        finally user edit --name "Ann Miller"
    """
    if email is name is cognito_sub is currency is None:
        raise BadUsage(
            "there is nothing to change", "Give --email, --name, --cognito-sub or --currency."
        )
    edited = db.all(
        EDIT, email=email, display_name=name, cognito_sub=cognito_sub, base_currency=currency
    )
    if not edited:
        raise Conflict(
            f"the books of {quote(db.user.email)} already hold amounts in {db.user.base_currency}",
            "A currency can be chosen only before the first amount.",
            code="CURRENCY_IN_USE",
        )
    user = edited[0]
    named = f" ({quote(user.display_name)})" if user.display_name else ""
    return Result(
        UserRow,
        edited,
        "Changed",
        sentences=[f"{quote(user.email)}{named} keeps books in {user.base_currency}."],
    )
