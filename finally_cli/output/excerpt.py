"""A line that somebody wrote, with a mark under the place where something is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from finally_cli.model.errors import Excerpt
from finally_cli.model.text import escape_controls
from finally_cli.output.lines import cell_width

MARGIN = "  "
CUT = "..."
NARROWEST, WIDEST = 20, 100


def draw_excerpt(excerpt: Excerpt) -> Iterator[str]:
    """The line, as much of it around the place as there is room for, and a caret under that."""
    room = min(max(shutil.get_terminal_size().columns - 1, NARROWEST), WIDEST) - len(MARGIN)
    at = min(excerpt.column - 1, len(excerpt.line))
    before = shown(excerpt.line[:at])
    behind = shown(excerpt.line[at:])
    if cell_width(before) + cell_width(behind) > room:
        tail = min(cell_width(behind), room // 2)
        before = last_columns(before, room - tail)
        behind = first_columns(behind, room - cell_width(before))
    yield f"{MARGIN}{before}{behind}".rstrip()
    yield f"{MARGIN}{' ' * cell_width(before)}^"


def shown(text: str) -> str:
    """The text as it can be shown; a tab is a blank."""
    return escape_controls(text.replace("\t", " "))


def last_columns(text: str, width: int) -> str:
    """The end of a text, in at most so many columns."""
    if cell_width(text) <= width:
        return text
    text = text[-width:]
    while cell_width(text) > width - len(CUT):
        text = text[1:]
    return CUT + text


def first_columns(text: str, width: int) -> str:
    """The beginning of a text, in at most so many columns."""
    if cell_width(text) <= width:
        return text
    text = text[:width]
    while cell_width(text) > width - len(CUT):
        text = text[:-1]
    return text + CUT
