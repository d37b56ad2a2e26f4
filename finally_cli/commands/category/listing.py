"""finally category list: what an asset, a debt, income or an expense can be sorted into."""

from __future__ import annotations

from finally_cli.commands.category.finding import (
    LIST,
    CategoryListed,
    KindOption,
)
from finally_cli.commands.wiring import reads
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database


@reads
def list_(db: Database, kind: KindOption = None) -> Sheet:
    """List categories, built in and your own."""
    return Sheet(CategoryListed, db.all(LIST, kind=kind), "Categories")
