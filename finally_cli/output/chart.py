"""Lines over months, drawn in the terminal with the dots of Braille characters."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from finally_cli.model.apportioning import rounded
from finally_cli.model.month import written
from finally_cli.model.sheet import Chart

HEIGHT = 17  # rows; an amount stands beside every fourth
EMPTY = 0x2800  # the Braille character without a dot
DOTS = ((0x40, 0x80), (0x04, 0x20), (0x02, 0x10), (0x01, 0x08))  # a cell's, from below
PATTERNS = ("1", "1000", "11110000", "10000000")  # drawn through, dotted, dashed, sparse
MARKS = ("⠒⠒⠒⠒", "⠂⠂⠂⠂", "⠒⠒ ⠒⠒", "⠂ ⠂ ⠂")  # of them, in the legend
COLOURS = (36, 33, 35, 32, 34, 31)  # of ANSI: cyan, yellow, magenta, green, blue, red
Cells = dict[tuple[int, int], int]  # (row from below, column): dots


def as_chart(chart: Chart, *, colour: bool) -> str:
    """The chart as text, as wide as the terminal; without colour in a pipe.

    Months stand as far apart as they are in time; a line goes straight over those without values.
    """
    values = [value for series in chart.series.values() for value in series]
    low, high = min(values), max(values)
    labels = percentages(low, high) if chart.in_percent else amounts(low, high)
    margin = max(map(len, labels.values()))
    columns = max(20, min(shutil.get_terminal_size().columns, 160) - margin - 2)
    places = places_of(chart.months, columns)
    lines = [
        line_of(places, series, low, high, PATTERNS[number % len(PATTERNS)])
        for number, series in enumerate(chart.series.values())
    ]
    rows = [
        f"{labels.get(row, ''):>{margin}} │{drawn(lines, row, columns, colour=colour)}".rstrip()
        for row in reversed(range(HEIGHT))
    ]
    axis = f"{'':{margin}} └{'─' * columns}"
    months = f"{'':{margin}}  {ticks(chart.months, places, columns)}"
    named = [f"{'':{margin}}  {legend(list(chart.series), colour=colour)}"]
    return "\n".join([*rows, axis, months, *(named if len(lines) > 1 else [])])


def legend(names: Sequence[str], *, colour: bool) -> str:
    """Which line is which: the first is drawn through, the others have gaps of their own."""
    parts = []
    for number, name in enumerate(names):
        mark = MARKS[number % len(MARKS)]
        if colour:
            mark = f"\x1b[{COLOURS[number % len(COLOURS)]}m{mark}\x1b[0m"
        parts.append(f"{mark} {name}")
    return "   ".join(parts)


def amounts(low: Decimal, high: Decimal) -> dict[int, str]:
    """What stands beside the rows: whole amounts, evenly spread; one where all are the same."""
    if low == high:
        return {HEIGHT // 2: whole(low)}
    parts = (HEIGHT - 1) // 4
    return {4 * part: whole(low + (high - low) * part / parts) for part in range(parts + 1)}


def whole(amount: Decimal) -> str:
    """An amount without its decimals."""
    return f"{rounded(amount, Decimal(1)):,}"


def tenths(share: Decimal) -> str:
    """A share in percent, with one decimal."""
    return f"{rounded(share * 100, Decimal('0.1'))} %"


def percentages(low: Decimal, high: Decimal) -> dict[int, str]:
    """The same for shares, in tenths of a percent."""
    if low == high:
        return {HEIGHT // 2: tenths(low)}
    parts = (HEIGHT - 1) // 4
    return {4 * part: tenths(low + (high - low) * part / parts) for part in range(parts + 1)}


def places_of(months: Sequence[date], columns: int) -> list[int]:
    """The column of dots of each month."""
    counted = [month.year * 12 + month.month for month in months]
    whole = max(1, counted[-1] - counted[0])
    return [(count - counted[0]) * (2 * columns - 1) // whole for count in counted]


def line_of(
    places: list[int],
    values: Sequence[Decimal],
    low: Decimal,
    high: Decimal,
    pattern: str = "1",
) -> Cells:
    """The dots of one series, neighbours joined; the pattern says which of them are drawn."""
    span = (HEIGHT - 1) * 4
    heights = [
        2
        + (
            int(rounded((value - low) / (high - low) * span, Decimal(1)))
            if high > low
            else span // 2
        )
        for value in values
    ]
    cells: Cells = {}
    points = list(zip(places, heights, strict=True))
    for (x, y), (next_x, next_y) in zip(points, [*points[1:], points[-1]], strict=True):
        steps = max(1, next_x - x, abs(next_y - y))
        for step in range(steps + 1):
            if pattern[step % len(pattern)] == "0":
                continue
            column, row = x + (next_x - x) * step // steps, y + (next_y - y) * step // steps
            cell = row // 4, column // 2
            cells[cell] = cells.get(cell, 0) | DOTS[row % 4][column % 2]
    return cells


def drawn(lines: list[Cells], row: int, columns: int, *, colour: bool) -> str:
    """One row of all series; the first that has a dot in a cell gives it its colour."""
    text = ""
    for column in range(columns):
        here = [
            (index, line[row, column]) for index, line in enumerate(lines) if (row, column) in line
        ]
        if not here:
            text += " "
            continue
        dots = EMPTY
        for _, more in here:
            dots |= more
        mark = chr(dots)
        text += f"\x1b[{COLOURS[here[0][0] % len(COLOURS)]}m{mark}\x1b[0m" if colour else mark
    return text


def ticks(months: Sequence[date], places: list[int], columns: int) -> str:
    """The months under the axis, as many as stand apart."""
    text = ""
    for month, place in zip(months, places, strict=True):
        start = min(place // 2, columns - len(written(month)))
        if not text or start >= len(text) + 3:
            text = f"{text:{start}}{written(month)}"
    return text
