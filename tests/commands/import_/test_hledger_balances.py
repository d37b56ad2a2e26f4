"""finally import hledger: the balances of a journal's assets and debts become values."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.import_.test_hledger import HLEDGER
from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows

Import = Callable[..., Outcome]

BALANCE = str(HLEDGER / "balance.csv")
HEADER = '"account","2026-01","2026-02"\n'


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a text as what hledger has written."""

    def imported(content: str, *options: str) -> Outcome:
        file = tmp_path / "balances.csv"
        file.write_text(content)
        return run("import", "hledger", str(file), *options)

    return imported


def values(run: Run) -> dict[str, list[tuple[str, str]]]:
    """The months and values of each asset, the first first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in list_rows(run, "snapshot"):
        found.setdefault(row["asset"], []).insert(0, (row["month"], row["value"]))
    return found


def categories(run: Run) -> dict[str, str]:
    return {row["asset"]: row["category"] for row in list_rows(run, "asset")}


def test_the_values_are_hledgers_own(run: Run) -> None:
    done = run("import", "hledger", BALANCE, "--create-assets", "--map", "assets:broker=ETF_STOCKS")
    # 3 months of checking, savings and the card, 2 of the fund, 1 of the goal: 12.
    assert done.stdout == (
        "Added 5 assets.\n"
        "Imported 12 values from 2026-01 to 2026-03: 12 added, 0 replaced, 0 unchanged.\n"
    )
    # The lines of balance.csv, without the noughts before an account was there.
    assert values(run) == {
        "bank:checking": [("2026-01", "3945.50"), ("2026-02", "3095.50"), ("2026-03", "3095.50")],
        "bank:savings": [("2026-01", "5000.00"), ("2026-02", "5500.00"), ("2026-03", "5400.00")],
        "bank:savings:goal": [("2026-03", "100.00")],
        "broker:VTI": [("2026-02", "260.00"), ("2026-03", "270.05")],
        "credit card": [("2026-01", "-120.00"), ("2026-02", "-160.00"), ("2026-03", "-160.00")],
    }
    assert categories(run) == {
        "bank:checking": "CASH",
        "bank:savings": "CASH",
        "bank:savings:goal": "CASH",
        "broker:VTI": "ETF_STOCKS",
        "credit card": "CREDIT_CARD",
    }
    # hledger balance -M --historical -X EUR assets liabilities: 3945.50 + 5000 - 120 = 8825.50 in
    # January, 3095.50 + 5500 + 260 - 160 = 8695.50 in February, 8705.55 in March.
    rows = run("report", "networth", "--from", "2026-01", "--to", "2026-03", "--json").json["rows"]
    assert {row["month"]: row["net_worth"] for row in rows} == {
        "2026-01": "8825.50",
        "2026-02": "8695.50",
        "2026-03": "8705.55",
    }


def test_the_same_file_again_changes_nothing(run: Run) -> None:
    options = ("--create-assets", "--map", "assets:broker=ETF_STOCKS")
    run("import", "hledger", BALANCE, *options)
    before = run("audit", "list", "--json").stdout
    again = run("import", "hledger", BALANCE)
    assert again.stdout == (
        "Imported 12 values from 2026-01 to 2026-03: 0 added, 0 replaced, 12 unchanged.\n"
    )
    assert run("audit", "list", "--json").stdout == before


def test_a_dry_run_adds_nothing(run: Run) -> None:
    options = ("--create-assets", "--map", "assets:broker=ETF_STOCKS", "--dry-run")
    done = run("import", "hledger", BALANCE, *options)
    assert done.stdout.splitlines()[:2] == [
        "Would add 5 assets.",
        "Would import 12 values from 2026-01 to 2026-03: 12 added, 0 replaced, 0 unchanged.",
    ]
    assert list_rows(run, "asset") == []


@pytest.mark.parametrize(
    ("name", "account", "options"),
    [
        ("assets:bank:checking", "assets:bank:checking", ()),
        ("Bank:Checking", "assets:bank:checking", ()),
        ("bank checking", "assets:bank:checking", ()),
        ("CHECKING", "assets:bank:checking", ()),
        ("Giro", "assets:bank:checking", ("--map", "assets:bank:checking=giro")),
        ("Giro", "assets:bank:checking", ("--map", "Assets:Bank=CASH/Giro")),
        ("Giro", "Vermögen:Giro", ("--type", "Vermögen=assets")),
    ],
)
def test_an_account_is_known_by_its_names(
    run: Run, import_: Import, name: str, account: str, options: tuple[str, ...]
) -> None:
    run("asset", "add", name, "--category", "CASH")
    content = HEADER + f'"{account}","10 EUR","12.50 EUR"\n'
    if "Assets:Bank=CASH/Giro" in options:
        content = content.replace(":checking", "")
    assert import_(content, *options).exit_code == 0
    assert values(run) == {name: [("2026-01", "10.00"), ("2026-02", "12.50")]}


def test_what_a_map_says_is_left_out_is(run: Run, import_: Import) -> None:
    content = HEADER + '"assets:bank","10 EUR","12 EUR"\n"assets:lent:bob","10 EUR","12 EUR"\n'
    assert import_(content, "--create-assets", "--map", "assets:lent=-").exit_code == 0
    assert list(values(run)) == ["bank"]


def test_two_accounts_are_not_one_asset(run: Run, import_: Import) -> None:
    run("asset", "add", "Checking", "--category", "CASH")
    done = import_(HEADER + '"assets:a:checking","1 EUR","0"\n"assets:b:checking","2 EUR","0"\n')
    assert done.exit_code == 7
    assert (
        'line 3, column 2026-01: "Checking" has a value for 2026-01 in line 2 already'
        in done.stderr
    )


def test_an_account_that_was_emptied_stays_at_nothing_until_it_is_closed(
    run: Run, import_: Import
) -> None:
    run("asset", "add", "Bank", "--category", "CASH")
    run("asset", "add", "Old bank", "--category", "CASH")
    run("snapshot", "add", "Old bank", "7", "--month", "2025-12")
    run("asset", "close", "Old bank", "--month", "2026-01")
    content = (
        '"account","2025-12","2026-01","2026-02","2026-03"\n'
        '"assets:bank","0","5 EUR","0","0"\n"assets:old bank","7 EUR","0","0","0"\n'
    )
    assert import_(content).exit_code == 0
    # Before an account is there it has no value; since it was closed, none any more.
    assert values(run) == {
        "Bank": [("2026-01", "5.00"), ("2026-02", "0.00"), ("2026-03", "0.00")],
        "Old bank": [("2025-12", "7.00"), ("2026-01", "0.00")],
    }
    later = HEADER.replace("2026-01", "2026-04").replace("2026-02", "2026-05")
    assert import_(later + '"assets:bank","0","3 EUR"\n').exit_code == 0
    assert values(run)["Bank"][-2:] == [("2026-04", "0.00"), ("2026-05", "3.00")]


def test_another_currency_is_converted_at_its_rate(run: Run, import_: Import) -> None:
    content = HEADER + '"assets:bank","$100.00","$-50.00"\n'
    dollars = ("--create-assets", "--commodity", "$=USD")
    done = import_(content, *dollars)
    assert done.exit_code == 7
    assert "there is no rate from USD to EUR in 2026-01" in done.stderr
    run("fx", "set", "USD/EUR", "0.9", "--month", "2026-01")
    run("fx", "set", "USD/EUR", "0.8", "--month", "2026-02")
    assert import_(content, *dollars).exit_code == 0
    # 100 * 0.9 = 90; -50 * 0.8 = -40
    assert values(run) == {"bank": [("2026-01", "90.00"), ("2026-02", "-40.00")]}
    euros = import_(HEADER + '"assets:bank","1 EUR","1 EUR"\n')
    assert 'line 2: "bank" is in USD, not in EUR' in euros.stderr


@pytest.mark.parametrize(
    "content",
    [
        '"account","2026-01-31","2026-02-28"\n"assets:bank","10 EUR","12,50 EUR"\n',
        '"account","2026-01-01..2026-01-31","2026-02-01..2026-02-28","total","average"\n'
        '"assets:bank","10 EUR","12.50 EUR","22.50 EUR","11.25 EUR"\n'
        '"Total:","10 EUR","12.50 EUR","22.50 EUR","11.25 EUR"\n',
        '"account","commodity","2026-01","2026-02"\n"assets:bank","EUR","10","12.50"\n'
        '"assets:bank","VTI","0","0"\n',
        '"account","period","start_date","end_date","commodity","value"\n'
        '"assets:bank","2026-01","2026-01-01","2026-01-31","EUR","10"\n'
        '"assets:bank","2026-02","2026-02-01","2026-02-28","EUR","12.50"\n',
        '"account";"Jan 2026";"Feb 2026"\n"assets:bank";"€10,00";"€12,50"\n',
    ],
    ids=["ends", "spans", "bare", "tidy", "semicolons"],
)
def test_the_forms_of_a_report_are_known_by_its_header(
    run: Run, import_: Import, content: str
) -> None:
    assert import_(content, "--create-assets").exit_code == 0
    assert values(run) == {"bank": [("2026-01", "10.00"), ("2026-02", "12.50")]}


def test_sums_of_converted_amounts_may_be_off_by_their_rounding(import_: Import) -> None:
    content = HEADER + (
        '"assets:bank:a","0.01 EUR","1.00 EUR"\n"assets:bank:b","0.01 EUR","1.00 EUR"\n'
        '"total","0.03 EUR","2.00 EUR"\n'
    )
    assert import_(content, "--create-assets").exit_code == 0
