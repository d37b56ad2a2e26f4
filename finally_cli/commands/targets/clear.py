"""finally target clear: no target from a month on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.targets.target_set import (
    SinceOption,
    find_target_category,
    set_summary,
    start_set,
)
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Id
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCleared:
    category_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetCleared:
    asset_id: Id


CLEAR = Statement("targets/clear", CategoryCleared)
CLEAR_ASSETS = Statement("targets/clear_assets", AssetCleared)


@writes(destroys=True)
def clear(
    db: Database,
    terminal: Terminal,
    categories: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CATEGORY ...]",
            help="Those whose targets end, with the shares of their assets; without any, all do.",
            autocompletion=completion.categories,
        ),
    ] = None,
    asset: Annotated[
        list[str] | None,
        typer.Option(
            "--asset",
            metavar="ASSET",
            help="An asset whose share of its category ends; may be repeated.",
            autocompletion=completion.assets,
        ),
    ] = None,
    since: SinceOption = None,
) -> Result:
    """Have targets end in a month; the months before keep theirs.

    Examples:
        finally target clear single_stocks
        finally target clear --asset Savings
    """
    month = since or this_month()
    before = start_set(db, month)
    if not before.rows:
        raise NotFound(
            f"there are no targets in {format_month(month)}",
            "See those of all months with: finally target history",
            code="NO_TARGETS",
        )
    found = [find_target_category(db, wanted) for wanted in categories or []]
    owned = [find_asset(db, wanted) for wanted in asset or []]
    with_target = {row.category_id for row in before.rows}
    for category in found:
        if category.id not in with_target:
            raise no_target_sentence(category.name)
    for one in owned:
        if before.of_asset(one.asset) is None:
            raise no_target_sentence(one.asset)
    if not found and not owned:
        terminal.confirm(f"Clear every target from {format_month(month)} on?")
        db.run(CLEAR, month=month, category_ids=None)
        return set_summary(db, month, [f"Cleared every target from {format_month(month)} on."])
    if found:
        db.run(CLEAR, month=month, category_ids=[category.id for category in found])
    if owned:
        db.run(CLEAR_ASSETS, month=month, asset_ids=[one.id for one in owned])
    names = ", ".join([*(category.name for category in found), *(quote(o.asset) for o in owned)])
    return set_summary(
        db, month, [f"Cleared from {format_month(month)} on: {names}."], quiet_sum=not found
    )


def no_target_sentence(name: str) -> NotFound:
    """The refusal to clear what is not there."""
    return NotFound(
        f"{quote(name)} has no target then",
        "See the targets with: finally target list",
        code="TARGET_NOT_FOUND",
    )
