"""Rounding for the eye: halves away from zero, and parts so that they sum to the printed whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal


def round_to(value: Decimal, unit: Decimal) -> Decimal:
    """The nearest multiple of `unit`, halves away from zero, as people and PostgreSQL round.

    There is no negative zero: what rounds to nothing has no sign.

    >>> round_to(Decimal("2.345"), Decimal("0.01")), round_to(Decimal("-2.345"), Decimal("0.01"))
    (Decimal('2.35'), Decimal('-2.35'))
    >>> round_to(Decimal("-0.004"), Decimal("0.01"))
    Decimal('0.00')
    """
    return value.quantize(unit, ROUND_HALF_UP) + 0


def apportion(
    parts: Sequence[Decimal], unit: Decimal, whole: Decimal | None = None
) -> list[Decimal]:
    """Each part rounded up or down to a multiple of `unit`, by the method of largest remainders.

    They sum to `whole`, a multiple of the unit; where it is not given, to their own sum, rounded.
    Each is rounded down first; what that leaves goes, one unit each, to those that lost most
    (Hamilton's method); of equals the first has it.

    >>> apportion([Decimal(100) / 3] * 3, Decimal("0.1"))
    [Decimal('33.4'), Decimal('33.3'), Decimal('33.3')]
    """
    if not parts:
        return []
    if whole is None:
        whole = round_to(sum(parts, Decimal(0)), unit)
    floors = [(part / unit).to_integral_value(ROUND_FLOOR) for part in parts]
    lost = [part / unit - floor for part, floor in zip(parts, floors, strict=True)]
    most_first = sorted(range(len(parts)), key=lambda place: (-lost[place], place))
    left = int(whole / unit - sum(floors, Decimal(0)))
    for turn in range(abs(left)):  # more than one each only where they never summed to the whole
        floors[most_first[turn % len(parts)]] += 1 if left > 0 else -1
    return [floor * unit + 0 for floor in floors]
