"""finally asset edit: what is known of an asset."""

from finally_cli.commands.asset.add import AssetRow, refuse_locked_debt
from finally_cli.commands.command import writes
from finally_cli.commands.lookup import find_asset, no_such_category
from finally_cli.commands.options import (
    AssetArgument,
    ByOption,
    CategoryOption,
    CurrencyOption,
    LockedOption,
    RenameOption,
    TickerOption,
)
from finally_cli.commands.targets.without_asset import (
    category_note,
    targets_without_asset,
    without_asset_sentences,
)
from finally_cli.model.errors import BadUsage
from finally_cli.model.month import this_month
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

EDIT = Statement("asset/edit", AssetRow)


def rename_in_words(before: str, after: str) -> str:
    """A change of name in words."""
    if before == after:
        return f"It was called {quote(after)} already."
    return f"Renamed {quote(before)} to {quote(after)}."


@writes
def edit(
    db: Database,
    asset: AssetArgument,
    name: RenameOption = None,
    category: CategoryOption = None,
    ticker: TickerOption = None,
    currency: CurrencyOption = None,
    by: ByOption = None,
    locked: LockedOption = None,
) -> Result:
    """Change an asset's name, category, ticker or currency, how it is kept, or lock it.

    What is locked may not be sold, as a flat one lives in: finally report rebalance leaves its
    value as it is.

    Examples:
        finally asset edit Checking --name "Everyday account"
        finally asset edit "World fund" --by quantity
    """
    if name is category is ticker is currency is by is None and locked is None:
        raise BadUsage(
            "there is nothing to change",
            "Give --name, --category, --ticker, --currency, --by or --locked.",
        )
    found = find_asset(db, asset)
    left = targets_without_asset(db, found.id, this_month()) if category else []
    edited = db.one(
        EDIT, id=found.id, asset=name, category=category, ticker=ticker, currency=currency,
        kept_by=by, locked=locked,
    )  # fmt: skip
    if edited is None:
        raise no_such_category(db, category or "", ("asset", "liability"))
    refuse_locked_debt(edited)
    kept = ", locked: no plan moves it" if edited.locked else ""
    ticked = f", ticker {edited.ticker}" if edited.ticker else ""
    counted = ", kept by quantity" if edited.kept_by == "quantity" else ""
    now = f"{edited.category}, in {edited.currency}{ticked}{counted}{kept}"
    only_renamed = category is ticker is currency is by is None and locked is None
    notes = category_note(left) if edited.category != found.category else []
    return Result(
        AssetRow,
        [edited],
        "Changed",
        notes=notes,
        sentences=[
            *([rename_in_words(found.asset, edited.asset)] if name else []),
            *([] if only_renamed else [f"{quote(edited.asset)} is now in {now}."]),
            *without_asset_sentences(notes),
        ],
    )
