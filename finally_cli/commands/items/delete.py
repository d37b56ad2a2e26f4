"""Delete entries, each named by the beginning of its id."""

from decimal import Decimal

from finally_cli.commands.command import Terminal
from finally_cli.commands.items.add import describe_item
from finally_cli.commands.items.edit import find_item
from finally_cli.commands.items.kind import ItemKind, ItemRow
from finally_cli.model.money import format_money
from finally_cli.model.result import Result
from finally_cli.model.text import plural
from finally_cli.store.database import Database


def delete_items(
    db: Database, terminal: Terminal, kind: ItemKind[ItemRow], wanted: list[str]
) -> Result:
    """Delete entries, all of them or none."""
    found = {item.id: item for item in (find_item(db, kind, one) for one in wanted)}
    items = list(found.values())
    currency = db.user.base_currency
    if len(items) == 1:
        terminal.confirm(f"Delete {describe_item(items[0], kind, currency)}?")
    else:
        whole = format_money(sum((item.amount for item in items), Decimal(0)))
        terminal.confirm(f"Delete {len(items)} {kind.many}, {whole} {currency} in all?")
    rows = [row for item in items for row in db.all(kind.delete, id=item.id)]
    if len(rows) == 1:
        told = f"Deleted {describe_item(rows[0], kind, currency)}."
    else:
        told = f"Deleted {plural(len(rows), kind.noun, kind.many)}."
    return Result(
        kind.delete.row,
        rows,
        "Deleted",
        about={"currency": currency},
        sentences=[told],
    )
