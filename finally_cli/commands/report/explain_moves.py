"""What moved each asset from one month to another, and the household as a whole, for explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Annotated

from finally_cli.model.kinds import Change, Count, Kind, Money
from finally_cli.model.money import format_exact
from finally_cli.model.result import Result
from finally_cli.store.statements import Statement

# Bought and sold is no gain: without colour.
Bought = Annotated[Decimal, Kind("money", "Bought")]
PriceEffect = Annotated[Decimal, Kind("change", "Price")]
CurrencyEffect = Annotated[Decimal, Kind("change", "Currency", often_zero=True)]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PutIn:
    """What was put into one asset, and what it gained beside that: their sum is its change.

    `derived` is the part of `put_in` that follows from quantity and price; below zero, taken out.
    """

    asset: str
    put_in: Change
    derived: Change
    value: Change
    currency: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """An asset kept by quantity: what was bought of it, at which its price and rate moved it."""

    asset: str
    bought: Bought
    price_effect: PriceEffect
    currency: CurrencyEffect
    change: Change


def put_into_assets(moved: Sequence[AssetMove]) -> list[PutIn]:
    """Each asset and debt into which something was put, the most first."""
    of_part = {
        part: {one.asset: one.amount for one in asset_moves(moved, part)}
        for part in ("derived", "value", "currency")
    }
    return [
        PutIn(asset=one.asset or "", put_in=one.amount, **{
            part: amounts.get(one.asset, Decimal(0)) for part, amounts in of_part.items()
        })
        for one in asset_moves(moved, "put_in")
    ]  # fmt: skip


def in_json(put: Sequence[PutIn]) -> list[dict[str, object]]:
    """The same as JSON has it, beside the rows."""
    return [
        {name: format_exact(said) if isinstance(said, Decimal) else said
         for name, said in asdict(one).items()}
        for one in put
    ]  # fmt: skip


def derived_table(put: Sequence[PutIn], currency: str) -> list[Result]:
    """A table of the assets whose quantities tell what was bought; none where no quantity does."""
    rows = [
        Purchase(
            asset=one.asset, bought=one.put_in, price_effect=one.value, currency=one.currency,
            change=one.put_in + one.value + one.currency,
        )
        for one in put if one.derived
    ]  # fmt: skip
    return [Result(Purchase, rows, about={"currency": currency})] if rows else []
