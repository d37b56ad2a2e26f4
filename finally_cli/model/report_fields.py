"""The lines of a report's header as they are read: parameters, columns, and what is wrong."""

from __future__ import annotations

from typing import NamedTuple

from finally_cli.model.errors import Excerpt
from finally_cli.model.report_types import PARAM_TYPES, ParamType, RowType, row_type


class Fault(NamedTuple):
    """What is wrong with a file: on which line, from 1 (0 for the whole), and what to do."""

    line: int
    message: str
    hint: str
    excerpt: Excerpt | None = None


class Param(NamedTuple):
    """A parameter: an option of the report. `default` is typed in the header as on a line."""

    name: str
    word: str  # of PARAM_TYPES
    nullable: bool
    default: str | None
    remark: str
    line: int

    @property
    def type(self) -> ParamType:
        return PARAM_TYPES[self.word]

    @property
    def flag(self) -> str:
        """The option's name on the command line."""
        return f"--{self.name.replace('_', '-')}"


class Column(NamedTuple):
    """A column of the report."""

    name: str
    said: str
    nullable: bool
    remark: str
    line: int

    @property
    def type(self) -> RowType:
        return row_type(self.name, self.said)


class ChartLine(NamedTuple):
    """How a page draws the report, as its header says it."""

    word: str
    line: int
