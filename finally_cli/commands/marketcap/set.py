"""finally marketcap set: what a whole company or coin is worth in a month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import writes
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.marketcap.newest import lock_market_caps
from finally_cli.commands.options import AssetArgument, MonthOption
from finally_cli.model.errors import Refused
from finally_cli.model.importing.marketcaps import parse_source
from finally_cli.model.kinds import Money, Month
from finally_cli.model.mills import in_mills
from finally_cli.model.money import format_money, parse_market_cap
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

SOURCE_TYPED = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapSet:
    """A market cap as it is kept, in the user's currency, and what its month held before."""

    asset: str
    month: Month
    market_cap: Money
    source: str
    previous_market_cap: Money | None
    previous_source: str | None


SET = Statement("marketcap/set", MarketCapSet)

MarketCapArgument = Annotated[
    Decimal,
    typer.Argument(
        parser=in_mills(parse_market_cap),
        metavar="VALUE",
        help="In your own currency: 3.1T, 450B, 12M, 900K, or in full.",
    ),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        parser=parse_source,
        metavar="TEXT",
        help=f'Where the figure is from; "{SOURCE_TYPED}" if left out.',
    ),
]


@writes(dated=True)
def set_(
    db: Database,
    asset: AssetArgument,
    market_cap: MarketCapArgument,
    month: MonthOption = None,
    source: SourceOption = None,
) -> Result:
    """Record what a whole company or coin is worth in a month.

    The value is in your own currency, whatever the asset's is. K, M, B and T stand for thousands,
    millions, billions (9 zeros) and trillions (12 zeros). An earlier value of the same month is
    replaced; the asset shows that of its newest month.

    Examples:
        finally marketcap set Acme 1.1B --month 2026-01
        finally marketcap set "World fund" 3.1T --source "The fund's page"
    """
    found = find_asset(db, asset)
    if found.is_debt:
        raise Refused(
            f"{quote(found.asset)} is a debt, and a debt has no market cap",
            "Record what is owed instead, with: finally snapshot add",
            code="MARKET_CAP_OF_A_DEBT",
        )
    with lock_market_caps(db, [found.id]):
        rows = db.all(
            SET, id=found.id, month=month or this_month(), market_cap=market_cap,
            source=source or SOURCE_TYPED,
        )  # fmt: skip
    currency = db.user.base_currency
    return Result(
        MarketCapSet,
        rows,
        "Recorded",
        about={"currency": currency},
        sentences=[market_cap_sentence(row, currency) for row in rows],
    )


def market_cap_sentence(row: MarketCapSet, currency: str) -> str:
    """A market cap in words, with what its month held before."""
    text = (
        f"Recorded the market cap of {quote(row.asset)} at {format_money(row.market_cap)}"
        f" {currency} for {format_month(row.month)}"
    )
    if row.previous_market_cap is None:
        return f"{text}."
    if row.previous_market_cap != row.market_cap:
        return f"{text}; it was {format_money(row.previous_market_cap)}."
    if row.previous_source != row.source:
        return f"{text}, as it was, now from {quote(row.source)}."
    return f"{text}, as it was."
