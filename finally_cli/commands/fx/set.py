"""finally fx set: record what one currency costs in another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import writes
from finally_cli.commands.options import MonthOption
from finally_cli.model.currency import parse_pair
from finally_cli.model.kinds import Month, Rate
from finally_cli.model.money import format_rate, parse_rate
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSet:
    """A rate as it is kept: one unit of `from_currency` costs `rate` in `to_currency`."""

    month: Month
    from_currency: str
    to_currency: str
    rate: Rate
    previous_rate: Rate | None


SET = Statement("fx/set", RateSet)


@writes(dated=True)
def set_(
    db: Database,
    pair: Annotated[
        str, typer.Argument(metavar="FROM/TO", help="Two currencies, such as EUR/USD.")
    ],
    rate: Annotated[
        Decimal,
        typer.Argument(parser=parse_rate, metavar="RATE", help="What one FROM costs in TO."),
    ],
    month: MonthOption = None,
) -> Result:
    """Record a month's rate; values recorded before keep theirs.

    Examples:
        finally fx set EUR/USD 1.17 --month 2026-11
    """
    from_currency, to_currency = parse_pair(pair)
    rows = db.all(
        SET,
        from_currency=from_currency,
        to_currency=to_currency,
        month=month or this_month(),
        rate=rate,
    )
    kept = rows[0]
    was = "" if kept.previous_rate is None else f"; it was {format_rate(kept.previous_rate)}"
    if kept.previous_rate == kept.rate:
        was = ", as it was"
    return Result(
        RateSet,
        rows,
        "Recorded",
        sentences=[
            f"One {from_currency} is {format_rate(kept.rate)} {to_currency}"
            f" in {format_month(kept.month)}{was}."
        ],
    )
