"""What moved each asset from one month to another, and the household as a whole, for explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finally_cli.model.kinds import Change, Count, Money
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetMove:
    """What one part moved one asset by; all of them where no asset is named."""

    part: str
    asset: str | None
    amount: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Both net worths, what was earned and spent between them, and what does not add up."""

    net_worth_before: Money
    net_worth: Money
    change: Change
    entries: Count
    income: Money
    expenses: Money
    saved: Change
    saved_beside_debt: Change
    unexplained: Change
    carried: Count


MOVED = Statement("report/explain", AssetMove)
TOTALS = Statement("report/explain_totals", Balance)


def asset_moves(moved: Sequence[AssetMove], part: str) -> list[AssetMove]:
    """One part of each asset that has it, the largest first."""
    return [one for one in moved if one.part == part and one.asset is not None]
