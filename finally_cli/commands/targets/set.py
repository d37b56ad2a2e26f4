"""finally target set: shares of categories, and of assets within theirs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import writes
from finally_cli.commands.targets.target_set import (
    PreviousSet,
    SinceOption,
    find_open_asset,
    find_target_category,
    previous_target,
    set_summary,
    start_set,
)
from finally_cli.model.errors import BadUsage, Refused
from finally_cli.model.month import format_month, this_month
from finally_cli.model.percent import format_percent, parse_percent
from finally_cli.model.result import Result
from finally_cli.model.targets import Shares, is_percentage, parse_targets
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement

SET = Statement("targets/set", NoRows)
SET_ASSETS = Statement("targets/set_assets", NoRows)


def refuse_bad_percentages(words: list[str] | None) -> list[str] | None:
    """The words as they are. Raises BadUsage for a percentage that cannot be read: before anything
    is opened."""
    for word in words or []:
        if is_percentage(word):
            parse_percent(word)
    return words


Targets = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CATEGORY PCT ...]",
        help="Categories of assets, each with its share of all you own: 60, 60% or 33.3333.",
        autocompletion=completion.categories,
        callback=refuse_bad_percentages,
    ),
]
AssetsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--asset",
        metavar="ASSET PCT",
        help="An asset, with its share of its category; may be repeated.",
        autocompletion=completion.assets,
    ),
]


@writes
def set_(
    db: Database, targets: Targets = None, asset: AssetsOption = None, since: SinceOption = None
) -> Result:
    """Set the share of what you own that categories should have, from a month on.

    What is not named stays as it was. The months before keep the targets of their time. With
    --asset NAME PCT an asset gets its share of its category.

    Examples:
        finally target set etf_stocks 25 cash 5
        finally target set --asset Savings 70 --asset "Berlin account" 30
    """
    categories, assets = parse_targets(targets or [], asset or [])
    month = since or this_month()
    before = start_set(db, month)
    told = [*set_categories(db, before, categories, month), *set_assets(db, before, assets, month)]
    return set_summary(
        db, month, [f"From {format_month(month)} on: {', '.join(told)}."], quiet_sum=not categories
    )


def set_categories(db: Database, before: PreviousSet, shares: Shares, month: date) -> list[str]:
    """Write the shares of categories; each in words. Raises Refused where they are too many."""
    found = [(find_target_category(db, wanted), share) for wanted, share in shares]
    refuse_twice([category.name for category, _ in found])
    meant = {row.category: row.target for row in before.rows if row.target is not None}
    meant |= {category.code: share for category, share in found}
    refuse_above_the_whole(meant, "what you own")
    if found:
        db.run(
            SET,
            month=month,
            category_ids=[category.id for category, _ in found],
            shares=[share for _, share in found],
        )
    return [
        f"{category.name} {format_percent(share)}"
        f"{previous_target(before.of_category(category.id), share)}"
        for category, share in found
    ]


def set_assets(db: Database, before: PreviousSet, shares: Shares, month: date) -> list[str]:
    """Set the shares of assets within their categories; what was set, in words."""
    found = [(find_open_asset(db, wanted, month), share) for wanted, share in shares]
    refuse_twice([asset.asset for asset, _ in found])
    meant: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in before.rows:
        if row.asset is not None and row.share_of_category is not None:
            meant[row.category][row.asset] = row.share_of_category
    for asset, share in found:
        meant[asset.category][asset.asset] = share
    for category, within in meant.items():
        refuse_above_the_whole(within, category)
    if found:
        db.run(
            SET_ASSETS,
            month=month,
            asset_ids=[asset.id for asset, _ in found],
            shares=[share for _, share in found],
        )
    return [
        f"{quote(asset.asset)} {format_percent(share)} of {asset.category}"
        f"{previous_target(before.of_asset(asset.asset), share)}"
        for asset, share in found
    ]


def refuse_twice(names: list[str]) -> None:
    """Raises BadUsage for two shares of one thing."""
    for name in names:
        if names.count(name) > 1:
            raise BadUsage(f"{quote(name)} is given twice", "Give one share for each.")


def refuse_above_the_whole(shares: dict[str, Decimal], whole: str) -> None:
    """Raises Refused, with the sum and what it is of."""
    total = sum(shares.values(), Decimal(0))
    if total > 1:
        parts = ", ".join(f"{name} {format_percent(share)}" for name, share in shares.items())
        raise Refused(
            f"the targets would sum to {format_percent(total)} of {whole}: {parts}",
            "Lower the others in the same command, or clear them: finally target clear CODE",
            code="TARGETS_ABOVE_100",
        )
