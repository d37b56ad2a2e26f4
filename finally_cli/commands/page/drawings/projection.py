"""Net worth ahead by each way, from where it stands, and what each way assumes."""

from __future__ import annotations

from collections.abc import Sequence

from finally_cli.commands.report.projection import ProjectionTotals
from finally_cli.commands.report.projection_ways import ProjectedMonth
from finally_cli.model.drawing import Drawing, Figure, Line, Lines, Words
from finally_cli.model.month import format_month
from finally_cli.model.result import Result

# The field of a month, the way's name, and the field of the totals that it goes on by.
WAYS = (
    ("line", "By average change", "average_change", " a month"),
    ("compound", "By growth", "growth_annual", " a year"),
    ("savings", "By savings", "average_savings", " a month"),
    ("plan", "By plan", "plan_savings", " a month"),
    ("plan_real", "In today's money", "inflation", " inflation a year"),
)


def draw(result: Result) -> Drawing | None:
    """A line for each way that there is, all from the same start."""
    rows = [row for row in result.rows if isinstance(row, ProjectedMonth)]
    totals = result.totals
    assert isinstance(totals, ProjectionTotals)
    start = Figure(totals, "net_worth")
    lines = [
        Line(name, [start, *figures_of(rows, field)], "ahead")
        for field, name, _, _ in WAYS
        if any(getattr(row, field) is not None for row in rows)
    ]
    if not lines:
        return None
    shape = Lines([totals.start, *(row.month for row in rows)], lines)
    return Drawing(shape, in_words(result, totals, rows), result)


def figures_of(rows: Sequence[ProjectedMonth], field: str) -> list[Figure | None]:
    """That way in each month; None from where it is too large to be one."""
    return [None if getattr(row, field) is None else Figure(row, field) for row in rows]


def in_words(result: Result, totals: ProjectionTotals, rows: Sequence[ProjectedMonth]) -> Words:
    """Where each way ends, and what it goes on by."""
    end = rows[-1]
    words: list[str | Figure] = [
        "From ", Figure(totals, "net_worth"), f" {result.about['currency']} in"
        f" {format_month(totals.start)}, net worth in {format_month(end.month)} would be:",
    ]  # fmt: skip
    told = [way for way in WAYS if getattr(end, way[0]) is not None]
    for place, (field, name, rate, unit) in enumerate(told):
        words += [f"{';' if place else ''} {name[0].lower()}{name[1:]} ", Figure(end, field)]
        if getattr(totals, rate) is not None:
            words += [" (", Figure(totals, rate), f"{unit})"]
    return [*words, "."]
