"""Shares as bars in the terminal, each with a mark where it should end."""

from __future__ import annotations

import shutil
from decimal import Decimal

from finally_cli.model.percent import format_percent
from finally_cli.model.result import Bars
from finally_cli.model.rounding import apportion, round_to
from finally_cli.model.text import escape_controls
from finally_cli.output.lines import cell_width, shorten, wrap
from finally_cli.output.screen import Screen

LONGEST_NAME, WIDEST, NARROWEST = 24, 60, 10
MARK, OVER = "┃", "▓"
PARTS = " ▏▎▍▌▋▊▉"
SHARE = len(" 100.0 %")


def as_bars(bars: Bars, screen: Screen) -> str:
    """A line for each name: its bar, its share, and what it should be.

    What a bar has beyond its mark looks different. Where it is narrow the mark alone says what
    should be: the table above tells it, too.
    """
    width = screen.width or shutil.get_terminal_size().columns
    meant = ["" if mark is None else f"  target {format_percent(mark)}" for mark in bars.marks]
    names = [screen.encode(escape_controls(name)) for name in bars.names]
    margin = min(max(map(cell_width, names), default=0), LONGEST_NAME)
    room = width - margin - 2 - SHARE - max(map(len, meant), default=0)
    if room < NARROWEST:
        meant = [""] * len(meant)
        margin = min(margin, max(width - 2 - SHARE - NARROWEST, 4))
        room = max(width - margin - 2 - SHARE, 1)
    room = min(room, WIDEST)
    known = [*bars.shares, *(mark for mark in bars.marks if mark is not None)]
    longest = max([*known, Decimal("0.01")])
    shares = apportion(bars.shares, Decimal("0.001"))
    lines = []
    is_over = False
    for name, share, mark, said in zip(names, shares, bars.marks, meant, strict=True):
        bar = draw_bar(share / longest, None if mark is None else mark / longest, room)
        is_over = is_over or OVER in bar
        first, marked, rest = bar.partition(MARK)
        cells = (
            screen.style(screen.draw(first), "cyan")
            + screen.style(screen.draw(marked + rest.rstrip()), "yellow")
            + " " * (len(rest) - len(rest.rstrip()))
        )
        shown = screen.draw(shorten(name, margin))
        blanks = " " * (margin - cell_width(shown))
        lines.append(f"{shown}{blanks}  {cells} {share * 100:>5.1f} %{said}")
    if any(mark is not None for mark in bars.marks):
        told = f"{MARK} is the target{f', {OVER} what is beyond' if is_over else ''}"
        for line in wrap(told, max(width - margin - 2, NARROWEST)):
            lines.append(screen.draw(f"{'':{margin}}  {line}"))
    return "\n".join(lines)


def draw_bar(part: Decimal, mark: Decimal | None, room: int) -> str:
    """A bar that fills that part of the room, with the mark drawn over it.

    >>> draw_bar(Decimal("0.5"), Decimal("0.75"), 8), draw_bar(Decimal("1"), Decimal("0.5"), 8)
    ('████ ┃  ', '███┃▓▓▓▓')
    """
    eighths = int(round_to(max(part, Decimal(0)) * room * 8, Decimal(1)))
    cells = list(f"{'█' * (eighths // 8)}{PARTS[eighths % 8].strip()}".ljust(room)[:room])
    if mark is not None:
        place = min(max(int(round_to(mark * room, Decimal(1))) - 1, 0), room - 1)
        cells[place] = MARK
        cells[place + 1 :] = [OVER if cell != " " else cell for cell in cells[place + 1 :]]
    return "".join(cells)
