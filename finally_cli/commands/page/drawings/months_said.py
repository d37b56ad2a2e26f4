"""The month or the months that an answer is of, in words."""

from __future__ import annotations

from datetime import date

from finally_cli.model.month import format_month, format_months
from finally_cli.model.result import Result


def month_of(result: Result) -> str:
    """The month of an answer that is of one."""
    return format_month(of_about(result, "month"))


def months_of(result: Result) -> str:
    """The months of an answer that is of several: "2025-11 to 2026-10", or just the one."""
    return format_months(of_about(result, "first"), of_about(result, "last"))


def since(result: Result) -> str:
    """The same as the end of a sentence: "in 2026-10", "from 2025-11 to 2026-10"."""
    is_one = of_about(result, "first") == of_about(result, "last")
    return f"{'in' if is_one else 'from'} {months_of(result)}"


def of_about(result: Result, name: str) -> date:
    """A month that an answer says it is of."""
    found = result.about[name]
    assert isinstance(found, date)
    return found
