"""Rounding the parts of a whole so that they sum to the whole as it is rounded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal


def apportioned(parts: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """Each part rounded up or down to a multiple of `unit`, by the method of largest remainders.

    They sum to the sum of the parts, rounded. Each is rounded down first; what that leaves goes,
    one unit each, to those that lost most (Hamilton's method); of equals the first has it.

    >>> apportioned([Decimal(100) / 3] * 3, Decimal("0.1"))
    [Decimal('33.4'), Decimal('33.3'), Decimal('33.3')]
    """
    whole = (sum(parts, Decimal(0)) / unit).to_integral_value(ROUND_HALF_EVEN)
    floors = [(part / unit).to_integral_value(ROUND_FLOOR) for part in parts]
    lost = [part / unit - floor for part, floor in zip(parts, floors, strict=True)]
    left = int(whole - sum(floors, Decimal(0)))
    for place in sorted(range(len(parts)), key=lambda place: (-lost[place], place))[:left]:
        floors[place] += 1
    return [floor * unit for floor in floors]
