"""What allocation and rebalance have in common: the holdings with a target, and what to move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from finally_cli.commands.report.networth import By
from finally_cli.model.currency import decimals
from finally_cli.model.kinds import CategoryName, Code, Flag, Id, Money, Portion, Share
from finally_cli.model.percent import format_percent
from finally_cli.model.rebalancing import Holding, distribute, movable
from finally_cli.model.result import Note
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


class Within(StrEnum):
    """What a drift is measured in."""

    TARGETS = "targets"
    ASSETS = "assets"


@dataclass(frozen=True, slots=True, kw_only=True)
class MixPart:
    """A category with a target, or an asset of one. Shares and targets are fractions.

    `share` is of all assets; `share_within` and `target_before` of `base`, what drifts are
    measured in, and `target` of the same with what is added. `moves` says whether what it does not
    keep may be sold, and more be bought.
    """

    id: Id
    category: Code
    name: CategoryName
    asset: str | None
    value: Money
    kept: Money
    moves: Flag
    part: Share
    category_value: Money
    category_target: Share
    base: Money
    share: Portion | None
    share_within: Portion | None
    target_before: Share | None
    target: Share | None

    @property
    def holding(self) -> Holding:
        """As the plan takes it."""
        return Holding(
            category=self.category,
            value=self.value,
            kept=self.kept,
            moves=self.moves,
            part=self.part,
            category_value=self.category_value,
            category_target=self.category_target,
        )


PARTS_BY_CATEGORY = Statement("report/rebalance", MixPart)
PARTS_BY_ASSET = Statement("report/rebalance_by_asset", MixPart)


def mix_parts(db: Database, month: date, by: By, added: Decimal = Decimal(0)) -> list[MixPart]:
    """The categories or assets that a plan is made of; none where there are no targets."""
    if by is By.CATEGORY:
        return db.all(PARTS_BY_CATEGORY, month=month)
    return db.all(PARTS_BY_ASSET, month=month, added=added)


def smallest_amount(db: Database, added: Decimal = Decimal(0)) -> Decimal:
    """The smallest amount of the user's currency; where what is added is finer, as fine as that."""
    _, _, exponent = added.normalize().as_tuple()
    assert isinstance(exponent, int)  # no amount is infinite
    return Decimal(1).scaleb(min(-decimals(db.user.base_currency), exponent))


def plan_moves(db: Database, parts: list[MixPart]) -> dict[str, Decimal]:
    """What brings each part to its target, by its id; nothing where `rebalance` has no plan."""
    holdings = [part.holding for part in parts]
    if not any(part.category_target for part in parts) or movable(holdings) < 0:
        return {}
    amounts = distribute(holdings, Decimal(0), sells=True, unit=smallest_amount(db))
    return {part.id: amount for part, amount in zip(parts, amounts, strict=True)}


def drift_base(target: Decimal | None) -> Within | None:
    """What drifts are measured in, by the sum of the targets; nothing without targets."""
    if target is None:
        return None
    return Within.TARGETS if target == 1 else Within.ASSETS


def drift_base_notes(target: Decimal | None, untargeted: Decimal) -> list[Note]:
    """Says what drifts are measured in, where that makes a difference, by the sum of the targets
    and what has none."""
    if drift_base(target) is Within.TARGETS and untargeted:
        return [
            Note(
                "DRIFT_WITHIN_TARGETS",
                "The targets are the whole mix: drift is measured within what has targets,"
                " Share is of all assets.",
            )
        ]
    if target and drift_base(target) is Within.ASSETS:
        return [
            Note(
                "TARGETS_BELOW_100",
                f"The targets sum to {format_percent(target)}, within all assets:"
                f" the other {format_percent(1 - target)} is meant for what has none.",
            )
        ]
    return []
