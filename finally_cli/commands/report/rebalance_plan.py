"""The plan that meets the targets, and what it does to the mix."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from finally_cli.commands.report.allocation_month import totals_of
from finally_cli.commands.report.allocation_notes import values_noted
from finally_cli.commands.report.networth_month import By
from finally_cli.model.currency import decimals
from finally_cli.model.errors import BadUsage, NotFound, Refused
from finally_cli.model.kinds import CategoryName, Code, Kind, Money, Points, Portion
from finally_cli.model.money import shown
from finally_cli.model.month import written
from finally_cli.model.rebalancing import plan
from finally_cli.model.sheet import Note, Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

Trade = Annotated[Decimal, Kind("change", "Buy or sell")]
Becomes = Annotated[Decimal, Kind("money", "Becomes", spare=True)]
DriftBefore = Annotated[Decimal, Kind("points", "Drift", spare=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A category, or an asset of it, with what it is worth and what it should be worth."""

    category: Code
    name: CategoryName
    asset: str | None
    value: Money
    wish: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Trading:
    """What to buy, below zero to sell, of a category or asset; drifts are fractions.

    The line for all of them has no category, and its drifts are summed without their signs.
    """

    category: Code | None
    name: CategoryName | None
    asset: str | None
    value: Money
    to_move: Trade
    value_after: Becomes
    target: Portion | None
    drift_before: DriftBefore | None
    drift_after: Points | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingLine:
    """The line under the rule."""

    name: CategoryName
    value: Money
    to_move: Trade
    value_after: Becomes
    target: Portion | None


BY_CATEGORY = Statement("report/rebalance", Part)
BY_ASSET = Statement("report/rebalance_by_asset", Part)
DRIFT = Statement("report/rebalance_drift", Trading)


def planned(
    db: Database, month: date, by: By, added: Decimal, *, sells: bool, least: Decimal
) -> Sheet:
    """A row per category or asset with a target: what to buy or sell, and its drift.

    Raises NotFound without values or targets, Refused where so much cannot be taken out.
    """
    currency = db.user.base_currency
    unit = Decimal(1).scaleb(-decimals(currency))
    if added % unit:
        raise BadUsage(f"{shown(abs(added))} is finer than {currency} is", f"Round it to {unit}.")
    totals = totals_of(db, month)
    parts = db.all(BY_CATEGORY if by is By.CATEGORY else BY_ASSET, month=month, added=added)
    if not parts:
        raise nothing_to_buy(month, has_targets=False)
    if totals.value + added <= 0:
        raise too_much(sum((part.value for part in parts), Decimal(0)), currency)
    if not any(part.wish > 0 for part in parts):
        raise nothing_to_buy(month, has_targets=True)
    try:
        moves = plan(
            [part.value for part in parts], [part.wish for part in parts], added,
            sells=sells, least=least, unit=unit,
        )  # fmt: skip
    except ValueError:
        raise too_much(sum((part.value for part in parts), Decimal(0)), currency) from None
    rows = db.all(
        DRIFT,
        categories=[part.category for part in parts],
        names=[part.name for part in parts],
        assets=[part.asset for part in parts],
        values=[part.value for part in parts],
        wishes=[part.wish for part in parts],
        moves=moves,
        whole=totals.value,
        added=added,
    )
    whole = rows.pop()
    line = TradingLine(
        name="All of them", value=whole.value, to_move=whole.to_move,
        value_after=whole.value_after, target=whole.target,
    )  # fmt: skip
    return Sheet(
        Trading,
        rows,
        f"{title(added)} in {written(month)} ({currency})",
        about={"month": month, "currency": currency, "added": added, "sells": sells},
        totals=whole,
        closing=[line],
        notes=[
            *drift_noted(whole),
            *left_alone(totals.value - whole.value, currency),
            *values_noted(totals.missing, totals.carried, month),
        ],
    )


def title(added: Decimal) -> str:
    """What the plan is for."""
    if not added:
        return "Rebalancing"
    return f"{'Putting in' if added > 0 else 'Taking out'} {shown(abs(added))}"


def nothing_to_buy(month: date, *, has_targets: bool) -> NotFound:
    """The refusal of a plan without a target to meet."""
    what = "every target is 0" if has_targets else "there are no targets"
    return NotFound(
        f"{what} in {written(month)}",
        f"Set some with: finally target set CODE PCT --from {written(month)}",
        code="NO_TARGETS",
    )


def too_much(most: Decimal, currency: str) -> Refused:
    """The refusal to take out more than there is."""
    return Refused(
        "so much cannot be taken out",
        f"What has a target is worth {shown(max(most, Decimal(0)))} {currency}.",
        code="NOT_ENOUGH",
    )


def drift_noted(whole: Trading) -> list[Note]:
    """Says how far the mix is from its targets, before and after."""
    if whole.drift_before is None or whole.drift_after is None:
        return []
    before, after = (f"{drift * 100:.1f}" for drift in (whole.drift_before, whole.drift_after))
    message = f"All drifts together are {before} points before the plan, and {after} after it."
    return [Note("DRIFT", message)]


def left_alone(value: Decimal, currency: str) -> list[Note]:
    """Says how much has no target."""
    if not value:
        return []
    message = f"What is worth {shown(value)} {currency} has no target, and is left alone."
    return [Note("WITHOUT_TARGET", message)]
