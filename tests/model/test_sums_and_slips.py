"""What is typed in the walk: sums, to the last digit, and what looks like a slip in a value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.errors import BadUsage
from finally_cli.model.money import parse_money
from finally_cli.model.slips import slip
from finally_cli.model.sums import parse_sum

AMOUNTS = st.decimals(Decimal(0), Decimal(10**12), places=4)


@pytest.mark.parametrize(
    ("typed", "sum_"),
    [
        ("100+200", "300"),
        ("  100 - 20.5  ", "79.5"),
        ("-100+20", "-80"),
        ("−100−20", "-120"),
        ("+5", "5"),
        ("1 234,56 + 1.234,56 - 1,234.56", "1234.56"),
        ("0.1+0.2", "0.3"),
        ("5-5", "0"),
        ("99999999999999999999 - 99999999999999999998.9999", "0.0001"),
    ],
)
def test_a_sum_is_exact_and_its_parts_are_amounts_as_people_write_them(
    typed: str, sum_: str
) -> None:
    assert parse_sum(typed) == Decimal(sum_)
    assert not parse_sum(typed).is_signed() or parse_sum(typed) < 0, "there is no negative zero"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1.234+1", 'the amount "1.234" can be read in two ways'),
        ("1+1,234", 'the amount "1,234" can be read in two ways'),
        ("1+", '"1+" is not a sum of amounts'),
        ("1+-2", '"1+-2" is not a sum of amounts'),
        ("1--2", '"1--2" is not a sum of amounts'),
        ("1 + + 2", '"1 + + 2" is not a sum of amounts'),
        ("1+x", '"x" is not an amount of money'),
        ("2*3", '"2*3" is not an amount of money'),
        ("+", '"+" is not an amount of money'),
        ("1.00001+1", 'the amount "1.00001" has more than four decimals'),
        ("99999999999999999999+1", 'the sum "99999999999999999999+1" is too large'),
    ],
)
def test_what_is_no_sum_is_refused(typed: str, message: str) -> None:
    with pytest.raises(BadUsage) as refused:
        parse_sum(typed)
    assert refused.value.message == message


@given(st.lists(st.tuples(st.sampled_from("+-"), AMOUNTS), min_size=1, max_size=6))
def test_a_sum_is_what_adding_its_parts_gives(parts: list[tuple[str, Decimal]]) -> None:
    text = " ".join(f"{sign} {amount:.4f}" for sign, amount in parts).replace(" ", "")
    assert parse_sum(text) == sum(amount if sign == "+" else -amount for sign, amount in parts)


@given(AMOUNTS)
def test_one_amount_is_read_as_it_is_anywhere(amount: Decimal) -> None:
    text = f"{amount:.4f}"
    assert parse_sum(text) == parse_money(text)


@pytest.mark.parametrize(
    ("value", "known", "looks"),
    [
        ("1234", ["123.4"], "was 123.40, and 1,234.00 is ten times that"),
        ("12.34", ["123.4"], "was 123.40, and 12.34 is a tenth of that"),
        ("99", ["1000"], "was 1,000.00, and 99.00 is about a tenth of that"),
        ("12400", ["1000"], "was 1,000.00, and 12,400.00 is about ten times that"),
        ("123450", ["1234.5"], "was 1,234.50, and 123,450.00 is a hundred times that"),
        ("1", ["1000"], "was 1,000.00, and 1.00 is a thousandth of that"),
        ("10000", ["1"], "was 1.00, and 10,000.00 is 10,000 times that"),
        ("1", ["10000"], "was 10,000.00, and 1.00 is 1/10,000 of that"),
        ("-5", ["5"], "was 5.00, and -5.00 is below zero"),
        ("5", ["-500"], "was -500.00, and 5.00 is above zero"),
        ("-1234", ["-123.4"], "was -123.40, and -1,234.00 is ten times that"),
        ("1000", ["100", "10"], "was 100.00, and 1,000.00 is ten times that"),
        # what is near one of those that are known, first values, and what is spent whole
        ("1000", ["100", "990"], ""),
        ("1000", [None], ""),
        ("-1000", [], ""),
        ("1000", ["0"], ""),
        ("0", ["1000"], ""),
        ("1250", ["1000"], ""),
        ("2000", ["1000"], ""),
        ("800", ["100"], ""),
        ("12500", ["1000"], ""),
        ("3000", ["1000"], ""),
    ],
)
def test_a_point_that_moved_and_another_sign_look_like_slips(
    value: str, known: list[str | None], looks: str
) -> None:
    others = [None if one is None else Decimal(one) for one in known]
    assert slip(Decimal(value), others, "EUR") == looks
