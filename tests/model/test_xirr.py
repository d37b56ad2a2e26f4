"""XIRR: the published examples, other programs' answers, and rates that were chosen beforehand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.xirr import LARGEST, changes_sign, rates

Flows = list[tuple[date, Decimal]]


def yearly(*amounts: str) -> Flows:
    """Amounts 365 days apart."""
    return [
        (date(2021, 1, 1) + timedelta(days=365 * years), Decimal(amount))
        for years, amount in enumerate(amounts)
    ]


def test_the_example_of_microsoft() -> None:
    """Microsoft Support, "XIRR function": the internal rate of return is 0.373362535."""
    flows = [
        (date(2008, 1, 1), Decimal(-10_000)),
        (date(2008, 3, 1), Decimal(2_750)),
        (date(2008, 10, 30), Decimal(4_250)),
        (date(2009, 2, 15), Decimal(3_250)),
        (date(2009, 4, 1), Decimal(2_750)),
    ]
    assert rates(flows) == [Decimal("0.373363")]


def test_the_example_of_another_program() -> None:
    """docs.rs/xirr, section Example: 0.1635371584432641, the flows in any order."""
    flows = [
        (date(2015, 6, 11), Decimal(-1_000)),
        (date(2015, 7, 21), Decimal(-9_000)),
        (date(2018, 6, 10), Decimal(20_000)),
        (date(2015, 10, 17), Decimal(-3_000)),
    ]
    assert rates(flows) == [Decimal("0.163537")]


@pytest.mark.parametrize("fortune", ["0.0001", "1", "5e13", "7e15", "1e19", "99999999999999999999"])
def test_a_fortune_earns_what_a_coin_does(fortune: str) -> None:
    """7 % for a year, then half of it taken out, then 7 % once more."""
    paid, rest = Decimal(fortune), Decimal(fortune) * Decimal("0.535")
    flows = yearly("0", "0", "0")
    flows = [(day, amount) for (day, _), amount in zip(
        flows, (-paid, rest, rest * Decimal("1.07")), strict=True
    )]  # fmt: skip
    assert rates(flows) == [Decimal("0.07")]


@pytest.mark.parametrize(
    ("amounts", "solved_by"),
    [
        # -100 (x - 1.15)(x - 1.2), with x = 1 + rate
        (["-100", "235", "-138"], ["0.15", "0.2"]),
        # The oil pump of J. H. Lorie and L. J. Savage, Three Problems in Rationing Capital, 1955:
        # 25 % and 400 %.
        (["-1600", "10000", "-10000"], ["0.25", "4"]),
        # -1000 (x - 1.1)(x - 1.2)(x - 1.3)
        (["-1000", "3600", "-4310", "1716"], ["0.1", "0.2", "0.3"]),
        # (x - 0.5)(x - 1.1), first money that was borrowed
        (["1000", "-1600", "550"], ["-0.5", "0.1"]),
        # 100 (x - 1.2)^2: it touches nothing, and does not pass it
        (["-100", "240", "-144"], ["0.2"]),
        # Signs change thrice, yet there is one: -1000 (x - 1.1)(x^2 - 2x + 2)
        (["-1000", "3100", "-4200", "2200"], ["0.1"]),
        # 5 x^2 - 12 x + 8 has no root: 12^2 < 4 * 5 * 8
        (["-5", "12", "-8"], []),
    ],
)
def test_every_rate_that_solves_it_is_found(amounts: list[str], solved_by: list[str]) -> None:
    flows = yearly(*amounts)
    assert changes_sign(flows)
    assert rates(flows) == [Decimal(rate) for rate in solved_by]
    assert rates((day, amount * Decimal("1e17")) for day, amount in flows) == rates(flows)


chosen = st.lists(
    st.integers(-80, 300).map(lambda n: Decimal(n).scaleb(-2)), min_size=1, max_size=4, unique=True
)


@given(chosen, st.sampled_from(["1", "-1", "-12345678.9"]))
def test_rates_that_were_chosen_are_the_ones_found(wanted: list[Decimal], size: str) -> None:
    """The product of (x - 1 - rate), multiplied out, has those roots and no other."""
    amounts = [Decimal(size)]
    for rate in wanted:
        shifted = [*amounts, Decimal(0)]
        for place, amount in enumerate(amounts, start=1):
            shifted[place] -= amount * (1 + rate)
        amounts = shifted
    assert rates(yearly(*map(str, amounts))) == sorted(wanted)


@given(st.lists(st.tuples(st.integers(-30, 40), st.integers(-20, 25)), min_size=1, max_size=40))
def test_a_purse_that_is_never_overdrawn_has_the_one_rate_of_another_program(
    months: list[tuple[int, int]],
) -> None:
    """Each month a part of what is there put in or taken out, and a part of it gained or lost."""
    from pyxirr import xirr

    worth, day = Decimal(10_000), date(2015, 1, 31)
    flows = [(day, -worth)]
    for moved, gained in months:
        day += timedelta(days=30)
        flow = worth * moved / 100
        flows.append((day, -flow))
        worth = (worth + flow) * (100 + gained) / 100
    flows.append((day + timedelta(days=30), worth))
    (found,) = rates(flows)
    answer: Any = xirr([day for day, _ in flows], [float(amount) for _, amount in flows])
    assert float(found) == pytest.approx(answer, abs=2e-6, rel=2e-6)


def test_without_a_change_of_sign_there_is_no_rate() -> None:
    for flows in (yearly("-1000", "0"), yearly("0", "1000"), yearly("5", "7"), []):
        assert not changes_sign(flows)
        assert rates(flows) == []
    both_on_one_day = [(date(2026, 1, 1), Decimal(-5)), (date(2026, 1, 1), Decimal(4))]
    assert rates(both_on_one_day) == []


def test_a_rate_beyond_telling_is_there_only_where_there_is_no_other() -> None:
    """A hundredfold in 15 days; and 10 % a year, with a second root below all sense."""
    (rate,) = rates([(date(2026, 1, 31), Decimal(-1)), (date(2026, 2, 15), Decimal(100))])
    assert rate > LARGEST
    ruin = rates([(date(2026, 1, 31), Decimal(-1)), (date(2026, 2, 1), Decimal("1e-9"))])
    assert ruin == [-1]
    # (x - 1.1)(x - 1e-8)
    assert rates(yearly("-1", "1.10000001", "-0.000000011")) == [Decimal("0.1")]
