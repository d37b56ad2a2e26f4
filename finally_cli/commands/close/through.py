"""Which months are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.model.errors import Conflict
from finally_cli.model.kinds import Month
from finally_cli.model.month import format_month
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedThrough:
    """The last month that is closed, with all before it; null while none is."""

    month: Month | None


THROUGH = Statement("close/through", ClosedThrough)


def is_closed(db: Database, month: date) -> bool:
    """Whether nothing in a month changes any more."""
    through = db.one(THROUGH)
    return through is not None and through.month is not None and month <= through.month


def refuse_closed(db: Database, month: date) -> None:
    """Raises Conflict where a month is closed: before anybody types what cannot be kept."""
    if is_closed(db, month):
        said = format_month(month)
        raise Conflict(
            f"{said} is closed",
            f"To change it: finally close reopen {said} --reason TEXT",
            code="MONTH_CLOSED",
            details={"month": said},
        )
