"""What a report says that is asked for months without values."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from finally_cli.model.errors import NotFound
from finally_cli.model.month import format_month


class OnRecord(Protocol):
    """The first and the last month with values."""

    @property
    def oldest(self) -> date: ...
    @property
    def newest(self) -> date: ...


def no_values(message: str, hint: str) -> NotFound:
    """The refusal of months that nothing can be measured by."""
    return NotFound(message, hint, code="NO_SNAPSHOTS")


def months_on_record(months: OnRecord) -> str:
    """Which months can be asked for."""
    if months.oldest == months.newest:
        return f"The only month with values is {format_month(months.oldest)}."
    return f"There are values from {format_month(months.oldest)} to {format_month(months.newest)}."
