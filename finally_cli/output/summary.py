"""A summary: lines of a word, what is said of it, and a command, side by side where there is room.

In a terminal the commands stand in one column. Where a line is too long for that, its command is on
the line after it; text is broken between pieces, and no figure is ever cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from finally_cli.model.masking import hide_amounts
from finally_cli.model.result import Line
from finally_cli.model.text import escape_controls
from finally_cli.output.lines import cell_width, wrap
from finally_cli.output.screen import Screen

APART = 3  # blanks between columns
LEAST = 20  # columns of text that are taken in any case: in fewer there are figures that do not fit
STEPS = "▁▂▃▄▅▆▇█"


def summary_lines(lines: Sequence[Line], screen: Screen) -> Iterator[str]:
    """The lines as they are shown."""
    margin = max(cell_width(line.word) for line in lines) + APART
    drawn = [(line, said_pieces(line, screen)) for line in lines]
    place = command_column(
        [
            (margin + text_width(pieces), cell_width(line.command))
            for line, pieces in drawn
            if line.command
        ],
        screen.width,
    )
    room = None if screen.width is None else max(screen.width - margin, LEAST)
    for line, pieces in drawn:
        word = screen.style(line.word, "yellow" if line.is_due else "bold")
        beginning = word + " " * (margin - cell_width(line.word))
        texts = fold_pieces(pieces, room)
        command = screen.style(screen.encode(escape_controls(line.command)), "dim")
        beside = len(texts) == 1 and margin + text_width(texts[0]) + APART <= place
        for number, text in enumerate(texts):
            said = "".join(screen.style(piece, style) for piece, style in text)
            if line.command and beside:
                said += " " * (place - margin - text_width(text)) + command
            yield f"{' ' * margin if number else beginning}{said}".rstrip()
        if line.command and not beside:
            left = margin if screen.width is None else screen.width - cell_width(line.command)
            yield f"{' ' * min(margin, max(left, 2))}{command}"


def said_pieces(line: Line, screen: Screen) -> list[tuple[str, str]]:
    """The pieces of a line as they are shown, harmless, and its series after them."""
    pieces = [
        (screen.encode(screen.draw(escape_controls(hide_amounts(text)))), style)
        for text, style in line.pieces
    ]
    drawing = sparkline(line.series)
    return [*pieces, (" " * APART + drawing, "cyan")] if drawing and not screen.plain else pieces


def command_column(wanted: Sequence[tuple[int, int]], room: int | None) -> int:
    """Where commands begin, by where the text before each ends and how wide it is itself.

    As few as possible find no place there; the longest text gives way first.
    """
    fitting = sorted(wanted)
    while fitting:
        place = fitting[-1][0] + APART
        if room is None or place + max(width for _, width in fitting) <= room:
            return place
        fitting.pop()
    return 0


def text_width(pieces: Sequence[tuple[str, str]]) -> int:
    """How many columns pieces take, one after the other."""
    return sum(cell_width(text) for text, _ in pieces)


def fold_pieces(pieces: Sequence[tuple[str, str]], room: int | None) -> list[list[tuple[str, str]]]:
    """The pieces in lines of that width; one that is wider is broken between its words."""
    lines: list[list[tuple[str, str]]] = [[]]
    for text, style in pieces:
        if room is None or text_width(lines[-1]) + cell_width(text) <= room:
            lines[-1].append((text, style))
            continue
        folded = wrap(text.lstrip(), room)
        if not lines[-1]:
            lines.pop()
        lines += [[(part, style)] for part in folded]
    return lines


def sparkline(series: Sequence[Decimal | None]) -> str:
    """A bar for each value, from the lowest to the highest; a blank where there is none.

    Nothing where there are not two of them.

    >>> sparkline([Decimal(1), None, Decimal(8), Decimal(4)]), sparkline([Decimal(1)])
    ('▁ █▄', '')
    """
    known = [value for value in series if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    if low == high:
        return "".join(" " if value is None else STEPS[3] for value in series)
    return "".join(
        " " if value is None else STEPS[round((value - low) / (high - low) * (len(STEPS) - 1))]
        for value in series
    ).rstrip()
