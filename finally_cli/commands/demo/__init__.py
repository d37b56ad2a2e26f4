"""finally demo: ten years of a made-up household, in a database of its own."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands.command import Noun, Terminal, operates
from finally_cli.commands.demo.loading import is_changed, load, open_books
from finally_cli.commands.report.networth import By, last_month, networth_of_month
from finally_cli.commands.user.list import LIST as USERS
from finally_cli.model.errors import NotFound, Refused
from finally_cli.model.profile import DEMO, DEMO_DATABASE, DEMO_USER, Profile
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database

MADE = "Made ten years of a household: {values:,} values and {items:,} incomes and expenses."
ON_FROM_HERE = """
The household is made up, its share prices are real. Look around in its books:
  finally report networth --profile demo --by asset
  finally report networth --profile demo --months 12 --chart
  finally report budget --profile demo
  finally report cashflow --profile demo --months 12
  finally recurring list --profile demo --all
Your own books are apart from these, and open with your first value:
  finally snapshot add Checking 3200 --category CASH"""

app = Noun("Open ten years of a made-up household, to look around in.")


@app.command()
@operates(destroys=True, on=DEMO)
def demo(
    profile: Profile,
    terminal: Terminal,
    reset: Annotated[
        bool, typer.Option("--reset", help="Drop the demo's database first, and make it anew.")
    ] = False,
) -> Result:
    """Open ten years of a made-up household, to look around in."""
    from finally_cli.store import session

    refuse_elsewhere(profile)
    profile = replace(profile, user=DEMO_USER)
    with ExitStack() as stack:
        if reset:
            drop_demo(profile, terminal, stack)
        opened = session.open_without_user(profile, tell=terminal.say, read_only=False)
        db = at_home(stack.enter_context(opened), profile, terminal)
        result = networth_of_month(db, newest_month(db), By.CATEGORY)
    return replace(result, schema="report.networth", aside=ON_FROM_HERE)


def newest_month(db: Database) -> date:
    """The last month with values; somebody may have deleted them all."""
    try:
        return last_month(db)
    except NotFound:
        raise NotFound(
            "the demo household has no values left",
            "Make it anew: finally demo --reset",
            code="NO_SNAPSHOTS",
        ) from None


def refuse_elsewhere(profile: Profile) -> None:
    """The household is loaded into its own embedded database, and never into anything else."""
    if profile.name != DEMO:
        raise Refused(
            f"the demo has books of its own and is not loaded into profile {quote(profile.name)}",
            "Leave --profile out.",
            code="NOT_THE_DEMO",
        )
    if profile.engine != "embedded" or profile.database != DEMO_DATABASE:
        raise Refused(
            "config.toml points profile demo at another database, and the demo is not loaded there",
            "Give it back its own: finally config unset profiles.demo",
            code="NOT_THE_DEMO",
        )


def at_home(anybody: Database, profile: Profile, terminal: Terminal) -> Database:
    """The household's books; loaded now, in the transaction that is open, if there are none."""
    from finally_cli.store.identity import identify

    missing = open_books(anybody)
    user = identify(anybody.connection, profile)
    db = Database(anybody.connection, user, nested=anybody.nested)
    if missing:
        from finally_cli.model.household import household

        made = household()
        with terminal.progress("Rows made", made.count()) as told:
            load(db, made, told)
        items = len(made.income) + len(made.expenses)
        terminal.say(MADE.format(values=len(made.snapshots), items=items))
    return db


def drop_demo(profile: Profile, terminal: Terminal, stack: ExitStack) -> None:
    """Drop the demo's database; asks where somebody's own changes would go with it."""
    from finally_cli.store.connection import running_embedded
    from finally_cli.store.provision import database_exists, drop_database

    server = running_embedded(profile, stack, terminal.say)
    if not database_exists(server, profile.database):
        return
    if not terminal.yes and holds_changes(profile, terminal):
        terminal.confirm("Drop the demo with the changes made to it, and make it anew?")
    drop_database(server, profile.database)


def holds_changes(profile: Profile, terminal: Terminal) -> bool:
    """Whether the demo's database holds anything but the household as it was loaded."""
    from finally_cli.model.household import household
    from finally_cli.store import session
    from finally_cli.store.identity import identify

    with session.open_without_user(profile, tell=terminal.say) as anybody:
        try:
            user = identify(anybody.connection, profile)
        except NotFound:
            return bool(anybody.all(USERS))
        return is_changed(Database(anybody.connection, user), household())
