"""Percentages as people type them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.errors import BadUsage
from finally_cli.model.percent import format_percent, parse_band, parse_percent
from finally_cli.model.rounding import apportion
from finally_cli.model.targets import parse_targets


@pytest.mark.parametrize(
    ("typed", "share"),
    [("60", "0.6"), ("60%", "0.6"), (" 60 % ", "0.6"), ("33.3333", "0.333333"), ("0", "0"),
     ("100", "1"), (".5", "0.005"), ("12.50000", "0.125"), ("7.", "0.07")],
)  # fmt: skip
def test_a_percentage_is_read_exactly(typed: str, share: str) -> None:
    assert parse_percent(typed) == Decimal(share)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("-5", 'a share cannot be negative, as "-5" is'),
        ("100.0001", '"100.0001" is more than 100 %'),
        ("33.33333", 'the percentage "33.33333" has more than four decimals'),
        ("1,5", '"1,5" is not a percentage'),
        ("sixty", '"sixty" is not a percentage'),
        ("٦", '"٦" is not a percentage'),
        ("NaN", '"NaN" is not a percentage'),
        ("1e2", '"1e2" is not a percentage'),
        ("", '"" is not a percentage'),
    ],
)
def test_what_is_no_percentage_is_refused(typed: str, message: str) -> None:
    with pytest.raises(BadUsage) as refused:
        parse_percent(typed)
    assert refused.value.message == message
    assert refused.value.hint


@given(st.integers(0, 1_000_000))
def test_what_is_shown_can_be_typed(millionths: int) -> None:
    share = Decimal(millionths) / 1_000_000
    assert parse_percent(format_percent(share)) == share


@pytest.mark.parametrize("typed", ["", "5 points", "-5", "5/25", "200"])
def test_what_is_no_band_is_refused(typed: str) -> None:
    with pytest.raises(BadUsage, match="is not a band"):
        parse_band(typed)


@pytest.mark.parametrize(
    ("words", "assets", "categories", "of_assets"),
    [
        ("CASH 10 ETF_STOCKS 60%", [], [("CASH", 10), ("ETF_STOCKS", 60)], []),
        ("CASH 10 60 40", ["World", "Bond"], [("CASH", 10)], [("World", 60), ("Bond", 40)]),
        ("60 CASH 10", ["World"], [("CASH", 10)], [("World", 60)]),
    ],
)
def test_targets_are_paired_with_what_they_follow(
    words: str,
    assets: list[str],
    categories: list[tuple[str, int]],
    of_assets: list[tuple[str, int]],
) -> None:  # fmt: skip
    def shares(pairs: list[tuple[str, int]]) -> list[tuple[str, Decimal]]:
        return [(name, Decimal(percent) / 100) for name, percent in pairs]

    assert parse_targets(words.split(), assets) == (shares(categories), shares(of_assets))


@pytest.mark.parametrize(
    ("words", "assets", "message"),
    [
        ("", [], "there is no target to set"),
        ("CASH", [], '"CASH" has no percentage'),
        ("10", [], '"10" follows no category and no asset'),
        ("10 20", ["World"], '"20" follows no category and no asset'),
        ("", ["World"], '"World" has no percentage'),
        ("CASH ETF_STOCKS 10", [], '"ETF_STOCKS" is not a percentage'),
        ("CASH ETF_STOCKS 10", ["World"], '"CASH" has no percentage'),
    ],
)
def test_what_cannot_be_paired_is_refused(words: str, assets: list[str], message: str) -> None:
    with pytest.raises(BadUsage) as refused:
        parse_targets(words.split(), assets)
    assert refused.value.message == message


@given(st.lists(st.decimals(-1, 1, places=6), max_size=12))
def test_parts_sum_to_the_rounded_whole_and_none_is_a_unit_off(parts: list[Decimal]) -> None:
    unit = Decimal("0.001")
    rounded = apportion(parts, unit)
    # The sum itself, rounded with halves away from zero; Python's round() goes to the even digit.
    assert sum(rounded, Decimal(0)) == sum(parts, Decimal(0)).quantize(unit, ROUND_HALF_UP)
    assert all(abs(one - part) < unit for one, part in zip(rounded, parts, strict=True))
