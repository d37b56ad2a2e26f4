"""finally snapshot delete: one value, named by asset and month or by its id."""

from dataclasses import dataclass

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.options import MonthOption
from finally_cli.commands.snapshot.lookup import GET, Which, find_snapshot, no_such_value
from finally_cli.model.kinds import Money, Month
from finally_cli.model.money import format_sum
from finally_cli.model.month import format_month
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDeleted:
    month: Month
    value: Money


DELETE = Statement("snapshot/delete", SnapshotDeleted)


@writes(destroys=True)
def delete(db: Database, terminal: Terminal, which: Which, month: MonthOption = None) -> Result:
    """Delete the value of one asset in one month.

    Examples:
        finally snapshot delete Wine --month 2026-09
    """
    asset, of_month = find_snapshot(db, which, month)
    before = db.one(GET, id=asset.id, month=of_month)
    if before is None:
        raise no_such_value(asset, of_month)
    terminal.confirm(
        f"Delete the value of {quote(asset.asset)} in {format_month(of_month)},"
        f" {format_sum(before.value, db.user.base_currency)}?"
    )
    rows = db.all(DELETE, id=asset.id, month=of_month)
    return Result(
        SnapshotDeleted,
        rows,
        "Deleted",
        {"asset": asset.asset, "currency": db.user.base_currency},
        sentences=[deletion_sentence(asset.asset, row, db.user.base_currency) for row in rows],
    )


def deletion_sentence(asset: str, row: SnapshotDeleted, currency: str) -> str:
    """What was deleted, in words."""
    return (
        f"Deleted the value of {quote(asset)} in {format_month(row.month)},"
        f" which was {format_sum(row.value, currency)}."
    )
