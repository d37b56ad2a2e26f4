"""The newest market cap of an asset, which the asset itself shows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from finally_cli.model.kinds import Id
from finally_cli.model.month import next_month
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetId:
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAsset:
    asset: str


LOCK = Statement("marketcap/lock", AssetId)
SHOW_NEWEST = Statement("marketcap/show_newest", ShownAsset)


@contextmanager
def lock_market_caps(db: Database, asset_ids: list[str]) -> Iterator[None]:
    """Change market caps of these assets, and have the assets show the newest that there is then.

    Nobody else changes them in between: of two commands that write different months at once, the
    second would otherwise not see the first one's, and might show its own although it is older.
    """
    db.run(LOCK, asset_ids=asset_ids)
    yield
    db.run(SHOW_NEWEST, asset_ids=asset_ids, last=next_month())
