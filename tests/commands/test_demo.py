"""finally demo: the household in its own books, loaded once and as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.commands.demo import loading
from finally_cli.model.errors import ResourceFull
from finally_cli.store.statements import Statement
from tests.conftest import Outcome, Run
from tests.support.sql_files import sql_files

# Every table that the household has rows in, and how many.
ROWS = {
    "assets": 15,
    "asset_inputs": 1514,
    "networth_materialized": 120,
    "fx_rates": 120,
    "market_cap_history": 548,
    "incoming_items": 537,
    "expense_items": 4344,
    "budgets": 960,
    "yearly_budgets": 11,
    "budget_policies": 2,
    "recurring_items": 5,
    "target_sets": 1,
    "category_allocation_targets": 6,
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
    assert commands == ["finally snapshot add --month 2010-03 --profile demo"]
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
    assert str(newest[0]) == run("demo", "--json").json["totals"]["net_worth"] + "00"


def test_nobody_else_sees_it(run: Run, books: psycopg.Connection[Any]) -> None:
    run("demo")
    books.execute(
        "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email LIKE 'ann@%'"
    )
    assert set(counted(books).values()) == {0}


# What a person may add to the demo beside the household: a table, and a row's own columns.
ADDED = {
    "yearly_budgets": ("category_id, year, budget_amount", "id, 2026, 5"),
    "budget_policies": ("category_id, policy", "id, 'carry'"),
    "recurring_items": (
        "id, expense_category_id, amount, every, first_month",
        "id, id, 5, 'year', '2026-01-01'",
    ),
    "recurring_postings": ("recurring_id, item_id, year, month", "id, id, 2026, 1"),
    "target_sets": ("year, month", "2026, 1"),
}


def test_plans_and_recurring_items_are_changes_that_a_reset_would_lose(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    run("demo")
    demo = books.execute("SELECT current_user_id()").fetchone()
    assert demo

    def changes() -> tuple[int, int]:
        found = books.execute(sql_files()["demo/find_changes"].body, {"user_id": demo[0]})
        rows, changed = found.fetchone() or (0, 0)
        return rows, changed

    rows, changed = changes()
    assert changed == 0
    books.execute(
        "INSERT INTO expense_categories (user_id, code, name) VALUES (%s, 'MINE', 'Mine')", demo
    )
    for number, (table, (columns, values)) in enumerate(ADDED.items(), start=1):
        books.execute(
            f"INSERT INTO {table} (user_id, created_at, {columns})"
            f" SELECT user_id, '2001-01-01', {values} FROM expense_categories"
            " WHERE code = 'MINE'".encode()
        )
        assert changes() == (rows + number, number), table


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


@pytest.mark.parametrize("step", range(12))
def test_what_breaks_off_leaves_nothing_and_the_next_one_works(
    run: Run, books: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    put = loading.put
    done: list[str] = []

    def breaks(db: Any, statement: Statement[Any], rows: Any, **more: object) -> None:
        if len(done) == step:
            raise ResourceFull("the disk is full")
        done.append(statement.name)
        put(db, statement, rows, **more)

    monkeypatch.setattr(loading, "put", breaks)
    assert run("demo").exit_code == 13
    assert books.execute("SELECT FROM users WHERE email LIKE 'demo@%'").fetchall() == []
    assert set(counted(books).values()) == {0}
    monkeypatch.setattr(loading, "put", put)
    assert run("demo").exit_code == 0
    assert counted(books) == ROWS


def test_a_row_that_finds_no_place_is_a_bug_and_not_left_out(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    put = loading.put

    def misspelt(db: Any, statement: Statement[Any], rows: Any, **more: object) -> None:
        if statement is loading.ADD_SNAPSHOTS:
            rows = [replace(rows[0], asset="Chequing"), *rows[1:]]
        put(db, statement, rows, **more)

    monkeypatch.setattr(loading, "put", misspelt)
    failed = run("demo")
    assert failed.exit_code == 70
    assert "demo/add_snapshots did not add every row" in failed.stderr
