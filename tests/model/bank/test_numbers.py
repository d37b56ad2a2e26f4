"""Amounts as banks write them: read by eye, and generated ones by what was written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.bank.numbers import (
    DecimalEvidence,
    Unreadable,
    read_amount,
    read_plain,
    split_amount,
)


@pytest.mark.parametrize(
    ("cell", "decimal", "amount"),
    [
        ("1,183.23-", ".", "-1183.23"),
        ("(12.00)", ".", "-12.00"),
        ("CHF 1'234.50", ".", "1234.50"),
        ("1’234.50 CHF", ".", "1234.50"),
        ("- $220.00", ".", "-220.00"),
        ("$-220.00", ".", "-220.00"),
        ("+ £100.00", ".", "100.00"),
        ("-3.000", ".", "-3.000"),
        ("-3.000", ",", "-3000"),
        ("1\u00a0234,50", ",", "1234.50"),
        ("1\u202f234,50 €", ",", "1234.50"),
        ("1\u2009234,50", ",", "1234.50"),
        ("\u22128,78", ",", "-8.78"),
        ("R$ 1.234,56", ",", "1234.56"),
        ("12,34,567.00", ".", "1234567.00"),
        ("\u0661\u066c\u0662\u0663\u0664\u066b\u0665\u0660", None, "1234.50"),
        ("\u0661\u066c\u0662\u0663\u0664\u066b\u0665\u0660", ",", "1234.50"),
        ("\u200f\u0661\u0662\u061c-", None, "-12"),
        ("9,", ",", "9"),
        (".50", ".", "0.50"),
        ("-10.500000000000", ".", "-10.5"),
        ("0012", None, "12"),
        ("1.234.567", None, "1234567"),
    ],
)
def test_an_amount_is_read_as_its_bank_writes_it(
    cell: str, decimal: str | None, amount: str
) -> None:
    assert read_amount(cell, decimal)[0] == Decimal(amount)


@pytest.mark.parametrize(
    ("cell", "decimal", "reason"),
    [
        ("1.234", None, "can be read in two ways"),
        ("-3.000", None, "can be read in two ways"),
        ("12,50", ".", "is not an amount, which is written as 1,234.56 here"),
        ("1.23456", ".", "more than four decimals"),
        ("123456789012345678901", ".", "too large"),
        ("1.2.3", ".", "is not an amount"),
        ("--5", ".", "is not an amount"),
        ("(5", ".", "is not an amount"),
        ("5 %", ".", "is not an amount"),
        ("1e5", ".", "is not an amount"),
        ("1_000", ".", "is not an amount"),
        ("NaN", ".", "is not an amount"),
        ("2026-01-31", ".", "is not an amount"),
        ("", ".", "is not an amount"),
    ],
)
def test_what_is_no_amount_of_the_column_is_refused(
    cell: str, decimal: str | None, reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_amount(cell, decimal)


def test_cr_and_dr_and_the_currency_are_told_apart() -> None:
    parts = split_amount("EUR 1,100.00 CR")
    assert parts is not None
    assert (parts.body, parts.sign, parts.credit, parts.currency) == ("1,100.00", "", "+", "EUR")
    debit = split_amount("5.00DR")
    assert debit is not None and debit.credit == "-"


@pytest.mark.parametrize(
    ("cells", "decided", "is_open"),
    [
        (["1.234"], None, True),
        (["1.234", "12.50"], ".", False),
        (["1.234", "12,50"], ",", False),
        (["1.234", "1.234.567"], ",", False),
        (["0.500", "1.234"], ".", False),
        (["12", "1 234"], None, False),
        (["12.50", "12,50"], None, True),
        (["1'234"], None, False),
        (["1,234", "5"], None, True),
    ],
)
def test_a_column_says_which_mark_is_its_decimal_one(
    cells: list[str], decided: str | None, is_open: bool
) -> None:
    evidence = DecimalEvidence()
    for cell in cells:
        assert evidence.add(cell)
    assert (evidence.decided, evidence.is_open) == (decided, is_open)


@given(
    amount=st.decimals(
        min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False
    ),
    style=st.sampled_from(
        [
            (".", ","),
            (".", " "),
            (".", "'"),
            (".", ""),
            (",", "."),
            (",", " "),
            (",", "'"),
            (",", ""),
        ]
    ),
    sign=st.sampled_from(["-{}", "{}-", "({})", "- {}", "\u2212{}"]),
    around=st.sampled_from(["{}", "{} EUR", "€ {}", "CHF{}", " {} "]),
)
def test_what_is_written_in_any_style_is_read_back(
    amount: Decimal, style: tuple[str, str], sign: str, around: str
) -> None:
    decimal, group = style
    digits = f"{abs(amount):,.2f}".replace(",", "_").replace(".", decimal).replace("_", group)
    cell = around.format(sign.format(digits) if amount < 0 else digits)
    assert read_amount(cell, decimal)[0] == amount
    fast = read_plain(cell, decimal)
    assert fast is None or fast == amount
