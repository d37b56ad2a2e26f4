"""Prices from day to day, what they fill in, and splits; figures are worked out in the comments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Run
from tests.store.test_schema_audit import seal

Row = dict[str, Any]


@pytest.fixture
def household(run: Run) -> Run:
    """A fund in euros and a coin in dollars, both kept by quantity; a loan by its value."""
    run("asset", "add", "Fund", "--category", "ETF_STOCKS", "--by", "quantity")
    run("asset", "add", "Coin", "--category", "CRYPTO", "--currency", "USD", "--by", "quantity")
    run("asset", "add", "Loan", "--category", "LOAN")
    return run


def done(run: Run, *words: str) -> str:
    outcome = run(*words)
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    return outcome.stdout


def rows(run: Run, *words: str) -> list[Row]:
    found: list[Row] = run(*words, "--json").json["rows"]
    return found


def held(run: Run, month: str, asset: str = "Fund") -> tuple[str, str | None, str | None]:
    (row,) = rows(run, "snapshot", "list", "--asset", asset, "--month", month)
    return row["value"], row["quantity"], row["price"]


def prices(run: Run) -> dict[str, str]:
    return {row["date"]: row["price"] for row in rows(run, "price", "list")}


# -- set, list, delete


def test_a_price_is_of_a_day_and_of_a_month_it_is_that_of_its_last(household: Run) -> None:
    assert done(household, "price", "set", "Fund", "82.10", "--month", "2026-09") == (
        'One "Fund" is 82.10 EUR on 2026-09-30.\n'
    )
    done(household, "price", "set", "Fund", "83.125", "--date", "2026-10-30")
    done(household, "price", "set", "Fund", "84")  # today is 2026-11-15
    assert prices(household) == {
        "2026-11-15": "84.00", "2026-10-30": "83.125", "2026-09-30": "82.10",
    }  # fmt: skip


def test_the_price_of_a_day_is_replaced_and_deleted(household: Run) -> None:
    done(household, "price", "set", "Fund", "82", "--date", "2026-10-30")
    assert done(household, "price", "set", "Fund", "83", "--date", "2026-10-30") == (
        'One "Fund" is 83.00 EUR on 2026-10-30; it was 82.00.\n'
    )
    assert done(household, "price", "delete", "Fund", "--date", "2026-10-30", "--yes") == (
        'Deleted the price of "Fund" on 2026-10-30, which was 83.00 EUR.\n'
    )
    again = household("price", "delete", "Fund", "--date", "2026-10-30", "--yes")
    assert (again.exit_code, prices(household)) == (5, {})


def test_a_price_ten_times_its_neighbour_is_asked_about(household: Run) -> None:
    done(household, "price", "set", "Fund", "82", "--date", "2026-10-20")
    done(household, "price", "set", "Fund", "83", "--date", "2026-10-30")
    for day, price, words in (
        ("2026-10-31", "830", '"Fund" goes from 83.00 on 2026-10-30 to 830.00 on 2026-10-31.'),
        ("2026-10-19", "8.2", '"Fund" goes from 8.20 on 2026-10-19 to 82.00 on 2026-10-20.'),
        ("2026-10-30", "8.3", '"Fund" goes from 83.00 to 8.30 on 2026-10-30.'),
    ):
        refused = household("price", "set", "Fund", price, "--date", day)
        assert (refused.exit_code, words in refused.stderr) == (1, True), refused.stderr
    assert prices(household) == {"2026-10-30": "83.00", "2026-10-20": "82.00"}
    done(household, "price", "set", "Fund", "830", "--date", "2026-10-31", "--yes")
    done(household, "price", "split", "Fund", "1:10", "--date", "2026-11-01")
    # one of today's shares is ten of then: 8,300, and 8,400 is none ten times that
    done(household, "price", "set", "Fund", "8400", "--date", "2026-11-02")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["Fund", "0"], 2),
        (["Fund", "-1"], 2),
        (["Fund", "82", "--currency", "USD"], 1),
        (["Fund", "82", "--month", "2026-10", "--date", "2026-10-30"], 2),
        (["Nothing", "82"], 5),
    ],
)
def test_a_price_that_makes_no_sense_is_refused(
    household: Run, words: list[str], code: int
) -> None:
    assert household("price", "set", *words).exit_code == code
    assert prices(household) == {}


# -- what takes its price from there


def test_a_quantity_without_a_price_takes_that_of_its_month(household: Run) -> None:
    done(household, "price", "set", "Fund", "82.10", "--date", "2026-10-20")
    done(household, "price", "set", "Fund", "90", "--date", "2026-11-01")
    said = household("snapshot", "add", "Fund", "--quantity", "120.5", "--month", "2026-10")
    # 120.5 * 82.10 = 9,893.05, and from the 20th to the 31st there are eleven days
    assert "its price is of 2026-10-20, 11 days old" in said.stderr
    assert held(household, "2026-10") == ("9893.05", "120.5", "82.10")
    refused = household("snapshot", "add", "Fund", "--quantity", "120.5", "--month", "2026-09")
    assert (refused.exit_code, "there is no price" in refused.stderr) == (5, True)


def test_a_month_is_filled_and_what_lacks_is_named(household: Run) -> None:
    household("asset", "add", "Bare", "--category", "ETF_STOCKS", "--by", "quantity")
    household("asset", "add", "Unpriced", "--category", "ETF_STOCKS", "--by", "quantity")
    done(household, "snapshot", "add", "Unpriced", "--quantity", "1", "--price", "7",
         "--month", "2026-09")  # fmt: skip
    done(household, "snapshot", "add", "Fund", "--quantity", "120.5", "--price", "80",
         "--month", "2026-09")  # fmt: skip
    done(household, "snapshot", "add", "Coin", "--quantity", "0.25", "--price", "60000",
         "--rate", "0.9", "--month", "2026-09")  # fmt: skip
    done(household, "price", "set", "Fund", "82.10", "--date", "2026-10-31")
    done(household, "price", "set", "Coin", "61000", "--date", "2026-10-31")
    filled = household("snapshot", "fill", "--month", "2026-10", "--json")
    assert filled.exit_code == 3
    outcomes = {row["asset"]: row["outcome"] for row in filled.json["rows"]}
    assert outcomes == {
        "Bare": "quantity", "Coin": "rate", "Fund": "filled", "Unpriced": "price",
    }  # fmt: skip
    assert [note["code"] for note in filled.json["notes"]] == [
        "QUANTITY_MISSING", "PRICE_MISSING", "RATE_MISSING",
    ]  # fmt: skip
    assert held(household, "2026-10") == ("9893.05", "120.5", "82.10")
    household("fx", "set", "USD/EUR", "0.8", "--month", "2026-10")
    household("snapshot", "fill", "--month", "2026-10")
    # 0.25 * 61,000 * 0.8 = 12,200
    assert held(household, "2026-10", "Coin") == ("12200.00", "0.25", "61000.00")


def test_what_is_written_down_stays_and_what_is_carried_does_not(household: Run) -> None:
    for month in ("2026-08", "2026-10"):
        done(household, "snapshot", "add", "Fund", "--quantity", "10", "--price", "80",
             "--month", month)  # fmt: skip
    household("snapshot", "carry", "--month", "2026-09")
    household("snapshot", "carry", "--month", "2026-11")
    done(household, "price", "set", "Fund", "82", "--date", "2026-09-30")
    household("asset", "edit", "Coin", "--by", "value")
    tried = household("snapshot", "fill", "--month", "2026-09", "--dry-run")
    assert (tried.exit_code, held(household, "2026-09")[0]) == (0, "800.00")
    assert household("snapshot", "fill", "--month", "2026-09").exit_code == 0
    assert held(household, "2026-09") == ("820.00", "10", "82.00")
    assert household("snapshot", "fill", "--month", "2026-10").exit_code == 0
    assert held(household, "2026-10") == ("800.00", "10", "80.00")
    household("snapshot", "fill", "--month", "2026-10", "--replace")
    assert held(household, "2026-10") == ("820.00", "10", "82.00")
    assert held(household, "2026-11") == ("820.00", "10", "82.00")  # a copy follows


def test_a_price_changes_no_value_that_is_recorded(household: Run) -> None:
    done(household, "price", "set", "Fund", "82", "--date", "2026-10-30")
    household("snapshot", "add", "Fund", "--quantity", "10", "--month", "2026-10")
    done(household, "price", "set", "Fund", "99", "--date", "2026-10-30")
    assert held(household, "2026-10") == ("820.00", "10", "82.00")


# -- splits


@pytest.fixture
def split_fund(household: Run) -> Run:
    """Ten shares at 400 in March, carried into April, and forty at 110 in August."""
    done(household, "snapshot", "add", "Fund", "--quantity", "10", "--price", "400",
         "--month", "2026-03")  # fmt: skip
    household("snapshot", "carry", "--month", "2026-07")
    done(household, "snapshot", "add", "Fund", "--quantity", "40", "--price", "110",
         "--month", "2026-08")  # fmt: skip
    done(household, "price", "set", "Fund", "400", "--date", "2026-03-31")
    done(household, "price", "set", "Fund", "104", "--date", "2026-06-10")
    return household


def test_a_split_restates_what_was_before_and_no_value(split_fund: Run) -> None:
    assert done(split_fund, "price", "split", "Fund", "4:1", "--date", "2026-06-10") == (
        'Split "Fund" 4:1 on 2026-06-10: 1 quantity and 1 price before it are restated; no'
        " value changes.\n"
    )
    assert held(split_fund, "2026-03") == ("4000.00", "40", "100.00")
    assert held(split_fund, "2026-07") == ("4000.00", "40", "100.00")  # carried over the split
    assert held(split_fund, "2026-08") == ("4400.00", "40", "110.00")
    assert prices(split_fund) == {"2026-06-10": "104.00", "2026-03-31": "100.00"}


def test_it_is_taken_back_whole(split_fund: Run, books: psycopg.Connection[Any]) -> None:
    before = rows(split_fund, "snapshot", "list")
    seal(books)
    done(split_fund, "price", "split", "Fund", "4:1", "--date", "2026-06-10")
    seal(books)
    assert split_fund("undo").exit_code == 0
    assert rows(split_fund, "snapshot", "list") == before
    assert prices(split_fund)["2026-03-31"] == "400.00"


def test_three_for_two_twice_is_nine_for_four_exactly(split_fund: Run) -> None:
    done(split_fund, "price", "split", "Fund", "3:2", "--date", "2026-05-02")
    done(split_fund, "price", "split", "Fund", "3:2", "--date", "2026-05-03")
    # 10 * 9/4 = 22.5, and 400 * 4/9 = 177.7777…
    assert held(split_fund, "2026-03") == ("4000.00", "22.5", "177.777777777777777778")


def test_what_is_typed_for_a_month_before_is_in_shares_of_today(split_fund: Run) -> None:
    done(split_fund, "price", "split", "Fund", "3:1", "--date", "2026-06-10")
    done(split_fund, "snapshot", "add", "Fund", "--quantity", "31", "--price", "130",
         "--month", "2026-03")  # fmt: skip
    assert held(split_fund, "2026-03") == ("4030.00", "31", "130.00")
    done(split_fund, "price", "set", "Fund", "130", "--date", "2026-03-31")
    assert prices(split_fund)["2026-03-31"] == "130.00"


def test_a_month_after_a_split_is_filled_with_as_many(split_fund: Run) -> None:
    split_fund("asset", "edit", "Coin", "--by", "value")
    done(split_fund, "price", "split", "Fund", "4:1", "--date", "2026-05-10")
    split_fund("snapshot", "fill", "--month", "2026-04")
    split_fund("snapshot", "fill", "--month", "2026-05")
    # 40 of today's at 100; in May, too: its last price is of March, of one that became four
    assert held(split_fund, "2026-04") == ("4000.00", "40", "100.00")
    assert held(split_fund, "2026-05") == ("4000.00", "40", "100.00")
    split_fund("snapshot", "fill", "--month", "2026-06")
    assert held(split_fund, "2026-06") == ("4160.00", "40", "104.00")


@pytest.mark.parametrize("ratio", ["4", "0:1", "1:0", "a:b", "-4:1", "1:1", "4:1:1", "1.5:1", ""])
def test_what_is_no_split_is_refused(split_fund: Run, ratio: str) -> None:
    refused = split_fund("price", "split", "Fund", ratio, "--date", "2026-06-10")
    assert (refused.exit_code, held(split_fund, "2026-03")[1]) == (2, "10")


def test_a_second_split_of_one_day_is_refused(split_fund: Run) -> None:
    done(split_fund, "price", "split", "Fund", "4:1", "--date", "2026-06-10")
    refused = split_fund("price", "split", "Fund", "2:1", "--date", "2026-06-10")
    assert (refused.exit_code, "split 4:1 on 2026-06-10 already" in refused.stderr) == (6, True)


def test_a_list_of_values_is_in_shares_of_today_and_comes_in_again(
    split_fund: Run, tmp_path: Path
) -> None:
    done(split_fund, "price", "split", "Fund", "3:1", "--date", "2026-06-10")
    before = rows(split_fund, "snapshot", "list")
    values = tmp_path / "values.csv"
    values.write_text(split_fund("snapshot", "list", "--csv").stdout)
    again = done(split_fund, "import", "snapshots", str(values))
    assert "0 added, 0 replaced, 3 unchanged" in again
    split_fund("snapshot", "delete", "Fund", "--month", "2026-03", "--yes")
    assert split_fund("import", "snapshots", str(values)).exit_code == 0
    after = rows(split_fund, "snapshot", "list")
    assert [{**row, "id": ""} for row in after] == [{**row, "id": ""} for row in before]


def test_books_bring_prices_and_splits_with_them(split_fund: Run, tmp_path: Path) -> None:
    done(split_fund, "price", "split", "Fund", "4:1", "--date", "2026-06-10")
    before = [rows(split_fund, *what) for what in (("snapshot", "list"), ("price", "list"))]
    books = tmp_path / "books.json"
    books.write_text(split_fund("export", "json").stdout)
    assert split_fund("asset", "delete", "Fund", "--yes").exit_code == 0
    assert split_fund("import", "json", str(books)).exit_code == 0
    assert before == [rows(split_fund, *what) for what in (("snapshot", "list"), ("price", "list"))]


def test_a_closed_month_stays_as_it_is(split_fund: Run) -> None:
    assert split_fund("close", "month", "2026-04", "--earlier", "--yes").exit_code == 0
    done(split_fund, "price", "split", "Fund", "4:1", "--date", "2026-06-10")
    done(split_fund, "price", "set", "Fund", "101", "--date", "2026-03-31")
    assert held(split_fund, "2026-03") == ("4000.00", "40", "100.00")
    assert split_fund("close", "verify").exit_code == 0
    refused = split_fund("snapshot", "fill", "--month", "2026-04", "--replace")
    assert (refused.exit_code, "2026-04 is closed" in refused.stderr) == (6, True)


def test_a_split_that_was_noticed_late_names_the_month_that_is_counted_without_it(
    household: Run,
) -> None:
    for month, many in ("2026-08", "10"), ("2026-09", "10"), ("2026-10", "10"):
        household("snapshot", "add", "Fund", "--quantity", many, "--price", "8", "--month", month)
    late = household("price", "split", "Fund", "4:1", "--date", "2026-09-10", "--json")
    assert [note["command"] for note in late.json["notes"]] == [
        'finally snapshot edit "Fund" --quantity QUANTITY --month 2026-09'
    ]
    household("snapshot", "edit", "Fund", "--quantity", "30", "--month", "2026-10")
    done(
        household, "price", "split", "Fund", "3:1", "--date", "2026-10-05"
    )  # counted since: silent
