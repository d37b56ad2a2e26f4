"""Between the ends of which two months `report returns` measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.commands.report.networth_month import last_month
from finally_cli.commands.report.on_record import months_on_record, no_values
from finally_cli.model.kinds import Month
from finally_cli.model.month import in_order, shifted, this_month, written
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsOnRecord:
    """The months on record, and whether the last one asked for is among them."""

    oldest: Month
    newest: Month
    has_last: bool


RANGE = Statement("report/returns_range", MonthsOnRecord)


def resolve_range(db: Database, first: date | None, last: date | None) -> tuple[date, date]:
    """The first and the last month: those asked for, else all that are on record.

    The month before the first is where it is measured from; without --from that is the first one on
    record. Raises BadUsage for a range that ends before it begins, NotFound where there are no
    values to measure by.
    """
    in_order(first, last)
    found = db.one(RANGE, last=last)
    if found is None:
        last_month(db)  # says that the books are empty
        raise AssertionError("months with values are on record")
    end = last or found.newest
    if last is None and end > this_month() >= (first or found.oldest):
        end = last_month(db)  # by default nothing is still to come
    if not found.has_last:
        raise no_values(f"there are no values in {written(end)}", months_on_record(found))
    begin = max(first or shifted(found.oldest, 1), found.oldest)
    if first and first > end:
        raise no_values(f"there are no values from {written(first)} on", months_on_record(found))
    if begin > end:
        raise no_values(
            f"{written(end)} is the first month with values: nothing comes before it",
            "What was earned shows from one month to the next. Record another with:"
            f" finally snapshot add --month {written(shifted(end, 1))}"
            if found.newest == end
            else months_on_record(found),
        )
    return begin, end
