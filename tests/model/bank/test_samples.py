"""Real CSV files of banks, each with what is tricky about it: read as tests/data/imports says.

What each must be read as was worked out with csv and Decimal alone, in expected.json.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from finally_cli.model.bank.csv_rows import read_csv
from finally_cli.model.bank.hints import Hints
from finally_cli.model.bank.layout import Layout, as_document, layout_of
from finally_cli.model.bank.propose import propose_layout
from finally_cli.model.bank.rows import BadRow, Balance, BankRow, Said, Section
from finally_cli.model.errors import BadFile

FOLDER = Path(__file__).parents[2] / "data" / "imports"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text())
FLAG_WAS_LOST = 3  # rows of raiffeisen-cdflag, 139.54 in all, whose word is EUR


def propose(name: str, **hints: str) -> Layout:
    """What a file is proposed to be read by, with so many hints and nothing else open."""
    said = Hints()
    for kind, text in hints.items():
        said = said.and_also(kind, text)
    with (FOLDER / "csv" / name).open("rb") as file:
        layout = propose_layout(file, said).decided()
    assert layout_of(as_document(layout)) == layout
    return layout


def read(name: str, layout: Layout) -> list[Said]:
    with (FOLDER / "csv" / name).open("rb") as file:
        return list(read_csv(file, layout))


def booked(said: list[Said]) -> list[BankRow]:
    return [row for row in said if isinstance(row, BankRow) and not row.pending]


def check(name: str, said: list[Said]) -> None:
    """Compare rows with what is expected of the file."""
    expected = EXPECTED[f"csv/{name}"]
    rows = booked(said)
    assert len(rows) == expected["transactions"]
    assert sum(row.amount for row in rows) == Decimal(expected["sum"])
    came = sum((row.amount for row in rows if row.amount > 0), Decimal(0))
    assert came == Decimal(expected["money_in"])
    assert min(row.day for row in rows) == date.fromisoformat(expected["earliest"])
    assert max(row.day for row in rows) == date.fromisoformat(expected["latest"])
    for row, (day, amount, words) in zip(
        (rows[0], rows[-1]), (expected["first"], expected["last"]), strict=True
    ):
        assert (row.day.isoformat(), row.amount) == (day, Decimal(amount))
        assert words in row.text
    assert [row for row in said if isinstance(row, BadRow)] == []


def balances(said: list[Said]) -> dict[str, Decimal]:
    return {one.kind: one.amount for one in said if isinstance(one, Balance)}


def test_a_comma_that_hangs_on_the_last_name_is_none_of_the_name() -> None:
    """airbank-cz: and its letters differ between code pages, so that one must be said."""
    name = "airbank-cz.csv"
    with pytest.raises(BadFile) as refused:
        propose(name)
    assert refused.value.code == "LAYOUT_UNDECIDED"
    assert "--encoding cp1250" in refused.value.hint
    layout = propose(name, encoding="cp1250")
    assert layout.columns.id == "Id transakce"
    said = read(name, layout)
    check(name, said)
    assert booked(said)[0].bank_id == "3228446118"


def test_a_balance_stands_once_a_day_and_one_day_decides_the_order_of_all() -> None:
    """bank-of-ireland: 12/09 alone may be September or December; 13/09 says it."""
    name = "bank-of-ireland.csv"
    layout = propose(name)
    assert layout.dates == "dmy"
    said = read(name, layout)
    check(name, said)
    # 100 at the first day's end, less 428.03 + 29.50 - 512.00
    assert balances(said) == {"opening": Decimal("154.47"), "closing": Decimal(100)}


def test_refunds_come_in_and_days_may_be_in_any_order() -> None:
    """bunq-refunds: rows 3 and 5 give back what 1 and 2 took."""
    name = "bunq-refunds.csv"
    said = read(name, propose(name))
    check(name, said)
    assert [row.amount > 0 for row in booked(said)] == [
        False,
        False,
        True,
        False,
        True,
        False,
        False,
    ]


def test_of_two_amounts_the_one_in_the_currency_of_the_account_is_taken() -> None:
    """dkb-card: cp1252 whose letters are alike in cp1250, years of two digits."""
    name = "dkb-card-cp1252.csv"
    layout = propose(name)
    assert (layout.encoding, layout.columns.amount) == ("cp1252", "Buchungsbetrag")
    assert layout.columns.currency == "Buchungswährung"
    check(name, read(name, layout))


def test_a_word_that_agrees_with_the_sign_need_not_be_read() -> None:
    """hu-flag: dates with a last dot, newest on top; its balances do not follow its amounts."""
    name = "hu-flag.csv"
    layout = propose(name)
    assert (layout.dates, layout.columns.flag) == ("ymd", None)
    said = read(name, layout)
    check(name, said)
    assert [str(row.balance) for row in booked(said)] == ["2345.56", "1055.56"]
    # 1055.56 - 1290 + 1290 - 350 is not 2345.56.
    assert balances(said) == {"opening": Decimal("-234.44"), "closing": Decimal("2345.56")}


def test_spending_has_no_sign_and_a_payment_has_cr_beside_it() -> None:
    """jl-card: pounds, thousands, and three rows that are still pending in the place of a day."""
    name = "jl-card-pending.csv"
    said = read(name, propose(name))
    check(name, said)
    pending = [row.amount for row in said if isinstance(row, BankRow) and row.pending]
    assert (len(pending), sum(pending)) == (3, Decimal("-114.19"))
    assert [one.currency for one in said if isinstance(one, Section)] == ["GBP"]


def test_of_three_columns_of_amounts_the_signed_one_is_taken() -> None:
    """kbc-be: bedrag, credit and debet say the same."""
    name = "kbc-be.csv"
    layout = propose(name)
    assert (layout.columns.amount, layout.columns.money_out) == ("Bedrag", None)
    said = read(name, layout)
    check(name, said)
    assert balances(said)["closing"] == Decimal("219.95")


def test_a_row_goes_over_two_lines() -> None:
    """ocbc: five lines above the header, in one of them the balance at the end."""
    name = "ocbc-two-line.csv"
    layout = propose(name)
    assert (layout.two_lines, layout.currency) == (True, "SGD")
    said = read(name, layout)
    check(name, said)
    assert balances(said) == {"closing": Decimal("6666.66")}


def test_line_ends_of_cr_cr_lf_are_one() -> None:
    """rabobank: rows between the first two are missing, which its balances show."""
    name = "rabobank.csv"
    said = read(name, propose(name))
    check(name, said)
    assert [row.line for row in booked(said)] == [2, 3, 4]
    # 5257.28 + 337.49 - 1037.49 is not 12334.53.
    assert balances(said) == {"opening": Decimal("5594.77"), "closing": Decimal("12334.53")}
    assert {row.counter_account for row in booked(said)} == {"0000000000", "NL00BANK0000000000"}


def test_an_unknown_word_beside_an_amount_is_refused_with_its_line() -> None:
    """raiffeisen-cdflag: the last three rows say EUR where others say O or I."""
    name = "raiffeisen-cdflag.csv"
    layout = propose(name)
    assert (layout.words.money_in, layout.words.money_out) == (("I",), ("O",))
    said = read(name, layout)
    assert [row.line for row in said if isinstance(row, BadRow)] == [72, 73, 74]
    rows = booked(said)
    expected = EXPECTED[f"csv/{name}"]
    assert len(rows) == expected["transactions"] - FLAG_WAS_LOST
    assert sum(row.amount for row in rows) == Decimal(expected["sum"]) + Decimal("139.54")


def test_two_columns_without_names_are_asked_about() -> None:
    """raiffeisen-tab: the same rows as raiffeisen-cdflag, with the same letters and digits."""
    name = "raiffeisen-tab.tsv"
    with pytest.raises(BadFile) as refused:
        propose(name)
    assert "--columns in=4,out=5 or --columns in=5,out=4" in refused.value.hint
    said = read(name, propose(name, columns="in=4,out=5"))
    check(name, said)
    other = read("raiffeisen-cdflag.csv", propose("raiffeisen-cdflag.csv"))
    here = [identity(row) for row in booked(said)]
    assert [identity(row) for row in booked(other)] == here[:-FLAG_WAS_LOST]


def identity(row: BankRow) -> tuple[date, Decimal, str]:
    """What tells a row without an id from others."""
    text = "".join(letter for letter in row.text if letter.isascii() and letter.isalnum())
    return row.day, row.amount, text.upper()
