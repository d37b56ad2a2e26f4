"""finally target weigh: shares within a category that follow market capitalisation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import writes
from finally_cli.commands.options import MonthOption
from finally_cli.commands.targets.clear import CLEAR_ASSETS
from finally_cli.commands.targets.set import SET_ASSETS
from finally_cli.commands.targets.target_set import (
    SinceOption,
    find_target_category,
    previous_target,
    set_summary,
    start_set,
)
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Id, Money, Month, Percent
from finally_cli.model.month import format_month, this_month
from finally_cli.model.percent import format_percent
from finally_cli.model.result import Note, Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


class WeighBy(StrEnum):
    """What the shares follow."""

    MARKETCAP = "marketcap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """An asset with its market cap as of a month, if it has one, and its share of the category."""

    asset_id: Id
    asset: str
    market_cap: Money | None
    month: Month | None
    share: Percent | None


WEIGH = Statement("targets/weigh", Weight)


@writes
def weigh(
    db: Database,
    category: Annotated[
        str,
        typer.Argument(
            metavar="CATEGORY",
            help="A category of assets, by its code or name.",
            autocompletion=completion.categories,
        ),
    ],
    by: Annotated[WeighBy, typer.Option("--by", help="What they follow.")] = WeighBy.MARKETCAP,
    month: MonthOption = None,
    since: SinceOption = None,
) -> Result:
    """Have the shares within a category follow market capitalisation, as of a month.

    Each asset counts by its newest market cap up to --month. One without a market cap gets no
    share: it keeps what it is worth, and the others share the rest of the category.

    Examples:
        finally target weigh etf_stocks
    """
    found = find_target_category(db, category)
    as_of, start = month or this_month(), since or this_month()
    weights = db.all(WEIGH, category_id=found.id, month=as_of)
    weighed = [weight for weight in weights if weight.share is not None]
    if not weighed:
        raise NotFound(
            f"no asset in {found.code} has a market cap up to {format_month(as_of)}",
            "Record one with: finally marketcap set ASSET VALUE",
            code="NO_MARKET_CAPS",
        )
    before = start_set(db, start)
    db.run(CLEAR_ASSETS, month=start, asset_ids=[weight.asset_id for weight in weights])
    db.run(
        SET_ASSETS,
        month=start,
        asset_ids=[weight.asset_id for weight in weighed],
        shares=[weight.share for weight in weighed],
    )
    shares = ", ".join(
        f"{quote(weight.asset)} {format_percent(weight.share)}"
        f"{previous_target(before.of_asset(weight.asset), weight.share)}"
        for weight in weighed
        if weight.share is not None
    )
    message = f"From {format_month(start)} on, by market cap as of {format_month(as_of)}: {shares}."
    result = set_summary(db, start, [message], quiet_sum=True)
    notes = [*missing_cap_notes(weights), *stale_cap_notes(weighed)]
    told = [*result.sentences, *(note.message for note in notes)]
    return replace(
        result,
        about={**result.about, "as_of": as_of},
        notes=[*result.notes, *notes],
        sentences=told,
    )


def missing_cap_notes(weights: list[Weight]) -> list[Note]:
    """Says which assets keep their value out of it."""
    names = [quote(weight.asset) for weight in weights if weight.share is None]
    if not names:
        return []
    has, its = ("has", "it keeps its") if len(names) == 1 else ("have", "they keep their")
    return [
        Note(
            "WITHOUT_MARKET_CAP",
            f"{', '.join(names)} {has} no market cap: {its} value, and the others share the rest.",
            "finally marketcap set ASSET VALUE",
        )
    ]


def stale_cap_notes(weighed: list[Weight]) -> list[Note]:
    """Says which market caps are older than the newest among them."""
    newest = max(weight.month for weight in weighed if weight.month)
    old = [weight for weight in weighed if weight.month and weight.month < newest]
    if not old:
        return []
    named = ", ".join(
        f"{quote(weight.asset)} of {format_month(weight.month)}" for weight in old if weight.month
    )
    return [
        Note(
            "OLDER_MARKET_CAP",
            f"Some market caps are older than {format_month(newest)}: {named}.",
            "finally marketcap set ASSET VALUE",
        )
    ]
