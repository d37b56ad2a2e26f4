"""Between the ends of which two months `report explain` looks for what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.report.networth_month import last_month
from finally_cli.commands.report.on_record import months_on_record, no_values
from finally_cli.model.kinds import Month
from finally_cli.model.month import one_or_range, shifted, this_month, written
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The months asked for, and the nearest that hold values."""

    before: Month
    last: Month
    before_kept: Month | None
    last_kept: Month | None
    oldest: Month
    newest: Month


RANGE = Statement("report/explain_range", Ends)


def compare_months(
    db: Database, month: date | None, first: date | None, last: date | None
) -> tuple[date, date]:
    """The month whose end is compared with, and the month at whose end the change is complete.

    Without options those are the newest month with values and the one before it. Raises BadUsage
    for options that do not go together, NotFound where one of the two months has no values.
    """
    first, last = one_or_range(month, first, last)
    ends = db.one(RANGE, first=first, last=last)
    if ends is None:
        last_month(db)  # says that the books are empty
        raise AssertionError("months with values are on record")
    if last is None and ends.last > this_month() >= (first or ends.oldest):
        newest = last_month(db)  # by default nothing is still to come
        ends = db.one(RANGE, first=first or newest, last=newest) or ends
    if ends.last_kept != ends.last:
        raise no_values(f"there are no values in {written(ends.last)}", months_on_record(ends))
    if first and ends.before >= ends.last:
        raise no_values(f"there are no values from {written(first)} on", months_on_record(ends))
    if ends.before == ends.last:
        raise no_values(
            f"{written(ends.last)} is the first month with values: nothing comes before it",
            months_on_record(ends),
        )
    if ends.before_kept != ends.before:
        raise no_values(
            f"there are no values in {written(ends.before)}, which {written(ends.last)} is"
            " compared with",
            compare_since(ends),
        )
    return ends.before, ends.last


def compare_since(ends: Ends) -> str:
    """A month to compare with instead, and the command that does it."""
    other = ends.before_kept or ends.oldest
    if other >= ends.last:
        return f"The first month with values is {written(ends.oldest)}."
    return (
        f"{written(other)} has values: finally report explain"
        f" --from {written(shifted(other, 1))} --to {written(ends.last)}"
    )
