"""finally inbox unassign: bank rows back to the inbox, whatever they had become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.inbox.choice import RowId
from finally_cli.commands.inbox.rows import ENTRIES, find_rows, row_in_words
from finally_cli.commands.rule.delete import DELETE
from finally_cli.model.errors import Conflict
from finally_cli.model.kinds import Change, Code, Day, Id
from finally_cli.model.result import Result
from finally_cli.model.text import plural
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement

RowIds = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="The rows, by the beginnings of their ids."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """A bank row that waits again."""

    id: Id
    day: Day
    amount: Change
    currency: Code
    text: str


UNASSIGN = Statement("inbox/unassign", RowId)
PART = Statement("inbox/part", NoRows)


@writes(destroys=True)
def unassign(db: Database, terminal: Terminal, ids: RowIds) -> Result:
    """Take bank rows back to the inbox, and delete the entries that came of them.

    An entry that was there before its row stays, and is of no row again. The ids stand in `finally
    import show`.

    Examples:
        finally inbox unassign f392cb8e
    """
    rows = find_rows(db, ids)
    for row in rows:
        if row.decision == "waits":
            raise Conflict(
                f"{row_in_words(row)} waits already",
                "See it with: finally inbox",
                code="ROW_WAITS",
            )
    entries = db.all(ENTRIES, ids=[row.id for row in rows])
    what = row_in_words(rows[0]) if len(rows) == 1 else plural(len(rows), "bank row")
    came = f"; {plural(len(entries), 'entry', 'entries')} came of that" if entries else ""
    terminal.confirm(f"Take {what} back to the inbox{came}?")
    take_back(db, [row.id for row in rows])
    returned = [
        ReturnedRow(
            id=row.id, day=row.day, amount=row.amount, currency=row.currency, text=row.text
        )
        for row in rows
    ]  # fmt: skip
    wait = "waits" if len(rows) == 1 else "wait"
    what = row_in_words(rows[0]) if len(rows) == 1 else f"{len(rows):,} bank rows"
    return Result(ReturnedRow, returned, "Returned", sentences=[f"{what} {wait} again."])


def take_back(db: Database, ids: Sequence[str], rule_id: str | None = None) -> None:
    """Have rows wait again, and forget a rule that was added with what is taken back."""
    db.run(PART, ids=list(ids))
    db.all(UNASSIGN, ids=list(ids))
    if rule_id is not None:
        db.run(DELETE, id=rule_id)
