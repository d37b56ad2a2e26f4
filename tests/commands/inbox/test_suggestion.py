"""What a row that waits is offered by the category that its file names."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run
from tests.support.bank_files import write

NAMED = """\
Date,Description,Amount,Category
2026-10-13,Market,-2.50,Food:Groceries
2026-10-14,Taxi home,-9.00,transport
2026-10-15,Gift in,30.00,Other
2026-10-16,Gift out,-30.00,Other
2026-10-17,Kiosk,-1.00,Sweets
2026-10-18,Shed,-5.00,Garden
"""


def test_the_category_that_a_file_names_is_offered_where_the_books_have_it_open(
    run: Run, tmp_path: Path
) -> None:
    """By name or code, a part behind a colon; of two sides it is the amount's."""
    run("category", "add", "Garden", "--kind", "expense")
    run("category", "close", "garden", "--month", "2026-10")
    done = run("import", "bank", write(tmp_path, NAMED, "named.csv"), "--source", "Card")
    assert done.exit_code == 0, done.stderr
    rows = run("inbox", "list", "--json").json["rows"]
    assert {row["text"]: row["suggestion"] for row in rows} == {
        "Market": "FOOD/GROCERIES",
        "Taxi home": "TRANSPORT",
        "Gift in": "OTHER",
        "Gift out": "OTHER",
        "Kiosk": None,
        "Shed": None,
    }


def test_what_was_chosen_by_hand_goes_before_what_the_file_says(run: Run, tmp_path: Path) -> None:
    run("import", "bank", write(tmp_path, NAMED, "named.csv"), "--source", "Card")
    rows = {row["text"]: row["id"] for row in run("inbox", "list", "--json").json["rows"]}
    run("inbox", "assign", rows["Market"], "wellness")
    again = NAMED.replace("2026-10-13", "2026-10-23")
    run("import", "bank", write(tmp_path, again, "later.csv"), "--source", "Card")
    (market,) = run("inbox", "list", "--search", "market", "--json").json["rows"]
    assert market["suggestion"] == "WELLNESS"
