"""What every command hands back, and the only thing that output knows how to write.

The small ones are named tuples: Python makes such a class ten times as fast as a dataclass, and
every command makes these.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Note(NamedTuple):
    """A remark under a report: a stable code, one sentence, and the command that mends it.

    `rows` counts the bank rows that it tells of.
    """

    code: str
    message: str
    command: str | None = None
    rows: int = 0


class Chart(NamedTuple):
    """Lines over months: one value a month for each named series; `in_percent`, of shares."""

    months: Sequence[date]
    series: Mapping[str, Sequence[Decimal]]
    in_percent: bool = False


class Bars(NamedTuple):
    """A bar for each name, as long as its share, and a mark where it should end."""

    names: Sequence[str]
    shares: Sequence[Decimal]
    marks: Sequence[Decimal | None]


class Line(NamedTuple):
    """A line of a summary: a word, what is to be said of it, and the command that goes on.

    The pieces, each with a style of its own, are shown one after the other, and only between them
    is a line broken. After them the `series` is drawn, where there is room. `is_due` says that
    something is to be done.
    """

    word: str
    pieces: Sequence[tuple[str, str]]
    command: str = ""
    series: Sequence[Decimal | None] = ()
    is_due: bool = False


class Sum(NamedTuple):
    """A line under the rule, or a row, that is the sum of other rows and lines, less some."""

    whole: object
    parts: Sequence[object]
    less: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of one dataclass, and what belongs to them.

    `about` holds the facts that go for every row (month, currency); `totals` is one row of another
    dataclass; `closing` are the lines a table shows under a rule, where JSON has `totals`. `sums`
    says what each is the sum of, so that it is that as printed, too; where it is empty, the first
    line is that of all rows. `below` are further tables for people, of what the rows hold already;
    `table` is the one that they see in place of all rows. `beside` is what JSON has beside the
    rows, as it has it.
    `stream` stands for `rows` where they are too many to hold: it is read once, as it is written,
    and so is a `document`, which is the answer itself in a format of its own.
    A result with `sentences` is told to a person in those words instead of a table; they are a
    remark on what was done, which --quiet leaves out, unless they are the `answer` itself. One that
    has `lines` is a summary, and shown in those; where there are none, nothing is.
    """

    row_type: type
    rows: Sequence[object] = ()
    title: str = ""
    about: Mapping[str, object] = field(default_factory=dict)
    totals: object | None = None
    closing: Sequence[object] = ()
    sums: Sequence[Sum] = ()
    below: Sequence["Result"] = ()
    table: "Result | None" = None
    beside: Mapping[str, object] = field(default_factory=dict)
    notes: Sequence[Note] = ()
    sentences: Sequence[str] = ()
    answer: bool = False
    lines: Sequence[Line] | None = None
    nothing: str = "Nothing to show."
    chart: Chart | Bars | None = None
    drawn: str = ""  # how a page draws it, where its report says so: line, bar or table
    stream: Iterable[object] | None = None
    document: Iterable[str | bytes] | None = None  # written as it stands, in place of any row
    is_masked: bool = False  # the document itself hides amounts where they are masked
    exit_code: int = 0
    silent: bool = False  # it has spoken for itself, as a shell does
    schema: str = ""  # of the command whose answer this is, where that is another one
    one_line: bool = False  # its JSON is one, for another follows it
    aside: str = ""  # said on stderr after a table
    printed: Mapping[str, str] = field(default_factory=dict)  # in each form, where it was before

    @property
    def every_row(self) -> Iterable[object]:
        """The rows, wherever they are."""
        return self.rows if self.stream is None else self.stream

    @property
    def is_streamed(self) -> bool:
        """Whether it is still being read from the database while it is written."""
        return self.stream is not None or self.document is not None

    @property
    def is_remark(self) -> bool:
        """Whether it tells a person what was done, which --quiet leaves out."""
        return bool(self.sentences) and not self.answer
