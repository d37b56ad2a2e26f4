"""Lines over months, drawn in the terminal with the dots of Braille characters, or with letters."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from finally_cli.model.masking import masking
from finally_cli.model.month import format_month
from finally_cli.model.result import Chart
from finally_cli.model.rounding import round_to
from finally_cli.model.text import escape_controls
from finally_cli.output.axis import Scale, month_labels, month_positions, scale_of
from finally_cli.output.lines import cell_width
from finally_cli.output.screen import Screen

HEIGHT = 16  # rows above the lowest, about
WIDEST = 160
HALF = len("2026-10") // 2  # of a month, which stands below its tick
EMPTY = 0x2800  # the Braille character without a dot
DOTS = ((0x40, 0x80), (0x04, 0x20), (0x02, 0x10), (0x01, 0x08))  # a cell's, from below
PATTERNS = ("1", "1000", "11110000", "10000000")  # drawn through, dotted, dashed, sparse
MARKS = ("⠒⠒⠒⠒", "⠂⠂⠂⠂", "⠒⠒ ⠒⠒", "⠂ ⠂ ⠂")  # of them, in the legend
LETTERS = "*ox+#@%&"  # of the lines where there are no dots
COLOURS = ("cyan", "yellow", "magenta", "green", "blue", "red")
NOUGHT = "╌"
Cells = dict[tuple[int, int], int]  # (row from below, column): dots


def as_chart(chart: Chart, screen: Screen) -> str:
    """The chart as text, as wide as the terminal.

    Months stand as far apart as they are in time; a line goes straight over those without values.
    """
    factor = 100 if chart.in_percent else 1
    series = [[value * factor for value in values] for values in chart.series.values()]
    scale = scale_of(min(map(min, series)), max(map(max, series)))
    rows_a_step = max(3, HEIGHT // scale.steps)
    labels = {rows_a_step * number: label(tick, scale, in_percent=chart.in_percent)
              for number, tick in enumerate(scale.ticks)}  # fmt: skip
    margin = max(HALF, *map(len, labels.values()))
    width = screen.width or shutil.get_terminal_size().columns
    columns = max(10, min(width, WIDEST) - margin - 2 - HALF)
    places = month_positions(chart.months, 2 * columns)
    lines = [
        series_line(places, heights_of(values, scale, rows_a_step), pattern_of(number, screen))
        for number, values in enumerate(series)
    ]
    nought = next((row for row, tick in zip(labels, scale.ticks, strict=True) if not tick), None)
    rows = []
    for row in reversed(range(rows_a_step * scale.steps + 1)):
        edge = ("┼" if row in labels else "│") if row == nought else "┤" if row in labels else "│"
        blank = screen.draw(NOUGHT) if row == nought else " "
        drawn = drawn_row(lines, row, columns, blank, screen)
        rows.append(f"{labels.get(row, ''):>{margin}} {screen.draw(edge)}{drawn}".rstrip())
    axis = below = ""
    for column, month in month_labels(chart.months[0], chart.months[-1], columns, 2 * HALF + 1):
        axis = f"{axis:─<{column}}┬"
        below = f"{below:{margin + 2 + column - HALF}}{format_month(month)}"
    axis = screen.draw(f"{'':{margin}} └{axis:─<{columns}}")
    legend = legend_of(list(chart.series), screen, margin + 2, width) if len(lines) > 1 else []
    return "\n".join([*rows, axis, below, *legend])


def label(tick: Decimal, scale: Scale, *, in_percent: bool) -> str:
    """What stands beside a row, with as many decimals as all of them need; no masked amount."""
    if masking.on and not in_percent:
        return ""
    return f"{tick + 0:,.{scale.places}f}{' %' if in_percent else ''}"


def pattern_of(number: int, screen: Screen) -> str:
    """Which dots of a line are drawn, so that lines are told apart; letters do so by themselves."""
    return "1" if screen.plain else PATTERNS[number % len(PATTERNS)]


def legend_of(names: Sequence[str], screen: Screen, margin: int, width: int) -> list[str]:
    """Which line is which, in as many lines of text as it takes."""
    lines = [""]
    used = margin
    for number, name in enumerate(names):
        mark = LETTERS[number % len(LETTERS)] if screen.plain else MARKS[number % len(MARKS)]
        text = screen.encode(escape_controls(name))
        wide = len(mark) + 1 + cell_width(text)
        if lines[-1] and used + 3 + wide > width:
            lines.append("")
            used = margin
        between = "   " if lines[-1] else " " * margin
        used += wide + (3 if lines[-1] else 0)
        lines[-1] += f"{between}{screen.style(mark, colour_of(number))} {text}"
    return lines


def colour_of(number: int) -> str:
    """Of the series of that number, from nought."""
    return COLOURS[number % len(COLOURS)]


def heights_of(values: Sequence[Decimal], scale: Scale, rows_a_step: int) -> list[int]:
    """How many dots above the lowest each value stands; a tick is in the middle of its row."""
    return [
        2 + int(round_to((value - scale.low) / scale.step * rows_a_step * 4, Decimal(1)))
        for value in values
    ]


def series_line(places: Sequence[int], heights: Sequence[int], pattern: str = "1") -> Cells:
    """The dots of one series, neighbours joined; the pattern says which of them are drawn."""
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


def drawn_row(
    lines: Sequence[Mapping[tuple[int, int], int]],
    row: int,
    columns: int,
    blank: str,
    screen: Screen,
) -> str:
    """One row of all series; the first that has a dot in a cell gives it its colour, or letter."""
    marks: list[tuple[str, str]] = []  # the style of each cell, and what stands there
    for column in range(columns):
        here = [number for number, line in enumerate(lines) if (row, column) in line]
        if not here:
            marks.append(("dim" if blank.strip() else "", blank))
            continue
        dots = EMPTY
        for number in here:
            dots |= lines[number][row, column]
        mark = LETTERS[here[0] % len(LETTERS)] if screen.plain else chr(dots)
        marks.append((colour_of(here[0]), mark))
    return "".join(
        screen.style("".join(mark for _, mark in cells), style)
        for style, cells in groupby(marks, lambda cell: cell[0])
    )
