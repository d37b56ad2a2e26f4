"""Modified Dietz and XIRR, against examples that others have published and worked out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.returns import (
    Course,
    a_year,
    changes_sign,
    dated,
    modified_dietz,
    money_weighted,
    time_weighted,
)

ZERO = Decimal(0)


def course(*steps: tuple[str | None, ...]) -> Course:
    """Worth, put in, and perhaps put in at the end, month by month; first the month before."""
    return Course(
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
    earned = time_weighted(Course(worth, put_in, [ZERO] * len(worth)))
    if earned is not None:
        assert abs(Fraction(earned) - (product - 1)) <= Fraction(1, 2_000_000)


# -- XIRR


def test_the_example_of_microsoft() -> None:
    """Microsoft Support, "XIRR function": the internal rate of return is 0.373362535."""
    flows = [
        (date(2008, 1, 1), Decimal(-10_000)),
        (date(2008, 3, 1), Decimal(2_750)),
        (date(2008, 10, 30), Decimal(4_250)),
        (date(2009, 2, 15), Decimal(3_250)),
        (date(2009, 4, 1), Decimal(2_750)),
    ]
    assert money_weighted(flows) == Decimal("0.373363")


def test_the_example_of_another_program() -> None:
    """docs.rs/xirr, section Example: 0.1635371584432641, the flows in any order."""
    flows = [
        (date(2015, 6, 11), Decimal(-1_000)),
        (date(2015, 7, 21), Decimal(-9_000)),
        (date(2018, 6, 10), Decimal(20_000)),
        (date(2015, 10, 17), Decimal(-3_000)),
    ]
    assert money_weighted(flows) == Decimal("0.163537")


def test_money_flows_in_the_middle_of_a_month_and_is_valued_on_its_last_day() -> None:
    steps = course(("1000", "0"), ("1155", "100", "7"), ("1100", "-110"))
    assert dated(steps, date(2027, 2, 1)) == [
        (date(2027, 1, 31), Decimal(-1000)),
        (date(2027, 2, 15), Decimal(-100)),
        (date(2027, 2, 28), Decimal(-7)),
        (date(2027, 3, 15), Decimal(110)),
        (date(2027, 3, 31), Decimal(1100)),
    ]


def test_without_a_change_of_sign_there_is_no_rate() -> None:
    for steps in (
        course(("1000", "0"), ("0", "0")),
        course(("0", "0"), ("1000", "0")),
        course(("0", "0"), ("0", "0")),
    ):
        flows = dated(steps, date(2026, 1, 1))
        assert not changes_sign(flows)
        assert money_weighted(flows) is None


def test_where_no_rate_solves_it_there_is_none() -> None:
    """5 x^2 - 12 x + 8 has no root: 12^2 < 4 * 5 * 8."""
    flows = [(date(2026, 1, 1), Decimal(-5)), (date(2027, 1, 1), Decimal(12)),
             (date(2028, 1, 1), Decimal(-8))]  # fmt: skip
    assert changes_sign(flows)
    assert money_weighted(flows) is None


def test_a_rate_beyond_telling_is_none() -> None:
    flows = [(date(2026, 1, 31), Decimal(-1)), (date(2026, 2, 15), Decimal(100))]
    assert money_weighted(flows) is None


@given(cents, cents)
def test_over_a_year_without_flows_both_are_the_growth(before: Decimal, after: Decimal) -> None:
    """2026 is no leap year: 365 days from the end of one December to that of the next."""
    year = Course([before, *[None] * 11, after], [ZERO] * 13, [ZERO] * 13)
    growth = after / before - 1
    assert time_weighted(year) == pytest.approx(growth, abs=Decimal("0.000001"))
    if Decimal("0.01") < after / before < 100:
        rate = money_weighted(dated(year, date(2026, 1, 1)))
        assert rate == pytest.approx(growth, abs=Decimal("0.000001"), rel=Decimal("0.000001"))
