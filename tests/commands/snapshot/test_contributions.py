"""How much of a value was put in or taken out: recorded, changed, listed, imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Outcome, Run

Row = dict[str, Any]


def rows(run: Run, *options: str) -> list[Row]:
    """A second look, through another command."""
    found: list[Row] = run("snapshot", "list", *options, "--json").json["rows"]
    return found


def contribution(run: Run, asset: str, month: str = "2026-11") -> str | None:
    (row,) = rows(run, "--asset", asset, "--month", month)
    known: str | None = row["contribution"]
    return known


def record(run: Run, *words: str) -> str:
    done = run("snapshot", *words)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def household(run: Run) -> Run:
    """A fund, a mortgage and dollars, all without values; a dollar costs 0.8 euros."""
    run("asset", "add", "Fund", "--category", "ETF_STOCKS")
    run("asset", "add", "Mortgage", "--category", "MORTGAGE")
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD")
    run("fx", "set", "USD/EUR", "0.8", "--month", "2026-11")
    return run


# -- snapshot add


def test_what_was_put_in_is_recorded_and_said(household: Run) -> None:
    assert record(household, "add", "Fund", "1500", "--contribution", "500") == (
        'Recorded "Fund" at 1,500.00 EUR for 2026-11, of which 500.00 was put in.\n'
    )
    assert contribution(household, "Fund") == "500.00"


def test_below_zero_it_was_taken_out_and_zero_is_known_to_be_nothing(household: Run) -> None:
    assert record(household, "add", "Fund", "900", "--contribution", "-600.5") == (
        'Recorded "Fund" at 900.00 EUR for 2026-11, of which 600.50 was taken out.\n'
    )
    assert contribution(household, "Fund") == "-600.50"
    assert record(household, "add", "Fund", "950", "--contribution", "0") == (
        'Recorded "Fund" at 950.00 EUR for 2026-11, of which nothing was put in; it was 900.00.\n'
    )
    assert contribution(household, "Fund") == "0.00"


def test_a_value_typed_again_without_it_keeps_it(household: Run) -> None:
    record(household, "add", "Fund", "1500", "--contribution", "500")
    assert record(household, "add", "Fund", "1600").endswith(
        ", of which 500.00 was put in; it was 1,500.00.\n"
    )
    assert record(household, "add", "Fund", "1600").endswith(
        " for 2026-11, as it was, of which 500.00 was put in.\n"
    )
    assert contribution(household, "Fund") == "500.00"


def test_what_is_not_said_is_not_known_and_no_zero(household: Run) -> None:
    record(household, "add", "Fund", "1500")
    assert contribution(household, "Fund") is None
    (row,) = household("snapshot", "add", "Fund", "1600", "--json").json["rows"]
    assert row["contribution"] is None


def test_of_a_debt_it_is_what_was_paid_off_and_keeps_its_sign(household: Run) -> None:
    record(household, "add", "Mortgage", "182000", "--contribution", "1000")
    (row,) = rows(household, "--asset", "Mortgage")
    assert (row["value"], row["contribution"]) == ("-182000.00", "1000.00")


def test_in_another_currency_it_is_turned_at_the_rate_of_the_value(household: Run) -> None:
    assert record(household, "add", "Dollars", "1000", "--contribution", "100.0002") == (
        # 100.0002 * 0.8 = 80.00016, to four decimals 80.0002
        'Recorded "Dollars" at 800.00 EUR for 2026-11 (1,000.00 USD at 0.8),'
        " of which 80.0002 EUR was put in.\n"
    )
    record(household, "add", "Dollars", "1000", "--contribution", "100", "--rate", "0.9")
    assert contribution(household, "Dollars") == "90.00"


def test_a_new_value_at_another_rate_leaves_what_was_put_in_as_it_was(household: Run) -> None:
    record(household, "add", "Dollars", "1000", "--contribution", "100")
    record(household, "add", "Dollars", "1100", "--rate", "0.5")
    assert contribution(household, "Dollars") == "80.00"


def test_it_goes_with_one_asset(household: Run) -> None:
    for amount in ("5", "0"):
        assert household(
            "snapshot", "add", "Fund=1", "Mortgage=2", "--contribution", amount
        ) == Outcome(
            2,
            "",
            "finally: --rate, --contribution and --note go with one asset\n"
            "  Record that asset by itself.\n",
        )
        assert household("snapshot", "add", "--contribution", amount) == Outcome(
            2, "", "finally: there is no asset to record\n  Give an asset and its value.\n"
        )
    wrong = household("snapshot", "add", "Fund", "1", "--contribution", "1.234")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "can be read in two ways" in wrong.stderr


# -- snapshot carry and list


def test_a_value_carried_forward_says_nothing_of_it(household: Run) -> None:
    record(household, "add", "Fund", "1500", "--contribution", "500")
    record(household, "carry", "--month", "2026-12")
    assert contribution(household, "Fund", "2026-12") is None


def test_the_list_has_a_column_of_it_where_any_is_on_record(household: Run) -> None:
    record(household, "add", "Fund", "1500")
    headings = household("snapshot", "list").stdout.splitlines()[1].split()
    assert headings == ["Month", "Asset", "Value", "Id"]
    record(household, "add", "Mortgage", "100", "--contribution", "0")
    lines = household("snapshot", "list").stdout.splitlines()
    assert lines[1].split() == ["Month", "Asset", "Value", "Contribution", "Id"]
    assert [line.split()[:4] for line in lines[3:]] == [
        ["2026-11", "Fund", "1,500.00", "–"],
        ["2026-11", "Mortgage", "-100.00", "0.00"],
    ]


# -- snapshot edit


def test_it_alone_is_enough_to_change(household: Run) -> None:
    record(household, "add", "Fund", "1500", "--note", "kept")
    assert record(household, "edit", "Fund", "--contribution", "0") == (
        'Changed the contribution of "Fund" in 2026-11.\n'
    )
    (row,) = rows(household)
    assert (row["value"], row["contribution"], row["note"]) == ("1500.00", "0.00", "kept")


def test_it_is_changed_beside_the_note_and_beside_the_value(household: Run) -> None:
    record(household, "add", "Fund", "1500")
    assert record(household, "edit", "Fund", "--contribution", "5", "--note", "gift") == (
        'Changed the note and the contribution of "Fund" in 2026-11.\n'
    )
    assert record(household, "edit", "Fund", "--contribution", "-7", "--value", "1400") == (
        'Recorded "Fund" at 1,400.00 EUR for 2026-11, of which 7.00 was taken out;'
        " it was 1,500.00.\n"
    )
    (row,) = rows(household)
    assert (row["value"], row["contribution"], row["note"]) == ("1400.00", "-7.00", "gift")
    record(household, "edit", "Fund", "--value", "1300")
    record(household, "edit", "Fund", "--note", "")
    (row,) = rows(household)
    assert (row["value"], row["contribution"], row["note"]) == ("1300.00", "-7.00", None)


def test_a_carried_value_stays_carried(household: Run) -> None:
    record(household, "add", "Fund", "1500")
    record(household, "carry", "--month", "2026-12")
    record(household, "edit", "Fund", "--month", "2026-12", "--contribution", "0")
    (row,) = rows(household, "--month", "2026-12")
    assert (row["carried"], row["contribution"]) == (True, "0.00")


def test_an_edit_is_turned_at_the_frozen_rate_or_the_new_one(household: Run) -> None:
    record(household, "add", "Dollars", "1000", "--rate", "0.75")
    record(household, "edit", "Dollars", "--contribution", "100")
    assert contribution(household, "Dollars") == "75.00"
    record(household, "edit", "Dollars", "--contribution", "100", "--rate", "0.5")
    (row,) = rows(household)
    assert (row["value"], row["contribution"], row["amount"]) == ("500.00", "50.00", "1000.00")


def test_in_a_currency_the_asset_is_no_longer_in_it_is_refused(household: Run) -> None:
    record(household, "add", "Dollars", "1000")
    household("asset", "edit", "Dollars", "--currency", "EUR")
    assert household("snapshot", "edit", "Dollars", "--contribution", "100") == Outcome(
        2,
        "",
        'finally: "Dollars" was in USD in 2026-11, and is now in EUR\n'
        "  Give its value too, with --value.\n",
    )
    assert contribution(household, "Dollars") is None
    record(household, "edit", "Dollars", "--contribution", "100", "--value", "900")
    assert contribution(household, "Dollars") == "100.00"


def test_what_has_no_value_takes_none(household: Run) -> None:
    assert household("snapshot", "edit", "Fund", "--contribution", "0").exit_code == 5


# -- import snapshots


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "values.csv"


def imported(run: Run, file: Path, text: str) -> tuple[int, int, int]:
    """Added, replaced and unchanged."""
    file.write_text(text)
    done = run("import", "snapshots", str(file), "--json")
    assert done.exit_code == 0, done.stderr
    (row,) = done.json["rows"]
    return row["added"], row["replaced"], row["unchanged"]


def test_a_column_of_the_long_form_holds_it(household: Run, file: Path) -> None:
    text = (
        "contribution,asset,month,value\n"
        '"1,500.25",Fund,2026-10,2000\n-10,Fund,2026-11,2100\n,Mortgage,2026-11,5\n'
        "100,Dollars,2026-11,500\n"
    )
    assert imported(household, file, text) == (4, 0, 0)
    assert contribution(household, "Fund", "2026-10") == "1500.25"
    assert contribution(household, "Fund") == "-10.00"
    assert contribution(household, "Mortgage") is None
    assert contribution(household, "Dollars") == "80.00"
    assert imported(household, file, text) == (0, 0, 4)


def test_an_empty_cell_leaves_it_and_another_amount_replaces_it(household: Run, file: Path) -> None:
    header = "asset,month,value,contribution\n"
    record(household, "add", "Fund", "1500", "--contribution", "500")
    assert imported(household, file, f"{header}Fund,2026-11,1500,\n") == (0, 0, 1)
    assert imported(household, file, f"{header}Fund,2026-11,1600, \n") == (0, 1, 0)
    assert imported(household, file, "asset,2026-11\nFund,1700\n") == (0, 1, 0)
    assert contribution(household, "Fund") == "500.00"
    assert imported(household, file, f"{header}Fund,2026-11,1700,0\n") == (0, 1, 0)
    assert contribution(household, "Fund") == "0.00"
    assert imported(household, file, f"{header}Fund,2026-11,1700,0.00\n") == (0, 0, 1)


def test_an_amount_that_cannot_be_read_or_kept_is_a_bad_line(household: Run, file: Path) -> None:
    household("fx", "set", "USD/EUR", "3", "--month", "2026-10")
    header = "asset,month,value,contribution\n"
    for line, reason in (
        ("Fund,2026-11,1,much", '"much" is not an amount of money'),
        (f"Dollars,2026-10,1,-{'9' * 20}",
         "the value, or what was put in, is too large once it is turned into EUR"),
    ):  # fmt: skip
        file.write_text(f"{header}{line}\n")
        refused = household("import", "snapshots", str(file))
        assert refused.exit_code == 7
        assert refused.stderr.splitlines()[0] == f"line 2: {reason}"
    assert rows(household) == []


def test_the_wide_form_has_no_place_for_it(household: Run, file: Path) -> None:
    file.write_text("asset,contribution,2026-11\nFund,1,2\n")
    refused = household("import", "snapshots", str(file))
    assert refused.exit_code == 7
    assert refused.stderr.startswith('finally: there is no meaning to the column "contribution"\n')
