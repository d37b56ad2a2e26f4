"""What is kept of how a file is read: as TOML and JSON and back, and what is wrong in one."""

import json

import pytest

from finally_cli.model.bank.layout import (
    Columns,
    Layout,
    Words,
    as_document,
    column_names,
    layout_of,
    read_toml,
    write_toml,
)
from finally_cli.model.errors import BadFile

CARD = Layout(
    name="A card",
    encoding="cp1252",
    delimiter=";",
    header=("Day", "Words", "Amount", "Amount", ""),
    dates="dmy",
    decimal=",",
    sign="spending-positive",
    two_lines=True,
    columns=Columns(day=("Day",), text=("Words",), amount="Amount (2)", flag=5),
    words=Words(money_in=("CR",), money_out=("",)),
)
SMALL = 'header = ["Day", "Amount"]\n[columns]\nday = "Day"\namount = "Amount"\n'


def test_a_layout_is_the_same_after_toml_and_after_json() -> None:
    assert read_toml(write_toml(CARD), "card.toml") == CARD
    assert layout_of(json.loads(json.dumps(as_document(CARD)))) == CARD


def test_what_is_as_ever_is_not_written() -> None:
    assert as_document(read_toml(SMALL, "small.toml")) == {
        "header": ["Day", "Amount"],
        "columns": {"day": "Day", "amount": "Amount"},
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SMALL.replace("header", "haeder"), 'unknown key "haeder"'),
        (SMALL.replace("day =", "dya ="), 'unknown key "columns.dya"'),
        ('delimiter = ";;"\n' + SMALL, "not one character"),
        ("delimiter = 1\n" + SMALL, '"delimiter" of the layout is not text'),
        ('two_lines = "yes"\n' + SMALL, "not true or false"),
        ('dates = "dym"\n' + SMALL, 'dates of the layout is "dym"'),
        ('sign = "minus"\n' + SMALL, 'sign of the layout is "minus"'),
        ('decimal = "."\nencoding = "cp12"\n' + SMALL, 'there is no encoding "cp12"'),
        (SMALL.replace('"Amount"\n', '"Amont"\n'), 'reads a column "Amont"'),
        (SMALL.replace('amount = "Amount"', "balance = 2"), "names no column of amounts"),
        (SMALL.replace('day = "Day"', ""), "names no column of days"),
        (SMALL + 'in = "Amount"\n', "an amount, and money in or out as well"),
        (SMALL + "flag = 2\n", "and not its words"),
        (SMALL + "balance = 0\n", "not a column"),
        (SMALL + "balance = -1\n", "is -1"),
        (SMALL + "balance = true\n", "not a column"),
        (SMALL.replace("header", "columns = 1 #"), '"columns" of the layout is not a table'),
        ('columns = {day = "Day", amount = 2}\n', "has no header, and names columns by words"),
        ("header = [", "is not TOML"),
    ],
)
def test_a_layout_that_cannot_be_is_refused_with_what_is_wrong(text: str, message: str) -> None:
    if "columns = 1" in text:
        text = "columns = 1\n"
    with pytest.raises(BadFile) as refused:
        read_toml(text, "card.toml")
    assert message in refused.value.message
    assert refused.value.code == "BAD_LAYOUT"


def test_a_wrong_word_is_answered_with_the_nearest() -> None:
    with pytest.raises(BadFile) as refused:
        read_toml(SMALL.replace("amount =", "amonut ="), "card.toml")
    assert 'Did you mean "amount"' in refused.value.hint


def test_a_second_column_of_one_name_has_a_number_behind_it() -> None:
    assert column_names(["Mena", " Castka,", "Mena", ""]) == {"Mena": 0, "Castka": 1, "Mena (2)": 2}
