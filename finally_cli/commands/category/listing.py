"""finally category list: what an asset, a debt, income or an expense can be sorted into."""

from __future__ import annotations

from finally_cli.commands.category.finding import LIST, KindOption
from finally_cli.commands.wiring import reads
from finally_cli.model.categories import CategoryListed
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database


@reads
def list_(db: Database, kind: KindOption = None) -> Sheet:
    """List categories and subcategories, built in and your own."""
    return Sheet(CategoryListed, db.all(LIST, kind=kind), "Categories")
