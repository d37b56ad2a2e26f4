"""finally import bank: balances that are proven become the values of the source's asset.

All figures are worked out by hand beside the files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Outcome, Run
from tests.support.bank_files import mt940, ofx, write

Bank = Callable[..., Outcome]
SEPTEMBER, OCTOBER = "2026-09-30", "2026-10-31"
CSV = "Date,Amount,Balance,Text\n"


@pytest.fixture
def bank(run: Run, tmp_path: Path) -> Bank:
    """Import a text as a file of the source Giro, whose asset is Checking."""
    run("asset", "add", "Checking", "--category", "CASH")
    run("source", "add", "Giro", "--asset", "Checking")

    def imported(content: str, *options: str, name: str = "giro.ofx") -> Outcome:
        file = write(tmp_path, content, name)
        return run("import", "bank", file, "--source", "Giro", "--json", *options)

    return imported


@pytest.fixture
def values(run: Run) -> Callable[..., dict[str, str]]:
    """The values of an asset, by month."""

    def found(asset: str = "Checking") -> dict[str, str]:
        rows = run("snapshot", "list", "--asset", asset, "--json").json["rows"]
        return {row["month"]: row["value"] for row in rows}

    return found


def notes(outcome: Outcome) -> list[str]:
    return [note["code"] for note in outcome.json["notes"]]


def facts(outcome: Outcome) -> Any:
    return outcome.json["accounts"][0]


def test_a_booked_balance_of_the_last_day_is_the_months_value(bank: Bank, values: Any) -> None:
    found = bank(ofx([("2026-10-05", "-20", "REWE")], closing=("180.00", OCTOBER)))
    assert (values(), facts(found)["values"]) == ({"2026-10": "180.00"}, ["2026-10"])


def test_a_balance_of_another_day_alone_is_none(bank: Bank, values: Any) -> None:
    """What came after 30 October, no file has said."""
    bank(ofx([("2026-10-05", "-20", "REWE")], closing=("180.00", "2026-10-30")))
    assert values() == {}


def test_a_later_balance_less_the_rows_since_is_the_months_value(bank: Bank, values: Any) -> None:
    """Opening 100 on 15 August; -10 in August, -20 in September, -30 in October, -5 in November:
    90 at the end of August, 70 of September, 40 of October; 35 on 9 November is no month's end."""
    rows = [("2026-08-20", "-10.00", "A"), ("2026-09-20", "-20.00", "B"),
            ("2026-10-31", "-30.00", "C"), ("2026-11-09", "-5.00", "D")]  # fmt: skip
    found = bank(
        mt940(rows, opening=("100.00", "2026-08-15"), closing=("35.00", "2026-11-09")), name="g.sta"
    )
    assert found.json["totals"]["follows"] is True
    assert values() == {"2026-08": "90.00", "2026-09": "70.00", "2026-10": "40.00"}


def test_a_stated_opening_is_the_value_of_the_month_before(bank: Bank, values: Any) -> None:
    """The statement opens with 100 at the end of September, and closes with 70 of October."""
    bank(
        mt940([("2026-10-02", "-30.00", "A")], opening=("100.00", SEPTEMBER),
              closing=("70.00", OCTOBER)), name="g.sta",
    )  # fmt: skip
    assert values() == {"2026-09": "100.00", "2026-10": "70.00"}


def test_an_opening_dated_on_the_day_of_the_first_row_is_that_of_the_day_before(
    bank: Bank, values: Any
) -> None:
    bank(
        mt940([("2026-10-01", "-30.00", "A")], opening=("100.00", "2026-10-01"),
              closing=("70.00", OCTOBER)), name="g.sta",
    )  # fmt: skip
    assert values() == {"2026-09": "100.00", "2026-10": "70.00"}


def test_running_balances_give_the_months_between_them(bank: Bank, values: Any) -> None:
    """Newest first: 50 after the coffee of 30 September, 45 in October, 40 on 2 November. Nothing
    says that 30 September has no row before the coffee; its balance at the end is known."""
    text = f"{CSV}2026-11-02,-5.00,40.00,C\n2026-10-15,-5.00,45.00,B\n2026-09-30,-3.00,50.00,A\n"
    found = bank(text, name="giro.csv")
    assert found.json["totals"]["follows"] is True
    assert values() == {"2026-09": "50.00", "2026-10": "45.00"}


def test_a_file_that_may_begin_within_a_day_says_nothing_of_the_day_before(
    bank: Bank, values: Any
) -> None:
    """Before the row of 1 October were 53, but an earlier row of that day may be missing."""
    bank(f"{CSV}2026-10-01,-3.00,50.00,A\n2026-11-02,-5.00,45.00,B\n", name="giro.csv")
    assert values() == {"2026-10": "50.00"}


def test_two_closing_balances_prove_the_rows_between_them(
    bank: Bank, values: Any, run: Run
) -> None:
    """100 on 10 September; then -20 in September, -30 in October and -10 in November are 40. A file
    that begins where the last one ended, without an opening, leaves no gap."""
    bank(ofx([("2026-09-05", "-1", "A")], closing=("100.00", "2026-09-10")))
    rows = [("2026-09-15", "-20", "B"), ("2026-10-10", "-30", "C"), ("2026-11-05", "-10", "D")]
    found = bank(ofx(rows, closing=("40.00", "2026-11-05")))
    assert found.json["totals"]["follows"] is True
    assert values() == {"2026-09": "80.00", "2026-10": "50.00"}
    assert run("import", "list", "--json").json["notes"] == []


def test_a_row_that_was_booked_late_is_one_of_those_since(bank: Bank, values: Any) -> None:
    """100 at the end of September, which is its value; a row of 29 September came later."""
    bank(ofx([("2026-09-05", "-1", "A")], closing=("100.00", SEPTEMBER)))
    late = [("2026-09-29", "-7", "Late"), ("2026-10-10", "-30", "C")]
    found = bank(ofx(late, closing=("63.00", OCTOBER)))
    assert found.json["totals"]["follows"] is True
    assert values() == {"2026-09": "100.00", "2026-10": "63.00"}


def test_an_older_file_that_comes_last_is_proven_by_what_is_there(bank: Bank, values: Any) -> None:
    """November's rows are known when the file of its first half comes: 100 - 30 are 70."""
    bank(ofx([("2026-09-05", "-1", "A")], closing=("100.00", SEPTEMBER)))
    rows = [("2026-10-05", "-30", "B"), ("2026-10-25", "-40", "C")]
    assert bank(ofx(rows, closing=("30.00", OCTOBER))).json["totals"]["follows"] is True
    half = bank(ofx(rows[:1], closing=("70.00", "2026-10-15")))
    assert (half.json["totals"]["new"], half.json["totals"]["follows"]) == (0, True)
    assert values() == {"2026-09": "100.00", "2026-10": "30.00"}


def test_a_file_that_comes_again_proves_no_more_than_before(bank: Bank) -> None:
    file = ofx([("2026-10-05", "-20", "REWE")], closing=("180.00", OCTOBER))
    assert bank(file).json["totals"]["follows"] is None
    assert bank(file).json["totals"]["follows"] is None


def test_balances_that_do_not_follow_give_no_value_and_the_difference_is_said(
    bank: Bank, values: Any
) -> None:
    """100 - 30 are 70, and not 75."""
    found = bank(
        mt940([("2026-10-02", "-30.00", "A")], opening=("100.00", SEPTEMBER),
              closing=("75.00", OCTOBER)), name="g.sta",
    )  # fmt: skip
    assert (found.exit_code, found.json["totals"]["new"]) == (0, 1)
    assert found.json["totals"]["follows"] is False
    assert notes(found) == ["BALANCE_DIFFERS"]
    assert "differ by 5.00 EUR" in found.json["notes"][0]["message"]
    assert values() == {}


def test_statements_that_follow_each_other_are_one_and_a_missing_one_is_said(
    bank: Bank, values: Any
) -> None:
    """Newest first, as some banks give them: 100 - 10 = 90, 90 - 20 = 70. Then one is left out."""
    first = mt940([("2026-08-05", "-10.00", "A")], opening=("100.00", "2026-07-31"),
                  closing=("90.00", "2026-08-31"))  # fmt: skip
    second = mt940([("2026-09-05", "-20.00", "B")], opening=("90.00", "2026-08-31"),
                   closing=("70.00", SEPTEMBER))  # fmt: skip
    fourth = mt940([("2026-11-05", "-1.00", "D")], opening=("50.00", OCTOBER),
                   closing=("49.00", "2026-11-10"))  # fmt: skip
    assert bank(second + first, name="g.sta").json["totals"]["follows"] is True
    assert values() == {"2026-07": "100.00", "2026-08": "90.00", "2026-09": "70.00"}
    gap = bank(second + fourth, name="h.sta")
    assert gap.json["totals"]["follows"] is False
    assert "differ by 20.00 EUR" in gap.json["notes"][0]["message"]


def test_what_is_owed_on_a_card_keeps_the_banks_sign(run: Run, tmp_path: Path, values: Any) -> None:
    """-240.00 on the card is a debt of 240."""
    run("asset", "add", "Card", "--category", "CREDIT_CARD")
    run("source", "add", "Visa", "--asset", "Card")
    file = write(tmp_path, ofx([("2026-10-05", "-40", "Shop")], closing=("-240.00", OCTOBER)))
    done = run("import", "bank", file, "--source", "Visa", "--json")
    assert done.exit_code == 0, done.stderr
    assert values("Card") == {"2026-10": "-240.00"}
    assert run("import", "bank", file, "--source", "Visa").exit_code == 0, "it is its value already"


def test_a_balance_in_another_currency_needs_its_months_rate(
    run: Run, tmp_path: Path, values: Any
) -> None:
    """50.00 USD at 0.90 are 45.00 EUR; September has no rate."""
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD")
    run("source", "add", "US", "--asset", "Dollars", "--currency", "USD")
    run("fx", "set", "USD/EUR", "0.90", "--month", "2026-10")
    text = mt940([("2026-10-05", "-10.00", "A")], currency="USD", opening=("60.00", SEPTEMBER),
                 closing=("50.00", OCTOBER))  # fmt: skip
    found = run("import", "bank", write(tmp_path, text, "us.sta"), "--source", "US", "--json")
    assert notes(found) == ["RATE_MISSING"]
    assert values("Dollars") == {"2026-10": "45.00"}


def test_a_value_that_is_equal_is_confirmed_and_another_is_kept_or_replaced(
    bank: Bank, run: Run, values: Any
) -> None:
    file = ofx([("2026-10-05", "-20", "REWE")], closing=("180.00", OCTOBER))
    run("snapshot", "add", "Checking", "175", "--month", "2026-10")
    refused = bank(file)
    assert (refused.exit_code, refused.error["code"]) == (6, "VALUE_DIFFERS")
    assert "180.00 EUR" in refused.error["message"] and "175.00" in refused.error["message"]
    assert run("import", "list", "--json").json["rows"] == []
    assert bank(file, "--keep").json["totals"]["new"] == 1
    assert values() == {"2026-10": "175.00"}
    assert bank(file, "--replace").exit_code == 0
    assert values() == {"2026-10": "180.00"}
    assert facts(bank(file))["values"] == []


def test_a_carried_value_gives_way_and_later_ones_follow(bank: Bank, run: Run, values: Any) -> None:
    """August's 100 was carried into September and October; September was 80, says the bank."""
    run("snapshot", "add", "Checking", "100", "--month", "2026-08")
    for month in ("2026-09", "2026-10"):
        run("snapshot", "carry", "--month", month, "--yes")
    bank(ofx([("2026-09-05", "-20", "REWE")], closing=("80.00", SEPTEMBER)))
    assert values() == {"2026-08": "100.00", "2026-09": "80.00", "2026-10": "80.00"}


def test_values_up_to_a_closed_asset_and_to_the_month_before_this_one(
    bank: Bank, run: Run, values: Any
) -> None:
    """Today is 15 November: a file of 30 November says nothing that is so yet."""
    run("asset", "close", "Checking", "--month", "2026-10")
    rows = [("2026-09-05", "-20.00", "A"), ("2026-10-05", "-20.00", "B")]
    done = bank(
        mt940(rows, opening=("100.00", "2026-08-31"), closing=("60.00", OCTOBER)), name="g.sta"
    )
    assert done.exit_code == 0, done.stderr
    assert set(values()) == {"2026-08", "2026-09"}


def test_a_file_of_the_last_day_says_nothing_on_that_day(
    bank: Bank, values: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = ofx([("2026-10-05", "-20", "REWE")], closing=("180.00", OCTOBER))
    monkeypatch.setenv("FINALLY_TODAY", OCTOBER)
    bank(file)
    assert values() == {}
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-01")
    bank(file)
    assert values() == {"2026-10": "180.00"}
