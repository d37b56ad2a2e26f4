"""finally asset: what a person owns and what they owe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.arguments import (
    AssetArgument,
    CategoryOption,
    CurrencyOption,
    MonthOption,
    NewName,
    RateOption,
    RenameOption,
    TickerOption,
    ValueOption,
)
from finally_cli.commands.category import no_such_category
from finally_cli.commands.finding import FoundAsset, find_asset
from finally_cli.commands.recording import record
from finally_cli.commands.wiring import Noun, Talk, reads, writes
from finally_cli.model.errors import BadUsage, Conflict
from finally_cli.model.kinds import CategoryName, Code, Id, Money, Month
from finally_cli.model.month import this_month, written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import parse_name, plural, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetKept:
    """An asset as it stands after a change."""

    id: Id
    asset: str
    category: str
    kind: str
    ticker: str | None
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetListed:
    """An asset with its last value, in the user's currency, negative for a debt."""

    asset: str
    category: Code
    category_name: CategoryName
    kind: Code
    ticker: str | None
    currency: Code
    value: Money | None
    month: Month | None
    closed: Month | None
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetClosed:
    asset: str
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetNamed:
    asset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotGone:
    month: Month


ADD = Statement("asset/add", AssetKept)
LIST = Statement("asset/list", AssetListed)
EDIT = Statement("asset/edit", AssetKept)
CLOSE = Statement("asset/close", AssetClosed)
REOPEN = Statement("asset/reopen", AssetNamed)
DELETE = Statement("asset/delete", AssetNamed)
DELETE_SNAPSHOTS = Statement("snapshot/delete_all", SnapshotGone)

app = Noun("What you own and what you owe.")


def add_asset(
    db: Database, name: str, category: str, ticker: str | None = None, currency: str | None = None
) -> AssetKept:
    """Add an asset. Raises NotFound for an unknown category, Conflict for a name that is taken."""
    added = db.one(ADD, asset=parse_name(name), category=category, ticker=ticker, currency=currency)
    if added is None:
        raise no_such_category(db, category, ("asset", "liability"))
    return added


@app.command()
@writes
def add(
    db: Database,
    talk: Talk,
    name: NewName,
    category: CategoryOption = None,
    ticker: TickerOption = None,
    currency: CurrencyOption = None,
    value: ValueOption = None,
    rate: RateOption = None,
    month: MonthOption = None,
) -> Sheet:
    """Add an asset or a debt, with its first value if you like."""
    if category is None:
        raise BadUsage(
            "an asset needs a category",
            "Give its code with --category; see them with: finally category list",
        )
    if value is None and (month or rate):
        raise BadUsage("--month and --rate go with --value", "Give the value too.")
    added = add_asset(db, name, category, ticker, currency)
    sentences = [f"Added {quoted(added.asset)} to {added.category}."]
    if value is not None:
        sentences += record(
            db, talk, find_asset(db, added.asset), value, month, rate=rate
        ).sentences
    return Sheet(AssetKept, [added], "Added", sentences=sentences)


@app.command("list")
@reads
def list_(
    db: Database,
    include_closed: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
) -> Sheet:
    """List assets and debts with their last values."""
    return Sheet(
        AssetListed,
        db.all(LIST, include_closed=include_closed),
        f"Assets and debts ({db.user.base_currency})",
        about={"currency": db.user.base_currency},
        nothing="No assets yet. Add one with: finally asset add NAME --category CODE",
    )


@app.command()
@writes
def edit(
    db: Database,
    asset: AssetArgument,
    name: RenameOption = None,
    category: CategoryOption = None,
    ticker: TickerOption = None,
    currency: CurrencyOption = None,
) -> Sheet:
    """Change an asset's name, category, ticker or currency."""
    if name is category is ticker is currency is None:
        raise BadUsage(
            "there is nothing to change", "Give --name, --category, --ticker or --currency."
        )
    found = find_asset(db, asset)
    edited = db.one(
        EDIT, id=found.id, asset=name, category=category, ticker=ticker, currency=currency
    )
    if edited is None:
        raise no_such_category(db, category or "", ("asset", "liability"))
    return Sheet(
        AssetKept,
        [edited],
        "Changed",
        sentences=[
            f"{quoted(edited.asset)} is now in {edited.category}, in {edited.currency}"
            + (f", ticker {edited.ticker}." if edited.ticker else ".")
        ],
    )


@app.command()
@writes
def close(db: Database, asset: AssetArgument, month: MonthOption = None) -> Sheet:
    """Close an asset from a month on; its history stays."""
    found = find_asset(db, asset)
    closed = db.one(CLOSE, id=found.id, month=month or this_month())
    if closed is None:
        assert found.last_month is not None  # a later value is the only reason to refuse
        raise Conflict(
            f"{quoted(found.asset)} has a value in {written(found.last_month)}, after that month",
            f"Close it later, or delete that value: finally snapshot delete {found.id[:8]}"
            f" --month {written(found.last_month)}",
            code="ASSET_HAS_LATER_VALUES",
        )
    return Sheet(
        AssetClosed,
        [closed],
        "Closed",
        sentences=[f"Closed {quoted(closed.asset)} from {written(closed.month)} on."],
    )


@app.command()
@writes
def reopen(db: Database, asset: AssetArgument) -> Sheet:
    """Open a closed asset again."""
    found = find_asset(db, asset)
    db.run(REOPEN, id=found.id)
    was = "Opened" if found.closed_on else "It was open already:"
    return Sheet(
        AssetNamed,
        [AssetNamed(asset=found.asset)],
        "Opened",
        sentences=[f"{was} {quoted(found.asset)}."],
    )


@app.command()
@writes(destroys=True)
def delete(db: Database, talk: Talk, asset: AssetArgument) -> Sheet:
    """Delete an asset and every value it ever had.

    To keep its history, close it instead: finally asset close.
    """
    found = find_asset(db, asset)
    values = plural(found.snapshots, "value")
    if found.snapshots:
        talk.confirm(f"Delete {quoted(found.asset)} and {values} with it?")
    gone = delete_asset(db, found)
    return Sheet(
        AssetNamed,
        [AssetNamed(asset=found.asset)],
        "Deleted",
        about={"snapshots": gone},
        sentences=[f"Deleted {quoted(found.asset)} and {plural(gone, 'value')}."],
    )


def delete_asset(db: Database, found: FoundAsset) -> int:
    """Delete an asset with its values; how many values went with it."""
    gone = db.run(DELETE_SNAPSHOTS, id=found.id)
    db.run(DELETE, id=found.id)
    return gone
