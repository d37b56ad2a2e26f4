"""Months with their year, as headings and cells of other programs have them."""

from __future__ import annotations

import re

from finally_cli.model.errors import BadUsage
from finally_cli.model.month import parse_month

DATES = r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}\.\.)?([0-9]{4}-[0-9]{2})-[0-9]{2}"


def month_of_heading(heading: str) -> str | None:
    """The first day of the month that a column is of; None for what is no month of a year.

    >>> [month_of_heading(text) for text in ("2026-01", "2026-01-31", "Jan 2026", "Jan")]
    ['2026-01-01', '2026-01-01', '2026-01-01', None]
    >>> month_of_heading("2025-12-01..2025-12-31"), month_of_heading("2026Q1")
    ('2025-12-01', None)
    """
    typed = heading.strip()
    if found := re.fullmatch(DATES, typed):
        typed = found[1]
    if not re.search("[0-9]{4}", typed):
        return None
    try:
        return parse_month(typed).isoformat()
    except BadUsage:
        return None
