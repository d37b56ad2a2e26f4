"""A month that is far ahead is asked about before anything is recorded in it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from finally_cli.model.month import format_month, next_month, this_month


class Asking(Protocol):
    """What asks a person, and raises where the answer is no."""

    def confirm(self, question: str) -> None: ...


def confirm_month(terminal: Asking, month: date | None) -> None:
    """Asks before something is recorded in a month after the next, which most often is a slip.

    Raises what `terminal.confirm` does.
    """
    now = this_month()
    if month is not None and month > now and month.replace(day=1) > next_month():
        ahead = 12 * (month.year - now.year) + month.month - now.month
        terminal.confirm(f"Record it for {format_month(month)}, which is {ahead} months ahead?")
