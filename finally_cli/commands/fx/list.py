"""finally fx list: the rates on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.command import reads
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.model.kinds import Day, Kind, Month, Rate
from finally_cli.model.month import one_or_range
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class RateListed:
    """A rate on record; of one that was published, by whom, and the day it is of."""

    month: Month
    from_currency: str
    to_currency: str
    rate: Rate
    source: Annotated[str | None, Kind("text", spare=1)]
    published_on: Annotated[Day | None, Kind("day", spare=2)]


LIST = Statement("fx/list", RateListed)


@reads(paged=True)
def list_(
    db: Database,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
) -> Result:
    """List recorded rates, newest month first.

    Examples:
        finally fx list
    """
    start, end = one_or_range(month, first, last)
    return Result(
        RateListed,
        db.all(LIST, first=start, last=end),
        "Exchange rates",
        nothing="No rates yet. Record one with: finally fx set EUR/USD RATE",
    )
