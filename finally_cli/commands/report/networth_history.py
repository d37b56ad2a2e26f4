"""Net worth month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.report.networth_month import last_month
from finally_cli.model.kinds import Change, Count, Growth, Money, Month, OneSide
from finally_cli.model.month import in_order, this_month, written
from finally_cli.model.sheet import Chart, Note, Sheet
from finally_cli.model.text import plural
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthWorth:
    """One month of the history; null where it holds no values."""

    month: Month
    assets: OneSide | None
    debts: OneSide | None
    net_worth: Money | None
    change: Change | None
    change_pct: Growth | None
    carried: Count
    missing: Count


HISTORY = Statement("report/networth_history", MonthWorth)


def networth_history(
    db: Database, months: int | None, first: date | None, last: date | None, *, chart: bool
) -> Sheet:
    """A row per month, newest first."""
    if first and months and not last:
        from finally_cli.model.month import shifted

        last = shifted(first, months - 1)
    in_order(first, last)
    asked = {"first": first, "last": last, "months": months or 12}
    rows = db.all(HISTORY, **asked, this_month=this_month())
    if not rows:
        newest = last_month(db)  # says so where there is nothing to show
        rows = db.all(HISTORY, **asked, this_month=newest)
    known = [row for row in reversed(rows) if row.net_worth is not None]
    missing = [row for row in rows if row.missing]
    return Sheet(
        MonthWorth,
        rows,
        f"Net worth by month ({db.user.base_currency})",
        about={"currency": db.user.base_currency},
        nothing="No values in these months.",
        notes=[
            Note(
                "MISSING",
                f"{plural(len(missing), 'month lacks', 'months lack')} the value of an asset.",
                way_to_fill(missing[0]),
            )
        ]
        if missing
        else [],
        chart=Chart(
            [row.month for row in known],
            {"net worth": [row.net_worth for row in known if row.net_worth is not None]},
        )
        if chart
        else None,
    )


def way_to_fill(row: MonthWorth) -> str:
    """The command that shows what a month lacks, or fills it where it lacks everything."""
    if row.net_worth is None:
        return f"finally snapshot carry --month {written(row.month)}"
    return f"finally report networth --month {written(row.month)}"
