"""finally asset add: an asset or a debt, with its first value if that is given."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import find_asset, no_such_category
from finally_cli.commands.options import (
    By,
    ByOption,
    CategoryOption,
    CurrencyOption,
    LockedOption,
    MonthOption,
    NewName,
    RateOption,
    TickerOption,
    ValueOption,
)
from finally_cli.commands.snapshot.record import record
from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import Id
from finally_cli.model.result import Result
from finally_cli.model.text import parse_name, quote
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
    kept_by: str
    locked: bool


ADD = Statement("asset/add", AssetRow)


def add_asset(
    db: Database,
    name: str,
    category: str,
    ticker: str | None = None,
    currency: str | None = None,
    *,
    by: By = By.VALUE,
    locked: bool = False,
) -> AssetRow:
    """Add an asset. Raises NotFound for an unknown category, Conflict for a name that is taken."""
    added = db.one(
        ADD, asset=parse_name(name), category=category, ticker=ticker, currency=currency,
        kept_by=by, locked=locked,
    )  # fmt: skip
    if added is None:
        raise no_such_category(db, category, ("asset", "liability"))
    refuse_locked_debt(added)
    return added


def refuse_locked_debt(kept: AssetRow) -> None:
    """Raises BadUsage where a debt would be one that may not be sold."""
    if kept.locked and kept.kind == "liability":
        raise BadUsage(
            f"{quote(kept.asset)} is a debt, which no plan sells", "Leave --locked to assets."
        )


@writes(dated=True)
def add(
    db: Database,
    terminal: Terminal,
    name: NewName,
    category: CategoryOption = None,
    ticker: TickerOption = None,
    currency: CurrencyOption = None,
    value: ValueOption = None,
    rate: RateOption = None,
    month: MonthOption = None,
    by: ByOption = None,
    locked: LockedOption = None,
) -> Result:
    """Add an asset or a debt, with its first value if you like.

    Examples:
        finally asset add "Joint account" --category cash --value 1200
        finally asset add "Index fund" --category etf_stocks --ticker VWCE
    """
    if category is None:
        raise BadUsage(
            "an asset needs a category",
            "Give its code with --category; see them with: finally category list",
        )
    if value is None and (month or rate):
        raise BadUsage("--month and --rate go with --value", "Give the value too.")
    added = add_asset(db, name, category, ticker, currency, by=by or By.VALUE, locked=bool(locked))
    what = ", kept by quantity" if added.kept_by == By.QUANTITY else ""
    what += ", locked: no plan moves it" if added.locked else ""
    sentences = [f"Added {quote(added.asset)} to {added.category}{what}."]
    if value is not None:
        sentences += record(
            db, terminal, find_asset(db, added.asset), value, month, rate=rate
        ).sentences
    return Result(AssetRow, [added], "Added", sentences=sentences)
