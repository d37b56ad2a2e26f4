"""finally asset close and reopen: the end of an asset whose history stays."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.command import writes
from finally_cli.commands.goal.find import goals_of_asset
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.options import AssetArgument, MonthOption
from finally_cli.commands.targets.without_asset import (
    category_note,
    part_notes,
    targets_without_asset,
    without_asset_sentences,
)
from finally_cli.model.errors import Conflict
from finally_cli.model.kinds import Month
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetClosed:
    asset: str
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetNamed:
    asset: str


CLOSE = Statement("asset/close", AssetClosed)
REOPEN = Statement("asset/reopen", AssetNamed)


@writes
def close(db: Database, asset: AssetArgument, month: MonthOption = None) -> Result:
    """Close an asset from a month on; its history stays.

    Examples:
        finally asset close Wine --month 2026-11
    """
    found = find_asset(db, asset)
    since = month or this_month()
    left = targets_without_asset(db, found.id, since)
    closed = db.one(CLOSE, id=found.id, month=since)
    if closed is None:
        assert found.last_month is not None  # a later value is the only reason to refuse
        raise Conflict(
            f"{quote(found.asset)} has a value in {format_month(found.last_month)}, after"
            " that month",
            f"Close it later, or delete that value: finally snapshot delete {found.id[:8]}"
            f" --month {format_month(found.last_month)}",
            code="ASSET_HAS_LATER_VALUES",
        )
    goals = goals_of_asset(db, found.id)
    notes = [*category_note(left), *part_notes(left, found.asset)]
    return Result(
        AssetClosed,
        [closed],
        "Closed",
        notes=notes,
        sentences=[
            f"Closed {quote(closed.asset)} from {format_month(closed.month)} on.",
            *(f"The goal {quote(goal)} counts it no more from then on." for goal in goals),
            *without_asset_sentences(notes),
        ],
    )


@writes
def reopen(db: Database, asset: AssetArgument) -> Result:
    """Open a closed asset again.

    Examples:
        finally asset reopen Acme
    """
    found = find_asset(db, asset)
    db.run(REOPEN, id=found.id)
    was = "Opened" if found.closed_on else "It was open already:"
    return Result(
        AssetNamed,
        [AssetNamed(asset=found.asset)],
        "Opened",
        sentences=[f"{was} {quote(found.asset)}."],
    )
