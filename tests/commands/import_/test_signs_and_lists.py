"""finally import snapshots: the sign of a debt, and lists that this program has written itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Outcome, Run
from tests.support.processes import Program, PseudoTerminal

Import = Callable[..., Outcome]


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a text as a file of values, with assets that are made on the way."""

    def imported(content: str, *options: str, kind: str = "snapshots") -> Outcome:
        file = tmp_path / "values.csv"
        file.write_bytes(content.encode())
        making = ["--create-assets"] if kind == "snapshots" else []
        words = ["import", kind] if kind == "snapshots" else [kind, "import"]
        return run(*words, str(file), *making, *options)

    return imported


def values(run: Run, *options: str) -> dict[tuple[str, str], str]:
    rows = run("snapshot", "list", "--json", *options).json["rows"]
    return {(row["asset"], row["month"]): row["value"] for row in rows}


# -- the sign of a debt

MINUS = "asset,month,value,category\nFlat,2026-10,-5,REAL_ESTATE\nCard,2026-10,{},CREDIT_CARD\n"


@pytest.mark.parametrize("typed", ["-182000", "-182000.00", '"-182,000.00"', "−182000", "'-182000"])
def test_a_debt_with_a_minus_is_never_taken_for_an_asset_by_itself(
    run: Run, import_: Import, typed: str
) -> None:
    refused = import_(MINUS.format(typed))
    assert refused == Outcome(
        1,
        "",
        "finally: 1 value of debts has a minus, as if they were owed to you:"
        ' the first is -182,000.00 of "Card" in line 3\n'
        "  If debts are below zero in the file, name the column balance in place of value;"
        " if they are owed to you, say --yes.\n",
    )
    assert import_(MINUS.format(typed), "--json").error["code"] == "NOT_CONFIRMED"
    assert run("asset", "list", "--json").json["rows"] == []
    done = import_(MINUS.format(typed), "--yes", "--json")
    message = "1 value of debts with a minus was taken as owed to you."
    assert done.stderr == f"{message}\n"
    assert done.json["notes"] == [{"code": "NEGATIVE_DEBTS", "message": message, "command": None}]
    assert values(run) == {("Flat", "2026-10"): "-5.00", ("Card", "2026-10"): "182000.00"}
    again = import_(MINUS.format(typed))
    assert (again.exit_code, again.stderr) == (0, ""), "by now it is known to be overpaid"


def test_a_dry_run_says_what_a_yes_would_do(run: Run, import_: Import) -> None:
    tried = import_(MINUS.format("-50"), "--dry-run")
    assert (tried.exit_code, tried.stderr) == (
        0, "1 value of debts with a minus was taken as owed to you.\n",
    )  # fmt: skip
    assert values(run) == {}


def test_the_wide_form_is_asked_about_as_well(run: Run, import_: Import) -> None:
    content = "asset,category,2026-09{},2026-10{}\nCard,CREDIT_CARD,-50,20\nCash,CASH,7,8\n"
    refused = import_(content.format("", ""))
    assert refused.exit_code == 1
    assert refused.stderr.endswith(
        '  If debts are below zero in the file, name the column "2026-10 balance";'
        " if they are owed to you, say --yes.\n"
    )
    assert import_(content.format(" Balance", " balance")).exit_code == 0
    card = {month: value for (asset, month), value in values(run).items() if asset == "Card"}
    assert card == {"2026-09": "-50.00", "2026-10": "20.00"}


@pytest.mark.parametrize(
    ("heading", "typed", "kept"),
    [
        ("value", "50", "-50.00"),
        ("owed", "50", "-50.00"),
        ("owed", "-50", "50.00"),
        ("balance", "-50", "-50.00"),
        ("balance", "50", "50.00"),
        ("Balance", "0", "0.00"),
        ("OWED", "0", "0.00"),
    ],
)
def test_the_header_says_how_a_debt_is_written(
    run: Run, import_: Import, heading: str, typed: str, kept: str
) -> None:
    """An asset is what it is worth in each of them, below zero where it is overdrawn."""
    content = f"asset,category,month,{heading}\n" + (
        f"Card,CREDIT_CARD,2026-10,{typed}\nGiro,CASH,2026-10,-7\nCash,CASH,2026-10,8\n"
    )
    done = import_(content)
    assert (done.exit_code, done.stderr) == (0, "")
    assert values(run) == {
        ("Card", "2026-10"): kept, ("Giro", "2026-10"): "-7.00", ("Cash", "2026-10"): "8.00",
    }  # fmt: skip


def test_on_a_terminal_a_minus_is_asked_about(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    file.write_text("asset,month,value\nCar loan,2035-01,-400\n")
    for typed, exit_code in (("n\n", 130), ("y\n", 0)):
        with PseudoTerminal(
            program, "import", "snapshots", str(file), FINALLY_TODAY="2035-01-15"
        ) as terminal:
            assert terminal.until("[y/N] ") == (
                "1 value of debts has a minus, as if they were owed to you:"
                ' the first is -400.00 of "Car loan" in line 2.\nImport them so? [y/N] '
            )
            terminal.type(typed)
            terminal.rest()
            assert terminal.ended() == exit_code
        rows = program("snapshot", "list", "--month", "2035-01", "--json").json["rows"]
        assert [row["value"] for row in rows] == ([] if exit_code else ["400.00"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("asset,category,month,value\nA,CASH,2026-10,1234.5", "1234.5"),
        ("asset,category,month,value,contribution\nA,CASH,2026-10,5,12", "12"),
        ("asset,category,2026-09,2026-10\nA,CASH,5,1234.5", "1234.5"),
        ("asset,category,2026-09,2026-10\nA,CASH,5,", ""),
        ("asset,category,month,value,note\nA,CASH,2026-10,5,12", ""),
    ],
)
def test_a_value_that_may_be_cut_is_taken_and_said(
    import_: Import, content: str, said: str
) -> None:
    done = import_(content)
    assert done.exit_code == 0
    assert done.stderr.startswith(f'line 2 ends in the amount "{said}"' if said else "")
    assert bool(done.stderr) == bool(said)


# -- lists of our own


def household(run: Run) -> None:
    """Books of everything: a debt, an overpaid card, dollars at rates of both directions, an asset
    that has changed its currency, carried values, money put in, and texts that are no formulas."""
    run("fx", "set", "USD/EUR", "0.9", "--month", "2026-08")
    run("fx", "set", "EUR/USD", "1.3", "--month", "2026-09")
    for name, category, *more in (
        ("Checking", "CASH"), ("=Fund", "ETF_STOCKS"), ("'=Fund", "ETF_STOCKS"),
        ("Flat", "REAL_ESTATE"), ("Dollars", "CASH", "--currency", "USD"),
        ("Changed", "CASH", "--currency", "USD"),
        ("Mortgage", "MORTGAGE"), ("Visa", "CREDIT_CARD"), ("Loan", "LOAN", "--currency", "USD"),
    ):  # fmt: skip
        assert run("asset", "add", name, "--category", category, *more).exit_code == 0
    for line in (
        "Checking 1234.5678 2026-08", "=Fund 12.3450 2026-08", "'=Fund 7 2026-08",
        "Flat 230000 2026-08", "Dollars 26300.01 2026-08", "Dollars 1000 2026-09",
        "Changed 100 2026-08",
        "Mortgage 182000 2026-08", "Visa -50 2026-08", "Loan 77.77 2026-09", "Checking -20 2026-09",
    ):  # fmt: skip
        asset, value, month = line.split()
        done = run("snapshot", "add", "--month", month, "--yes", "--", asset, value)
        assert done.exit_code == 0, done.stderr
    run("asset", "edit", "Changed", "--currency", "EUR")
    run("snapshot", "add", "Changed", "95", "--month", "2026-09")
    run("snapshot", "add", "Flat", "230000", "--month", "2026-09", "--contribution", "-12.3450")
    for asset, note in (
        ("Flat", "=1+1"),
        ("Checking", "'=1\ntwo"),
        ("Dollars", "\tx"),
        ("Visa", "-7"),
    ):
        run("snapshot", "edit", asset, "--month", "2026-08", f"--note={note}")
    run("snapshot", "carry", "--month", "2026-09")
    run("snapshot", "add", "Loan", "60", "--month", "2026-10", "--rate", "0.123456789012",
        "--contribution", "3")  # fmt: skip


def without(rows: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{name: row[name] for name in row if name not in names} for row in rows]


REPORTS = (
    "report networth --month 2026-09 --by asset",
    "report networth --from 2026-08 --to 2026-10",
    "report allocation --month 2026-09",
    "report explain --month 2026-09",
)


def test_what_snapshot_list_writes_is_taken_whole_by_its_import(run: Run, import_: Import) -> None:
    household(run)
    listed = run("snapshot", "list", "--json").json["rows"]
    text = run("snapshot", "list", "--csv").stdout
    assert "-182000.00" in text
    assert len(listed) == 18, "14 that were typed and 4 that were carried"
    told = [run(*words.split(), "--json") for words in REPORTS]
    assert [report.stderr for report in told] == [""] * len(REPORTS)
    reports = [report.json for report in told]
    run("user", "add", "bob@example.org", "--currency", "EUR")
    bob = ("--user", "bob")
    done = import_(text, "--json", *bob)
    assert (done.exit_code, done.stderr) == (0, "")
    (row,) = done.json["rows"]
    assert (row["added"], row["replaced"], row["unchanged"], row["assets_added"]) == (18, 0, 0, 9)
    back = run("snapshot", "list", "--json", *bob).json["rows"]
    assert without(back, "id") == without(listed, "id")
    for words, report in zip(REPORTS, reports, strict=True):
        again = run(*words.split(), "--json", *bob).json
        assert (without(again["rows"], "id"), again.get("totals")) == (
            without(report["rows"], "id"), report.get("totals"),
        )  # fmt: skip
    (row,) = import_(text, "--json", *bob).json["rows"]
    assert (row["added"], row["replaced"], row["unchanged"]) == (0, 0, 18)
    (row,) = import_(text, "--json", "--user", "ann").json["rows"]
    assert (row["added"], row["replaced"], row["unchanged"]) == (0, 0, 18), "into the same books"


def test_a_list_is_taken_with_its_columns_in_another_order_and_some_left_out(
    run: Run, import_: Import
) -> None:
    household(run)
    rows = list(csv.DictReader(io.StringIO(run("snapshot", "list", "--csv").stdout, newline="")))
    kept = [name for name in reversed(rows[0]) if name not in ("note", "contribution", "carried")]
    out = io.StringIO()
    writer = csv.DictWriter(out, kept, delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    before = values(run)
    run("user", "add", "bob@example.org", "--currency", "EUR")
    assert import_(out.getvalue(), "--user", "bob").exit_code == 0
    assert values(run, "--user", "bob") == before


LIST = "month,asset,category,value,amount,currency,rate,carried,id\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "2026-10,A,CASH,90,100,USD,,false,1",
            "in a list of ours, an amount, its currency and its rate stand together",
        ),
        (
            "2026-10,A,CASH,90,,USD,,false,1",
            "in a list of ours, an amount, its currency and its rate stand together",
        ),
        (
            "2026-10,A,CASH,91,100,USD,0.9,false,1",
            "the value is 91, and its amount at its rate is 90",
        ),
        (
            "2026-10,A,CASH,90,90,EUR,1,false,1",
            '"A" is there in EUR, the currency of these books: the list is of others',
        ),
        (
            f"2026-10,A,CASH,90,100,USD,0.9{'0' * 41}1,false,1",
            f"the rate 0.9{'0' * 41}1 has more than 42 decimals",
        ),
        ("2026-10,A,CASH,90,100,USD,0,false,1", '"0" is not an exchange rate'),
        ("2026-10,A,CASH,90,100,USD,-1,false,1", '"-1" is not an exchange rate'),
        ("2026-10,A,CASH,90,,,,maybe,1", 'carried is true or false, and not "maybe"'),
        ("2026-10,A,CASH,,,,,false,1", "the value is missing"),
    ],
)
def test_a_line_of_a_list_that_does_not_hold_together_is_a_bad_line(
    run: Run, import_: Import, line: str, reason: str
) -> None:
    refused = import_(f"{LIST}{line}\n")
    assert (refused.exit_code, refused.stdout) == (7, "")
    assert refused.stderr.startswith(f"line 2: {reason}\n")
    assert run("asset", "list", "--json").json["rows"] == []


def test_what_marketcap_list_writes_is_taken_whole_by_its_import(run: Run, import_: Import) -> None:
    for line in ("Acme 3.1T 2026-08", "Acme 12.3450 2026-09", "=Coin 0.5 2026-09"):
        asset, value, month = line.split()
        run("asset", "add", asset, "--category", "SINGLE_STOCKS")
        run("marketcap", "set", asset, value, "--month", month, "--source", "=web")
    listed = run("marketcap", "list", "--json").json["rows"]
    text = run("marketcap", "list", "--csv").stdout
    assert len(listed) == 3
    run("user", "add", "bob@example.org", "--currency", "EUR")
    for asset in ("Acme", "=Coin"):
        run("asset", "add", asset, "--category", "SINGLE_STOCKS", "--user", "bob")
    assert import_(text, "--user", "bob", kind="marketcap").exit_code == 0
    assert run("marketcap", "list", "--json", "--user", "bob").json["rows"] == listed
