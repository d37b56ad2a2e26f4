"""finally demo: the household in its own books, loaded once and as a whole."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.commands import demo
from finally_cli.demo.household import DATA
from finally_cli.model.errors import ResourceFull
from finally_cli.store.statements import Statement
from tests.conftest import Outcome, Run

# Every table that the household has rows in, and how many of them on 2026-11-15.
ROWS = {
    "assets": 19,
    "asset_inputs": 1917,
    "networth_materialized": 130,
    "prices": 555,
    "fx_rates": 130,
    "market_cap_history": 555,
    "incoming_items": 582,
    "expense_items": 4765,
    "budgets": 233,
    "yearly_budgets": 3,
    "budget_policies": 2,
    "recurring_items": 8,
    "recurring_postings": 195,
    "target_sets": 2,
    "category_allocation_targets": 11,
    "asset_targets": 5,
}


def counted(books: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows the identified user sees in each table."""
    return {
        table: books.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # type: ignore
        for table in ROWS
    }


def test_it_prints_the_last_months_net_worth(run: Run, golden: Callable[[str, str], None]) -> None:
    shown = run("demo")
    assert shown.exit_code == 0
    golden("demo.txt", shown.stdout)
    golden("demo.stderr.txt", shown.stderr)
    golden("demo.json", run("demo", "--json").stdout)
    golden("demo.csv", run("demo", "--csv").stdout)


@pytest.mark.parametrize("form", ["--json", "--csv", "--quiet"])
def test_it_says_the_same_as_the_report_does(run: Run, form: str) -> None:
    run("demo")
    assert run("demo", form) == run("report", "networth", "--profile", "demo", form)


def test_it_loads_the_household_once(run: Run, books: psycopg.Connection[Any]) -> None:
    assert "Made ten years" in run("demo").stderr
    assert counted(books) == ROWS
    again = run("demo")
    assert again.exit_code == 0
    assert "Made ten years" not in again.stderr
    assert counted(books) == ROWS


def test_the_ways_on_that_it_names_work(run: Run) -> None:
    said = run("demo").stderr
    ways = [line.split()[1:] for line in said.splitlines() if line.startswith("  finally ")]
    assert len(ways) == 6
    for way in ways[:5]:  # the last one is for one's own books
        assert way[-2:] == ["--profile", "demo"] or "demo" in way
        assert run(*way).exit_code == 0, way


def test_the_commands_in_its_notes_go_to_the_demo_too(run: Run) -> None:
    run("demo")
    commands = [note["command"] for note in run("demo", "--json").json["notes"]]
    assert commands == ["finally snapshot add --month 2026-10 --profile demo"]
    assert (
        run("report", "networth", "--profile", "demo", "--json")
        .json["notes"][0]["command"]
        .endswith(" --profile demo")
    )


def test_what_the_cache_of_net_worth_holds_is_the_sum_of_the_values(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    run("demo")
    wrong = books.execute(
        "SELECT period FROM networth_materialized AS kept WHERE (net_worth, snapshots) <>"
        " (SELECT sum(total), count(*) FROM asset_inputs WHERE period = kept.period)"
    ).fetchall()
    assert wrong == []
    newest = books.execute("SELECT net_worth FROM latest_networth").fetchone()
    assert newest is not None
    assert newest[0] == Decimal(run("demo", "--json").json["totals"]["net_worth"])


def test_assets_show_the_newest_market_cap_and_share_of_their_category(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    run("demo")
    caps = run("marketcap", "list", "--month", "2026-10", "--json", "--profile", "demo").json
    assets = run("asset", "list", "--json", "--profile", "demo").json
    assert {row["asset"]: row["market_cap"] for row in assets["rows"] if row["market_cap"]} == {
        row["asset"]: row["market_cap"] for row in caps["rows"]
    }
    shown = books.execute(
        "SELECT asset_name, sub_target_pct FROM assets WHERE sub_target_pct IS NOT NULL"
    ).fetchall()
    assert {asset: str(share)[:4] for asset, share in shown} == {
        "Amazon": "0.25", "Apple": "0.25", "Google": "0.20", "Microsoft": "0.20", "IBM": "0.10",
    }  # fmt: skip


def test_nobody_else_sees_it(run: Run, books: psycopg.Connection[Any]) -> None:
    run("demo")
    books.execute(
        "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email LIKE 'ann@%'"
    )
    assert set(counted(books).values()) == {0}


# -- what it shows, whenever it is opened

REPORTS = [
    "networth", "networth --by asset", "networth --months 12", "allocation", "rebalance", "explain",
    "returns", "budget", "budget --month last", "cashflow", "spending", "liquidity", "projection",
]  # fmt: skip
# The bakery tells its worth once a year, the mix drifts, the house is no plan's to sell, cash is in
# no figure of returns, this month is not over; and what was saved is told beside it.
NOTES = {
    "CARRIED", "DRIFT", "LOCKED", "NO_CONTRIBUTIONS", "OUTSIDE_BAND", "PARTIAL_MONTH", "SAVED",
}  # fmt: skip


@pytest.mark.parametrize(
    "day",
    ["2026-11-01", "2026-11-28", "2026-12-31", "2027-01-31", "2028-02-29", "2031-03-31"],
)
def test_it_ends_last_month_and_has_something_to_say_whatever_the_day(
    run: Run, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    monkeypatch.setenv("FINALLY_TODAY", day)
    first = date.fromisoformat(day).replace(day=1)
    last = f"{first - timedelta(days=1):%Y-%m}"
    assert run("demo", "--json").json["month"] == last
    said = {
        report: run("report", *report.split(), "--profile", "demo", "--json").json
        for report in REPORTS
    }
    assert {note["code"] for of in said.values() for note in of["notes"]} <= NOTES
    assert said["networth"]["totals"]["missing"] == 0
    assert Decimal(said["explain"]["totals"]["unexplained"]) == 0
    assert "OUTSIDE_BAND" in {note["code"] for note in said["allocation"]["notes"]}
    assert said["budget"]["month"] == f"{first:%Y-%m}"
    rows = said["budget --month last"]["rows"]
    left = [Decimal(row["left_over"]) for row in rows if row["left_over"]]
    assert min(left) < 0 < max(left)
    moves = [Decimal(row["to_move"]) for row in said["rebalance"]["rows"]]
    assert min(moves) < -1000
    assert max(moves) > 1000
    due = run("recurring", "post", "--dry-run", "--profile", "demo", "--json").json["rows"]
    assert {row["month"] for row in due} == {f"{first:%Y-%m}"}
    assert len(due) >= 5


def test_made_in_another_month_and_changed_it_says_how_to_make_it_anew(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ann's books, beside it in this test, are a change. test_demo_process has one without."""
    run("demo")
    monkeypatch.setenv("FINALLY_TODAY", "2027-01-31")
    later = run("demo")
    assert "Net worth in 2026-10" in later.stdout
    assert later.stderr.startswith(
        "The demo ends in 2026-10 and has been changed since. Make it anew: finally demo --reset\n"
    )


# -- the files are those of our own imports and lists

IMPORTS = {
    "snapshots": ["import", "snapshots", "--create-assets"],
    "income": ["import", "income"],
    "expenses": ["import", "expenses"],
    "marketcaps": ["marketcap", "import"],
}
SAME = [
    "report networth --from 2016-01 --to 2026-11", "report networth --month 2026-11 --by asset",
    "report explain --from 2016-02 --to 2026-11", "report cashflow --from 2016-01 --to 2026-11",
    "report spending --from 2016-01 --to 2026-11", "report returns --from 2016-01 --to 2026-11",
    "marketcap list",
]  # fmt: skip


def test_our_own_imports_take_the_files_and_give_the_same_figures(
    run: Run, books: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the last day of the files' own year, when the demo has all of them up to November."""
    monkeypatch.setenv("FINALLY_TODAY", "2026-12-31")
    monkeypatch.setenv("FINALLY_USER", "ann")
    books.execute("UPDATE users SET base_currency = 'USD' WHERE email LIKE 'ann@%'")
    for file, words in IMPORTS.items():
        done = run(*words, str(DATA / f"{file}.csv"))
        assert done.exit_code == 0, done.stderr
    closed = {"House deposit": "2019-07", "Car loan": "2021-04"}  # no value says so
    for asset, month in closed.items():
        assert run("asset", "close", asset, "--month", month).exit_code == 0
    run("demo")
    for report in SAME:
        imported, shown = (run(*report.split(), "--csv", *of) for of in ([], ["--profile", "demo"]))
        assert imported.exit_code == 0, imported.stderr
        assert imported.stdout == shown.stdout, report


LISTS = {
    "assets": ["asset", "list", "--all"],
    "snapshots": ["snapshot", "list"],
    "income": ["income", "list"],
    "expenses": ["expense", "list"],
    "marketcaps": ["marketcap", "list"],
    "prices": ["price", "list"],
    "fx": ["fx", "list"],
    "budgets": ["budget", "list"],
    "policies": ["budget", "policy"],
    "targets": ["target", "history"],
    "recurring": ["recurring", "list", "--all"],
}


def test_a_file_has_columns_and_rows_of_its_list(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2026-12-31")
    run("demo")
    assert set(LISTS) == {file.stem for file in DATA.glob("*.csv")}
    for name, words in LISTS.items():
        listed = list(csv.DictReader(run(*words, "--csv", "--profile", "demo").stdout.splitlines()))
        with (DATA / f"{name}.csv").open(newline="") as file:
            written = list(csv.DictReader(file))
        assert set(written[0]) <= set(listed[0]), name
        said = {tuple(row[column] for column in written[0]) for row in listed}
        missing = [row for row in written if tuple(row.values()) not in said]
        still_to_come = [row for row in missing if row.get("month") == "2026-12"]
        assert missing == still_to_come, name


# -- where it is


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FINALLY_PROFILE", "server"),
        ("FINALLY_DSN", "host=nowhere.invalid"),
        ("FINALLY_USER", "ann"),
    ],
)
def test_settings_for_ones_own_books_do_not_reach_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    plain = run("demo", "--json")
    monkeypatch.setenv(variable, value)
    assert run("demo", "--json").stdout == plain.stdout
    assert run("demo", "--json", "--user", "ann").stdout == plain.stdout
    assert run("report", "networth", "--profile", "demo", "--json").stdout == plain.stdout


def test_another_profile_is_refused(run: Run) -> None:
    assert run("demo", "--profile", "home") == Outcome(
        1,
        "",
        'finally: the demo has books of its own and is not loaded into profile "home"\n'
        "  Leave --profile out.\n",
    )
    assert run("demo", "--profile", "home", "--json").error["code"] == "NOT_THE_DEMO"
    assert run("demo", "--profile", "demo").exit_code == 0


@pytest.mark.parametrize(
    "setting", ['dsn = "host=example.org"', 'service = "books"', 'database = "finally"']
)
def test_a_profile_demo_that_leads_elsewhere_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    (tmp_path / "config.toml").write_text(f"[profiles.demo]\n{setting}\n")
    for options in ([], ["--reset", "--yes"]):
        refused = run("demo", *options)
        assert refused == Outcome(
            1,
            "",
            "finally: config.toml points profile demo at another database, and the demo is not"
            " loaded there\n  Give it back its own: finally config unset profiles.demo\n",
        )


def test_before_it_is_made_its_profile_says_how_to_make_it(run: Run) -> None:
    assert run("report", "networth", "--profile", "demo") == Outcome(
        5, "", "finally: there is no demo household yet\n  Make it: finally demo\n"
    )


# -- when it goes wrong


@pytest.mark.parametrize("step", [0, 5, 11])
def test_what_breaks_off_leaves_nothing_and_the_next_one_works(
    run: Run, books: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    add_rows = demo.add_rows
    done: list[str] = []

    def breaks(db: Any, statement: Statement[Any], rows: Any) -> None:
        if len(done) == step:
            raise ResourceFull("the disk is full")
        done.append(statement.name)
        add_rows(db, statement, rows)

    monkeypatch.setattr(demo, "add_rows", breaks)
    assert run("demo").exit_code == 13
    assert books.execute("SELECT FROM users WHERE email LIKE 'demo@%'").fetchall() == []
    assert set(counted(books).values()) == {0}
    monkeypatch.setattr(demo, "add_rows", add_rows)
    assert run("demo").exit_code == 0
    assert counted(books) == ROWS


def test_a_row_that_finds_no_place_is_a_bug_and_not_left_out(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_rows = demo.add_rows

    def misspelt(db: Any, statement: Statement[Any], rows: Any) -> None:
        if statement is demo.ADD_SNAPSHOTS:
            rows = [{**rows[0], "asset": "Chequing"}, *rows[1:]]
        add_rows(db, statement, rows)

    monkeypatch.setattr(demo, "add_rows", misspelt)
    failed = run("demo")
    assert failed.exit_code == 70
    assert "demo/add_snapshots did not add every row" in failed.stderr
