"""Real files of banks and programs are read as expected.json says, each with its trick.

expected.json was worked out with ElementTree, csv and regular expressions alone.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

import pytest

from tests.model.bank.readings import (
    IMPORTS,
    bad_rows,
    balances,
    read,
    remarks,
    rows,
    sections,
)

EXPECTED: dict[str, dict[str, Any]] = json.loads((IMPORTS / "expected.json").read_text())
TAGGED = [name for name in EXPECTED if not name.startswith("csv/")]


def reading(name: str) -> list[Any]:
    return list(read((IMPORTS / name).read_bytes()))


def one_line(text: str) -> str:
    return " ".join(text.replace("&amp;", "&").split())


@pytest.mark.parametrize("name", EXPECTED)
def test_the_bytes_are_those_that_were_published(name: str) -> None:
    found = hashlib.sha256((IMPORTS / name).read_bytes()).hexdigest()
    assert found == EXPECTED[name]["sha256"]


@pytest.mark.parametrize("name", TAGGED)
def test_rows_sum_first_and_last_are_as_expected(name: str) -> None:
    expected = EXPECTED[name]
    said = reading(name)
    assert len(bad_rows(said)) == expected.get("refused", 0)
    found = rows(said)
    assert len(found) == expected.get("transactions", 0)
    if not found:
        return
    amounts = [row.amount for row in found]
    assert sum(amounts) == Decimal(expected["sum"])
    if "money_in" in expected:
        assert sum(one for one in amounts if one > 0) == Decimal(expected["money_in"])
        assert sum(one for one in amounts if one < 0) == Decimal(expected["money_out"])
    last = expected.get("last", expected["first"])
    for row, (day, amount, text) in ((found[0], expected["first"]), (found[-1], last)):
        assert row.amount == Decimal(amount)
        if text.startswith("booked "):  # MT940: the first is the value day, as it is written
            assert str(row.day) == text.removeprefix("booked ")
        else:
            assert str(row.day) == day
            assert one_line(text) in row.text


@pytest.mark.parametrize("name", [name for name in TAGGED if name.startswith("ofx/")])
def test_currency_and_balances_of_ofx_are_as_expected(name: str) -> None:
    expected = EXPECTED[name]
    said = reading(name)
    if "currency" in expected:
        assert {one.currency or "" for one in sections(said)} == {expected["currency"]}
    if "ledger_balances" in expected:
        wanted = [("closing", day, Decimal(amount)) for amount, day in expected["ledger_balances"]]
        assert balances(said) == wanted


@pytest.mark.parametrize("name", [name for name in TAGGED if name.startswith("mt940/")])
def test_final_balances_of_mt940_are_those_of_the_statement(name: str) -> None:
    kinds = {"60F": "opening", "62F": "closing"}  # and 60M and 62M are neither
    wanted = [
        (kinds[tag], day, Decimal(amount))
        for tag, day, _, amount in EXPECTED[name]["balances"]
        if tag in kinds
    ]
    said = reading(name)
    assert balances(said) == wanted
    assert [one.currency for one in sections(said)] == [
        currency for tag, _, currency, _ in EXPECTED[name]["balances"] if tag.startswith("60")
    ]


def test_a_card_that_is_owed_has_a_balance_below_zero_and_sgml_under_an_xml_header() -> None:
    said = reading("ofx/anz-card-v2-header-sgml-body.ofx")
    assert balances(said) == [("closing", "2017-05-10", Decimal("-123.45"))]
    assert sections(said)[0].account_key == "1234123412341234"
    assert (str(sections(said)[0].first_day), str(sections(said)[0].last_day)) == (
        "2017-03-11",
        "2017-05-09",
    )


def test_a_missing_an_empty_and_an_impossible_date_are_said_together() -> None:
    said = bad_rows(reading("ofx/bad-date-missing.ofx"))
    assert [(one.line, one.reason) for one in said] == [
        (33, "it has no day (DTPOSTED)"),
        (40, "it has no day (DTPOSTED)"),
        (48, 'there is no day "20120231" (DTPOSTED)'),
    ]


def test_an_empty_balance_is_none_and_no_zero() -> None:
    assert balances(reading("ofx/empty-balance.ofx")) == []
    assert balances(reading("ofx/v1-empty-tags.ofx")) == []


def test_an_id_that_only_counts_is_none() -> None:
    said = reading("ofx/suncorp-v2-cdata.ofx")
    assert rows(said)[0].bank_id is None
    assert remarks(said) == ["IDS_COUNTED"]
    # A check number of 0 is none, and the name is the beginning of the memo.
    assert rows(said)[0].text == "EFTPOS WDL HANDYWAY ALDI STORE GEELONG WEST VICAU"


def test_what_is_escaped_twice_is_unescaped_once() -> None:
    said = rows(reading("ofx/html-entities.qfx"))
    assert "B.C. HYDRO & POWER AUTHORITY" in said[0].text
    assert said[1].text.startswith("TPAY &lt;DEFTPYMT&gt; ")


def test_two_accounts_of_one_file_keep_their_balances_apart() -> None:
    said = reading("ofx/two-accounts-balances-only.ofx")
    assert [type(one).__name__ for one in said] == ["Section", "Balance"] * 2
    assert [one.account_key for one in sections(said)] == ["9100", "9200"]


def test_four_decimals_of_cash_are_kept_and_never_rounded() -> None:
    said = rows(reading("ofx/fidelity-inv-cash.ofx"))
    assert [str(one.amount) for one in said] == [
        "-1500.0000", "115.8331", "-197.1063", "-197.1220",
    ]  # fmt: skip


def test_an_opening_balance_a_split_and_a_class_of_qif() -> None:
    said = reading("qif/wikipedia-splits.qif")
    found = rows(said)
    assert [one.is_opening for one in found] == [True] + [False] * 5
    assert [len(one.splits) for one in found] == [0, 2, 0, 2, 0, 4]
    for one in found:
        assert not one.splits or sum(part.amount for part in one.splits) == one.amount
    # Its class is let go, since the file says that it is one; a date in a part changes nothing.
    assert found[1].splits[0].category == "Bills:Cell Phone"
    assert str(found[5].day) == "2020-02-10"
    assert remarks(said) == ["INVESTMENTS_PASSED_OVER"]


def test_a_part_that_is_a_transfer_is_told_from_one_that_is_spent() -> None:
    (row,) = rows(reading("qif/split-date-space.qif"))
    assert [(one.category, one.transfer_account, str(one.amount)) for one in row.splits] == [
        (None, "An Account", "-9.00"),
        ("A Category", None, "-1.00"),
    ]
    assert row.category is None


def test_a_category_of_qif_keeps_its_second_level() -> None:
    assert rows(reading("qif/actual-categories.qif"))[0].category == "Usual Expenses:Shopping"


def test_an_intermediate_balance_that_does_not_carry_on_is_said() -> None:
    assert remarks(reading("mt940/abnamro.sta")) == [
        "BALANCE_DOES_NOT_CARRY_ON",
        "STATEMENT_GOES_ON",
    ]
    assert remarks(reading("mt940/postfinance.sta")) == []


def test_a_30_february_is_booked_on_its_entry_date() -> None:
    said = reading("mt940/february-30.sta")
    (row,) = rows(said)
    assert (str(row.day), row.value_day, row.line) == ("2016-03-01", None, 6)
    assert remarks(said) == ["DAY_NOT_IN_CALENDAR"]


def test_three_accounts_of_one_mt940_file_and_words_broken_across_lines() -> None:
    said = reading("mt940/cmxl-three-banks.sta")
    assert len({one.account_key for one in sections(said)}) == 3
    assert "Gehalt Oktober" in rows(said)[12].text
    assert "TRANZYSTORY-" in rows(said)[13].text
    assert rows(said)[13].counter_account == "PL08106000760000777777777777"


def test_a_line_after_the_row_may_be_the_other_account() -> None:
    assert [one.counter_account for one in rows(reading("mt940/rabobank-overlap.sta"))] == [
        "NL70ABNA0987654321", "P001234567",
    ] * 2  # fmt: skip
    assert rows(reading("mt940/rabobank-overlap.sta"))[0].text.startswith("CONTRA ACCOUNT HOLDER ")


def test_an_umlaut_is_read_where_mt940_should_have_none() -> None:
    assert "Überweisung" in rows(reading("mt940/sparkasse-umlaut.sta"))[3].text


def test_a_batch_is_what_its_entry_moved() -> None:
    said = reading("camt/camt054-v4-batch.xml")
    (row,) = rows(said)
    assert (row.amount, row.bank_id, row.counter_account) == (
        Decimal(-200000), "ACSR160617103200001", None,
    )  # fmt: skip
    assert (sections(said)[0].currency, balances(said)) == ("SEK", [])
    for creditor in ("V1", "V2", "V3"):
        assert f"Example Creditor 3 - {creditor}" in row.text


def test_three_decimals_of_camt_are_kept() -> None:
    assert balances(reading("camt/v2-five-decimals.xml")) == [
        ("opening", "2014-12-30", Decimal("18.150")),
        ("closing", "2014-12-31", Decimal("27.050")),
    ]


def test_of_two_statements_that_end_on_one_day_the_later_one_counts_and_that_is_said() -> None:
    said = reading("camt/v2-two-statements.xml")
    assert [amount for _, _, amount in balances(said)] == [
        Decimal(one) for one in ("18.15", "27.00", "27.00", "20.00")
    ]
    assert remarks(said) == ["BALANCES_OF_ONE_DAY"]


def test_a_balance_in_another_currency_is_none_and_available_money_is_none() -> None:
    said = reading("camt/v8.xml")
    assert balances(said) == [("opening", "2014-12-30", Decimal("18.15"))]
    assert remarks(said) == ["BALANCE_IN_OTHER_CURRENCY"]
    assert rows(said)[0].text.startswith("NAME NAME ")
