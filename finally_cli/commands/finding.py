"""From what a person typed to the one asset it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Id, Money, Month
from finally_cli.model.text import listed, nearest, quoted
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAsset:
    """An asset with its last value, which is negative for a debt."""

    id: Id
    asset: str
    category: str
    kind: str
    currency: str
    closed_on: Month | None
    last_month: Month | None
    last_value: Money | None
    is_named: bool

    @property
    def is_debt(self) -> bool:
        return self.kind == "liability"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetName:
    asset: str


FIND = Statement("asset/find", FoundAsset)
NAMES = Statement("asset/names", AssetName)


def find_asset(db: Database, wanted: str) -> FoundAsset:
    """The asset of that name, or whose id begins so.

    Raises NotFound with the nearest names, or when an id's beginning fits several.
    """
    found = db.all(FIND, wanted=wanted.strip())
    if found and (found[0].is_named or len(found) == 1):
        return found[0]
    if found:
        raise NotFound(
            f"{quoted(wanted)} fits several assets: {listed([row.asset for row in found])}",
            "Type more of the id, or the name.",
            code="ASSET_AMBIGUOUS",
        )
    raise no_such_asset(db, wanted)


def no_such_asset(db: Database, wanted: str) -> NotFound:
    """The refusal of an unknown asset, with the names most like it."""
    close = nearest(wanted, [row.asset for row in db.all(NAMES)])
    hint = f"Did you mean {listed(close)}? " if close else ""
    return NotFound(
        f"there is no asset named {quoted(wanted)}",
        f"{hint}See them all with: finally asset list --all",
        code="ASSET_NOT_FOUND",
    )
