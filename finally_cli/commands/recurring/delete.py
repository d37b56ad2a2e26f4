"""finally recurring delete: what was posted stays as it is."""

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.recurring.arguments import IdArgument
from finally_cli.commands.recurring.item import Recurring, describe_recurring, find_recurring
from finally_cli.model.errors import Conflict
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

DELETE = Statement("recurring/delete", Recurring)


@writes(destroys=True)
def delete(
    db: Database,
    terminal: Terminal,
    id: IdArgument,  # noqa: A002  the word of the command line
) -> Result:
    """Delete what comes back; what it has posted stays.

    Examples:
        finally recurring delete 97575c86
    """
    found = find_recurring(db, id)
    currency = db.user.base_currency
    terminal.confirm(f"Delete {describe_recurring(found, currency)}?")
    try:
        rows = db.all(DELETE, id=found.id)
    except Conflict as refused:
        if refused.code == "MONTH_CLOSED":
            refused.hint = f"Let it be due no more: finally recurring stop {found.id[:8]}"
        raise
    return Result(
        Recurring,
        rows,
        "Deleted",
        about={"currency": currency},
        sentences=[
            f"Deleted {describe_recurring(row, currency)}; what it has posted stays."
            for row in rows
        ],
    )
