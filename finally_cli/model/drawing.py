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


Words = Sequence[str | Figure]  # a text, put together
Role = Literal["whole", "owned", "owed", "in", "out", "ahead", "other"]
Look = Literal["plain", "good", "bad", "owed", "rest"]


class Line(NamedTuple):
    """A figure for each month; None where it has none. The role says how it looks."""

    name: str
    figures: Sequence[Figure | None]
    role: Role = "other"


class Lines(NamedTuple):
    """One line or several over the same months, the oldest first; or over days, as texts."""

    months: Sequence[date | str]
    lines: Sequence[Line]


class Columns(NamedTuple):
    """What came in and went out of each month, as columns up and down, and a line of the rest."""

    months: Sequence[date]
    columns: Sequence[Line]
    line: Line


class HeatMap(NamedTuple):
    """A cell for each row and month, the darker the more."""

    months: Sequence[date]
    rows: Sequence[Line]


class Step(NamedTuple):
    """A step of a waterfall: a change, or with `is_level` what is there before or after."""

    name: str
    amount: Figure
    is_level: bool = False


class Waterfall(NamedTuple):
    """How one level became another, in steps that sum to the difference."""

    steps: Sequence[Step]


class Bar(NamedTuple):
    """A bar, and what is said beside it; without a length there is nothing to draw.

    `mark` is where it should end. The look says whether it is as it should be.
    """

    name: str
    length: Figure | None
    said: Words
    mark: Figure | None = None
    look: Look = "plain"


class Bars(NamedTuple):
    """Bars from nought; `of_one` lays each on a track that ends at 1, the whole."""

    bars: Sequence[Bar]
    mark_name: str = ""
    of_one: bool = False


class Node(NamedTuple):
    """A place that money comes from, passes or goes to; its amount may be said by its flows."""

    name: str
    amount: Figure
    role: Role = "other"


class Flow(NamedTuple):
    """What goes from one node to another, each by its place: above nought."""

    source: int
    target: int
    amount: Figure


class Flows(NamedTuple):
    """Where money comes from and where it goes: what a node takes in, it gives away."""

    nodes: Sequence[Node]
    flows: Sequence[Flow]


Shape = Lines | Columns | HeatMap | Waterfall | Bars | Flows


class Drawing(NamedTuple):
    """A chart of an answer, and in `words` what it says, for whoever does not see it."""

    shape: Shape
    words: Words
    result: Result  # whose figures they are, as it is printed
