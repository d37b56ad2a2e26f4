"""A page to look at: sections of answers, each as a chart, a table, and the SQL that answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from finally_cli.model.drawing import Drawing, Figure, Words
from finally_cli.model.result import Result


class AskedStatement(NamedTuple):
    """A statement that answered: the name of its file, what it is for, and as psql runs it."""

    name: str
    sentence: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One report's answer.

    `command` asks for it in a terminal. `drawing` is None where nothing is to be drawn. The table
    of a panel that is `folded` is opened by a click where it is long.
    """

    command: str
    result: Result
    drawing: Drawing | None = None
    statements: Sequence[AskedStatement] = ()
    folded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Panels that answer one question; `name` is the place on the page that links lead to."""

    name: str
    heading: str
    panels: Sequence[Panel]


class Tile(NamedTuple):
    """A figure of an answer that is seen first, and what is said beside it."""

    label: str
    figure: Figure
    result: Result
    beside: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All of it; `about` says whose books they are and when it was made.

    A browser reads the file again every `reload` seconds; None where it is not made anew.
    """

    title: str
    about: Sequence[str]
    sections: Sequence[Section]
    tiles: Sequence[Tile] = ()
    reload: int | None = None
