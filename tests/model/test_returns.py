"""Modified Dietz, against examples that others have published and worked out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.returns import (
    ValuationSeries,
    a_year,
    dated_flows,
    modified_dietz,
    time_weighted,
)

ZERO = Decimal(0)


def course(*steps: tuple[str | None, ...]) -> ValuationSeries:
    """Worth, put in, and perhaps put in at the end, month by month; first the month before."""
    return ValuationSeries(
        [None if step[0] is None else Decimal(step[0]) for step in steps],
        [Decimal(step[1] or 0) for step in steps],
        [Decimal(step[2] or 0) if len(step) > 2 else ZERO for step in steps],
    )


# -- modified Dietz


def test_the_example_of_wikipedia() -> None:
    """Wikipedia, "Modified Dietz method", section Example: 100 at the beginning of the first year,
    300 at the end of the second, 50 put in between them; 150 gained on 125 is 120 %."""
    assert modified_dietz(Decimal(100), Decimal(300), [(Decimal(50), Decimal("0.5"))]) == Decimal(
        "1.2"
    )
    quiet = [(None, "0")] * 11
    two_years = course(("100", "0"), *quiet, (None, "0", "50"), *quiet, ("300", "0"))
    assert time_weighted(two_years) == Decimal("1.2")


def test_an_example_with_days_in_which_money_comes_and_goes() -> None:
    """calculator7.snowdaycalculatornow.com, "Modified Dietz Method Cash Flow Weighting Days
    Calculation Example": 90 days from 100,000 to 125,000, with 20,000 put in on day 20 and 10,000
    taken out on day 60; 15,000 on 112,223 (112,222.22 before it rounds) is 13.37 %."""
    ninety = Decimal(90)
    flows = [(Decimal(20_000), 70 / ninety), (Decimal(-10_000), 30 / ninety)]
    earned = modified_dietz(Decimal(100_000), Decimal(125_000), flows)
    assert earned is not None
    assert round(earned, 4) == Decimal("0.1337")
    assert round(earned, 6) == round(Decimal(15_000) / Decimal("112222.2222222"), 6)


def test_months_are_linked_and_weighed_by_their_middle() -> None:
    # (1155 - 1000 - 100) / (1000 + 50), and (1100 - 1155 + 110) / (1155 - 55): 1105/1050 * 1.05
    assert time_weighted(course(("1000", "0"), ("1155", "100"), ("1100", "-110"))) == Decimal(
        "0.105"
    )


def test_what_is_taken_out_of_nothing_does_not_begin_the_time_at_work() -> None:
    # An overdraft of 50 in the middle of the first month of two, 400 put in at its end:
    # (300 - 0 - 350) / (-50 * 3/4 + 400 * 1/2) = -50 / 162.5
    overdrawn = course(("0", "0"), (None, "-50", "400"), ("300", "0"))
    assert time_weighted(overdrawn) == Decimal("-0.307692")


def test_what_is_put_into_something_that_ends_worthless_does_not_end_the_time_at_work() -> None:
    # 200 out in the middle of the first month of two, 50 in in the middle of the second, all lost:
    # (0 - 300 + 150) / (300 - 200 * 3/4 + 50 * 1/4) = -150 / 162.5
    lost = course(("300", "0"), (None, "-200"), ("0", "50"))
    assert time_weighted(lost) == Decimal("-0.923077")


def test_a_missing_month_makes_one_stretch_of_two_with_flows_weighed_by_their_time_in_it() -> None:
    # 100 for a month and a half of two, 60 for half a month, 20 put in at the end of the first:
    # (1300 - 1000 - 180) / (1000 + 75 + 15 + 10) = 120 / 1100
    steps = course(("1000", "0"), (None, "100", "20"), ("1300", "60"))
    assert time_weighted(steps) == Decimal("0.109091")


def test_without_its_ends_nothing_is_known() -> None:
    assert time_weighted(course((None, "0"), ("100", "0"), ("110", "0"))) is None
    assert time_weighted(course(("100", "0"), ("110", "0"), (None, "0"))) is None


def test_what_is_put_in_at_the_end_of_a_month_earns_nothing_in_it() -> None:
    steps = course(("0", "0"), ("1000", "0", "1000"), ("1100", "0"))
    assert time_weighted(steps) == Decimal("0.1")
    assert list(steps.at_work()) == [2]


def test_a_stretch_begins_with_the_first_flow_where_nothing_was_before() -> None:
    # 500 in the middle of the month, 510 at its end: 10 on 500, and not on half of it.
    assert time_weighted(course(("0", "0"), ("510", "500"))) == Decimal("0.02")
    # A month and a half from 500 on, 60 of it at work for the last third: 40 / (500 + 20)
    late = course(("0", "0"), (None, "500"), ("600", "60"))
    assert time_weighted(late) == Decimal("0.076923")
    # Nothing for two months first, which wait for no money: 40 / 400
    assert time_weighted(course(("0", "0"), (None, "0"), (None, "0"), ("440", "400"))) == Decimal(
        "0.1"
    )


def test_a_stretch_ends_with_the_last_flow_where_nothing_is_left() -> None:
    assert time_weighted(course(("1000", "0"), ("0", "-1100"))) == Decimal("0.1")
    # Half of two months and a half pass in which 1000 are there, sold in two halves; the value of
    # the first month is missing: 100 / (1000 - 550 * 2/3) = 100 * 3/1900
    halves = course(("1000", "0"), (None, "-550"), ("0", "-550"))
    assert time_weighted(halves) == Decimal("0.157895")
    # Money that goes in again is another stretch: 1.1 * 1.05
    again = course(("1000", "0"), ("0", "-1100"), ("0", "0"), ("700", "700"), ("735", "0"))
    assert time_weighted(again) == Decimal("0.155")


def test_both_at_once_where_it_was_bought_and_sold_between_two_values() -> None:
    """500 in the middle of one month, 550 out in that of the next: 10 %."""
    assert time_weighted(course(("0", "0"), (None, "500"), ("0", "-550"))) == Decimal("0.1")
    # Bought and sold in one month: all that is known is the 50 that are left of it.
    assert time_weighted(course(("0", "0"), ("0", "-50"))) is None


@pytest.mark.parametrize(
    "steps",
    [
        [("0", "0"), ("1100", "1000"), ("1600", "500"), ("0", "-1920")],
        [("1000", "0"), ("1100", "0"), ("1600", "500"), ("1920", "0"), ("0", "-1920")],
    ],
)
def test_ten_then_twenty_per_cent_are_thirty_two(steps: list[tuple[str, str]]) -> None:
    """1,000, +10 %, 500 in, +20 %, all sold: 1.1 * 1.2 = 1.32, as textbooks have it."""
    assert time_weighted(course(*steps)) == Decimal("0.32")


def test_what_is_gone_without_anything_taken_out_is_lost_whole() -> None:
    """The formula alone says -150 / 125, more than there was; whenever the 50 came, all is lost."""
    assert time_weighted(course(("100", "0"), ("0", "50"))) == -1
    assert time_weighted(course(("0", "0"), ("0", "50"))) == -1


def test_what_was_taken_out_altogether_is_at_work_up_to_then() -> None:
    steps = course(("1000", "0"), ("1100", "0"), ("0", "-1100"), ("0", "0"))
    assert time_weighted(steps) == Decimal("0.1")
    assert list(steps.at_work()) == [1, 2]
    assert not course(("0", "0"), ("0", "0")).at_work()


@pytest.mark.parametrize(
    "steps",
    [
        [("0", "0"), ("50", "0")],  # out of nothing
        [("-100", "0"), ("-90", "0")],
        [("100", "0"), ("500", "-300")],  # 100 - 150 at work
        [("100", "0"), ("-1", "0"), ("5", "20")],  # more lost than there was
        [("0", "0"), ("0", "-5")],  # out of nothing, once more
        [("0", "0"), ("5", "-5")],
    ],
)
def test_without_capital_there_is_no_return(steps: list[tuple[str, str]]) -> None:
    assert time_weighted(course(*steps)) is None


def test_all_lost_is_less_a_hundred_per_cent() -> None:
    assert time_weighted(course(("100", "0"), ("0", "0"))) == -1
    assert a_year(Decimal(-1), 24) == -1


def test_a_yearly_return_needs_a_year() -> None:
    assert a_year(Decimal("0.21"), 24) == Decimal("0.1")
    assert a_year(Decimal("0.1"), 12) == Decimal("0.1")
    assert a_year(Decimal("0.1"), 11) is None
    assert a_year(None, 24) is None


def test_a_loss_too_small_to_tell_is_no_negative_zero() -> None:
    assert str(time_weighted(course(("1e15", "0"), ("999999999999999", "0")))) == "0.000000"


cents = st.integers(1, 10**9).map(lambda n: Decimal(n).scaleb(-2))


@given(st.lists(st.tuples(cents, st.integers(-50, 50)), min_size=2, max_size=30))
def test_the_chain_is_the_product_of_fractions(months: list[tuple[Decimal, int]]) -> None:
    """Whatever the months are, each put in or taken out less than a hundredth of what is there."""
    worth = [value for value, _ in months]
    before = [worth[0], *worth[:-1]]
    put_in = [value * part / 100 for value, (_, part) in zip(before, months, strict=True)]
    product = Fraction(1)
    for v0, v1, flow in zip(worth, worth[1:], put_in[1:], strict=False):
        capital = Fraction(v0) + Fraction(flow) / 2
        product *= 1 + (Fraction(v1) - Fraction(v0) - Fraction(flow)) / capital
        if product < 0:
            return
    earned = time_weighted(ValuationSeries(worth, put_in, [ZERO] * len(worth)))
    if earned is not None:
        assert abs(Fraction(earned) - (product - 1)) <= Fraction(1, 2_000_000)


def test_money_flows_in_the_middle_of_a_month_and_is_valued_on_its_last_day() -> None:
    steps = course(("1000", "0"), ("1155", "100", "7"), ("1100", "-110"))
    assert dated_flows(steps, date(2027, 2, 1)) == [
        (date(2027, 1, 31), Decimal(-1000)),
        (date(2027, 2, 15), Decimal(-100)),
        (date(2027, 2, 28), Decimal(-7)),
        (date(2027, 3, 15), Decimal(110)),
        (date(2027, 3, 31), Decimal(1100)),
    ]
