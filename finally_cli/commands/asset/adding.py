"""finally asset add and edit: what is known of an asset."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.arguments import (
    AssetArgument,
    CategoryOption,
    CurrencyOption,
    LockedOption,
    MonthOption,
    NewName,
    RateOption,
    RenameOption,
    TickerOption,
    ValueOption,
)
from finally_cli.commands.category.finding import no_such_category
from finally_cli.commands.finding import find_asset
from finally_cli.commands.snapshot.recording import record
from finally_cli.commands.target.without_asset import (
    category_note,
    targets_without_asset,
    without_asset_sentences,
)
from finally_cli.commands.wiring import Talk, writes
from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import Id
from finally_cli.model.month import this_month
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import parse_name, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRow:
    """An asset as it stands after a change."""

    id: Id
    asset: str
    category: str
    kind: str
    ticker: str | None
    currency: str
    locked: bool


ADD = Statement("asset/add", AssetRow)
EDIT = Statement("asset/edit", AssetRow)


def add_asset(
    db: Database,
    name: str,
    category: str,
    ticker: str | None = None,
    currency: str | None = None,
    *,
    locked: bool = False,
) -> AssetRow:
    """Add an asset. Raises NotFound for an unknown category, Conflict for a name that is taken."""
    added = db.one(
        ADD, asset=parse_name(name), category=category, ticker=ticker, currency=currency,
        locked=locked,
    )  # fmt: skip
    if added is None:
        raise no_such_category(db, category, ("asset", "liability"))
    refuse_locked_debt(added)
    return added


def refuse_locked_debt(kept: AssetRow) -> None:
    """Raises BadUsage where a debt would be one that may not be sold."""
    if kept.locked and kept.kind == "liability":
        raise BadUsage(
            f"{quoted(kept.asset)} is a debt, which no plan sells", "Leave --locked to assets."
        )


@writes(dated=True)
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
    locked: LockedOption = None,
) -> Sheet:
    """Add an asset or a debt, with its first value if you like."""
    if category is None:
        raise BadUsage(
            "an asset needs a category",
            "Give its code with --category; see them with: finally category list",
        )
    if value is None and (month or rate):
        raise BadUsage("--month and --rate go with --value", "Give the value too.")
    added = add_asset(db, name, category, ticker, currency, locked=bool(locked))
    what = ", locked: no plan moves it" if added.locked else ""
    sentences = [f"Added {quoted(added.asset)} to {added.category}{what}."]
    if value is not None:
        sentences += record(
            db, talk, find_asset(db, added.asset), value, month, rate=rate
        ).sentences
    return Sheet(AssetRow, [added], "Added", sentences=sentences)


@writes
def edit(
    db: Database,
    asset: AssetArgument,
    name: RenameOption = None,
    category: CategoryOption = None,
    ticker: TickerOption = None,
    currency: CurrencyOption = None,
    locked: LockedOption = None,
) -> Sheet:
    """Change an asset's name, category, ticker or currency, or lock it.

    What is locked may not be sold, as a flat one lives in: finally report rebalance leaves its
    value as it is.
    """
    if name is category is ticker is currency is None and locked is None:
        raise BadUsage(
            "there is nothing to change",
            "Give --name, --category, --ticker, --currency or --locked.",
        )
    found = find_asset(db, asset)
    left = targets_without_asset(db, found.id, this_month()) if category else []
    edited = db.one(
        EDIT, id=found.id, asset=name, category=category, ticker=ticker, currency=currency,
        locked=locked,
    )  # fmt: skip
    if edited is None:
        raise no_such_category(db, category or "", ("asset", "liability"))
    refuse_locked_debt(edited)
    kept = ", locked: no plan moves it" if edited.locked else ""
    ticked = f", ticker {edited.ticker}" if edited.ticker else ""
    now = f"{edited.category}, in {edited.currency}{ticked}{kept}"
    only_renamed = category is ticker is currency is None and locked is None
    notes = category_note(left) if edited.category != found.category else []
    return Sheet(
        AssetRow,
        [edited],
        "Changed",
        notes=notes,
        sentences=[
            *([rename_in_words(found.asset, edited.asset)] if name else []),
            *([] if only_renamed else [f"{quoted(edited.asset)} is now in {now}."]),
            *without_asset_sentences(notes),
        ],
    )


def rename_in_words(before: str, after: str) -> str:
    """A change of name in words."""
    if before == after:
        return f"It was called {quoted(after)} already."
    return f"Renamed {quoted(before)} to {quoted(after)}."
