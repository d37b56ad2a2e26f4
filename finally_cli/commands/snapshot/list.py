"""finally snapshot list: what was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import reads
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.model.kinds import Code, Id, IsCarried, Kind, Money, Month, Price, Quantity, Remark
from finally_cli.model.month import one_or_range
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotListed:
    """A recorded value: `value` in the user's currency, negative for a debt.

    The quantity, with that sign too, and the price are null where the value itself was typed.
    """

    month: Month
    asset: str
    category: Code
    value: Money
    quantity: Quantity | None
    price: Price | None
    contribution: Annotated[Decimal | None, Kind("money", spare=3)]
    amount: Annotated[Decimal | None, Kind("money", spare=2)]
    currency: Annotated[str | None, Kind("text", spare=2)]
    rate: Annotated[Decimal | None, Kind("rate", spare=1)]
    carried: IsCarried
    note: Remark | None
    id: Id


LIST = Statement("snapshot/list", SnapshotListed)


@reads(paged=True)
def list_(
    db: Database,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
    asset: Annotated[
        str | None,
        typer.Option(
            "--asset",
            metavar="ASSET",
            help="Of one asset only.",
            autocompletion=completion.assets,
        ),
    ] = None,
) -> Result:
    """List recorded values, newest month first.

    Examples:
        finally snapshot list --month 2026-10
        finally snapshot list --asset Savings --from 2026
    """
    start, end = one_or_range(month, first, last)
    found = find_asset(db, asset) if asset else None
    return Result(
        SnapshotListed,
        title=f"Values ({db.user.base_currency})",
        about={"currency": db.user.base_currency},
        stream=db.each(LIST, first=start, last=end, asset_id=found.id if found else None),
        nothing="No values yet. Record one with: finally snapshot add ASSET VALUE",
    )
