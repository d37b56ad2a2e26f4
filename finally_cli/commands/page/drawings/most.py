"""The largest of many: a chart shows these by name, and the others as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from finally_cli.model.drawing import Bar, Figure
from finally_cli.model.kinds import Money, Series, Share

MOST = 15  # bars, cells or flows that are told apart by name

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What all the others are together: the sum of their figures, whichever a chart is of."""

    name: str
    amount: Money | None = None
    share: Share | None = None
    amounts: Series | None = None


def largest(
    rows: Sequence[Row], size: Callable[[Row], Decimal], most: int = MOST
) -> tuple[list[Row], list[Row]]:
    """The largest rows, whatever their sign, and the others, both in the order of the report.

    One more than `most` is no reason to leave one out: the line of the others would take its place.

    >>> largest([1, -7, 3, 2], Decimal, most=3)
    ([1, -7, 3, 2], [])
    >>> largest([1, -7, 3, 2, 0], Decimal, most=3)
    ([-7, 3, 2], [1, 0])
    """
    if len(rows) <= most + 1:
        return list(rows), []
    order = sorted(range(len(rows)), key=lambda place: -abs(size(rows[place])))
    kept = set(order[:most])
    return (
        [row for place, row in enumerate(rows) if place in kept],
        [row for place, row in enumerate(rows) if place not in kept],
    )


def others_bar(count: int, sizes: Sequence[Decimal | None], amount: Decimal, of: str = "") -> Bar:
    """The bar of so many others that are `amount` together, beside bars of those sizes; `of` says
    which kind they are of.

    Where they are more than the largest of these, no bar is drawn: beside it none would be seen.
    """
    others = Others(name=f"{of}{others_name(count)}", amount=amount)
    figure = Figure(others, "amount")
    is_seen = abs(amount) <= max((abs(size) for size in sizes if size is not None), default=0)
    return Bar(others.name, figure if is_seen else None, [figure], look="rest")


def others_name(count: int) -> str:
    """What a chart calls those that it does not name."""
    return f"{count} others"
