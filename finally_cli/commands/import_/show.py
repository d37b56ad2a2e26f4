"""finally import show: what a file brought, and what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.import_.find import find_import
from finally_cli.model.kinds import Change, Code, Count, Day, Id, Remark
from finally_cli.model.money import format_exact
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

ImportId = Annotated[
    str, typer.Argument(metavar="ID", help="The beginning of its id: finally import list.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    """A row that the file brought first, and what it is in the books now.

    `amount` is in the account's sense: minus is out.
    """

    line: Count
    day: Day
    amount: Change
    text: str
    becomes: str
    decided_by: Code | None
    because: Remark | None
    id: Id


SHOW = Statement("import/show", RowShown)


@reads(paged=True)
def show(db: Database, id: ImportId) -> Result:  # noqa: A002  the word of the command line
    """Show the rows that a file brought, and what has become of each.

    Examples:
        finally import show 682fdaec
    """
    found = find_import(db, id)
    amounts = {"opening": found.opening, "closing": found.closing}
    days = {
        "first_day": found.first_day, "last_day": found.last_day, "closing_on": found.closing_on
    }  # fmt: skip
    return Result(
        RowShown,
        title=f"{found.file}, {found.source} ({found.currency})",
        about={
            "id": found.id,
            "source": found.source,
            "file": found.file,
            "format": found.format,
            "at": found.at,
            "currency": found.currency,
            **{name: day and day.isoformat() for name, day in days.items()},
            "rows_read": found.rows_read,
            **{
                name: None if amount is None else format_exact(amount)
                for name, amount in amounts.items()
            },
            "follows": found.follows,
        },
        stream=db.each(SHOW, import_id=found.id),
        nothing="The file brought no row that an earlier one had not.",
    )
