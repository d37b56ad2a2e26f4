"""The figures that are seen first: net worth, what is owned and owed, and the change."""

from __future__ import annotations

from finally_cli.commands.report.networth import NetWorthTotals
from finally_cli.model.drawing import Figure
from finally_cli.model.page import Tile
from finally_cli.model.result import Result


def tiles_of(month: Result) -> list[Tile]:
    """The tiles of a month's net worth; none where it has no values."""
    totals = month.totals
    if not isinstance(totals, NetWorthTotals):
        return []
    tiles = [
        Tile("Net worth", Figure(month.closing[-1], "value")),
        Tile("Assets", Figure(month.closing[0], "value")),
        Tile("Debts", Figure(month.closing[1], "value")),
    ]
    if totals.change is not None:
        growth = Figure(totals, "change_pct") if totals.change_pct is not None else None
        tiles.insert(1, Tile("Change in the month", Figure(month.closing[-1], "change"), growth))
    return tiles
