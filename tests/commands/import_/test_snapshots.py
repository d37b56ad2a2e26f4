"""finally import snapshots: what a good file does, seen again through other commands."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

Import = Callable[..., Outcome]

LONG = """\
asset,month,value,category
Checking,2026-09,3000,CASH
Checking,2026-10,3200.50,CASH
Flat,2026-09,"230,000.00",REAL_ESTATE
Flat,2026-10,230000,
Mortgage,2026-09,182000,Mortgage
Mortgage,2026-10,181000,mortgage
"""
# September: 3000 + 230000 - 182000 = 51000. October: 3200.50 + 230000 - 181000 = 52200.50.
WIDE = """\
Asset;Category;2026-09;2026-10-31
Checking;CASH;3000;3200,50
Flat;REAL_ESTATE;230.000,00;230000
Mortgage;MORTGAGE;182000;181000
"""


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a text, or bytes, as a file."""

    def imported(content: str | bytes, *options: str) -> Outcome:
        file = tmp_path / "values.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run("import", "snapshots", str(file), *options)

    return imported


def values(run: Run) -> list[tuple[str, str, str]]:
    rows = run("snapshot", "list", "--json").json["rows"]
    return sorted((row["month"], row["asset"], row["value"]) for row in rows)


def net_worths(run: Run) -> dict[str, str]:
    report = run("report", "networth", "--months", "12", "--json").json
    return {row["month"]: row["net_worth"] for row in report["rows"]}


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    """Added, replaced, unchanged; and the assets added."""
    (row,) = outcome.json["rows"]
    return row["added"], row["replaced"], row["unchanged"], row["assets_added"]


HOUSEHOLD = [
    ("2026-09", "Checking", "3000.00"),
    ("2026-09", "Flat", "230000.00"),
    ("2026-09", "Mortgage", "-182000.00"),
    ("2026-10", "Checking", "3200.50"),
    ("2026-10", "Flat", "230000.00"),
    ("2026-10", "Mortgage", "-181000.00"),
]


def test_a_line_a_value_is_the_long_form(run: Run, import_: Import) -> None:
    assert import_(LONG, "--create-assets") == Outcome(
        0,
        "Added 3 assets.\n"
        "Imported 6 values from 2026-09 to 2026-10: 6 added, 0 replaced, 0 unchanged.\n",
        "",
    )
    assert values(run) == HOUSEHOLD
    assert net_worths(run) == {"2026-10": "52200.50", "2026-09": "51000.00"}
    by_asset = {row["asset"]: row for row in run("asset", "list", "--json").json["rows"]}
    assert {name: row["category"] for name, row in by_asset.items()} == {
        "Checking": "CASH",
        "Flat": "REAL_ESTATE",
        "Mortgage": "MORTGAGE",
    }


def test_a_column_a_month_is_the_wide_form(run: Run, import_: Import) -> None:
    assert counts(import_(WIDE, "--create-assets", "--json")) == (6, 0, 0, 3)
    assert values(run) == HOUSEHOLD
    assert net_worths(run) == {"2026-10": "52200.50", "2026-09": "51000.00"}


def test_what_was_done_is_in_the_json(import_: Import, golden: Callable[[str, str], None]) -> None:
    golden("import-snapshots.json", import_(LONG, "--create-assets", "--json").stdout)
    golden("import-snapshots.csv", import_(LONG, "--csv").stdout)


def test_the_same_file_again_changes_nothing(run: Run, import_: Import) -> None:
    import_(LONG, "--create-assets")
    before = run("snapshot", "list", "--json").stdout
    assert counts(import_(LONG, "--create-assets", "--json")) == (0, 0, 6, 0)
    assert counts(import_(WIDE, "--json")) == (0, 0, 6, 0)
    assert counts(import_(LONG.upper(), "--create-assets", "--json")) == (0, 0, 6, 0)
    assert run("snapshot", "list", "--json").stdout == before


def test_an_earlier_value_of_the_month_is_replaced(run: Run, import_: Import) -> None:
    import_(LONG, "--create-assets")
    changed = import_(
        "asset,month,value\nchecking,2026-10,4200.50\nFLAT,2026-10,230000\nFlat,2026-11,231000\n"
    )
    assert changed.stdout == (
        "Imported 3 values from 2026-10 to 2026-11: 1 added, 1 replaced, 1 unchanged.\n"
    )
    # 52200.50 and 1000 more in Checking; in November only the flat has a value.
    assert net_worths(run) == {"2026-11": "231000.00", "2026-10": "53200.50", "2026-09": "51000.00"}
    assert ("2026-10", "Checking", "4200.50") in values(run)


def test_a_value_that_was_carried_is_looked_up_once_it_is_imported(
    run: Run, import_: Import
) -> None:
    import_("asset,month,value,category\nChecking,2026-09,5,CASH\n", "--create-assets")
    run("snapshot", "carry", "--month", "2026-10")
    assert run("snapshot", "list", "--json").json["rows"][0]["carried"] is True
    assert counts(import_("asset,month,value\nChecking,2026-10,5\n", "--json")) == (0, 1, 0, 0)
    assert run("snapshot", "list", "--json").json["rows"][0]["carried"] is False


def test_an_empty_cell_of_the_wide_form_is_no_value_and_no_zero(run: Run, import_: Import) -> None:
    content = "asset,category,2026-09,2026-10\nA,CASH,,5\nB,CASH,0,\nC,CASH, ,\n"
    assert counts(import_(content, "--create-assets", "--json")) == (2, 0, 0, 2)
    assert values(run) == [("2026-09", "B", "0.00"), ("2026-10", "A", "5.00")]


def test_a_note_is_kept_and_an_empty_one_leaves_an_earlier_note(run: Run, import_: Import) -> None:
    def notes() -> list[str | None]:
        return [row["note"] for row in run("snapshot", "list", "--json").json["rows"]]

    content = 'note,value,asset,category,month\n"two\nlines, =1+1",5,A,CASH,2026-10\n'
    import_(content, "--create-assets")
    assert notes() == ["two\nlines, =1+1"]
    assert counts(import_("asset,month,value,note\nA,2026-10,5,\n", "--json")) == (0, 0, 1, 0)
    assert notes() == ["two\nlines, =1+1"]
    assert counts(import_("asset,month,value,note\nA,2026-10,6,\n", "--json")) == (0, 1, 0, 0)
    assert notes() == ["two\nlines, =1+1"]
    assert counts(import_("asset,month,value,note\nA,2026-10,6,new\n", "--json")) == (0, 1, 0, 0)
    assert notes() == ["new"]


def test_columns_stand_in_any_order_and_blank_lines_mean_nothing(run: Run, import_: Import) -> None:
    content = "\r\nVALUE, Month ,category,ASSET\r\n\r\n-250.5,2026-10,CASH, Checking \r\n,,,\r\n"
    assert import_(content, "--create-assets").exit_code == 0
    assert values(run) == [("2026-10", "Checking", "-250.50")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_files_are_read_as_programs_save_them(
    run: Run, import_: Import, delimiter: str, encoding: str, ending: str
) -> None:
    lines = [["asset", "month", "value", "category"], ["Café 🏠", "2026-10", "12.50", "CASH"]]
    text = ending.join(delimiter.join(line) for line in lines)
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert import_((mark + text).encode(encoding), "--create-assets").exit_code == 0
    assert values(run) == [("2026-10", "Café 🏠", "12.50")]


def test_a_dash_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(LONG.encode())))
    monkeypatch.setattr("sys.stdin", stream)
    assert run("import", "snapshots", "-", "--create-assets").exit_code == 0
    assert values(run) == HOUSEHOLD


def test_a_dry_run_tells_all_and_changes_nothing(run: Run, import_: Import) -> None:
    tried = import_(LONG, "--create-assets", "--dry-run")
    assert tried.stdout.splitlines() == [
        "Would add 3 assets.",
        "Would import 6 values from 2026-09 to 2026-10: 6 added, 0 replaced, 0 unchanged.",
        "Dry run: nothing was changed.",
    ]
    assert values(run) == []
    assert run("asset", "list", "--json").json["rows"] == []


def test_another_currency_is_turned_with_the_rate_of_its_month(run: Run, import_: Import) -> None:
    run("fx", "set", "USD/EUR", "0.9", "--month", "2026-09")
    run("fx", "set", "EUR/USD", "1.25", "--month", "2026-10")
    content = (
        "asset,month,value,category,currency\n"
        "Dollars,2026-09,100,CASH,usd\nDollars,2026-10,100,CASH,\nLoan,2026-10,50,LOAN,USD\n"
    )
    assert counts(import_(content, "--create-assets", "--json")) == (3, 0, 0, 2)
    # 100 at 0.9; then one euro costs 1.25 dollars, so a dollar is 0.8 euros: 80, less 40 owed.
    assert net_worths(run) == {"2026-10": "40.00", "2026-09": "90.00"}
    rows = run("snapshot", "list", "--json").json["rows"]
    assert {(row["asset"], row["amount"], row["currency"], row["rate"]) for row in rows} == {
        ("Dollars", "100.00", "USD", "0.9"),
        ("Dollars", "100.00", "USD", "0.8"),
        ("Loan", "-50.00", "USD", "0.8"),
    }
    assert counts(import_(content, "--json")) == (0, 0, 3, 0)


def test_a_users_own_category_and_its_name_are_known(run: Run, import_: Import) -> None:
    run("category", "add", "The cellar", "--kind", "asset", "--code", "WINE")
    content = "asset,month,value,category\nReds,2026-10,5,wine\nWhites,2026-10,6,the cellar\n"
    assert import_(content, "--create-assets").exit_code == 0
    rows = run("asset", "list", "--json").json["rows"]
    assert {row["asset"]: row["category"] for row in rows} == {"Reds": "WINE", "Whites": "WINE"}


def test_another_users_asset_of_the_same_name_stays_as_it_is(
    run: Run, import_: Import, books: psycopg.Connection[Any]
) -> None:
    import_(LONG, "--create-assets")
    run("user", "add", "bob@example.org", "--currency", "EUR")
    content = LONG.replace("3000", "1")
    assert counts(import_(content, "--create-assets", "--json", "--user", "bob")) == (6, 0, 0, 3)
    rows = run("snapshot", "list", "--json", "--user", "ann").json["rows"]
    assert sorted((row["month"], row["asset"], row["value"]) for row in rows) == HOUSEHOLD


def test_the_kept_net_worth_equals_the_sum(
    run: Run, import_: Import, books: psycopg.Connection[Any]
) -> None:
    for content in (LONG, LONG.replace("2026-09", "2026-08"), LONG.replace("3200.50", "-1")):
        assert import_(content, "--create-assets").exit_code == 0
        wrong = books.execute(
            "SELECT * FROM (SELECT year, month, sum(total) AS sum, count(*) AS count"
            " FROM asset_inputs GROUP BY year, month) AS summed"
            " FULL JOIN networth_materialized AS kept USING (year, month)"
            " WHERE (kept.net_worth, kept.snapshots) IS DISTINCT FROM (sum, count)"
        ).fetchall()
        assert wrong == []


def test_many_values_show_their_progress_on_a_terminal_and_nowhere_else(
    import_: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    months = [f"{year}-{month:02}" for year in range(2000, 2100) for month in range(1, 13)]
    lines = "".join(f"Asset {n},CASH{',1' * 1200}\n" for n in range(5))
    content = f"asset,category,{','.join(months)}\n{lines}"
    assert import_(content, "--create-assets", "--yes").stderr == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert import_(content, "--yes").stderr == (
        "\rReading values: 5,000\rReading values: 6,000\n"
        "\rWriting values: 0 (0 %)\rWriting values: 6,000 (100 %)\n"
    )
    assert import_(content, "--quiet", "--yes").stderr == ""
