"""What a chart shows, taken from a report's answer: no number of its own, only where each stands.

A chart is drawn by a library in a browser. What it is drawn of, and what is read under the pointer,
are figures of the report, so that they cannot differ from its table.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from finally_cli.model.result import Result


class Figure(NamedTuple):
    """A value of a row, a closing line or the totals of a report, by the name of its field.

    `place` is that in a list; with `minus`, it is shown with the other sign.
    """

    row: object
    field: str
    place: int | None = None
    minus: bool = False


Role = Literal["whole", "owned", "owed", "other"]
Words = Sequence[str | Figure]  # a text, put together


class Line(NamedTuple):
    """A line over months; None where a month has no value. The role says how it looks."""

    name: str
    figures: Sequence[Figure | None]
    role: Role = "other"


class Lines(NamedTuple):
    """One line or several over the same months, the oldest first; or over days, as texts."""

    months: Sequence[date | str]
    lines: Sequence[Line]


class Step(NamedTuple):
    """A step of a waterfall: a change, or with `is_level` what is there before or after."""

    name: str
    amount: Figure
    is_level: bool = False


class Waterfall(NamedTuple):
    """How one level became another, in steps that sum to the difference."""

    steps: Sequence[Step]


class Bar(NamedTuple):
    """A bar, as long as a figure."""

    name: str
    figure: Figure


class Bars(NamedTuple):
    """A bar for each name, one under the other."""

    bars: Sequence[Bar]


Shape = Lines | Waterfall | Bars


class Drawing(NamedTuple):
    """A chart of an answer, and in `words` what it says, for whoever does not see it."""

    shape: Shape
    words: Words
    result: Result  # whose figures they are, as it is printed
