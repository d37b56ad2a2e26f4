"""finally snapshot edit --editor: quantities and prices in a month's worksheet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.commands.snapshot.test_editor import EDIT, Editor, drafts, editor
from tests.conftest import Run
from tests.support.outcomes import list_rows

__all__ = ["drafts", "editor"]


@pytest.fixture
def household(run: Run) -> Run:
    """A fund and a coin in dollars with a value in October, what is owed of another coin with one
    in September, and shares without any; all are kept by quantity. Gold has a value alone."""
    for asset, category, *more in (
        ("Fund", "ETF_STOCKS"), ("Coin", "CRYPTO", "--currency", "USD"), ("Owed", "LOAN"),
        ("Shares", "SINGLE_STOCKS"), ("Gold", "CASH"),
    ):  # fmt: skip
        run("asset", "add", asset, "--category", category, "--by", "quantity", *more)
    october = ("--month", "2026-10")
    run("snapshot", "add", "Fund", "--quantity", "120.5", "--price", "82.10", *october)
    run("snapshot", "add", "Coin", "--quantity", "0.5", "--price", "100", "--rate", "0.9", *october)
    run("snapshot", "add", "Owed", "--quantity", "2", "--price", "300", "--month", "2026-09")
    run("snapshot", "add", "Gold", "70", *october)
    run("price", "set", "Owed", "310", "--month", "2026-09")
    return run


def kept(run: Run) -> dict[str, tuple[Any, ...]]:
    """The month as another command has it."""
    rows = list_rows(run, "snapshot", "--month", "2026-10")
    return {r["asset"]: (r["quantity"], r["price"], r["value"]) for r in rows}


BEFORE = {
    "Fund": ("120.5", "82.10", "9893.05"),
    "Coin": ("0.5", "100.00", "45.00"),
    "Gold": (None, None, "70.00"),
}


def test_a_quantity_is_shown_with_its_price_and_nothing_is_changed_by_looking(
    household: Run, editor: Editor
) -> None:
    editor.types([])
    assert household(*EDIT).stdout == "Nothing was changed in 2026-10.\n"
    shown = (editor.folder / "seen-0").read_text()
    assert [line for line in shown.splitlines() if line[:1] not in ("#", "")] == [
        "Shares =                              # in EUR, no price on record, no earlier value",
        "Fund   = 120.5 x 82.10 = 9893.05 EUR  # no price on record, no earlier value",
        "Coin   = 0.5 x 100.00 = 50.00 USD     # no price on record, no earlier value",
        "Gold   = 70.00 EUR                    # no price on record, no earlier value",
        "Owed   = 2 x                          # in EUR, owed, price 310.00 of 2026-09-30,"
        " 31 days old, 600.00 EUR in 2026-09",
    ]
    assert kept(household) == BEFORE
    # Written otherwise it is the same, and a value that is the same keeps its quantity.
    editor.types(
        [("120.5 x 82.10 = 9893.05 EUR", "120.50*82.1=9,893.05"), ("0.5 x 100.00 = ", ""),
         ("^Gold.*", "Gold = 70")]
    )  # fmt: skip
    assert household(*EDIT).stdout == "Nothing was changed in 2026-10.\n"
    assert kept(household) == BEFORE


def test_what_is_changed_of_it_makes_the_value(household: Run, editor: Editor) -> None:
    # 121 * 82.10 = 9,934.10; 0.5 * 110 = 55 dollars at the same 0.9 are 49.50; 3 * 310 = 930;
    # 10 * 8 = 80, and 7 * 10 = 70, which the gold was worth before.
    editor.types(
        [("120.5 x", "121 x"), ("100.00", "110"), ("2 x", "3 x"), ("^Shares *=", "Shares = 10 X 8"),
         ("70.00 EUR", "7 x 10 EUR = 70.00 EUR")]
    )  # fmt: skip
    assert household(*EDIT).stdout.splitlines() == [
        'Recorded "Shares" at 80.00 EUR for 2026-10 (10.00 × 8.00).',
        'Recorded "Fund" at 9,934.10 EUR for 2026-10 (121.00 × 82.10); it was 9,893.05.',
        'Recorded "Coin" at 49.50 EUR for 2026-10 (0.50 × 110.00 = 55.00 USD at 0.9);'
        " it was 45.00.",
        'Recorded "Gold" at 70.00 EUR for 2026-10 (7.00 × 10.00), as it was.',
        'Recorded "Owed" at -930.00 EUR for 2026-10 (-3.00 × 310.00).',
    ]
    # Both changed, and they agree; a rate alone; a value alone; nothing is left of the debt.
    editor.types(
        [("121 x 82.10 = 9934.10", "100 x 80 = 8000"), ("55.00 USD", "55.00 USD @ 1"),
         ("10 x 8.00 = 80.00", "90"), ("3 x 310.00 = 930.00 EUR", "0 x")]
    )  # fmt: skip
    assert household(*EDIT).exit_code == 0
    assert kept(household) == {
        "Fund": ("100", "80.00", "8000.00"),
        "Coin": ("0.5", "110.00", "55.00"),
        "Shares": (None, None, "90.00"),
        "Gold": ("7", "10.00", "70.00"),
        "Owed": ("0", None, "0.00"),
    }


def test_a_line_that_contradicts_itself_or_cannot_be_read_is_shown_again(
    household: Run, editor: Editor
) -> None:
    wrong = [
        ("9893.05", "9900"), ("100.00", "0"), ("^Shares *=", "Shares = 10 x"),
        ("70.00 EUR", "7 x 10 USD"), ("2 x", "1,234 x"),
    ]  # fmt: skip
    right = [("9900", "9893.05"), ("x 0 ", "x 90 "), ("10 x", "10 x 8"), ("10 USD", "10 EUR"),
             ("1,234 x", "2 x 300")]  # fmt: skip
    editor.types(wrong, right)
    assert household(*EDIT).exit_code == 0
    assert [line for line in editor.shown(1) if line.startswith("#! ")] == [
        '#! no price of "Shares" is on record. Write what one costs, too: 10 x 82.10',
        "#! 120.5 x 82.10 make 9,893.05, and not 9,900.00. Change the quantity or the price; or"
        " write the value alone, which has no quantity then.",
        "#! a price is above zero. What is worth nothing has no price: record a value of 0, or a"
        " quantity of 0.",
        '#! "Gold" is in EUR, and not in USD. Write its value in EUR.',
        '#! the quantity "1,234" can be read in two ways. Write 1234 for thousands, or 1.234 for'
        " decimals.",
    ]
    assert kept(household) == {
        "Fund": BEFORE["Fund"],
        "Coin": ("0.5", "90.00", "40.50"),
        "Shares": ("10", "8.00", "80.00"),
        "Gold": ("7", "10.00", "70.00"),
        "Owed": ("-2", "300.00", "-600.00"),
    }


def test_a_short_is_refused_where_nobody_can_be_asked(household: Run, editor: Editor) -> None:
    editor.types([("120.5 x", "-3 x")])
    refused = household(*EDIT)
    assert (refused.exit_code, "a short" in refused.stderr) == (1, True)
    assert household(*EDIT, "--yes").exit_code == 0
    assert kept(household)["Fund"] == ("-3", "82.10", "-246.30")
