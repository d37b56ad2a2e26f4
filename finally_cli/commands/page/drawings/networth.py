"""Net worth over time, with what is owned and what is owed; or of a month, what it is made of."""

from __future__ import annotations

from finally_cli.commands.page.drawings.worth_parts import draw_parts
from finally_cli.commands.report.networth import AssetWorth, CategoryWorth, MonthWorth
from finally_cli.model.drawing import Drawing, Figure, Line, Lines, Role, Words
from finally_cli.model.month import format_month
from finally_cli.model.result import Result

# The fields of a month, with the name and the role of the line of each.
LINES: tuple[tuple[str, str, Role], ...] = (
    ("net_worth", "Net worth", "whole"),
    ("assets", "Assets", "owned"),
    ("debts", "Debts", "owed"),
)


def draw(result: Result) -> Drawing | None:
    """The history of net worth, or the parts of a month; None where fewer than two have values."""
    parts = [row for row in result.rows if isinstance(row, CategoryWorth | AssetWorth)]
    if parts:
        return draw_parts(result, parts)
    rows = [row for row in reversed(result.rows) if isinstance(row, MonthWorth)]
    known = [row for row in rows if row.net_worth is not None]
    if len(known) < 2:
        return None
    lines = [
        Line(
            name,
            [None if getattr(row, field) is None else Figure(row, field) for row in rows],
            role,
        )
        for field, name, role in LINES
        if role != "owed" or any(row.debts for row in known)
    ]
    return Drawing(Lines([row.month for row in rows], lines), in_words(known, result), result)


def in_words(known: list[MonthWorth], result: Result) -> Words:
    """Where it began, where it is, and where it was highest and lowest."""
    first, last = known[0], known[-1]
    highest = max(known, key=lambda row: row.net_worth or 0)
    lowest = min(known, key=lambda row: row.net_worth or 0)
    return [
        f"Net worth from {format_month(first.month)} to {format_month(last.month)}: from ",
        Figure(first, "net_worth"), " to ", Figure(last, "net_worth"),
        f" {result.about['currency']}. It was highest in {format_month(highest.month)}, at ",
        Figure(highest, "net_worth"), f", and lowest in {format_month(lowest.month)}, at ",
        Figure(lowest, "net_worth"), ".",
    ]  # fmt: skip
