"""What counts towards a goal: assets, debts, and categories of them, by what a person types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finally_cli.commands.lookup import ASSET_NAMES, CATEGORIES, FIND_ASSETS, FoundAsset
from finally_cli.model.categories import CategoryListed, ambiguous, match_categories
from finally_cli.model.errors import BadUsage, Conflict, NotFound
from finally_cli.model.month import format_month
from finally_cli.model.text import did_you_mean, fold_name, or_list, quote, suggestions
from finally_cli.store.database import Database

OWNED = ("asset", "liability")


@dataclass(frozen=True, slots=True)
class Parts:
    """What counts, by id; nothing of it is everything. `are_debts`: there is nothing else."""

    asset_ids: list[str]
    category_ids: list[str]
    are_debts: bool


def find_parts(db: Database, wanted: Sequence[str]) -> Parts:
    """What was named, each once; a single empty word is everything.

    Raises NotFound, or Conflict for an asset that is closed.
    """
    if any(not word.strip() for word in wanted):
        if len(wanted) > 1:
            raise BadUsage(
                "nothing, and something beside it, cannot both count",
                'Leave --of "" out, or all others.',
            )
        return Parts([], [], are_debts=False)
    categories = [row for row in db.all(CATEGORIES, kind=None) if row.kind in OWNED]
    found = [find_part(db, word.strip(), categories) for word in wanted]
    assets = {part.id: part for part in found if isinstance(part, FoundAsset)}
    chosen = {part.id: part for part in found if isinstance(part, CategoryListed)}
    return Parts(
        list(assets), list(chosen), are_debts=all(part.kind == "liability" for part in found)
    )


def find_part(
    db: Database, wanted: str, categories: list[CategoryListed]
) -> FoundAsset | CategoryListed:
    """The asset or category of that name or code, else the one whose id begins so."""
    assets = db.all(FIND_ASSETS, wanted=wanted)
    fits = match_categories(categories, wanted)
    word = fold_name(wanted)
    by_name = [row for row in fits if word in (fold_name(row.code), fold_name(row.name))]
    named = [asset for asset in assets if asset.is_named]
    if named and by_name:
        raise NotFound(
            f"{quote(wanted)} is an asset and a category",
            f"Say which by its id: --of {named[0].id[:8]} is the asset,"
            f" --of {by_name[0].id[:8]} the category.",
            code="GOAL_PART_AMBIGUOUS",
        )
    if named:
        return refuse_closed(named[0])
    if by_name:
        fits, assets = by_name, []
    if len(fits) > 1 and not assets:
        raise ambiguous(wanted, fits)
    if len(assets) + len(fits) > 1:
        names = or_list([*(row.asset for row in assets), *(row.name for row in fits)])
        raise NotFound(
            f"{quote(wanted)} fits several: {names}",
            "Type more of the id, or the name.",
            code="GOAL_PART_AMBIGUOUS",
        )
    if assets:
        return refuse_closed(assets[0])
    if fits:
        return fits[0]
    raise no_such_part(db, wanted, categories)


def refuse_closed(asset: FoundAsset) -> FoundAsset:
    """The asset. Raises Conflict for one that is closed, which a goal would never see change."""
    if asset.closed_on is not None:
        raise Conflict(
            f"{quote(asset.asset)} has been closed since {format_month(asset.closed_on)}",
            f"To open it again: finally asset reopen {quote(asset.asset)}",
            code="ASSET_CLOSED",
        )
    return asset


def no_such_part(db: Database, wanted: str, categories: list[CategoryListed]) -> NotFound:
    """The refusal of what is neither an asset nor a category of assets, with the nearest names."""
    words = [row.asset for row in db.all(ASSET_NAMES)]
    words += [word for row in categories for word in (row.name, row.code)]
    close = did_you_mean(suggestions(wanted, list(dict.fromkeys(words))))
    return NotFound(
        f"there is no asset, debt or category of them named {quote(wanted)}",
        f"{close}See them with: finally asset list, or finally category list --kind asset",
        code="GOAL_PART_NOT_FOUND",
    )
