"""A report of the user's own, as its header says: as lines, as bars, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from finally_cli.model.drawing import Bar, Bars, Drawing, Figure, Line, Lines, Words
from finally_cli.model.kinds import kinds_of
from finally_cli.model.month import each_month, format_month
from finally_cli.model.report_chart import DrawnColumns, drawn_columns
from finally_cli.model.result import Result
from finally_cli.output.columns import heading

MOST_LINES, MOST_BARS, MOST_SAID = 8, 30, 3
Points = dict[date, object]  # the row of each month or day


def draw(result: Result) -> Drawing | None:
    """The chart that its header asks for; None for a table, and where the rows make none."""
    columns = drawn_columns(kinds_of(result.row_type))
    if result.drawn == "line" and columns.time and columns.figures:
        return draw_lines(result, columns, columns.time)
    if result.drawn == "bar" and columns.figures:
        return draw_bars(result, columns)
    return None


def draw_lines(result: Result, columns: DrawnColumns, time: str) -> Drawing | None:
    """A line for each column of figures, or for each text; None where a month has two rows."""
    found: list[tuple[str, str, Points]] = []  # the name of a line, its figures, its points
    rows = [row for row in result.rows if isinstance(getattr(row, time), date)]
    if columns.text is None:
        found = [
            (heading(field), field, points)
            for field in columns.figures
            if (points := points_of(rows, time)) is not None
        ]
    else:
        for name in dict.fromkeys(getattr(row, columns.text) for row in rows):
            own = [row for row in rows if getattr(row, columns.text) == name]
            points = points_of(own, time)
            if points is None:
                return None
            found.append((told(name), columns.figures[0], points))
    drawn = [one for one in found if any(known(row, one[1]) for row in one[2].values())]
    if not drawn:
        return None
    count = len(drawn)
    drawn = sorted(drawn, key=weight, reverse=True)[:MOST_LINES] if count > MOST_LINES else drawn
    times = sorted({when for _, _, points in drawn for when in points})
    is_of_months = kinds_of(result.row_type)[time] == "month"
    axis = each_month(times[0], times[-1]) if is_of_months else times
    lines = [
        Line(name, [figure_at(points.get(when), field) for when in axis])
        for name, field, points in drawn
    ]
    labels = list(axis) if is_of_months else [when.isoformat() for when in axis]
    said = [format_month(when) if is_of_months else when.isoformat() for when in axis]
    words = [f"From {said[0]} to {said[-1]}: ", *in_words(lines, count)]
    return Drawing(Lines(labels, lines), words, result)


def points_of(rows: Sequence[object], time: str) -> Points | None:
    """The row of each month or day; None where one has two."""
    points = {getattr(row, time): row for row in rows}
    return points if len(points) == len(rows) else None


def figure_at(row: object, field: str) -> Figure | None:
    """The figure of a row, if it has one."""
    return Figure(row, field) if row is not None and known(row, field) else None


def known(row: object, field: str) -> bool:
    """Whether a row has a number there; a server's NaN comes as a text."""
    return isinstance(getattr(row, field), Decimal | int)


def weight(line: tuple[str, str, Points]) -> Decimal:
    """How much there is to see of a line."""
    _, field, points = line
    return sum(
        (abs(Decimal(getattr(row, field))) for row in points.values() if known(row, field)),
        Decimal(0),
    )


def told(name: object) -> str:
    """A text of a row; a dash where there is none."""
    return "–" if name is None else str(name)


def draw_bars(result: Result, columns: DrawnColumns) -> Drawing | None:
    """A bar for each row that has a figure, as many as can be read."""
    field, label = columns.figures[0], columns.text or columns.time
    rows = [row for row in result.rows if known(row, field)]
    bars = [bar_of(label_of(row, label, result), Figure(row, field)) for row in rows[:MOST_BARS]]
    if not bars:
        return None
    words: list[str | Figure] = []
    for bar in bars[:MOST_SAID]:
        words += [", " if words else f"{heading(field)}: ", f"{bar.name} ", *bar.said]
    rest = len(rows) - min(len(rows), MOST_SAID)
    words.append(f", and {rest:,} more." if rest else ".")
    if len(rows) > MOST_BARS:
        words.append(f" The first {MOST_BARS} are drawn.")
    return Drawing(Bars(bars), words, result)


def bar_of(name: str, figure: Figure) -> Bar:
    """A bar with its figure beside it; what is below nought has another colour, too."""
    return Bar(name, figure, [figure], look="owed" if getattr(*figure[:2]) < 0 else "plain")


def label_of(row: object, label: str | None, result: Result) -> str:
    """What a bar is called by."""
    if label is None:
        return ""
    value = getattr(row, label)
    if isinstance(value, date):
        is_month = kinds_of(result.row_type)[label] == "month"
        return format_month(value) if is_month else value.isoformat()
    return told(value)


def in_words(lines: Sequence[Line], count: int) -> Iterator[str | Figure]:
    """Where the first few lines begin and end, and how many are not drawn."""
    said: list[Words] = []
    for line in lines[:MOST_SAID]:
        figures = [figure for figure in line.figures if figure is not None]
        said.append([f"{line.name} from ", figures[0], " to ", figures[-1]])
    for place, words in enumerate(said):
        yield from ["; "] if place else []
        yield from words
    more = len(lines) - len(said)
    yield f"; and {more} more." if more else "."
    if count > len(lines):
        yield f" The {len(lines)} largest of {count} are drawn."
