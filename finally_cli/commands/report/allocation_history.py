"""The mix of assets through time: a share for each category and month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.report.allocation_month import mix_totals
from finally_cli.commands.report.mix import drift_base, drift_base_notes
from finally_cli.model.kinds import CategoryName, Code, Portion, Shares
from finally_cli.model.month import each_month, shifted, written
from finally_cli.model.sheet import Chart, Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class MixHistory:
    """A category's share of all assets in each month, null where that has no values, and its target
    in the last, of what `about` says."""

    category: Code
    name: CategoryName
    target: Portion | None
    shares: Shares


HISTORY = Statement("report/allocation_history", MixHistory)


def allocation_history(db: Database, last: date, months: int, *, chart: bool) -> Sheet:
    """The shares of the months up to the last. Raises NotFound where that has no values."""
    totals = mix_totals(db, last)
    first = shifted(last, 1 - months)
    rows = db.all(HISTORY, first=first, last=last)
    kept = each_month(first, last)
    while len(kept) > 1 and all(row.shares[-len(kept)] is None for row in rows):
        kept.pop(0)  # months before the books begin
    cut = [
        MixHistory(
            category=row.category, name=row.name, target=row.target, shares=row.shares[-len(kept) :]
        )
        for row in rows
    ]
    return Sheet(
        MixHistory,
        cut,
        f"Allocation by month, to {written(last)}",
        about={
            "months": kept,
            "currency": db.user.base_currency,
            "within": drift_base(totals.target),
        },
        notes=drift_base_notes(totals.target, totals.untargeted),
        chart=mix_chart(cut, kept) if chart else None,
    )


def mix_chart(rows: list[MixHistory], months: list[date]) -> Chart:
    """A line for each category that has ever held something, over the months with values."""
    held = [row for row in rows if any(row.shares)]
    known = [
        place for place in range(len(months)) if all(row.shares[place] is not None for row in held)
    ]
    return Chart(
        [months[place] for place in known],
        {
            row.name: [share for place in known if (share := row.shares[place]) is not None]
            for row in held
        },
        in_percent=True,
    )
