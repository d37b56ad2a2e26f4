"""What to buy and to sell: the plan that brings a mix closest to the one that was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A part of a mix that has a target: a category, or an asset of one.

    `kept` is what of its value stays as it is; one that does not `move` is kept whole. Its `part`
    is what it should be of what its category may move; `category_target` and `category_value` are
    those of the whole category, which may hold more than the holdings that are planned.
    """

    category: str
    value: Decimal
    kept: Decimal
    moves: bool
    part: Decimal
    category_value: Decimal
    category_target: Decimal

    @property
    def movable(self) -> Decimal:
        return self.value - self.kept if self.moves else Decimal(0)


def distribute(
    holdings: Sequence[Holding],
    added: Decimal,
    *,
    sells: bool,
    least: Decimal = Decimal(0),
    unit: Decimal = CENT,
) -> list[Decimal]:
    """How much to put into each, below zero to take out: as `plan`, towards what `wishes` says.

    Raises ValueError where so much cannot be taken out, or nothing may take up what is added.
    """
    free = [place for place, holding in enumerate(holdings) if holding.moves]
    meant = wishes(holdings, added)
    planned = plan(
        [holdings[place].movable for place in free],
        [meant[place] for place in free],
        added,
        sells=sells,
        least=least,
        unit=unit,
    )
    amounts = [Decimal(0)] * len(holdings)
    for place, amount in zip(free, planned, strict=True):
        amounts[place] = amount
    return amounts


def movable(holdings: Sequence[Holding]) -> Decimal:
    """What may be moved in all; below zero where more is overdrawn than is there."""
    return sum((one.movable for one in holdings), Decimal(0))


def most_out(holdings: Sequence[Holding], unit: Decimal = CENT) -> Decimal:
    """The most that can be taken out of them, in multiples of `unit`."""
    there = sum(max(floor(one.movable / unit), 0) for one in holdings)
    return max(min(there, floor(movable(holdings) / unit)), 0) * unit


def may_take_up(holdings: Sequence[Holding]) -> bool:
    """Whether new money has anywhere to go: one that moves, with a target above zero."""
    return any(one.moves and one.part and one.category_target for one in holdings)


def wishes(holdings: Sequence[Holding], added: Decimal) -> list[Fraction]:
    """What each should have of what may be moved, once `added` is in.

    All that has a target is shared out among the categories in proportion to their targets, none
    below what it keeps, and within each what it does not keep in proportion to the parts. Where no
    category that moves has a target above zero, each is wished what it has.
    """
    of: defaultdict[str, list[Holding]] = defaultdict(list)
    for one in holdings:
        of[one.category].append(one)
    kept = {
        code: Fraction(ones[0].category_value - sum(one.movable for one in ones))
        for code, ones in of.items()
    }
    parts = {
        code: Fraction(sum(one.part for one in ones if one.moves)) for code, ones in of.items()
    }
    weights = {
        code: Fraction(ones[0].category_target) if parts[code] else Fraction(0)
        for code, ones in of.items()
        if any(one.moves for one in ones)
    }
    if not any(weights.values()):
        return [Fraction(one.movable) for one in holdings]
    whole = Fraction(added) + sum(
        (kept[code] + sum(Fraction(one.movable) for one in of[code]) for code in weights),
        Fraction(0),
    )
    shared = in_proportion(weights, {code: kept[code] for code in weights}, whole)
    return [
        (shared[one.category] - kept[one.category]) * Fraction(one.part) / parts[one.category]
        if one.moves and parts[one.category]
        else Fraction(0)
        for one in holdings
    ]


def in_proportion(
    weights: Mapping[str, Fraction], least: Mapping[str, Fraction], whole: Fraction
) -> dict[str, Fraction]:
    """The whole, shared out in proportion to the weights, where each has its least at least.

    Who would have less keeps that, and the others share out the rest: in the end all of those are
    worth the same for each unit of weight. Where even the least of all is more than the whole,
    each has its least.
    """
    shared = dict(least)
    rest = dict(weights)
    while any(rest.values()):
        left = whole - sum(shared[name] for name in weights.keys() - rest.keys())
        level = left / sum(rest.values())
        short = [name for name, weight in rest.items() if level * weight < least[name]]
        if not short:
            return shared | {name: level * weight for name, weight in rest.items()}
        for name in short:
            del rest[name]
    return shared


def plan(
    values: Sequence[Decimal],
    wishes: Sequence[Decimal | Fraction],
    added: Decimal,
    *,
    sells: bool,
    least: Decimal = Decimal(0),
    unit: Decimal = CENT,
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
        (Fraction(wish) - Fraction(value)) / Fraction(unit)
        for value, wish in zip(values, wishes, strict=True)
    ]
    total = int(added / unit)
    free = list(range(count))
    if not is_possible(floors, free, total):
        raise ValueError("so much cannot be taken out")
    while True:
        units = solve_least_squares([gaps[i] for i in free], [floors[i] for i in free], total)
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


def solve_least_squares(gaps: Sequence[Fraction], floors: Sequence[int], total: int) -> list[int]:
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
