"""finally status, and finally alone: one screen of what reports say. It is 15 November 2026."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.commands.status import backup
from finally_cli.model.errors import IntegrityFailed
from finally_cli.model.manifest import Dump, Manifest, Proof
from finally_cli.model.profile import Profile
from finally_cli.output import render
from finally_cli.output.lines import cell_width
from finally_cli.output.screen import Screen
from finally_cli.store.backup import repository
from finally_cli.store.backup.repository import StoredBackup
from tests.conftest import Outcome, Run
from tests.support.processes import Program

SERVER = "host=nowhere"  # a profile of the environment; the tests' own connection is used


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Books on a server of one's own: no backups of them are known."""
    monkeypatch.setenv("FINALLY_DSN", SERVER)


@pytest.fixture
def household(run: Run, elsewhere: None) -> Run:
    """Two assets with values of September and October, a debt with one of September."""
    for month, values in (("2026-09", (1000, 5000, 2000)), ("2026-10", (1100, 5000))):
        for (name, code), value in zip(
            (("Giro", "CASH"), ("Fund", "ETF_STOCKS"), ("Loan", "LOAN")), values, strict=False
        ):
            add(run, name, value, month, code)
    return run


def add(run: Run, name: str, value: object, month: str, code: str | None = None) -> None:
    code = code or {"Fund": "ETF_STOCKS", "Loan": "LOAN"}.get(name, "CASH")
    done = run("snapshot", "add", name, str(value), "--category", code, "--month", month, "--yes")
    assert done.exit_code == 0, done.stderr


def lines(outcome: Outcome) -> dict[str, str]:
    """The lines of a table by their words, without the blanks between text and command."""
    assert outcome.exit_code in (0, 1), outcome.stderr
    found = (re.split(r"  +", line, maxsplit=1) for line in outcome.stdout.splitlines())
    return {word: re.sub(r"  +", " | ", text) for word, text in found}


# -- the same figures as the reports


def test_every_figure_is_that_of_its_report(look: Run) -> None:
    now = look("status", "--json").json
    month = now["networth"]["month"]
    totals = look("report", "networth", "--month", month, "--json").json["totals"]
    assert {key: now["networth"][key] for key in now["networth"].keys() & totals.keys()} == {
        key: value for key, value in totals.items() if key not in ("assets", "debts")
    }
    history = look("report", "networth", "--months", "12", "--json").json["rows"]
    assert now["networth"]["history"] == [
        {"month": row["month"], "net_worth": row["net_worth"]} for row in reversed(history)
    ]
    mix = look("report", "allocation", "--month", month, "--json").json["rows"]
    assert now["mix"]["outside"] == [
        {key: row[key] for key in ("category", "name", "drift")} for row in mix if row["outside"]
    ]
    goals = look("report", "goals", "--month", month, "--json").json["rows"]
    assert now["goals"] == [{key: row[key] for key in now["goals"][0]} for row in goals]
    budget = look("report", "budget", "--month", "2026-11", "--json").json
    assert (now["budget"]["available"], now["budget"]["used_pct"]) == (
        budget["totals"]["available"], budget["totals"]["used_pct"],
    )  # fmt: skip
    waiting = look("inbox", "list", "--json").json["rows"]
    assert sum(Decimal(row["amount"]) for row in waiting) == sum(
        Decimal(row["amount"]) for row in now["inbox"]
    )


def test_a_budget_is_told_with_what_is_over(household: Run) -> None:
    household("budget", "set", "food", "100", "--month", "2026-11")
    household("budget", "set", "transport", "60", "--month", "2026-11")
    household("expense", "add", "84.50", "food", "--month", "2026-11")
    household("expense", "add", "75.25", "transport", "--month", "2026-11")
    # 159.75 of 160 is 99.84 %; 75.25 - 60 = 15.25.
    told = lines(household("status"))["Budget"]
    assert told == ("99.8 % used on day 15 of 30; over: Transport 15.25 | finally report budget")
    report = household("report", "budget", "--json").json
    figures = household("status", "--json").json["budget"]
    assert (figures["used_pct"], figures["left_over"], figures["spent"]) == (
        report["totals"]["used_pct"], report["totals"]["left_over"], report["totals"]["budgeted"],
    )  # fmt: skip
    over = [row for row in report["rows"] if row["overspent"]]
    assert [row["left_over"] for row in figures["over"]] == [row["left_over"] for row in over]


def test_months_that_begin_with_payday_have_a_budget_of_their_own(
    household: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    household("user", "edit", "--month-begins", "25")
    household("budget", "set", "food", "100", "--month", "2026-12")
    household("expense", "add", "40", "food", "--date", "2026-11-26")
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-24")
    assert "Budget" not in lines(household("status")), "that is the last day of November"
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-26")
    assert lines(household("status"))["Budget"].startswith("40 % used on day 2 of 30")


def test_what_is_due_is_what_is_posted(household: Run) -> None:
    household("recurring", "add", "expense", "49.90", "utilities", "--note", "Internet",
              "--from", "2026-10")  # fmt: skip
    household("recurring", "add", "income", "3000", "salary", "--from", "2026-11")
    assert lines(household("status"))["Due"] == (
        "Internet 99.80 (2 times), Salary +3,000.00 | finally recurring post"
    )
    posted = household("recurring", "post", "--json").json["rows"]
    assert [row["amount"] for row in posted] == ["49.90", "3000.00", "49.90"]
    assert "Due" not in lines(household("status"))


# -- which month


def test_the_current_month_is_shown_once_it_lacks_nothing(household: Run) -> None:
    add(household, "Loan", 1900, "2026-10")
    add(household, "Giro", 1300, "2026-11")
    told = lines(household("status"))
    # 1,100 + 5,000 - 1,900 = 4,200, against 4,000.
    assert told["Net worth"].startswith("4,200.00 EUR in 2026-10 | +200.00 (+5 %)")
    assert told["Values"] == "2026-11: 1 of 3, missing Fund, Loan | finally snapshot add"
    assert household("status", "--check").exit_code == 0, "the month is not over"
    add(household, "Fund", 5000, "2026-11")
    add(household, "Loan", 1800, "2026-11")
    told = lines(household("status"))
    assert told["Net worth"].startswith("4,500.00 EUR in 2026-11 | +300.00 (+7.1 %)")
    assert "Values" not in told


def test_a_month_that_is_over_is_shown_with_what_it_lacks(
    household: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = lines(household("status"))
    # Like with like: Giro alone has changed, of 6,000; what the loan is now is not known.
    assert told["Net worth"].startswith("6,100.00 EUR in 2026-10 | +100.00 (+1.7 %)")
    assert told["Values"] == (
        "2026-10: 2 of 3, missing Loan | finally snapshot add --month 2026-10"
    )
    monkeypatch.setattr(render, "stdout_screen", lambda: Screen(40))
    narrow = [line.strip() for line in household("status").stdout.splitlines()]
    assert narrow[2].startswith("no value +2,000.00"), "and no comma begins a line"


def test_books_that_were_left_alone_for_years(run: Run, elsewhere: None) -> None:
    for number in range(5):
        add(run, f"Account {number}", 1, "2021-03")
    told = lines(run("status"))
    assert told == {
        "Net worth": "5.00 EUR in 2021-03",
        "Values": "2026-10: 0 of 5, missing Account 0, Account 1, Account 2 and 2 more"
        " | finally snapshot add --month 2026-10",
    }


def test_only_values_that_are_still_to_come(run: Run, elsewhere: None) -> None:
    add(run, "Giro", 1, "2027-03")
    shown = run("status")
    assert (shown.exit_code, shown.stdout) == (0, "There is nothing to say of this month.\n")


def test_debts_alone_and_a_month_before_that_was_worth_nothing(run: Run, elsewhere: None) -> None:
    add(run, "Loan", 0, "2026-09", "LOAN")
    add(run, "Loan", 2500, "2026-10", "LOAN")
    assert lines(run("status"))["Net worth"] == "-2,500.00 EUR in 2026-10 | -2,500.00 | █▁"


def test_items_alone_without_any_value(run: Run, elsewhere: None) -> None:
    run("expense", "add", "5", "food", "--month", "2025-01")
    shown = run("status")
    assert (shown.exit_code, shown.stdout) == (0, "There is nothing to say of this month.\n")
    assert run("status", "--check").stdout == ""
    assert run().stdout == shown.stdout, "books with something in them are not empty"


# -- what is due


def test_nothing_due_prints_nothing_and_what_is_due_alone(household: Run) -> None:
    add(household, "Loan", 1900, "2026-10")
    done = household("status", "--check")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    done = household("status", "--check", "--json")
    assert (done.exit_code, done.json["due"], done.json["rows"]) == (0, False, [])
    household("budget", "set", "food", "1", "--month", "2026-11")
    household("expense", "add", "84.50", "food", "--month", "2026-11")
    assert household("status", "--check").exit_code == 0, "report budget --check is for that"
    household("snapshot", "delete", "Loan", "--month", "2026-10", "--yes")
    done = household("status", "--check")
    assert done.exit_code == 1
    assert list(lines(done)) == ["Values"]
    assert [row["line"] for row in household("status", "--check", "--json").json["rows"]] == [
        "values"
    ]


def test_rows_of_a_bank_are_due(look: Run, elsewhere: None) -> None:
    done = look("status", "--check", "--csv")
    assert done.exit_code == 1
    assert [line.split(",")[0] for line in done.stdout.splitlines()] == [
        "line", "values", "recurring", "inbox",
    ]  # fmt: skip


def test_closed_months_are_told_and_the_next_is_due(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    add(household, "Loan", 1900, "2026-10")
    assert "Closed" not in lines(household("status")), "nobody has closed any"
    close(books, "2026-09-01")
    done = household("status", "--check")
    assert (done.exit_code, lines(done)) == (
        1, {"Closed": "through 2026-09 | finally close 2026-10"}
    )  # fmt: skip
    close(books, "2026-10-01")
    assert household("status", "--check").exit_code == 0
    assert lines(household("status"))["Closed"] == "through 2026-10"


def test_what_a_closed_month_lacks_is_not_due(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    add(household, "Giro", 4300, "2026-11")
    close(books, "2026-10-01")
    told = lines(household("status"))
    assert told["Values"] == "2026-11: 1 of 3, missing Fund, Loan | finally snapshot add"
    assert household("status", "--check").exit_code == 0, "nothing is added to a closed month"
    values = household("status", "--json").json["values"]
    assert [(one["month"], one["missing"]) for one in values] == [
        ("2026-10", ["Loan"]), ("2026-11", ["Fund", "Loan"]),
    ]  # fmt: skip


def close(books: psycopg.Connection[Any], month: str) -> None:
    """Close a month as the program's function does."""
    books.execute(
        "SELECT close_month(id, %s::date, '{}') FROM users WHERE email = 'ann@example.org'",
        [month],
    )


# -- backups


def stored(days: int, *, proven: bool = True, source: str = "embedded/finally") -> StoredBackup:
    """A backup that was made so many days ago."""
    made = datetime.now(UTC) - timedelta(days=days)
    manifest = Manifest(
        made_at=made, reason="asked", source=source, program="", server="", dumped_by="",
        migrations=(), roles=(), tables={}, audit=(), dump=Dump(bytes=0, sha256=""),
        proof=Proof(at=made, server="") if proven else None,
    )  # fmt: skip
    return StoredBackup(Path(f"finally-{days}.tar"), 0, manifest, None)


DAMAGED = StoredBackup(Path("finally.tar"), 0, None, IntegrityFailed("it is cut", "Another."))


@pytest.mark.parametrize(
    ("found", "text", "is_due"),
    [
        ([], "none yet", True),
        ([stored(0)], "today, proven", False),
        ([stored(1)], "1 day ago, proven", False),
        ([stored(31), stored(2)], "31 days ago, proven", False),
        ([stored(32)], "32 days ago, proven", True),
        ([stored(3, proven=False), stored(5)], "3 days ago, not proven", True),
        ([stored(-9), stored(2)], "2 days ago, proven", False),
        ([stored(1, source="server/finally"), stored(2)], "2 days ago, proven", False),
        ([DAMAGED, stored(2)], "the newest is unusable", True),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_newest_backup(
    found: list[StoredBackup], text: str, is_due: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_file = {one.file: one for one in found}
    monkeypatch.setattr(repository, "backup_files", lambda profile: list(by_file))
    monkeypatch.setattr(repository, "inspect_backup", lambda file, profile, *, check: by_file[file])
    profile = Profile(name="home", engine="embedded", data_dir=Path("nowhere"), database="finally")
    line = backup.backup_part(profile).line
    assert line is not None
    assert ("".join(piece for piece, _ in line.pieces), line.is_due) == (text, is_due)


def test_nothing_is_said_of_backups_elsewhere_or_of_made_up_books() -> None:
    for name, engine in (("work", "server"), ("demo", "embedded")):
        profile = Profile(name=name, engine=engine, data_dir=Path("nowhere"))  # type: ignore[arg-type]
        assert backup.backup_part(profile).line is None


# -- how it looks


def test_what_three_widths_show(
    look: Run, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    exact = look("status").stdout
    figures = re.findall(r"[+-]?[\d,]+\.\d+", exact)
    for width in (50, 80, 120):
        monkeypatch.setattr(render, "stdout_screen", lambda width=width: Screen(width))
        shown = look("status").stdout
        assert max(map(cell_width, shown.splitlines())) <= width
        assert re.findall(r"[+-]?[\d,]+\.\d+", shown) == figures
        golden(f"status-{width}.txt", shown)
    monkeypatch.setattr(render, "stdout_screen", lambda: Screen(80, coloured=True))
    assert re.sub(r"\x1b\[\d*m", "", look("status").stdout).split() == exact.split()


def test_names_that_act_on_a_terminal_or_are_very_long(
    household: Run, books: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("\u202eevil", "家" * 100, "x" * 200):
        add(household, name, 1, "2026-09")
    monkeypatch.setattr(render, "stdout_screen", lambda: Screen(60))
    shown = household("status").stdout
    assert "\u202e" not in shown
    assert max(map(cell_width, shown.splitlines())) <= 60
    named = household("status", "--json").json["values"][0]["missing"]
    assert sorted(named) == sorted(["Loan", "\u202eevil", "家" * 100, "x" * 200])


def test_three_thousand_assets(household: Run, books: psycopg.Connection[Any]) -> None:
    books.execute(
        "INSERT INTO assets (user_id, category_id, asset_name, created_at)"
        " SELECT users.id, asset_categories.id, 'A ' || lpad(n::text, 4, '0'), '2026-10-02'"
        " FROM users, asset_categories, generate_series(1, 3000) AS n"
        " WHERE asset_categories.code = 'CASH' AND asset_categories.user_id IS NULL"
    )
    assert lines(household("status"))["Values"].startswith(
        "2026-10: 2 of 3,003, missing A 0001, A 0002, A 0003 and 2,998 more"
    )


def test_amounts_are_masked_in_a_currency_without_cents(run: Run, elsewhere: None) -> None:
    run("user", "edit", "--currency", "JPY")
    add(run, "Giro", 123456, "2026-09")
    add(run, "Giro", 234567, "2026-10")
    assert lines(run("status"))["Net worth"] == "234,567 JPY in 2026-10 | +111,111 (+90 %) | ▁█"
    assert lines(run("status", "--mask"))["Net worth"] == (
        "••••• JPY in 2026-10 | ••••• (+90 %) | ▁█"
    )


def test_commands_are_for_the_books_that_were_named(household: Run) -> None:
    shown = household("status", "--user", "ann", "--json").json
    assert [row["command"] for row in shown["rows"] if row["command"]] == [
        "finally snapshot add --month 2026-10 --user ann"
    ]


# -- one round trip


def test_all_of_it_is_asked_in_one_round_trip(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    """What libpq says it sent: whatever demands an answer at once ends a round trip."""
    with tempfile.TemporaryFile() as trace:
        books.pgconn.trace(trace.fileno())
        books.pgconn.set_trace_flags(psycopg.pq.Trace.SUPPRESS_TIMESTAMPS)
        household("status")
        books.pgconn.untrace()
        trace.seek(0)
        said = trace.read().decode()
    sent = re.findall(r"^F\t\d+\t(\w+)", said[said.index("SET LOCAL") :], re.MULTILINE)
    statements = ["Parse", "Bind", "Describe", "Execute"] * 10
    assert sent[: len(statements) + 1] == [*statements, "Sync"]
    assert sent[-1] == "Query", "the end of the transaction"
    assert set(sent[len(statements) + 1 : -1]) <= {"Flush"}, "sent along with the Sync"


def test_what_the_server_refuses_is_told(household: Run, books: psycopg.Connection[Any]) -> None:
    books.execute("SET LOCAL statement_timeout = 1")  # a millisecond
    done = household("status", "--json")
    assert (done.exit_code, done.error["message"]) == (
        130, "the command was cancelled (canceling statement due to statement timeout)",
    )  # fmt: skip


# -- finally alone


def test_without_a_folder_of_data_it_is_help_and_makes_none(tmp_path: Path) -> None:
    program = Program(tmp_path, {"FINALLY_DATA_DIR": str(tmp_path / "data")})
    process = program.start()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.startswith("Usage: finally ")
    assert not (tmp_path / "data").exists()


def test_empty_books_are_help_alone_and_a_sentence_by_name(run: Run, elsewhere: None) -> None:
    assert run().stdout.startswith("Usage: finally ")
    assert run().stdout == run("--help").stdout
    shown = run("status")
    assert (shown.exit_code, shown.stdout.count("\n")) == (0, 1)
    assert shown.stdout.startswith("There is nothing on record yet. Begin with: finally snapshot")
    assert run("status", "--check").stdout == ""
    told = json.loads(run("status", "--json").stdout)
    assert told["rows"] == []
    run("expense", "add", "5", "food", "--month", "2025-01")
    assert list(run("status", "--json").json) == list(told), "the same keys, empty or not"


def test_books_with_something_in_them_are_shown_alone(household: Run) -> None:
    assert household().stdout == household("status").stdout


def test_a_server_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    program = Program(tmp_path, {"FINALLY_DSN": "host=127.0.0.1 port=1 dbname=books"})
    process = program.start()
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (8, "")
    assert "cannot be reached" in err
