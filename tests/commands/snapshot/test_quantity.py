"""Values that follow from a quantity and a price; figures are worked out in the comments."""

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
    """A fund and a coin, which is in dollars, and what is owed of another coin."""
    run("asset", "add", "Fund", "--category", "ETF_STOCKS", "--by", "quantity")
    run("asset", "add", "Coin", "--category", "CRYPTO", "--currency", "USD")
    run("asset", "add", "Borrowed", "--category", "LOAN")
    return run


def row(run: Run, asset: str, month: str = "2026-11") -> Row:
    """A second look, through another command."""
    (found,) = run("snapshot", "list", "--asset", asset, "--month", month, "--json").json["rows"]
    kept: Row = found
    return kept


def done(run: Run, *words: str) -> str:
    outcome = run(*words)
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    return outcome.stdout


def test_a_value_is_quantity_times_price(household: Run) -> None:
    # 120.5 * 82.10 = 9,893.05
    assert done(
        household, "snapshot", "add", "Fund", "--quantity", "120.5", "--price", "82.10"
    ) == ('Recorded "Fund" at 9,893.05 EUR for 2026-11 (120.50 × 82.10).\n')
    kept = row(household, "Fund")
    assert (kept["value"], kept["quantity"], kept["price"]) == ("9893.05", "120.5", "82.10")


def test_it_is_rounded_once_at_the_end(household: Run) -> None:
    # 0.1 * 0.0005 = 0.00005 dollars, which round to 0.0001; at 2.5 they are 0.000125 euros, and
    # so 0.0001. Rounded before, they would be 0.0001 * 2.5 = 0.00025, and so 0.0003.
    done(
        household,
        "snapshot",
        "add",
        "Coin",
        "--quantity",
        "0.1",
        "--price",
        "0.0005",
        "--rate",
        "2.5",
    )
    kept = row(household, "Coin")
    assert (kept["value"], kept["amount"], kept["rate"]) == ("0.0001", "0.0001", "2.5")


def test_eighteen_decimals_are_exact(household: Run) -> None:
    # 0.123456789012345678 * 50000 = 6172.8394506172839, which is 6172.8395
    exact = "0.123456789012345678"
    done(household, "snapshot", "add", "Fund", "--quantity", exact, "--price", "50000")
    kept = row(household, "Fund")
    assert (kept["quantity"], kept["value"]) == (exact, "6172.8395")


def test_of_a_debt_it_is_how_many_are_owed(household: Run) -> None:
    done(household, "snapshot", "add", "Borrowed", "--quantity", "2", "--price", "300")
    kept = row(household, "Borrowed")
    assert (kept["value"], kept["quantity"], kept["price"]) == ("-600.00", "-2", "300.00")


def test_a_quantity_of_nothing_needs_no_price(household: Run) -> None:
    assert done(household, "snapshot", "add", "Fund", "--quantity", "0") == (
        'Recorded "Fund" at 0.00 EUR for 2026-11 (0.00).\n'
    )


def test_a_value_that_is_typed_takes_the_quantity_away(household: Run) -> None:
    done(household, "snapshot", "add", "Fund", "--quantity", "10", "--price", "5")
    done(household, "snapshot", "add", "Fund", "60")
    kept = row(household, "Fund")
    assert (kept["value"], kept["quantity"], kept["price"]) == ("60.00", None, None)


def test_a_short_is_asked_about_and_refused_in_a_script(household: Run) -> None:
    words = ("snapshot", "add", "Fund", "--quantity", "-3", "--price", "80")
    refused = household(*words)
    assert refused.exit_code == 1
    assert refused.stderr == (
        'finally: the quantity of "Fund" is below zero: -3.00 would mean that you owe them:'
        " a short\n"
        "  Type 3.00; if it is meant so, say --yes.\n"
    )
    household(*words, "--yes")
    assert row(household, "Fund")["value"] == "-240.00"
    done(
        household, "snapshot", "add", "Fund", "--quantity", "-2", "--price", "80"
    )  # as it was: a short


def test_an_edit_keeps_what_it_does_not_change(household: Run) -> None:
    done(household, "snapshot", "add", "Fund", "--quantity", "10", "--price", "5")
    done(household, "snapshot", "add", "Coin", "--quantity", "2", "--price", "7", "--rate", "0.9")
    done(household, "snapshot", "add", "Borrowed", "--quantity", "2", "--price", "300")
    edit = ("snapshot", "edit", "--month", "2026-11")
    # 12 * 5 = 60, and 12 * 6 = 72
    assert done(household, *edit, "Fund", "--quantity", "12") == (
        'Recorded "Fund" at 60.00 EUR for 2026-11 (12.00 × 5.00); it was 50.00.\n'
    )
    done(household, *edit, "Fund", "--price", "6", "--contribution", "10")
    # 2 * 7 = 14 dollars at 0.8 are 11.20, and 3 * 7 = 21 at the same 0.8 are 16.80
    done(household, *edit, "Coin", "--rate", "0.8")
    assert row(household, "Coin")["value"] == "11.20"
    done(household, *edit, row(household, "Coin")["id"][:8], "--quantity", "3")
    done(household, *edit, "Borrowed", "--quantity", "3")
    for asset, expected in {
        "Fund": ("12", "6.00", "72.00"),
        "Coin": ("3", "7.00", "16.80"),
        "Borrowed": ("-3", "300.00", "-900.00"),
    }.items():
        kept = row(household, asset)
        assert (kept["quantity"], kept["price"], kept["value"]) == expected
    assert row(household, "Fund")["contribution"] == "10.00"
    refused = household(*edit, "Fund", "--quantity", "-1")
    assert (refused.exit_code, "a short" in refused.stderr) == (1, True)
    done(household, *edit, "Fund", "--value", "80")  # a value that is typed has none
    assert row(household, "Fund")["quantity"] is None
    assert household(*edit, "Fund", "--price", "6").stderr == (
        'finally: "Fund" has no quantity in 2026-11\n'
        "  Say how many there were, too, with --quantity.\n"
    )
    assert household(*edit, "Fund", "--quantity", "6").exit_code == 5  # at no price on record
    household("price", "set", "Fund", "4", "--month", "2026-09")
    old = household(*edit, "Fund", "--quantity", "6", "--json").json
    (note,) = old["notes"]
    assert note["code"] == "PRICE_IS_OLD"
    assert note["command"] == 'finally price set "Fund" PRICE --month 2026-11'
    assert old["rows"][0]["value"] == "24.00"
    both = household(*edit, "Fund", "--quantity", "6", "--value", "24")
    assert (both.exit_code, "two ways to say the same" in both.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["Fund", "--quantity", "x", "--price", "5"], '"x" is not a quantity'),
        (["Fund", "--quantity", "1,234", "--price", "5"], "can be read in two ways"),
        (["Fund", "--quantity", f"0.{'1' * 19}", "--price", "5"], "more than 18 decimals"),
        (["Fund", "--quantity", "5", "--price", "0"], "a price is above zero"),
        (["Fund", "--quantity", "5", "--price", "-1"], "a price is above zero"),
        (["Fund", "20", "--quantity", "5", "--price", "4"], "without a value"),
        (["Fund=20", "--quantity", "5", "--price", "4"], "without a value"),
        (["Fund", "20", "--price", "4"], "--price goes with --quantity"),
        (["--quantity", "5", "--price", "4"], "there is no asset to record"),
        (["Fund"], "an asset and its value are needed"),
    ],
)
def test_what_makes_no_sense_is_refused(household: Run, words: list[str], message: str) -> None:
    refused = household("snapshot", "add", *words)
    assert refused.exit_code == 2
    assert message in refused.stderr
    assert household("snapshot", "list", "--json").json["rows"] == []


def test_a_quantity_is_carried_with_its_price_and_follows_a_correction(household: Run) -> None:
    done(
        household,
        "snapshot",
        "add",
        "Fund",
        "--quantity",
        "10",
        "--price",
        "5",
        "--month",
        "2026-09",
    )
    carried = household("snapshot", "carry", "--month", "2026-10")
    assert (
        "Note: The price is of an earlier month: Fund (2026-09)." in carried.stdout + carried.stderr
    )
    assert "--quantity QUANTITY --price PRICE --month 2026-10\n" in carried.stdout + carried.stderr
    done(
        household,
        "snapshot",
        "add",
        "Fund",
        "--quantity",
        "12",
        "--price",
        "5",
        "--month",
        "2026-09",
    )
    kept = row(household, "Fund", "2026-10")
    assert (kept["quantity"], kept["value"], kept["carried"]) == ("12", "60.00", True)
    # Ten at six are as much as twelve at five: the copy has them all the same.
    done(
        household,
        "snapshot",
        "add",
        "Fund",
        "--quantity",
        "10",
        "--price",
        "6",
        "--month",
        "2026-09",
    )
    assert row(household, "Fund", "2026-10")["quantity"] == "10"


def test_it_is_undone_with_its_quantity(household: Run, books: psycopg.Connection[Any]) -> None:
    done(household, "snapshot", "add", "Fund", "--quantity", "10", "--price", "5")
    seal(books)
    done(household, "snapshot", "add", "Fund", "70")
    seal(books)
    assert household("undo").exit_code == 0
    assert row(household, "Fund")["quantity"] == "10"


def test_books_and_lists_bring_quantities_with_them(household: Run, tmp_path: Path) -> None:
    done(household, "snapshot", "add", "Fund", "--quantity", "120.5", "--price", "82.10")
    done(household, "snapshot", "add", "Coin", "--quantity", "2", "--price", "5", "--rate", "0.9")
    books, values = tmp_path / "books.json", tmp_path / "values.csv"
    books.write_text(household("export", "json").stdout)
    values.write_text(household("snapshot", "list", "--csv").stdout)
    before = household("snapshot", "list", "--json").json["rows"]
    for command in (("json", str(books)), ("snapshots", str(values))):
        household("snapshot", "delete", "Fund", "--month", "2026-11", "--yes")
        household("snapshot", "add", "Coin", "3", "--rate", "0.9")
        assert (
            household(
                "import", *command, "--replace" if command[0] == "json" else "--yes"
            ).exit_code
            == 0
        )
        after = household("snapshot", "list", "--json").json["rows"]
        assert [{**row, "id": ""} for row in after] == [{**row, "id": ""} for row in before]


def test_a_list_with_a_quantity_that_does_not_make_its_value_is_refused(
    household: Run, tmp_path: Path
) -> None:
    values = tmp_path / "values.csv"
    values.write_text(
        "month,asset,value,quantity,price,carried\n2026-10,Fund,50.00,10,5.00,false\n"
        "2026-11,Fund,51.00,10,5.00,false\n"
    )
    refused = household("import", "snapshots", str(values))
    assert refused.exit_code == 7
    assert "line 3" in refused.stderr and "51" in refused.stderr and "50" in refused.stderr


def test_an_asset_is_kept_by_quantity_until_that_is_changed(household: Run) -> None:
    kept = {
        row["asset"]: row["kept_by"] for row in household("asset", "list", "--json").json["rows"]
    }
    assert kept == {"Fund": "quantity", "Coin": "value", "Borrowed": "value"}
    assert done(household, "asset", "edit", "Fund", "--by", "value") == (
        '"Fund" is now in ETF_STOCKS, in EUR.\n'
    )
    assert done(household, "asset", "edit", "Coin", "--by", "quantity") == (
        '"Coin" is now in CRYPTO, in USD, kept by quantity.\n'
    )


def test_a_quantity_is_masked_and_a_price_is_not(household: Run) -> None:
    done(household, "snapshot", "add", "Fund", "--quantity", "120.5", "--price", "82.10")
    shown = done(household, "snapshot", "list", "--mask")
    assert "120" not in shown and "9,893" not in shown and "82.10" in shown
