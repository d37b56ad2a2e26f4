"""What money has earned: time-weighted by modified Dietz, money-weighted by XIRR.

Both look at one `ValuationSeries`: what something was worth at the end of each month, and what was
put into it (below zero, taken out) in the middle and at the end of each. Place 0 is the month
before the first, of which only the worth counts.

A time-weighted return is that of the money whenever it came, so that one asset compares with
another; a money-weighted one weighs each month by how much was at work in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise

from finally_cli.model.month import add_months, each_month
from finally_cli.model.xirr import Flow, round_rate

MIDDLE = 15  # the day of a month on which money was put in, where its month is all that is known
IN_THE_MIDDLE, AT_THE_END = Decimal("0.5"), Decimal(1)  # of its month, when money is put in
DIGITS = 60  # of sums and quotients on the way, for money of 24 digits


@dataclass(frozen=True, slots=True)
class ValuationSeries:
    """Worth and money put in, in one currency; `worth` is None where a value is missing."""

    worth: Sequence[Decimal | None]
    put_in: Sequence[Decimal]
    put_in_at_end: Sequence[Decimal]

    def at_work(self) -> range:
        """The months in which money was at work: from the first of them to the last."""
        busy = [
            place
            for place in range(1, len(self.worth))
            if self.worth[place - 1] != 0 or self.put_in[place]
        ]
        return range(busy[0], busy[-1] + 1) if busy else range(0)

    def stretches(self) -> Iterator[tuple[int, int]]:
        """The places of each two values that follow one another; what is missing is passed over."""
        return pairwise(place for place, value in enumerate(self.worth) if value is not None)

    def moves(self, begin: int, end: int) -> list[tuple[Decimal, Decimal]]:
        """When, in months after `begin`, and how much was put in up to the end of another month."""
        return [
            (place - begin - 1 + of_month, amount)
            for place in range(begin + 1, end + 1)
            for amount, of_month in (
                (self.put_in[place], IN_THE_MIDDLE),
                (self.put_in_at_end[place], AT_THE_END),
            )
            if amount
        ]

    def flows(self, begin: int, end: int) -> list[tuple[Decimal, Decimal]]:
        """What was put in between the ends of two months, and for which part of the time at work.

        That time begins with the first flow where nothing was there before, and ends with the last
        one where nothing is left.
        """
        moves = self.moves(begin, end)
        start, stop = Decimal(0), Decimal(end - begin)
        if moves and self.worth[begin] == 0 and moves[0][1] > 0:
            start = moves[0][0]
        if moves and self.worth[end] == 0 and moves[-1][1] < 0:
            stop = moves[-1][0]
        if start == stop:  # it came at the very end
            return [(amount, Decimal(1)) for _, amount in moves]
        return [(amount, (stop - at) / (stop - start)) for at, amount in moves]


def modified_dietz(
    before: Decimal, after: Decimal, flows: Iterable[tuple[Decimal, Decimal]]
) -> Decimal | None:
    """The return of one stretch of time, as a fraction: 0.02 is 2 %.

        r = (V1 - V0 - F) / (V0 + sum of w_i F_i)

    V0 and V1 are the values at its ends, F_i each flow with the part w_i of the time that it was
    at work. Nothing at work that became nothing is a return of 0, and what is gone without anything
    having been taken out is lost whole, whenever it came. None where what was at work is not above
    zero otherwise. P. O. Dietz, Pension Funds: Measuring Investment Performance, 1966; linked month
    by month as the GIPS Standards of the CFA Institute do it.
    """
    flows = list(flows)
    gain = after - before - sum((amount for amount, _ in flows), Decimal(0))
    capital = before + sum((amount * part for amount, part in flows), Decimal(0))
    if capital > 0:
        is_lost = after == 0 and all(amount > 0 for amount, _ in flows)
        return Decimal(-1) if is_lost else gain / capital
    return None if capital or gain else Decimal(0)


def time_weighted(course: ValuationSeries) -> Decimal | None:
    """The return of the whole time, as a fraction with six decimals: months of `modified_dietz`,
    linked as (1 + r_1)(1 + r_2)… - 1.

    Where a month's value is missing the stretch runs on to the next one. None where the first or
    the last value is, or a stretch has no return, or lost more than all there was.
    """
    worth = course.worth
    if worth[0] is None or worth[-1] is None:
        return None
    with localcontext(prec=DIGITS):
        grown = Decimal(1)
        for begin, end in course.stretches():
            before, after = worth[begin], worth[end]
            assert before is not None and after is not None  # they are ends of a stretch
            earned = modified_dietz(before, after, course.flows(begin, end))
            if earned is None or earned < -1:
                return None
            grown *= 1 + earned
        return round_rate(grown - 1)


def a_year(earned: Decimal | None, months: int) -> Decimal | None:
    """The yearly return that makes `earned` in so many months: (1 + R)^(12 / months) - 1.

    None for less than a year, of which the GIPS Standards forbid it: a good month is no good year.
    """
    if earned is None or months < 12:
        return None
    with localcontext(prec=DIGITS):
        return round_rate((1 + earned) ** (Decimal(12) / months) - 1)


def dated_flows(course: ValuationSeries, first: date) -> list[Flow]:
    """What was paid, below zero, and got back on which day; `first` is the month of place 1.

    What something was worth before counts as paid, on the last day of its month; what it is worth
    at the end as got back. Both values must be known.
    """
    opening, closing = course.worth[0], course.worth[-1]
    assert opening is not None and closing is not None
    flows = [(first - timedelta(days=1), -opening)]
    months = each_month(first, add_months(first, len(course.worth) - 2))
    for place, month in enumerate(months, start=1):
        flows.append((month.replace(day=MIDDLE), -course.put_in[place]))
        flows.append((last_day(month), -course.put_in_at_end[place]))
    flows.append((last_day(months[-1]), closing))
    return [(day, amount) for day, amount in flows if amount]


def last_day(month: date) -> date:
    """The last day of a month."""
    return add_months(month, 1) - timedelta(days=1)
