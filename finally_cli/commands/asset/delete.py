"""finally asset delete: an asset and all that was recorded of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from finally_cli.commands.asset.close import AssetNamed
from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.goal.find import goals_of_asset
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.options import AssetArgument
from finally_cli.commands.targets.without_asset import (
    category_note,
    targets_without_asset,
    without_asset_sentences,
)
from finally_cli.model.errors import Conflict
from finally_cli.model.kinds import Count, Day, Month
from finally_cli.model.month import this_month
from finally_cli.model.result import Result
from finally_cli.model.text import and_list, plural, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AlongWith:
    """How much goes along with an asset."""

    snapshots: Count
    market_caps: Count
    prices: Count
    splits: Count
    targets: Count

    @property
    def words(self) -> list[str]:
        """What there is of it: `["2 values", "1 target"]`; none of what there is nothing of."""
        counts = (
            (self.snapshots, "value"),
            (self.market_caps, "market cap"),
            (self.prices, "price"),
            (self.splits, "split"),
            (self.targets, "target"),
        )
        return [plural(count, one) for count, one in counts if count]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthGone:
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGone:
    date: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class BankUses:
    source: str | None
    rules: Count
    bank_rows: Count


COUNT = Statement("asset/count", AlongWith)
USES = Statement("asset/uses", BankUses)
DELETE_SNAPSHOTS = Statement("snapshot/delete_all", MonthGone)
DELETE_MARKET_CAPS = Statement("marketcap/delete_all", MonthGone)
DELETE_PRICES = Statement("price/delete_all", DayGone)
DELETE_SPLITS = Statement("price/delete_splits", DayGone)
DELETE_TARGETS = Statement("targets/delete_of_asset", MonthGone)
DELETE = Statement("asset/delete", AssetNamed)


@writes(destroys=True)
def delete(db: Database, terminal: Terminal, asset: AssetArgument) -> Result:
    """Delete an asset and all that was ever recorded of it.

    Its values, prices, market caps and targets go along. To keep its history, close it instead:
    finally asset close.

    Examples:
        finally asset delete Piano
    """
    found = find_asset(db, asset)
    refuse_bank_uses(db, found.id, quote(found.asset))
    refuse_goals(db, found.id, quote(found.asset))
    there = db.one(COUNT, id=found.id)
    assert there is not None  # counts are always one row
    if there.words:
        terminal.confirm(f"Delete {quote(found.asset)} and {and_list(there.words)} with it?")
    left = targets_without_asset(db, found.id, this_month())
    gone = delete_asset(db, found.id)
    notes = category_note(left)
    return Result(
        AssetNamed,
        [AssetNamed(asset=found.asset)],
        "Deleted",
        about=asdict(gone),
        notes=notes,
        sentences=[
            f"Deleted {and_list([quote(found.asset), *gone.words], most=6)}.",
            *without_asset_sentences(notes),
        ],
    )


def refuse_bank_uses(db: Database, asset_id: str, name: str) -> None:
    """Raises Conflict where a source, a rule or a bank row needs the asset."""
    used = db.one(USES, id=asset_id)
    assert used is not None  # one row, whatever there is
    if used.source is not None:
        said = f"{name} is the asset of the source {quote(used.source)}"
        hint = "Take it from the source first."
    elif used.rules:
        said = f"{plural(used.rules, 'rule puts', 'rules put')} money into {name}"
        hint = "Delete what puts money there first."
    elif used.bank_rows:
        said = f"{plural(used.bank_rows, 'bank row puts', 'bank rows put')} money into {name}"
        hint = f"Close it, and keep its history: finally asset close {asset_id[:8]}"
    else:
        return
    raise Conflict(said, hint, code="ASSET_IN_USE", details=asdict(used))


def refuse_goals(db: Database, asset_id: str, name: str) -> None:
    """Raises Conflict where a goal counts the asset by its name."""
    goals = goals_of_asset(db, asset_id)
    if goals:
        which = and_list([quote(goal) for goal in goals])
        raise Conflict(
            f"{name} counts for {'the goal' if len(goals) == 1 else 'the goals'} {which}",
            f"Say what counts instead: finally goal edit {quote(goals[0])} --of CATEGORY,"
            f" or close it, and keep its history: finally asset close {asset_id[:8]}",
            code="ASSET_IN_USE",
            details={"goals": goals},
        )


def delete_asset(db: Database, asset_id: str) -> AlongWith:
    """Delete an asset with all that was recorded of it; how much went along."""
    gone = AlongWith(
        snapshots=db.run(DELETE_SNAPSHOTS, id=asset_id),
        market_caps=db.run(DELETE_MARKET_CAPS, id=asset_id),
        prices=db.run(DELETE_PRICES, id=asset_id),
        splits=db.run(DELETE_SPLITS, id=asset_id),
        targets=db.run(DELETE_TARGETS, id=asset_id),
    )
    db.run(DELETE, id=asset_id)
    return gone
