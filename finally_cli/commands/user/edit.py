"""finally user edit: another name, address or currency, another day that months begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from finally_cli.commands.command import writes
from finally_cli.commands.options import CurrencyOption
from finally_cli.commands.user.month_begins import (
    COUNT_MOVES,
    MOVE_ITEMS,
    NO_MOVES,
    hold_user,
    moves_in_words,
    roll_again,
)
from finally_cli.commands.user.row import CognitoSub, MonthBegins, Name, UserRow, parse_email
from finally_cli.model.errors import BadUsage, Conflict
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

EDIT = Statement("user/edit", UserRow)


@writes
def edit(
    db: Database,
    profile: Profile,
    email: Annotated[
        str | None,
        typer.Option("--email", parser=parse_email, metavar="EMAIL", help="The new address."),
    ] = None,
    name: Name = None,
    cognito_sub: CognitoSub = None,
    currency: CurrencyOption = None,
    month_begins: MonthBegins = None,
) -> Result:
    """Change the current user, or the one that --user names.

    With --month-begins 25, the days from 25 October to 24 November are of November: entries with a
    day move to the month that ends after it, and what was rolled is rolled again. Values stay with
    the calendar's months. 31 is the last day of every month, and 1 the calendar.

    Examples:
        finally user edit --name "Ann Miller"
        finally user edit --month-begins 25 --dry-run
    """
    given = (email, name, cognito_sub, currency)
    if given == (None,) * 4 and month_begins is None:
        raise BadUsage(
            "there is nothing to change",
            "Give --email, --name, --cognito-sub, --currency or --month-begins.",
        )
    moves, rolled, before = None, 0, None
    if month_begins is not None:
        before = hold_user(db)
        moves = db.one(COUNT_MOVES, begins=month_begins)
    edited = db.all(
        EDIT,
        email=email,
        display_name=name,
        cognito_sub=cognito_sub,
        base_currency=currency,
        begins=month_begins,
    )
    if not edited:
        raise Conflict(
            f"the books of {quote(db.user.email)} already hold amounts in {db.user.base_currency}",
            "A currency can be chosen only before the first amount.",
            code="CURRENCY_IN_USE",
        )
    user = edited[0]
    if moves is not None and moves.first_month is not None:
        if month_begins == before:  # what did not move with the beginning, for its month was closed
            db.all(MOVE_ITEMS)
        rolled = roll_again(db, moves.first_month, profile.budget_policy)
    named = f" ({quote(user.display_name)})" if user.display_name else ""
    sentences = [f"{quote(user.email)}{named} keeps books in {user.base_currency}."]
    if moves is not None:
        db.user = replace(db.user, month_begins=user.month_begins)
        told = moves_in_words(user.month_begins, moves, rolled)
        sentences = told if given == (None,) * 4 else [*sentences, *told]
    moves = moves or NO_MOVES
    return Result(
        UserRow,
        edited,
        "Changed",
        about={"moved": moves.moved, "kept": moves.kept, "rolled_again": rolled},
        sentences=sentences,
    )
