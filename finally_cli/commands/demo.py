"""finally demo: ten years of a made-up household, in a database of its own.

It is loaded in one transaction: it is there as a whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.command import Noun, Terminal, operates
from finally_cli.commands.report.coverage import cover
from finally_cli.commands.report.months import last_month
from finally_cli.commands.report.networth import By, networth_of_month
from finally_cli.commands.user.list import LIST as USERS
from finally_cli.model.errors import Bug, NotFound, Refused
from finally_cli.model.kinds import Count
from finally_cli.model.month import add_months, format_month, this_month, today
from finally_cli.model.profile import DEMO, DEMO_DATABASE, DEMO_USER, Profile
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.demo.household import Household, Row

MADE = "Made ten years of a household: {values:,} values and {items:,} incomes and expenses."
OUTDATED = "The demo ends in {month} and has been changed since. Make it anew: finally demo --reset"
ON_FROM_HERE = """
The household is made up. Its share prices are real, those of 2000 to 2010 moved to now.
Look around in its books:
  finally report networth --profile demo --months 12 --chart
  finally report explain --profile demo
  finally report budget --profile demo
  finally report rebalance --profile demo
  finally recurring post --profile demo --dry-run
Your own books are apart from these, and open with your first value:
  finally snapshot add Checking 3200 --category CASH"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedUser:
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How often something was done in the demo since it was loaded."""

    changes: Count


ADD_USER = Statement("demo/add_user", AddedUser)
ADD_ASSETS = Statement("demo/add_assets", NoRows)
ADD_SNAPSHOTS = Statement("demo/add_snapshots", NoRows)
ADD_PRICES = Statement("demo/add_prices", NoRows)
ADD_RATES = Statement("demo/add_rates", NoRows)
ADD_MARKET_CAPS = Statement("demo/add_market_caps", NoRows)
ADD_INCOME = Statement("demo/add_income", NoRows)
ADD_EXPENSES = Statement("demo/add_expenses", NoRows)
ADD_BUDGETS = Statement("demo/add_budgets", NoRows)
ADD_YEARLY_BUDGETS = Statement("demo/add_yearly_budgets", NoRows)
ADD_POLICIES = Statement("demo/add_policies", NoRows)
ADD_TARGETS = Statement("demo/add_targets", NoRows)
ADD_ASSET_TARGETS = Statement("demo/add_asset_targets", NoRows)
ADD_RECURRING = Statement("demo/add_recurring", NoRows)
ADD_POSTINGS = Statement("demo/add_postings", NoRows)
FIND_CHANGES = Statement("demo/find_changes", Changes)

NAME, CURRENCY = "Maya and Tom", "USD"

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
    """Open ten years of a made-up household, to look around in.

    Examples:
        finally demo
        finally report networth --profile demo
    """
    refuse_elsewhere(profile)
    profile = replace(profile, user=DEMO_USER)
    with ExitStack() as stack:
        if reset:
            drop_demo(profile, terminal, stack)
        db = open_demo(profile, terminal, stack)
        ends = last_demo_month(db)
        if ends != add_months(this_month(), -1):
            if is_changed(db):
                terminal.say(OUTDATED.format(month=format_month(ends)))
            else:  # made in another month, and nobody's work would be lost
                stack.close()
                drop_demo(profile, terminal, stack)
                db = open_demo(profile, terminal, stack)
        result = networth_of_month(db, last_demo_month(db), By.CATEGORY)
        result = cover("report.networth", strict=False)(db, result)
    return replace(result, schema="report.networth", aside=ON_FROM_HERE)


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


def last_demo_month(db: Database) -> date:
    """The last month with values. Raises NotFound where somebody has deleted them all."""
    try:
        return last_month(db)
    except NotFound:
        raise NotFound(
            "the demo household has no values left",
            "Make it anew: finally demo --reset",
            code="NO_SNAPSHOTS",
        ) from None


def open_demo(profile: Profile, terminal: Terminal, stack: ExitStack) -> Database:
    """The household's books, until the stack is closed; loaded now if there are none."""
    from finally_cli.store import session

    opened = session.open_without_user(profile, tell=terminal.say, read_only=False)
    return ensure_loaded(stack.enter_context(opened), profile, terminal)


def ensure_loaded(anybody: Database, profile: Profile, terminal: Terminal) -> Database:
    """The household's books; loaded now, in the transaction that is open, if there are none.

    Of two that do so at once, one waits until the other has loaded all or nothing.
    """
    from finally_cli.store.identity import identify

    about = {"email": DEMO_USER, "display_name": NAME, "currency": CURRENCY}
    is_new = anybody.one(ADD_USER, **about) is not None
    user = identify(anybody.connection, profile)
    db = Database(anybody.connection, user, nested=anybody.nested)
    if is_new:
        from finally_cli.demo.household import read_household

        made = read_household(today())
        with terminal.progress("Rows made", made.count()) as report:
            load_household(db, made, report)
        items = len(made.income) + len(made.expenses)
        terminal.say(MADE.format(values=len(made.snapshots), items=items))
    return db


def load_household(
    db: Database, household: Household, report: Callable[[int], None] = lambda done: None
) -> None:
    """Fill the empty books of the household's user. `report` is told how many rows there are."""
    from finally_cli.commands.asset.list import LIST as ASSETS
    from finally_cli.commands.marketcap.newest import SHOW_NEWEST as SHOW_MARKET_CAPS
    from finally_cli.commands.targets.target_set import SHOW_NEWEST as SHOW_TARGETS

    of_categories = [row for row in household.targets if row["asset"] is None]
    of_assets = [row for row in household.targets if row["asset"] is not None]
    by_month = [row for row in household.budgets if row["every"] == "month"]
    by_year = [row for row in household.budgets if row["every"] == "year"]
    done = 0
    for statement, rows in (
        (ADD_ASSETS, household.assets),
        (ADD_SNAPSHOTS, household.snapshots),
        (ADD_PRICES, household.prices),
        (ADD_RATES, household.fx),
        (ADD_MARKET_CAPS, household.marketcaps),
        (ADD_INCOME, household.income),
        (ADD_EXPENSES, household.expenses),
        (ADD_BUDGETS, by_month),
        (ADD_YEARLY_BUDGETS, by_year),
        (ADD_POLICIES, household.policies),
        (ADD_TARGETS, of_categories),
        (ADD_ASSET_TARGETS, of_assets),
        (ADD_RECURRING, household.recurring),
    ):
        add_rows(db, statement, rows)
        done += len(rows)
        report(done)
    assets = db.all(ASSETS, include_closed=True, last=this_month())
    db.run(SHOW_MARKET_CAPS, asset_ids=[asset.id for asset in assets], last=this_month())
    db.run(SHOW_TARGETS)
    db.run(ADD_POSTINGS)


def add_rows(db: Database, statement: Statement[NoRows], rows: Sequence[Row]) -> None:
    """Add rows in one round trip: each column is a parameter, a list of all its cells.

    Raises Bug where a row finds no place, such as a value of an asset that is not there.
    """
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    if db.run(statement, **columns) != len(rows):
        raise Bug(f"{statement.name} did not add every row")


def is_changed(db: Database) -> bool:
    """Whether anybody has done anything since the household was loaded."""
    found = db.one(FIND_CHANGES)
    return found is None or found.changes > 0


def drop_demo(profile: Profile, terminal: Terminal, stack: ExitStack) -> None:
    """Drop the demo's database; asks where somebody's own changes would go with it."""
    from finally_cli.store.embedded.instance import EmbeddedInstance

    instance = stack.enter_context(EmbeddedInstance(profile, terminal.say))
    if not instance.database_exists():
        return
    if not terminal.yes and holds_changes(profile, terminal):
        terminal.confirm("Drop the demo with the changes made to it, and make it anew?")
    instance.drop_database()


def holds_changes(profile: Profile, terminal: Terminal) -> bool:
    """Whether the demo's database holds anything but the household as it was loaded."""
    from finally_cli.store import session
    from finally_cli.store.identity import identify

    with session.open_without_user(profile, tell=terminal.say) as anybody:
        try:
            user = identify(anybody.connection, profile)
        except NotFound:
            return bool(anybody.all(USERS))
        return is_changed(Database(anybody.connection, user))
