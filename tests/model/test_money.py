"""Amounts: read exactly or refused, and written back so that they are read as the same."""

from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.errors import BadUsage
from finally_cli.model.money import (
    format_exact,
    format_money,
    parse_amount,
    parse_market_cap,
    parse_money,
    parse_rate,
)

CENTS_AND_LESS = Decimal("0.0001")
LARGEST = Decimal("99999999999999999999.9999")
amounts = st.decimals(
    min_value=-LARGEST, max_value=LARGEST, places=4, allow_nan=False, allow_infinity=False
)
rates = st.decimals(
    min_value=Decimal("0.000000000001"), max_value=Decimal("999999999999"), places=12
)


@given(amounts)
def test_what_machines_read_is_the_same_amount(amount: Decimal) -> None:
    text = format_exact(amount)
    assert parse_or_decimal(text) == amount
    assert "E" not in text
    assert len(text.partition(".")[2]) in (2, 3, 4)


def parse_or_decimal(text: str) -> Decimal:
    """A point with three decimals is refused from people and is plain to machines."""
    try:
        return parse_money(text)
    except BadUsage as error:
        assert "in two ways" in error.message
        return Decimal(text)


@given(amounts)
def test_what_people_read_can_be_typed_back(amount: Decimal) -> None:
    text = format_money(amount)
    assert parse_or_decimal(text.replace(",", "")) == amount
    assert Decimal(text.replace(",", "")) == amount
    if text.count(",") > 0 and len(text.partition(".")[2]) != 3:
        assert parse_money(text) == amount


@given(amounts.filter(lambda amount: abs(amount) >= 1000))
def test_groups_of_three_may_be_set_off_by_any_mark_that_is_not_the_point(amount: Decimal) -> None:
    two = amount.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    whole, _, cents = f"{two:,}".partition(".")
    if len(whole.lstrip("-").replace(",", "")) > 20:
        return
    for mark, point in (
        (",", "."),
        (".", ","),
        (" ", ","),
        ("'", "."),
        ("\u202f", ","),
        ("’", "."),
    ):
        assert parse_money(whole.replace(",", mark) + point + cents) == two


@given(st.integers(1, 999), st.integers(0, 999))
def test_one_mark_before_three_digits_is_never_guessed(whole: int, part: int) -> None:
    for mark in ".,":
        for sign in ("", "-", "+", "−"):
            with pytest.raises(BadUsage, match="in two ways"):
                parse_money(f"{sign}{whole}{mark}{part:03}")


@given(st.integers(1, 999), st.integers(0, 999))
def test_the_ways_out_that_the_refusal_names_are_read(whole: int, part: int) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_money(f"-{whole}.{part:03}")
    words = refusal.value.hint.replace(",", " ").split()
    thousands, decimals = parse_money(words[1]), parse_money(words[5])
    assert thousands == -(whole * 1000 + part)
    assert decimals == Decimal(f"-{whole}.{part:03}")


@given(st.integers(0, 10**20 - 1), st.integers(0, 10**5 - 1), st.integers(5, 9))
def test_what_is_finer_than_four_decimals_is_refused_and_never_rounded(
    whole: int, part: int, decimals: int
) -> None:
    with pytest.raises(BadUsage, match="more than four decimals"):
        parse_money(f"{whole}.{part:0{decimals}}")


@given(st.text(max_size=30))
def test_any_text_is_an_exact_amount_or_refused_in_a_line(text: str) -> None:
    try:
        amount = parse_money(text)
    except BadUsage as refusal:
        assert refusal.message.isprintable() or "\u2028" not in refusal.message
        assert "\n" not in refusal.message
        assert refusal.hint
    else:
        assert amount.is_finite()
        assert amount == amount.quantize(CENTS_AND_LESS)
        assert abs(amount) <= LARGEST


@given(st.text(alphabet="0123456789.,+-−' \u00a0eE_", max_size=12))
def test_nothing_but_digits_decides_how_much_it_is(text: str) -> None:
    """No separator, sign or exponent adds or takes away a digit."""
    try:
        amount = parse_money(text)
    except BadUsage:
        return
    digits = "".join(filter(str.isdigit, text)).strip("0")
    assert f"{abs(amount):f}".replace(".", "").strip("0") == digits


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", "0"), ("-0", "0"), ("-0.00", "0"), ("+5", "5"), ("−5", "-5"), (".5", "0.5"),
        (",5", "0.5"), ("5.", "5"), ("1.5", "1.5"), ("1,5", "1.5"), ("0.125", "0.125"),
        ("0,125", "0.125"), ("1234.567", "1234.567"), ("1234,567", "1234.567"),
        ("1,234,567", "1234567"), ("1.234.567", "1234567"), ("1 234", "1234"),
        ("1'234", "1234"), ("1,234.5678", "1234.5678"), ("1.234,5678", "1234.5678"),
        ("1\u00a0234,56", "1234.56"), ("  7  ", "7"), ("007", "7"), ("1\n", "1"),
        ("1,2345", "1.2345"), ("00000000000000000000000.1", "0.1"),
    ],
)  # fmt: skip
def test_what_people_type_is_read_as_they_mean_it(typed: str, amount: str) -> None:
    assert parse_money(typed) == Decimal(amount)
    assert str(parse_money(typed))[0] != "-" or Decimal(amount) < 0, "there is no negative zero"


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "-", "+", ".", ",", "-.", "abc", "1a", "NaN", "nan", "sNaN", "Infinity", "-inf",
        "1e2", "1E400", "0x10", "1_000", "--1", "+-1", "1-", "1..2", "1,,2", "1.2.3", "12,34,567",
        "1,23.4", "1 234 5", "1,234,56", "1.234.56", "1,234,567,", "1'234,567'8", "5 %",
        "$5", "5€", "٣", "３", "½", "1\n2", "\x00", "1\udcff", "1,234 567",
    ],
)  # fmt: skip
def test_what_is_no_amount_or_an_odd_one_is_refused(typed: str) -> None:
    with pytest.raises(BadUsage):
        parse_money(typed)


# -- amounts that came in or went out


@given(amounts)
def test_an_amount_is_money_that_is_not_zero(amount: Decimal) -> None:
    text = f"{amount:.4f}"
    if amount:
        assert parse_amount(text) == parse_money(text) == amount
    else:
        with pytest.raises(BadUsage, match="an amount cannot be zero"):
            parse_amount(text)


@pytest.mark.parametrize("typed", ["0", "-0", "+0", "0.0000", "−0,00", " 0 ", "000", ".0"])
def test_an_amount_of_zero_is_refused_however_it_is_typed(typed: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_amount(typed)
    assert refusal.value.code == "AMOUNT_IS_ZERO"


@pytest.mark.parametrize("typed", ["1.234", "abc", "", "0.00001", "NaN", "1e5"])
def test_what_is_no_money_is_no_amount(typed: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_amount(typed)
    assert refusal.value.code == "USAGE"


# -- rates


@given(rates)
def test_a_rate_is_read_exactly(rate: Decimal) -> None:
    assert parse_rate(f"{rate:f}") == rate


@given(st.text(max_size=20))
def test_any_text_is_a_positive_rate_or_refused(text: str) -> None:
    try:
        rate = parse_rate(text)
    except BadUsage as refusal:
        assert refusal.hint
    else:
        assert 0 < rate < Decimal(10) ** 12


# -- market caps

TIMES = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}


@given(
    st.integers(1, 10**8 - 1),
    st.integers(0, 16),
    st.sampled_from([*TIMES, *map(str.lower, TIMES)]),
    st.sampled_from(["", " "]),
)
def test_a_suffix_multiplies_exactly(digits: int, places: int, suffix: str, blank: str) -> None:
    """Whole numbers alone work it out: digits / 10^places x 10^3, 10^6, 10^9 or 10^12."""
    ten_thousandths, left_over = divmod(digits * TIMES[suffix.upper()] * 10**4, 10**places)
    number = f"{digits:0{places + 1}}"
    typed = f"{number[:-places]}.{number[-places:]}" if places else number
    allowed = places <= 4 + len(str(TIMES[suffix.upper()])) - 1
    whole, _, part = typed.partition(".")
    if len(part) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0":
        with pytest.raises(BadUsage, match="in two ways"):
            parse_market_cap(f"{typed}{blank}{suffix}")
    elif not allowed:
        with pytest.raises(BadUsage, match="more than four decimals"):
            parse_market_cap(f"{typed}{blank}{suffix}")
    else:
        assert left_over == 0
        assert parse_market_cap(f"{typed}{blank}{suffix}") * 10**4 == ten_thousandths


@pytest.mark.parametrize(
    ("typed", "market_cap"),
    [
        ("3.1T", "3100000000000"),
        ("450B", "450000000000"),
        ("12M", "12000000"),
        ("0.9k", "900"),
        (".5t", "500000000000"),
        ("2.87654321B", "2876543210"),
        ("1.00001K", "1000.01"),
        ("1,234.5M", "1234500000"),
        ("1234M", "1234000000"),
        ("99999999.9999999999999999T", "99999999999999999999.9999"),
        ("1,234,567", "1234567"),
        ("0.0001", "0.0001"),
    ],
)
def test_a_market_cap_is_read_as_people_write_it(typed: str, market_cap: str) -> None:
    assert parse_market_cap(typed) == Decimal(market_cap)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "T",
        " B",
        "3.1TT",
        "3.1 T T",
        "T3",
        "3.1Tn",
        "3.1E12",
        "1e3M",
        "NaN",
        "5 %",
        "\u212a",
        "5\u212a",
    ],
)
def test_what_is_no_market_cap_is_refused(typed: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_market_cap(typed)
    assert "3.1T" in refusal.value.hint


@pytest.mark.parametrize("typed", ["0", "-1", "0T", "-0.5B", "−3", "0.0000"])
def test_a_market_cap_is_above_zero(typed: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_market_cap(typed)
    assert refusal.value.code == "MARKET_CAP_NOT_ABOVE_ZERO"


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from("KMBTkmbt"))
def test_the_ways_out_of_two_readings_keep_the_suffix(whole: int, part: int, suffix: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_market_cap(f"{whole}.{part:03}{suffix}")
    words = refusal.value.hint.split()
    assert parse_market_cap(words[1]) == (whole * 1000 + part) * TIMES[suffix.upper()]
    assert parse_market_cap(words[5]) == Decimal(f"{whole}.{part:03}") * TIMES[suffix.upper()]


@given(st.text(alphabet="0123456789.,+-KMBTkmbt ", max_size=14))
def test_no_suffix_makes_money_of_what_is_none(text: str) -> None:
    try:
        market_cap = parse_market_cap(text)
    except BadUsage as refusal:
        assert refusal.hint
        return
    assert market_cap > 0
    assert parse_money(format_exact(market_cap)) == market_cap
