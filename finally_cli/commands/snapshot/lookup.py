"""One recorded value by what a person types: its asset and month, or the beginning of its id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.lookup import FoundAsset, find_asset, find_by_id, refuse_several
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Id, Money, Month, Price, Quantity, Rate
from finally_cli.model.month import format_month, this_month
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFound:
    id: Id
    asset_id: Id
    asset: str
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotValue:
    month: Month
    value: Money
    amount: Money | None
    currency: str | None
    rate: Rate | None
    quantity: Quantity | None
    price: Price | None


FIND = Statement("snapshot/find", SnapshotFound)
GET = Statement("snapshot/get", SnapshotValue)

WHICH = typer.Argument(
    metavar="ASSET|ID",
    help="The asset (with --month), or the id of one value.",
    autocompletion=completion.assets,
)
Which = Annotated[str, WHICH]
WhichIfAny = Annotated[str | None, WHICH]


def find_snapshot(db: Database, which: str, month: date | None) -> tuple[FoundAsset, date]:
    """The asset and month of one value, named by asset and --month or by the value's own id."""
    try:
        return find_asset(db, which), month or this_month()
    except NotFound as unknown:
        refusal = unknown
    found = find_by_id(db, FIND, which)
    refuse_several(found, which, "values", code="SNAPSHOT_AMBIGUOUS")
    if not found:
        raise refusal
    return find_asset(db, found[0].asset), found[0].month


def no_such_value(asset: FoundAsset, month: date) -> NotFound:
    """The refusal where a month holds no value of an asset."""
    return NotFound(
        f"{quote(asset.asset)} has no value in {format_month(month)}",
        f"See its values with: finally snapshot list --asset {asset.id[:8]}",
        code="SNAPSHOT_NOT_FOUND",
    )
