"""finally snapshot delete: one value, named by asset and month or by its id."""

from dataclasses import dataclass

from finally_cli.commands.command import Talk, writes
from finally_cli.commands.options import MonthOption
from finally_cli.commands.snapshot.edit import GET, Which, find_snapshot, no_such_value
from finally_cli.model.kinds import Money, Month
from finally_cli.model.money import shown
from finally_cli.model.month import written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDeleted:
    month: Month
    value: Money


DELETE = Statement("snapshot/delete", SnapshotDeleted)


@writes(destroys=True)
def delete(db: Database, talk: Talk, which: Which, month: MonthOption = None) -> Sheet:
    """Delete the value of one asset in one month."""
    asset, of_month = find_snapshot(db, which, month)
    before = db.one(GET, id=asset.id, month=of_month)
    if before is None:
        raise no_such_value(asset, of_month)
    talk.confirm(
        f"Delete the value of {quoted(asset.asset)} in {written(of_month)}, {shown(before.value)}?"
    )
    rows = db.all(DELETE, id=asset.id, month=of_month)
    return Sheet(
        SnapshotDeleted,
        rows,
        "Deleted",
        {"asset": asset.asset, "currency": db.user.base_currency},
        sentences=[
            f"Deleted the value of {quoted(asset.asset)} in {written(of_month)},"
            f" which was {shown(before.value)}."
        ],
    )
