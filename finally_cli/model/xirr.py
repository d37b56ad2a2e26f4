"""The yearly rates at which dated payments are worth nothing: none, one or several (XIRR).

With v = exp(-s) and s = ln(1 + rate), the sum of F_i / (1 + rate)^(days_i / 365) is one of
exponentials, f(s) = sum of F_i exp(-s t_i), and what holds for polynomials holds for it:

* It has at most as many roots as the F_i change sign (Descartes' rule, for exponents that are no
  whole numbers: G. Polya, G. Szego, Problems and Theorems in Analysis II, part V, no. 77).
* Times exp(s p), its derivative has the coefficients F_i (p - t_i): one change of sign less, where
  p lies at one. Between two roots of the derivative f has one root at most (Rolle).
* Where the balance at a rate that solves it never changes sign, there is no other: D. Teichroew,
  A. Robichek, M. Montalbano, Mathematical analysis of rates of return under certainty, 1965.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise
from math import exp, fsum, log

Flow = tuple[date, Decimal]
Term = tuple[float, float]  # the years that have passed, and what was got back then

DAYS = 365  # of a year, as the XIRR of spreadsheets has it
LARGEST = Decimal(1_000_000_000)  # a yearly rate above which it says only that the time was short
MILLIONTH = Decimal("0.000001")
FINEST = 1e-15  # of a root
NOTHING = 1e-13  # of all that is added up: what is smaller is lost in rounding


def changes_sign(flows: Iterable[Flow]) -> bool:
    """Whether anything was paid, and anything was got back: else no rate makes them alike."""
    return len({amount > 0 for _, amount in flows if amount}) == 2


def rates(flows: Iterable[Flow]) -> list[Decimal]:
    """Every yearly rate that makes the flows worth nothing, as fractions with six decimals.

    In ascending order, each once; there may be none. What is above LARGEST, which is not rounded,
    or less a hundred per cent is there only where there is no other.
    """
    with localcontext(prec=40):
        found = [Decimal(root).exp() - 1 for root in roots(terms(flows))]
        told = {rate if rate > LARGEST else round_rate(rate) for rate in found}
    return sorted({rate for rate in told if -1 < rate <= LARGEST} or told)


def round_rate(fraction: Decimal) -> Decimal:
    """With six decimals; there is no negative zero."""
    return fraction.quantize(MILLIONTH) + 0


def terms(flows: Iterable[Flow]) -> list[Term]:
    """One for each day on which money flowed, the largest of them 1: floats hold no more digits
    of a fortune than of a coin, and a sum of fortunes has no limit here."""
    days: defaultdict[date, Decimal] = defaultdict(Decimal)
    with localcontext(prec=40):
        for day, amount in flows:
            days[day] += amount
        moved = sorted((day, amount) for day, amount in days.items() if amount)
        largest = max((abs(amount) for _, amount in moved), default=Decimal(1))
        return [((day - moved[0][0]).days / DAYS, float(amount / largest)) for day, amount in moved]


def roots(flows: Sequence[Term]) -> list[float]:
    """Every s for which the sum of the flows times exp(-s t) is nothing, in ascending order."""
    low, high = bounds(flows)
    if present_value(flows, low) * present_value(flows, high) < 0:
        found = root_between(flows, low, high)
        if is_only(flows, found):
            return [found]
    levels = [list(flows)]
    while (pivot := first_change(levels[-1])) is not None:
        levels.append(derivative(levels[-1], pivot))
    turns: list[float] = []  # the last level changes no sign, and has no root
    for level in reversed(levels[:-1]):
        turns = roots_between(level, turns)
    return turns


def bounds(flows: Sequence[Term]) -> tuple[float, float]:
    """Where all roots lie: beyond, the last flow or the first outweighs all others together."""
    if len(flows) < 2:
        return 0.0, 0.0
    (start, first), (second, _) = flows[:2]
    (last_but_one, _), (stop, last) = flows[-2:]
    whole = fsum(abs(amount) for _, amount in flows)
    low = -log(max(whole / abs(last) - 1, NOTHING)) / (stop - last_but_one)
    high = log(max(whole / abs(first) - 1, NOTHING)) / (second - start)
    return min(low, 0) - 1, max(high, 0) + 1


def present_values(flows: Sequence[Term], s: float) -> list[float]:
    """The flows times exp(-s t), where t begins at the end that weighs the most; to scale."""
    if not flows:
        return []
    origin = flows[0][0] if s >= 0 else flows[-1][0]
    worth = [amount * exp(-s * (years - origin)) for years, amount in flows]
    largest = fsum(map(abs, worth))
    return [amount / largest for amount in worth]


def present_value(flows: Sequence[Term], s: float) -> float:
    """What all flows are worth, as a part of what they would be without signs: from -1 to 1."""
    return fsum(present_values(flows, s))


def root_between(flows: Sequence[Term], low: float, high: float) -> float:
    """The place between two of different sign at which it changes, by halving."""
    was_above = present_value(flows, low) > 0
    while high - low > FINEST * max(1, abs(low), abs(high)):
        middle = (low + high) / 2
        is_above = present_value(flows, middle) > 0
        low, high = (middle, high) if is_above == was_above else (low, middle)
    return (low + high) / 2


def is_only(flows: Sequence[Term], root: float) -> bool:
    """Whether the balance at this rate is never on the other side of nothing."""
    balances = list(accumulate(present_values(flows, root)))[:-1]
    return max(balances) <= NOTHING or min(balances) >= -NOTHING


def first_change(flows: Sequence[Term]) -> float | None:
    """A time between the first two flows of different sign; None where there are no such."""
    for (before, paid), (after, got) in pairwise(flows):
        if (paid > 0) != (got > 0):
            return (before + after) / 2
    return None


def derivative(flows: Sequence[Term], pivot: float) -> list[Term]:
    """The derivative of the sum times exp(s pivot), to scale: one change of sign less."""
    slopes = [(years, amount * (pivot - years)) for years, amount in flows]
    largest = max(abs(slope) for _, slope in slopes)
    return [(years, slope / largest) for years, slope in slopes if slope / largest]


def roots_between(flows: Sequence[Term], turns: Sequence[float]) -> list[float]:
    """The roots, where the sum rises or falls between any two of the places where it turns."""
    low, high = bounds(flows)
    marks = [low, *(turn for turn in turns if low < turn < high), high]
    values = [present_value(flows, mark) for mark in marks]
    at_turns = [mark for mark, value in zip(marks, values, strict=True) if abs(value) <= NOTHING]
    within = [
        root_between(flows, start, stop)
        for (start, before), (stop, after) in pairwise(zip(marks, values, strict=True))
        if min(abs(before), abs(after)) > NOTHING and (before > 0) != (after > 0)
    ]
    return sorted(at_turns + within)


def no_rate(found: Sequence[Decimal], *, is_both_ways: bool) -> str | None:
    """Why no one rate can be told, by its code; None where there is one."""
    match found:
        case []:
            return "NO_RATE" if is_both_ways else "NO_SIGN_CHANGE"
        case [rate]:
            return "RATE_BEYOND" if rate > LARGEST else None
        case _:
            return "SEVERAL_RATES"
