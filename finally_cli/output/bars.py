"""Shares as bars in the terminal, each with a mark where it should end."""

from __future__ import annotations

import shutil
from decimal import Decimal

from finally_cli.model.apportioning import apportioned, rounded
from finally_cli.model.percent import shown_percent
from finally_cli.model.sheet import Bars
from finally_cli.model.text import visible

LONGEST_NAME, WIDEST = 24, 60
MARK = "┃"
PARTS = " ▏▎▍▌▋▊▉"
BAR_COLOUR, MARK_COLOUR = 36, 33  # of ANSI: cyan, yellow


def as_bars(bars: Bars, *, colour: bool) -> str:
    """A line for each name: its bar, its share, and what it should be; without colour in a pipe."""
    names = [visible(name) for name in bars.names]
    names = [n if len(n) <= LONGEST_NAME else f"{n[: LONGEST_NAME - 1]}…" for n in names]
    margin = max(map(len, names), default=0)
    room = max(10, min(shutil.get_terminal_size().columns, margin + WIDEST + 28) - margin - 28)
    known = [*bars.shares, *(mark for mark in bars.marks if mark is not None)]
    longest = max([*known, Decimal("0.01")])
    shares = apportioned(bars.shares, Decimal("0.001"))
    lines = []
    for name, share, mark in zip(names, shares, bars.marks, strict=True):
        bar = bar_of(share / longest, None if mark is None else mark / longest, room)
        if colour:
            bar = bar.replace(MARK, f"\x1b[{MARK_COLOUR}m{MARK}\x1b[{BAR_COLOUR}m")
            bar = f"\x1b[{BAR_COLOUR}m{bar}\x1b[0m"
        meant = "" if mark is None else f"  target {shown_percent(mark)}"
        lines.append(f"{name:<{margin}}  {bar} {share * 100:>6.1f} %{meant}")
    if any(mark is not None for mark in bars.marks):
        lines.append(f"{'':{margin}}  {MARK} is the target")
    return "\n".join(lines)


def bar_of(part: Decimal, mark: Decimal | None, room: int) -> str:
    """A bar that fills that part of the room, with the mark drawn over it.

    >>> bar_of(Decimal("0.5"), Decimal("0.75"), 8)
    '████ ┃  '
    """
    eighths = int(rounded(max(part, Decimal(0)) * room * 8, Decimal(1)))
    cells = list(f"{'█' * (eighths // 8)}{PARTS[eighths % 8].strip()}".ljust(room)[:room])
    if mark is not None:
        place = int(rounded(mark * room, Decimal(1)))
        cells[min(max(place - 1, 0), room - 1)] = MARK
    return "".join(cells)
