"""A set of targets: where one starts, what it held before, and what it holds now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from finally_cli.commands.lookup import CATEGORIES, FoundAsset, find_asset, no_such_category
from finally_cli.commands.options import month_option
from finally_cli.commands.targets.list import LIST, SPAN, TargetListed, targets_in_force
from finally_cli.model.categories import CategoryListed, match_categories
from finally_cli.model.errors import Conflict, Refused
from finally_cli.model.month import format_month
from finally_cli.model.percent import format_percent
from finally_cli.model.period import parse_planned
from finally_cli.model.text import quote
from finally_cli.store.statements import NoRows, Statement

if TYPE_CHECKING:
    from finally_cli.model.result import Result
    from finally_cli.store.database import Database

START_SET = Statement("targets/start_set", NoRows)
SHOW_NEWEST = Statement("targets/show_newest", NoRows)

SinceOption = Annotated[
    date | None,
    month_option(
        "--from", parse_planned, "The month from which on they hold; by default this one.", "MONTH"
    ),
]


@dataclass(frozen=True, slots=True)
class PreviousSet:
    """The targets that were in force before a change."""

    rows: Sequence[TargetListed]

    def of_category(self, category_id: str) -> Decimal | None:
        """A category's share of all assets."""
        return next(
            (row.target for row in self.rows if row.category_id == category_id and not row.asset),
            None,
        )

    def of_asset(self, asset: str) -> Decimal | None:
        """An asset's share of its category."""
        return next((row.share_of_category for row in self.rows if row.asset == asset), None)


def start_set(db: Database, month: date) -> PreviousSet:
    """Have a set of targets begin in a month; those that were in force in it until now."""
    before = PreviousSet(db.all(LIST, month=month))
    db.run(START_SET, month=month)
    return before


def set_summary(
    db: Database, month: date, sentences: list[str], *, quiet_sum: bool = False
) -> Result:
    """The whole set that begins in a month, told as what was changed and what it sums to."""
    db.run(SHOW_NEWEST)
    span = db.one(SPAN, month=month)
    assert span is not None  # it has just been begun
    result = targets_in_force(db, month, span)
    told = list(sentences)
    if not quiet_sum and span.sum == 1:
        told.append("The targets sum to 100 %.")
    elif not quiet_sum and result.rows:
        told += [note.message for note in result.notes]
    if span.next_month:
        told.append(f"They hold until {format_month(span.next_month)}, when the next set begins.")
    return replace(result, sentences=told)


def find_target_category(db: Database, wanted: str) -> CategoryListed:
    """The category of assets of that code, name or id. Raises NotFound, Refused for a debt's."""
    rows = [row for row in db.all(CATEGORIES, kind=None) if row.kind in ("asset", "liability")]
    fits = match_categories(rows, wanted)
    if not fits:
        raise no_such_category(db, wanted, ("asset",))
    if fits[0].kind == "liability":
        raise refuse_debt(fits[0].name)
    return fits[0]


def find_open_asset(db: Database, wanted: str, month: date) -> FoundAsset:
    """The asset of that name. Raises Refused for a debt, Conflict for one closed by that month."""
    found = find_asset(db, wanted)
    if found.is_debt:
        raise refuse_debt(found.asset)
    if found.closed_on is not None and found.closed_on <= month:
        raise Conflict(
            f"{quote(found.asset)} has been closed since {format_month(found.closed_on)}",
            f"Open it again with: finally asset reopen {found.id[:8]}",
            code="ASSET_CLOSED",
        )
    return found


def refuse_debt(name: str) -> Refused:
    """The refusal of a target for what is owed."""
    return Refused(
        f"{quote(name)} is a debt, which has no target share",
        "Targets are shares of what you own: finally category list --kind asset",
        code="TARGET_OF_A_DEBT",
    )


def previous_target(before: Decimal | None, now: Decimal) -> str:
    """What it was before, in brackets."""
    if before is None:
        return ""
    return " (as it was)" if before == now else f" (it was {format_percent(before)})"
