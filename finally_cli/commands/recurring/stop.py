"""finally recurring stop: due no more from a month on."""

from finally_cli.commands.command import writes
from finally_cli.commands.options import PlanMonthOption
from finally_cli.commands.recurring.arguments import IdArgument
from finally_cli.commands.recurring.edit import Edit
from finally_cli.commands.recurring.item import Recurring, describe_recurring, find_recurring
from finally_cli.commands.recurring.terms import end_terms
from finally_cli.model.errors import Refused
from finally_cli.model.month import add_months, format_month, this_month
from finally_cli.model.result import Result
from finally_cli.store.database import Database


@writes
def stop(
    db: Database,
    id: IdArgument,  # noqa: A002  the word of the command line
    month: PlanMonthOption = None,
) -> Result:
    """Let it be due no more from a month on; what was posted stays.

    Examples:
        finally recurring stop 97575c86 --month 2027-01
    """
    since = month or this_month()
    before = find_recurring(db, id)
    if since <= before.first_month:
        raise Refused(
            f"it begins in {format_month(before.first_month)}, and would never be due",
            f"Delete it; what it has posted stays: finally recurring delete {before.id[:8]}",
            code="NEVER_DUE",
        )
    ended = before.last_month is not None and before.last_month < since
    ends = before.last_month if ended and before.last_month else add_months(since, -1)
    end_terms(db, before, ends)
    rows = Edit(last_month=ends).run(db, before.id)
    currency = db.user.base_currency
    was = "It had ended already:" if ended else "Stopped"
    return Result(
        Recurring,
        rows,
        "Stopped",
        about={"currency": currency},
        sentences=[f"{was} {describe_recurring(row, currency)}." for row in rows],
    )
