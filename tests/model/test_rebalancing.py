"""The plan that brings a mix closest to its targets, against scipy and against all other plans."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.rebalancing import (
    Holding,
    distribute,
    in_proportion,
    may_take_up,
    most_out,
    movable,
    plan,
)
from tests.support.thoroughness import examples

CENT = Decimal("0.01")


def money(*amounts: str | int) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def away(values: list[Decimal], wishes: list[Decimal], moves: list[Decimal]) -> Decimal:
    """The sum of squares of what each is away from its wish."""
    return sum(
        ((v + m - w) ** 2 for v, w, m in zip(values, wishes, moves, strict=True)), Decimal(0)
    )


def test_with_selling_each_part_becomes_what_it_should_be() -> None:
    # 700 and 300 should be half of 1,000 each: 200 are sold of one and bought of the other.
    assert plan(money(700, 300), money(500, 500), Decimal(0), sells=True) == money(-200, 200)


def test_new_money_levels_what_is_short() -> None:
    # 1,000 become 1,100, wished at 550, 330 and 220; they are 600, 200 and 200: short of -50, 130
    # and 20. 100 go to the second alone: it is then short of 30, still more than the third's 20.
    # With 130: 120 and 10 leave both short of 10.
    values, wishes = money(600, 200, 200), money(550, 330, 220)
    assert plan(values, wishes, Decimal(100), sells=False) == money(0, 100, 0)
    assert plan(values, wishes, Decimal(130), sells=False) == money(0, 120, 10)


def test_a_greedy_guess_is_not_the_answer() -> None:
    # Greedy fills the widest gap, 100, and leaves 0 and 80 short: squares of 6,400. Leaving both 40
    # short, (180 - 100) / 2, makes 3,200: 60 and 40.
    assert plan(money(0, 0), money(100, 80), Decimal(100), sells=False) == money(60, 40)


def test_cents_go_to_the_largest_remainders_and_sum_exactly() -> None:
    # A third of 100 each is 33.333…: the first gets the odd cent.
    moves = plan(money(0, 0, 0), money(50, 50, 50), Decimal(100), sells=False)
    assert moves == money("33.34", "33.33", "33.33")
    yen = plan(money(0, 0, 0), money(50, 50, 50), Decimal(100), sells=False, unit=Decimal(1))
    assert yen == money(34, 33, 33)


def test_nothing_is_sold_that_is_not_there() -> None:
    # 30 can be taken of the second at most; an overdrawn account gives nothing.
    assert plan(money(970, 30), money(900, 0), Decimal(-100), sells=True) == money(-70, -30)
    assert plan(money(970, -30), money(900, 0), Decimal(-100), sells=True) == money(-100, 0)
    with pytest.raises(ValueError, match="cannot be taken out"):
        plan(money(970, 30), money(900, 0), Decimal(-1001), sells=True)


def test_small_trades_are_left_out_and_the_rest_is_planned_again() -> None:
    # Short of 100, 95 and 5, with 200 to give: 100, 95 and 5. Without the last, its 5 are spread
    # over the other two: 102.50 and 97.50.
    values, wishes = money(0, 0, 95), money(100, 95, 100)
    assert plan(values, wishes, Decimal(200), sells=False) == money(100, 95, 5)
    without = plan(values, wishes, Decimal(200), sells=False, least=Decimal(10))
    assert without == money("102.50", "97.50", 0)


def test_when_every_trade_is_small_nothing_is_traded() -> None:
    values, wishes = money(110, 90), money(100, 100)
    assert plan(values, wishes, Decimal(0), sells=True, least=Decimal(11)) == money(0, 0)
    # New money must go somewhere, though: into the one trade that is left.
    assert plan(values, wishes, Decimal(20), sells=True, least=Decimal(20)) == money(0, 20)


amounts = st.decimals(-100, 100_000, places=2)
targets = st.lists(st.integers(0, 100), min_size=2, max_size=8).filter(any)


@examples(200)
@given(weights=targets, data=st.data(), sells=st.booleans())
def test_scipy_finds_the_same_plan(weights: list[int], data: st.DataObject, sells: bool) -> None:
    """500 cases: scipy's bounded least squares (BVLS, an active set method) is within two cents.

    Its sum is a last equation, weighed so heavily that it holds to a thousandth of a cent.
    """
    from scipy.optimize import lsq_linear

    count = len(weights)
    values = data.draw(st.lists(amounts, min_size=count, max_size=count))
    there = sum((max(value, Decimal(0)) for value in values), Decimal(0))
    lowest = -there if sells else Decimal("0.01")
    added = data.draw(st.decimals(lowest, max(lowest, Decimal(50_000)), places=2))
    whole = sum(values, Decimal(0)) + added
    wishes = [whole * weight / max(sum(weights), 100) for weight in weights]
    moves = plan(values, wishes, added, sells=sells)
    assert sum(moves, Decimal(0)) == added
    floors = [-max(value, Decimal(0)) if sells else Decimal(0) for value in values]
    assert all(move >= floor for move, floor in zip(moves, floors, strict=True))
    scale = 1000.0  # scipy's tolerances are absolute
    gaps = [float(wish - value) / scale for wish, value in zip(wishes, values, strict=True)]
    least = [float(floor) / scale for floor in floors]
    heavy = 1e4
    rows = [[float(row == column) for column in range(count)] for row in range(count)]
    found = lsq_linear(
        [*rows, [heavy] * count],
        [*gaps, heavy * float(added) / scale],
        bounds=(least, [float("inf")] * count),
        method="bvls",
        tol=1e-14,
    )
    assert found.success, found.message
    for move, other in zip(moves, found.x, strict=True):
        assert float(move) == pytest.approx(other * scale, abs=0.02)


@examples(100)
@given(
    values=st.lists(st.integers(0, 12), min_size=3, max_size=3),
    thirds=st.lists(st.integers(0, 36), min_size=3, max_size=3),
    added=st.integers(-6, 12),
    sells=st.booleans(),
)
def test_no_other_plan_in_whole_units_is_closer(
    values: list[int], thirds: list[int], added: int, sells: bool
) -> None:
    """Every plan of three whole numbers is tried."""
    if added < -sum(values) or (added < 0 and not sells):
        return
    worth, wishes = money(*values), [Decimal(third) / 3 for third in thirds]
    moves = plan(worth, wishes, Decimal(added), sells=sells, unit=Decimal(1))
    best = min(
        away(worth, wishes, money(*other))
        for other in product(range(-12, 25), repeat=3)
        if sum(other) == added
        and all(move >= (-value if sells else 0) for move, value in zip(other, values, strict=True))
    )
    # As far as 28 digits of a third tell two distances apart.
    assert abs(away(worth, wishes, moves) - best) < Decimal("1e-20")


@examples(120)
@given(
    parts=st.lists(st.tuples(st.integers(0, 9), st.integers(-20, 60)), min_size=1, max_size=7),
    whole=st.integers(-50, 300),
)
def test_what_is_above_its_least_is_in_proportion_and_all_of_it_is_shared_out(
    parts: list[tuple[int, int]], whole: int
) -> None:
    weights = {str(place): Fraction(weight) for place, (weight, _) in enumerate(parts)}
    least = {str(place): Fraction(kept) for place, (_, kept) in enumerate(parts)}
    shared = in_proportion(weights, least, Fraction(whole))
    assert all(shared[name] >= least[name] for name in least)
    if any(weights.values()) and whole >= sum(max(kept, Fraction(0)) for kept in least.values()):
        assert sum(shared.values()) == whole
        levels = {
            shared[name] / weight
            for name, weight in weights.items()
            if weight and shared[name] > least[name]
        }
        assert len(levels) <= 1
        # Who keeps the least would have no more at the level of the others.
        for name, weight in weights.items():
            if weight and shared[name] == least[name] and levels:
                assert weight * min(levels) <= least[name]


holdings = st.lists(
    st.tuples(st.sampled_from("abcd"), amounts, st.booleans(), st.integers(0, 4)),
    min_size=1, max_size=8,
)  # fmt: skip


@examples(120)
@given(drawn=holdings, targets=st.lists(st.integers(0, 25), min_size=4, max_size=4), data=st.data())
def test_whatever_is_taken_out_or_put_in_the_locked_stay_and_the_cents_sum_up(
    drawn: list[tuple[str, Decimal, bool, int]], targets: list[int], data: st.DataObject
) -> None:
    worth = {
        code: sum((value for other, value, _, _ in drawn if other == code), Decimal(0))
        for code in "abcd"
    }
    given_holdings = [
        Holding(
            category=code, value=value, kept=Decimal(0) if free else value, moves=free,
            part=Decimal(part) / 4, category_value=worth[code],
            category_target=Decimal(targets["abcd".index(code)]) / 100,
        )
        for code, value, free, part in drawn
    ]  # fmt: skip
    most = most_out(given_holdings)
    added = -data.draw(st.decimals(0, most, places=2))
    found = distribute(given_holdings, added, sells=True)
    assert sum(found, Decimal(0)) == added
    for one, move in zip(given_holdings, found, strict=True):
        assert one.moves or move == 0
        assert move >= -max(one.movable, Decimal(0))


def holding(value: str, *, kept: str = "0", moves: bool = True, target: str = "1") -> Holding:
    return Holding(
        category="a", value=Decimal(value), kept=Decimal(kept), moves=moves, part=Decimal(1),
        category_value=Decimal(value), category_target=Decimal(target),
    )  # fmt: skip


def test_what_does_not_move_is_kept_whole_whatever_it_says_that_it_keeps() -> None:
    assert holding("10", kept="4").movable == 6
    assert holding("10", kept="4", moves=False).movable == 0
    assert movable([holding("10", kept="4"), holding("10", moves=False)]) == 6


def test_no_more_can_be_taken_out_than_is_there_once_an_overdraft_is_counted() -> None:
    assert most_out([holding("100"), holding("-30")]) == 70
    assert most_out([holding("10.009"), holding("0.999")]) == Decimal("10.99"), (
        "whole cents of each"
    )
    assert most_out([holding("20"), holding("-30")]) == 0


def test_new_money_goes_nowhere_where_no_target_is_above_zero() -> None:
    assert may_take_up([holding("10"), holding("10", target="0")])
    assert not may_take_up([holding("10", target="0")])
    assert not may_take_up([holding("10", moves=False)])
