"""The axes of a chart: round amounts beside it, and months at even distances below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

MOST = 5  # steps between the lowest and the highest amount
ROUND = [Decimal(factor) for factor in ("1", "2", "2.5", "5")]
STRIDES = (1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600, 1200)  # months between two that are named


@dataclass(frozen=True, slots=True)
class Scale:
    """Amounts `step` apart from `low` on, as many steps as make it hold what is drawn."""

    low: Decimal
    step: Decimal
    steps: int

    @property
    def ticks(self) -> list[Decimal]:
        """The amounts that are named, from below."""
        return [self.low + self.step * number for number in range(self.steps + 1)]

    @property
    def places(self) -> int:
        """How many decimals they need."""
        exponent = self.step.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


def scale_of(low: Decimal, high: Decimal) -> Scale:
    """The finest scale from below `low` to above `high` of no more than MOST steps.

    Its ticks are multiples of 1, 2, 2.5 or 5 times a power of ten, as in Heckbert, "Nice Numbers
    for Graph Labels" (Graphics Gems, 1990), so that nought is one of them wherever it is within.
    Amounts that are all the same are seen from nought.

    >>> [f"{tick:f}" for tick in scale_of(Decimal(306), Decimal(393)).ticks]
    ['300', '320', '340', '360', '380', '400']
    """
    if low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    for step in steps_from((high - low) / MOST):
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first <= MOST:
            break
    return Scale(first * step, step, int(last - first))


def steps_from(least: Decimal) -> Iterator[Decimal]:
    """The round numbers from there on."""
    power = Decimal(1).scaleb(least.adjusted())
    while True:
        yield from (factor * power for factor in ROUND if factor * power >= least)
        power *= 10


def month_positions(months: Sequence[date], columns: int) -> list[int]:
    """The column of each month: they stand as far apart as they are in time."""
    counted = [month_count(month) for month in months]
    span = max(1, counted[-1] - counted[0])
    return [(at - counted[0]) * (columns - 1) // span for at in counted]


def month_labels(first: date, last: date, columns: int, wide: int) -> list[tuple[int, date]]:
    """The months that are named below so many columns, and the column of each; a name is so wide.

    They are equally far apart in time.
    """
    span = month_count(last) - month_count(first)
    for stride in STRIDES:
        if (columns - 1) * stride >= (wide + 2) * span:
            break
    months = [month_count(first) + after - 1 for after in range(0, span + 1, stride)]
    return [
        ((month + 1 - month_count(first)) * (columns - 1) // max(1, span),
         date(month // 12, month % 12 + 1, 1))
        for month in months
    ]  # fmt: skip


def month_count(month: date) -> int:
    """Months since the beginning of the calendar."""
    return month.year * 12 + month.month
