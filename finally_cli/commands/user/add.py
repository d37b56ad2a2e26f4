"""finally user add: books of their own for one more person."""

from __future__ import annotations

from finally_cli.commands.command import Terminal, operates
from finally_cli.commands.options import CurrencyOption
from finally_cli.commands.user.month_begins import NO_MOVES, moves_in_words
from finally_cli.commands.user.row import CognitoSub, Email, MonthBegins, Name, UserRow
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.statements import Statement

ADD = Statement("user/add", UserRow)


@operates(tries=True)
def add(
    profile: Profile,
    terminal: Terminal,
    dry_run: bool,
    email: Email,
    name: Name = None,
    cognito_sub: CognitoSub = None,
    currency: CurrencyOption = None,
    month_begins: MonthBegins = None,
) -> Result:
    """Add a user with books of their own.

    Examples:
        finally user add carl@example.org --name Carl --currency EUR
    """
    from finally_cli.store.database import Rollback
    from finally_cli.store.identity import locale_currency as currency_of_locale
    from finally_cli.store.session import open_without_user

    with open_without_user(profile, tell=terminal.say, read_only=False) as db:
        added = db.all(
            ADD,
            email=email,
            display_name=name or None,
            cognito_sub=cognito_sub or None,
            base_currency=currency or currency_of_locale(),
            begins=month_begins or 1,
        )
        if dry_run:
            raise Rollback
    return Result(
        UserRow,
        added,
        "Added",
        sentences=[
            f"Added {quote(email)}, whose books are in {added[0].base_currency}."
            f" Open them with: --user {email}",
            *(moves_in_words(month_begins, NO_MOVES, 0) if month_begins else []),
        ],
    )
