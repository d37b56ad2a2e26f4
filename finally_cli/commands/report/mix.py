"""What allocation and rebalance have in common: the holdings with a target, and what to move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from finally_cli.commands.report.networth import By, carried_note
from finally_cli.model.currency import decimals
from finally_cli.model.kinds import CategoryName, Code, Flag, Id, Money, Portion, Share
from finally_cli.model.money import format_sum
from finally_cli.model.month import format_month
from finally_cli.model.percent import format_percent
from finally_cli.model.rebalancing import Holding, distribute, movable
from finally_cli.model.result import Note
from finally_cli.model.text import and_list, plural
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


class InMix(Protocol):
    """A category, or an asset, in a mix."""

    @property
    def category(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def target(self) -> Decimal | None: ...
    @property
    def outside(self) -> bool: ...


def mix_row_name(row: InMix) -> str:
    """The asset, where the row is one, else the category."""
    return getattr(row, "asset", None) or row.name


def target_notes(total: Decimal | None, beside: Decimal, month: date) -> list[Note]:
    """Says that there are no targets, or what drift is measured in; `beside` has no target."""
    if total is None:
        message = f"There are no targets in {format_month(month)}."
        command = f"finally target set CODE PCT --from {format_month(month)}"
        return [Note("NO_TARGETS", message, command)]
    return drift_base_notes(total, beside)


def untargeted_notes(
    rows: Sequence[InMix], total: Decimal | None, as_one: Sequence[MixPart] = ()
) -> list[Note]:
    """Says what has no target, where others have one; what is moved as one is told by itself."""
    if total is None:
        return []
    told = {part.category for part in as_one}
    names = [
        mix_row_name(row)
        for row in rows
        if row.target is None and row.value and row.category not in told
    ]
    if not names:
        return []
    has = "has" if len(names) == 1 else "have"
    return [Note("WITHOUT_TARGET", f"{and_list(names)} {has} no target, and nothing to move.")]


def joined_parts(
    parts: Sequence[MixPart], moves: Mapping[str, Decimal], rows: Sequence[InMix]
) -> list[MixPart]:
    """What is to be moved in a category whose assets do not say how much in each."""
    alone = {row.category for row in rows if getattr(row, "asset", "") is None}
    return [
        part
        for part in parts
        if part.asset is None and part.category not in alone and moves.get(part.id)
    ]


def moved_as_one_notes(
    as_one: Sequence[MixPart], moves: Mapping[str, Decimal], currency: str
) -> list[Note]:
    """Says how much that is."""
    return [
        Note(
            "MOVED_AS_ONE",
            f"The assets of {part.name} have no shares of it:"
            f" {format_sum(abs(moves[part.id]), currency)} is to be"
            f" {'put in' if moves[part.id] > 0 else 'sold'}"
            " there in all.",
            "finally target set --asset NAME PCT",
        )
        for part in as_one
    ]


def outside_band_notes(
    rows: Sequence[InMix], month: date, band: str, *, by_asset: bool
) -> list[Note]:
    """Says what is further from its target than the band."""
    names = [mix_row_name(row) for row in rows if row.outside]
    if not names:
        return []
    are = "is" if len(names) == 1 else "are"
    by = " --by asset" if by_asset else ""
    return [
        Note(
            "OUTSIDE_BAND",
            f"{and_list(names)} {are} more than {band} away from the target.",
            f"finally report rebalance --month {format_month(month)}{by}",
        )
    ]


def value_notes(missing: int, carried: int, month: date) -> list[Note]:
    """Says which values are missing or carried forward."""
    found = []
    if missing:
        them = "it" if missing == 1 else "them"
        found.append(
            Note(
                "MISSING",
                f"{plural(missing, 'asset has', 'assets have')} no value in {format_month(month)}"
                f"; shares are without {them}.",
                f"finally snapshot carry --month {format_month(month)}",
            )
        )
    return [*found, *carried_note(carried, month)]
