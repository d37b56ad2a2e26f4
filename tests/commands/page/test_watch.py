"""finally page --watch: made anew when something changed, and only then, until Ctrl-C."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.commands import audit, open_books
from finally_cli.commands.page import watch
from finally_cli.main import main
from finally_cli.model.errors import NotAllowed, NotReachable
from finally_cli.store import identity
from finally_cli.store.database import CurrentUser
from tests.conftest import Outcome, Run
from tests.support.processes import Program

Between = Callable[..., Outcome]
Save = Callable[[str], Callable[[], object]]


@pytest.fixture
def between(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Between:
    """Watch, and do one thing after another between the looks; then Ctrl-C."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    run("asset", "add", "Savings", "--category", "CASH", "--value", "100", "--month", "2026-11")
    file = str(tmp_path / "page.html")

    def between(*deeds: Callable[[], object], words: tuple[str, ...] = ("-o", file)) -> Outcome:
        waiting = iter(deeds)

        def wait(seconds: int) -> None:
            deed = next(waiting, None)
            if deed is None:
                raise KeyboardInterrupt
            deed()

        monkeypatch.setattr(watch, "wait", wait)
        return run("page", "--watch", "--json", *words)

    return between


def lines(shown: Outcome) -> list[dict[str, Any]]:
    """What was said of each page that was written."""
    return [json.loads(line) for line in shown.stdout.splitlines()]


@pytest.fixture
def save(books: psycopg.Connection[Any]) -> Callable[[str], Callable[[], object]]:
    """Give the savings another value, and have the audit's event sealed, as a commit does."""

    def save(amount: str) -> Callable[[], object]:
        def deed() -> None:
            words = ["snapshot", "edit", "Savings", "--value", amount, "--month", "2026-11", "-q"]
            assert main(words) == 0
            books.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")

        return deed

    return save


def test_a_page_is_written_when_the_books_have_changed_and_not_otherwise(
    between: Between, save: Save, tmp_path: Path
) -> None:
    file, written = tmp_path / "page.html", list[int]()

    def look() -> None:
        written.append(file.stat().st_ino)  # a new file has another number

    shown = between(look, look, save("250"), look)
    assert shown.exit_code == 0
    assert "Ctrl-C ends it" in shown.stderr
    first, second, third = written
    assert (first == second, second == third) == (True, False)
    made = lines(shown)
    assert [line["rows"][0]["file"] for line in made] == [str(file)] * 2
    assert made[1]["rows"][0]["bytes"] == file.stat().st_size
    text = file.read_text(encoding="utf-8")
    assert "250.00" in text
    assert '<html lang="en" data-reload="30">' in text
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in text


def test_what_changes_nothing_on_the_page_writes_nothing(between: Between, save: Save) -> None:
    """Of two changes that take each other back, between two looks, there is nothing to see."""

    def there_and_back() -> None:
        save("250")()
        save("100")()

    shown = between(there_and_back, lambda: None)
    assert (shown.exit_code, len(lines(shown))) == (0, 1)


def test_midnight_and_a_report_of_ones_own_make_it_anew(
    between: Between, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "config" / "reports" / "mine.sql"

    def write() -> None:
        report.parent.mkdir(parents=True, mode=0o700)
        report.write_text(
            "-- report/mine\n-- What I like.\n--\n-- row  n  integer\n-- chart  table\n"
            "SELECT 4711 AS n\n"
        )

    shown = between(lambda: monkeypatch.setenv("FINALLY_TODAY", "2026-12-01"), write)
    assert len(lines(shown)) == 3
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "made on 2026-12-01" in text
    assert "4711" in text


def test_the_month_that_is_counted_from_today_moves_on(
    between: Between, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "page.html"
    titles: list[str] = []

    def note() -> None:
        titles.append(file.read_text(encoding="utf-8").partition("<title>")[2][:7])

    def next_month() -> None:
        note()
        monkeypatch.setenv("FINALLY_TODAY", "2026-12-01")
        assert main(["snapshot", "add", "Savings", "90", "--month", "2026-12", "-q"]) == 0

    between(next_month, note, words=("--month", "this", "-o", str(file)))
    assert titles == ["2026-11", "2026-12"]


def test_a_failure_that_passes_is_told_once_and_the_page_before_it_stays(
    between: Between, save: Save, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there, file = open_books.open_database, tmp_path / "page.html"
    size: list[int] = []

    def gone(*_: object, **__: object) -> None:
        raise NotReachable("the server is restarting", "Wait.")

    def stop() -> None:
        monkeypatch.setattr(watch, "open_database", gone)

    def start() -> None:
        size.append(file.stat().st_size)
        monkeypatch.setattr(watch, "open_database", there)
        save("300")()

    shown = between(stop, lambda: None, lambda: None, start, lambda: None)
    assert shown.exit_code == 0
    assert shown.stderr.count("the server is restarting") == 1
    assert size and "300.00" in file.read_text(encoding="utf-8")


def test_what_no_later_look_mends_ends_it(
    between: Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotAllowed("the password is wrong", "Give the right one.")

    shown = between(lambda: monkeypatch.setattr(watch, "open_database", refuse), lambda: None)
    assert shown.exit_code == 4


def test_a_file_of_somebody_else_is_not_replaced_unasked(between: Between, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("mine")
    shown = between()
    assert (shown.exit_code, file.read_text()) == (6, "mine")


def test_a_look_holds_the_embedded_server_only_where_the_next_one_is_near(run: Run) -> None:
    """30 seconds and 15 to spare are 0.75 minutes; after ten minutes it is started anew."""
    from finally_cli.settings import resolve

    profile = resolve(None, None)
    assert watch.staying(profile, 30).linger == 0.75
    assert watch.staying(profile, 600).linger == profile.linger


@pytest.mark.parametrize(
    "words",
    [
        ("--watch", "-o", "-"),
        ("--watch", "--csv"),
        ("--watch", "--interval", "1"),
        ("--interval", "10"),
    ],
)
def test_what_does_not_go_with_watch_is_refused(words: tuple[str, ...], run: Run) -> None:
    assert run("page", *words).exit_code == 2


def test_ctrl_c_ends_the_program_and_the_page_is_whole(sample_dsn: str, tmp_path: Path) -> None:
    program = Program(tmp_path, {"FINALLY_DSN": sample_dsn, "FINALLY_USER": "ann"})
    watching = program.start("page", "--watch", "--json", "-o", "page.html")
    assert watching.stdout is not None and watching.stderr is not None
    assert "Ctrl-C ends it" in watching.stderr.readline()
    [row] = json.loads(watching.stdout.readline())["rows"]
    assert (tmp_path / "page.html").stat().st_size == row["bytes"]
    watching.send_signal(signal.SIGINT)
    _, said = watching.communicate(timeout=30)
    assert (watching.returncode, said.splitlines()[-1]) == (
        0,
        "The page stays as it was made last.",
    )


def test_books_that_are_lent_are_watched_without_their_audit(
    between: Between, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = identity.identify

    def as_reader(*given: Any) -> CurrentUser:
        return replace(known(*given), is_reader=True)

    def lend() -> None:
        monkeypatch.setattr(identity, "identify", as_reader)
        monkeypatch.setattr(audit, "ANCHOR", None)  # which nobody may ask of them

    shown = between(lend, save("250"), lambda: None)
    assert (shown.exit_code, len(lines(shown))) == (0, 2)
