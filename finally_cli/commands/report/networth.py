"""finally report networth: what a person owns less what they owe, and how it changed."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands.arguments import FromOption, MonthsOption, PeriodOption, ToOption
from finally_cli.commands.report.networth_month import By, last_month, networth_of_month
from finally_cli.commands.wiring import reads
from finally_cli.model.errors import BadUsage
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database


@reads
def networth(
    db: Database,
    month: PeriodOption = None,
    by: Annotated[
        By, typer.Option("--by", help="A row for each category, or each asset.")
    ] = By.CATEGORY,
    months: MonthsOption = None,
    first: FromOption = None,
    last: ToOption = None,
    chart: Annotated[bool, typer.Option("--chart", help="Draw the months as a line.")] = False,
) -> Sheet:
    """Show net worth in a month, or month by month."""
    if months or first or last or chart:
        if month or by is not By.CATEGORY:
            raise BadUsage(
                "--month and --by show one month; --months, --from, --to and --chart a history",
                "Leave one or the other out.",
            )
        if months and first and last:
            raise BadUsage("--months goes with --from or --to, not with both", "Leave one out.")
        from finally_cli.commands.report.networth_history import networth_history

        return networth_history(db, months, first, last, chart=chart)
    return networth_of_month(db, month or last_month(db), by)
