"""What a rule makes of a row: a category, nothing, a transfer, or money put into an asset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.lookup import CATEGORIES, find_asset, no_such_category
from finally_cli.model.categories import Categories, Chosen, find_categories
from finally_cli.model.errors import BadUsage, Conflict, NotFound
from finally_cli.model.month import format_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.text import quote
from finally_cli.store.database import Database

SIDES = ("income", "expense")
SIDE = ":"  # income:OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What a row becomes; only the ids that the action needs are there."""

    action: str
    income_category_id: str | None = None
    expense_category_id: str | None = None
    subcategory_id: str | None = None
    asset_id: str | None = None


def choose_action(
    db: Database,
    category: str | None,
    sub: str | None,
    *,
    ignore: bool,
    transfer: bool,
    contribution: str | None,
) -> Action | None:
    """The action that was named; None where none was. Raises BadUsage for several."""
    if sum((category is not None, ignore, transfer, contribution is not None)) > 1:
        raise BadUsage(
            "a rule makes one thing of a row",
            "Choose one of --category, --ignore, --transfer and --contribution.",
        )
    if sub is not None and category is None:
        raise BadUsage("--sub names a part of a category", "Say which with --category.")
    if category is not None:
        return into_category(choose_of_either_side(db, category, sub))
    if contribution is not None:
        asset = find_asset(db, contribution)
        if asset.closed_on is not None:
            raise Conflict(
                f"{quote(asset.asset)} has been closed since {format_month(asset.closed_on)}",
                f"To open it again: finally asset reopen {quote(asset.asset)}",
                code="ASSET_CLOSED",
            )
        return Action(action="contribution", asset_id=asset.id)
    if ignore or transfer:
        return Action(action="ignore" if ignore else "transfer")
    return None


def into_category(chosen: Chosen) -> Action:
    """That a row goes into a category, whose kind says on which side."""
    is_income = chosen.category.kind == "income"
    return Action(
        action="category",
        income_category_id=chosen.category_id if is_income else None,
        expense_category_id=None if is_income else chosen.category_id,
        subcategory_id=chosen.subcategory_id,
    )


def choose_of_either_side(
    db: Database,
    wanted: str,
    sub: str | None = None,
    *,
    month: date | None = None,
    option: str = "--category ",
) -> Chosen:
    """A category of income or of expenses that is open in a month, or now, by code, name or id.

    `option` is what stands before a category where it is typed.

    `income:OTHER` and `expense:OTHER` say the side of a word that both have; only expenses have
    subcategories. Raises NotFound, also where it could be of either, and Conflict where closed.
    """
    side, colon, word = wanted.partition(SIDE)
    kinds: tuple[str, ...] = SIDES
    if colon and side.strip().lower() in SIDES:
        kinds, wanted = (side.strip().lower(),), word
    if sub is not None:
        kinds = ("expense",)
    rows = [row for row in db.all(CATEGORIES, kind=None) if row.kind in kinds]
    fits = find_categories(rows, wanted)
    if not fits:
        raise no_such_category(db, wanted, kinds)
    sides = sorted({row.kind for row in fits}, reverse=True)
    if len(sides) > 1:
        typed = [
            f"{option}{kind}{SIDE}{next(r for r in fits if r.kind == kind).path}" for kind in sides
        ]
        raise NotFound(
            f"{quote(wanted)} is a category of income and one of expenses",
            f"Say which: {' or '.join(typed)}",
            code="CATEGORY_AMBIGUOUS",
        )
    return Categories(sides[0], rows).choose(
        wanted, sub, month or current_month(db.user.month_begins)
    )
