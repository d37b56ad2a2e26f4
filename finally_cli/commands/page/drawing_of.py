"""What is drawn of a report's answer; a module of `drawings` is imported when its report is."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from finally_cli.model.drawing import Drawing
from finally_cli.model.result import Result

# The reports whose answers are drawn. The module is named like the report, and has a `draw`.
DRAWN = (
    "networth", "explain", "allocation", "budget", "cashflow", "spending", "returns", "goals",
    "liquidity", "projection",
)  # fmt: skip


def drawing_of(report: str, result: Result) -> Drawing | None:
    """The chart of what a report of that name answered; None where it has nothing to draw.

    By its name: what makes every command must not import the reports, which it makes.
    """
    drawn = "own" if result.drawn else report
    if drawn not in (*DRAWN, "own") or not result.rows:
        return None
    draw: Callable[[Result], Drawing | None]
    draw = import_module(f"{__package__}.drawings.{drawn}").draw
    return draw(result)
