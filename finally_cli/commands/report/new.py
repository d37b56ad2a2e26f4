"""finally report new: a report of one's own to start from, which works as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import configures
from finally_cli.commands.report import is_reportable
from finally_cli.model.errors import BadUsage, Conflict
from finally_cli.model.report_file import NAME, NAME_HINT
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.settings.report_folder import write_report

TEMPLATE = """\
-- report/{name}
-- What each category has cost in a month, the dearest first.
--
-- param  user_id   uuid
-- param  month     month
-- param  at_least  money=0   leave out what has cost less
-- row    category  text
-- row    amount    money
-- row    share     share?    of all that was spent; null where that is nothing
-- chart  bar
WITH spent AS (
    SELECT
        expense_categories.name AS category,
        sum(expense_items.amount) AS amount
    FROM expense_items
    JOIN expense_categories ON expense_categories.id = expense_items.category_id
    WHERE
        expense_items.user_id = %(user_id)s::uuid
        AND expense_items.year = year_of(%(month)s::date)
        AND expense_items.month = month_of(%(month)s::date)
    GROUP BY expense_categories.id, expense_categories.name
)
SELECT
    spent.category,
    spent.amount,
    share_of(spent.amount, (SELECT sum(spent.amount) FROM spent)) AS share
FROM spent
WHERE spent.amount >= %(at_least)s::numeric
ORDER BY spent.amount DESC, spent.category;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWritten:
    """A report of the user's own, and where its file is."""

    report: str
    path: str


@configures
def new(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="What it is called by: finally report NAME.")
    ],
) -> Result:
    """Write a report of your own, to start from.

    It is a file of SQL, which you edit; its header says what its options and columns are.

    Examples:
        finally report new dining
    """
    if not re.fullmatch(NAME, name):
        raise BadUsage(f"{quote(name)} cannot name a report", NAME_HINT)
    if not is_reportable(name):
        raise Conflict(
            f"the program has a {name} among its reports",
            f"Choose another name, such as: finally report new my-{name}",
            code="REPORT_NAME_TAKEN",
        )
    path = str(write_report(name, TEMPLATE.format(name=name)))
    return Result(
        ReportWritten,
        [ReportWritten(report=name, path=path)],
        "Written",
        sentences=[f"Wrote {path}.", f"Edit it, and ask it with: finally report {name}"],
    )
