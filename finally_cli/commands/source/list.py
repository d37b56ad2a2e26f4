"""finally source list: the accounts at banks, and what files have brought of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from finally_cli.commands.command import reads
from finally_cli.commands.source.find import masked
from finally_cli.model.kinds import Id, Kind
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

FirstDay = Annotated[date | None, Kind("day", "From", spare=2)]
LastDay = Annotated[date | None, Kind("day", "Until", spare=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFound:
    source: str
    currency: str
    account_key: str | None
    asset: str | None
    first_day: date | None
    last_day: date | None
    waiting: int
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceListed:
    """An account at a bank, with the days of its rows, and how many of them wait.

    Its number is masked.
    """

    source: str
    currency: Annotated[str, Kind("text", spare=4)]
    account: Annotated[str | None, Kind("text", spare=1)]
    asset: Annotated[str | None, Kind("text", same_as="source", spare=5)]
    first_day: FirstDay
    last_day: LastDay
    waiting: Annotated[int, Kind("count", "Wait", spare=6)]
    id: Id


LIST = Statement("source/list", SourceFound)


@reads
def list_(db: Database) -> Result:
    """List accounts at banks, the days of their rows, and how many wait for a category.

    Examples:
        finally source list
    """
    rows = [
        SourceListed(
            source=row.source,
            currency=row.currency,
            account=masked(row.account_key),
            asset=row.asset,
            first_day=row.first_day,
            last_day=row.last_day,
            waiting=row.waiting,
            id=row.id,
        )
        for row in db.all(LIST)
    ]
    return Result(
        SourceListed,
        rows,
        "Sources",
        nothing="No sources yet. Add one with: finally source add NAME",
    )
