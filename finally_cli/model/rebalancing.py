"""What to buy and to sell: the plan that brings a mix closest to the one that was meant."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor


def plan(
    values: Sequence[Decimal],
    wishes: Sequence[Decimal],
    added: Decimal,
    *,
    sells: bool,
    least: Decimal = Decimal(0),
    unit: Decimal = Decimal("0.01"),
) -> list[Decimal]:
    """How much to put into each part of a mix, below zero to take out, in multiples of `unit`.

    `values` is what each is worth, `wishes` what it should be worth once `added` (below zero:
    withdrawn) is in; the amounts sum to `added` exactly. Without `sells` none is below zero; with
    it, nothing is sold that is not there. Of all such plans it is the one with the least sum of
    squares of what each will be away from its wish: the projection onto a simplex, solved exactly
    (Held, Wolfe and Crowder 1974; Duchi et al. 2008, algorithm 1), then rounded by largest
    remainders, which among plans in whole units is the least again.

    Trades smaller than `least` are left out, the smallest first, and the rest is solved again.
    Raises ValueError where so much cannot be taken out.
    """
    count = len(values)
    floors = [-max(floor(value / unit), 0) if sells else 0 for value in values]
    gaps = [
        Fraction(wish - value) / Fraction(unit) for value, wish in zip(values, wishes, strict=True)
    ]
    total = int(added / unit)
    free = list(range(count))
    if not is_possible(floors, free, total):
        raise ValueError("so much cannot be taken out")
    while True:
        units = solved([gaps[i] for i in free], [floors[i] for i in free], total)
        small = sorted(
            (abs(amount), place)
            for place, amount in zip(free, units, strict=True)
            if amount and abs(amount) * unit < least
        )
        dropped = next(
            (p for _, p in small if is_possible(floors, [i for i in free if i != p], total)), None
        )
        if dropped is None:
            break
        free.remove(dropped)
    amounts = [Decimal(0)] * count
    for place, amount in zip(free, units, strict=True):
        amounts[place] = amount * unit
    return amounts


def is_possible(floors: Sequence[int], free: Sequence[int], total: int) -> bool:
    """Whether those that may change can take up, or give, so much."""
    return sum(floors[place] for place in free) <= total and (bool(free) or total == 0)


def solved(gaps: Sequence[Fraction], floors: Sequence[int], total: int) -> list[int]:
    """Whole numbers nearest to the gaps by least squares, none below its floor, that sum to total.

    All that stay above their floor are the same amount short of their gap, or beyond it: the level
    that is found by going through them, the widest gap first.
    """
    room = [gap - least for gap, least in zip(gaps, floors, strict=True)]
    spread = total - sum(floors)
    level, taken = Fraction(0), Fraction(0)
    for count, width in enumerate(sorted(room, reverse=True), start=1):
        taken += width
        if width <= (taken - spread) / count and count > 1:
            break
        level = (taken - spread) / count
    exact = [max(Fraction(0), width - level) for width in room]
    whole = [floor(part) for part in exact]
    short = spread - sum(whole)
    nearest = sorted(range(len(whole)), key=lambda place: (whole[place] - exact[place], place))
    for place in nearest[:short]:
        whole[place] += 1
    return [least + part for least, part in zip(floors, whole, strict=True)]
