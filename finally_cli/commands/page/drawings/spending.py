"""What each category has cost month by month, as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from finally_cli.commands.page.drawings.most import Others, largest, others_name
from finally_cli.commands.report.spending import Spending
from finally_cli.model.drawing import Drawing, Figure, HeatMap, Line, Words
from finally_cli.model.month import format_month, format_months
from finally_cli.model.result import Result


def draw(result: Result) -> Drawing | None:
    """A cell for each category and month; None where nothing was spent."""
    rows = [row for row in result.rows if isinstance(row, Spending)]
    months: Sequence[date] = result.about["months"]  # type: ignore[assignment]
    if not any(any(row.amounts) for row in rows):
        return None
    named, others = largest(rows, lambda row: row.total)
    lines: list[Spending | Others] = [*named]
    if others:
        sums = [
            sum((row.amounts[place] for row in others), Decimal(0)) for place in range(len(months))
        ]
        lines.append(Others(name=others_name(len(others)), amounts=sums))
    cells = [
        Line(row.name, [Figure(row, "amounts", place) for place in range(len(months))])
        for row in lines
    ]
    return Drawing(HeatMap(months, cells), in_words(result, named, months), result)


def in_words(result: Result, rows: Sequence[Spending], months: Sequence[date]) -> Words:
    """What was spent, on what most, and the dearest month of one category."""
    whole, most = result.totals, max(rows, key=lambda row: row.total)
    words: list[str | Figure] = [f"{format_months(months[0], months[-1])}: "]
    if isinstance(whole, Spending):
        words += [Figure(whole, "total"), f" {result.about['currency']} was spent, "]
    words += [f"most on {most.name}, ", Figure(most, "total")]
    dearest, place = max(
        ((row, place) for row in rows for place in range(len(months))),
        key=lambda cell: cell[0].amounts[cell[1]],
    )
    return [
        *words, f". The most in one month was {dearest.name} in {format_month(months[place])}, ",
        Figure(dearest, "amounts", place), ".",
    ]  # fmt: skip
