"""finally user add: books of their own for one more person."""

from __future__ import annotations

from finally_cli.commands.command import Talk, operates
from finally_cli.commands.options import CurrencyOption
from finally_cli.commands.user.row import CognitoSub, Email, Name, UserRow
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import quoted
from finally_cli.store.statements import Statement

ADD = Statement("user/add", UserRow)


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
        UserRow,
        added,
        "Added",
        sentences=[
            f"Added {quoted(email)}, whose books are in {added[0].base_currency}."
            f" Open them with: --user {email}"
        ],
    )
