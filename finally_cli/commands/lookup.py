"""Assets and categories by what a person types: a name, a code, or the beginning of an id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from finally_cli.model.categories import (
    Categories,
    CategoryKind,
    CategoryListed,
    ambiguous,
    find_categories,
    nearest_paths,
)
from finally_cli.model.errors import Denied, NotFound, Refused
from finally_cli.model.ids import id_range
from finally_cli.model.kinds import Id, Kind, Moment, Money, Month
from finally_cli.model.text import did_you_mean, or_list, quote, suggestions
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAsset:
    """An asset with its last value, which is negative for a debt."""

    id: Id
    asset: str
    category: str
    kind: str
    currency: str
    kept_by: str
    closed_on: Month | None
    last_month: Month | None
    last_value: Money | None
    is_named: bool

    @property
    def is_by_quantity(self) -> bool:
        return self.kept_by == "quantity"

    @property
    def is_debt(self) -> bool:
        return self.kind == "liability"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetName:
    asset: str


Row = TypeVar("Row")


def find_by_id(db: Database, statement: Statement[Row], wanted: str) -> list[Row]:
    """The rows whose id begins so; none for what cannot be the beginning of an id."""
    between = id_range(wanted)
    return db.all(statement, first_id=between[0], last_id=between[1]) if between else []


def refuse_several(
    found: Sequence[object],
    wanted: str,
    many: str,
    hint: str = "Type more of the id.",
    code: str = "ID_AMBIGUOUS",
) -> None:
    """Raises NotFound where what a person typed fits more than one."""
    if len(found) > 1:
        raise NotFound(f"{quote(wanted)} fits several {many}", hint, code=code)


FIND_ASSETS = Statement("asset/find", FoundAsset)
ASSET_NAMES = Statement("asset/names", AssetName)


def find_asset(db: Database, wanted: str) -> FoundAsset:
    """The asset of that name, or whose id begins so.

    Raises NotFound with the nearest names, or when an id's beginning fits several.
    """
    found = db.all(FIND_ASSETS, wanted=wanted.strip())
    if found and found[0].is_named:
        return found[0]
    if not found:
        raise no_such_asset(db, wanted)
    names = or_list([row.asset for row in found])
    hint = "Type more of the id, or the name."
    refuse_several(found, wanted, f"assets: {names}", hint, "ASSET_AMBIGUOUS")
    return found[0]


def no_such_asset(db: Database, wanted: str) -> NotFound:
    """The refusal of an unknown asset, with the names most like it."""
    close = did_you_mean(suggestions(wanted, [row.asset for row in db.all(ASSET_NAMES)]))
    return NotFound(
        f"there is no asset named {quote(wanted)}",
        f"{close}See them all with: finally asset list --all",
        code="ASSET_NOT_FOUND",
    )


CATEGORIES = Statement("category/list", CategoryListed)


def categories_of(db: Database, kind: str) -> Categories:
    """All that income, or an expense, can go into."""
    return Categories(kind, db.all(CATEGORIES, kind=kind))


def no_such_category(db: Database, wanted: str, kinds: tuple[str, ...] = ()) -> NotFound:
    """The refusal of an unknown category, with those most like it."""
    rows = [row for row in db.all(CATEGORIES, kind=None) if not kinds or row.kind in kinds]
    hint = did_you_mean(nearest_paths(wanted, rows))
    kind = f" --kind {kinds[0]}" if len(kinds) == 1 else ""
    return NotFound(
        f"there is no category {quote(wanted)}",
        f"{hint}See them all with: finally category list{kind}",
        code="CATEGORY_NOT_FOUND",
    )


def find_own(db: Database, wanted: str, kind: CategoryKind | None) -> CategoryListed:
    """The user's own category, or subcategory, of that code, else of that name, else of that id.

    Raises NotFound, and Refused for a built-in category, which nobody changes.
    """
    rows = find_categories(db.all(CATEGORIES, kind=kind), wanted)
    if not rows:
        raise no_such_category(db, wanted, (kind,) if kind else ())
    own = [row for row in rows if row.own]
    if not own:
        built_in = rows[0]
        name = f"{built_in.category}/NAME" if built_in.subcategory else "NAME"
        raise Refused(
            f"{quote(built_in.path)} is built in and cannot be changed",
            f"Add one of your own: finally category add {name} --kind {built_in.kind}",
            code="CATEGORY_BUILT_IN",
        )
    if len(own) > 1:
        raise ambiguous(wanted, own)
    return own[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFound:
    """One event; `undone` when its effect has been taken back."""

    at: str
    type: str
    command: str | None
    actor: str | None
    undone: bool
    undoes: Id | None
    sequence: int | None
    id: Id

    @property
    def summary(self) -> str:
        """It in a few words, with its id."""
        return f"{self.command or self.type} ({self.id[:8]})"


def refuse_audit_reader(db: Database) -> None:
    """Raises Denied where the books are another's: what they did is not lent with them."""
    if db.user.is_reader:
        raise Denied(
            f"the audit of {quote(db.user.email)} is not shared with you",
            "Only their figures are. For your own, leave --user out.",
            code="AUDIT_NOT_SHARED",
        )


FIND_EVENTS = Statement("audit/find", EventFound)


def find_event(db: Database, wanted: str) -> EventFound:
    """The one event whose id begins so. Raises NotFound when none does, or several."""
    found = find_by_id(db, FIND_EVENTS, wanted)
    refuse_several(found, wanted, "events")
    if not found:
        raise NotFound(
            f"there is no event with the id {quote(wanted)}",
            "The ids stand in: finally audit list",
            code="EVENT_NOT_FOUND",
        )
    return found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventListed:
    """One event; `changes` counts the rows it added (+), changed (~) and deleted (-)."""

    at: Moment
    type: Annotated[str, Kind("text", "What")]
    command: str | None
    changes: Annotated[str, Kind("text", spare=1)]
    actor: Annotated[str | None, Kind("code")]
    undone: bool
    undoes: Id | None
    sequence: Annotated[int | None, Kind("code")]
    id: Annotated[str, Kind("id")]  # to undo it by, however narrow it is


LIST_EVENTS = Statement("audit/list", EventListed)
