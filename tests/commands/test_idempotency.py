"""--idempotency-key: a command is done once, and the same key gets its answer again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.commands.command import Terminal, writes
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows
from tests.conftest import Outcome, Run, Server
from tests.support.processes import PATIENCE, Program, PseudoTerminal

SALARY = ("income", "add", "3000", "SALARY", "--month", "2026-10")
FORMS: tuple[list[str], ...] = ([], ["--json"], ["--csv"])


def under(key: str, *words: str) -> tuple[str, ...]:
    return (*words, "--idempotency-key", key)


def incomes(run: Run, *options: str) -> list[str]:
    """The amounts of every income."""
    listed = run("income", "list", "--from", "2000-01", "--to", "2100-12", "--json", *options)
    return sorted(row["amount"] for row in listed.json["rows"])


def keys(books: psycopg.Connection[Any]) -> list[str]:
    return [key for (key,) in books.execute("SELECT key FROM idempotency_keys ORDER BY key")]


# -- the same again


@pytest.mark.parametrize("first", FORMS, ids=str)
@pytest.mark.parametrize("again", FORMS, ids=str)
def test_the_same_key_repeats_the_answer_in_the_form_now_asked_for(
    run: Run, first: list[str], again: list[str]
) -> None:
    done = run(*under("a", *SALARY), *first)
    repeated = run(*under("a", *SALARY), *again)
    assert (done.exit_code, repeated.exit_code) == (0, 0)
    assert incomes(run) == ["3000.00"]
    if first == again:
        assert repeated == done
    # The id is only in the answer of this one income; and each form holds what that form holds.
    (row,) = run("income", "list", "--month", "2026-10", "--json").json["rows"]
    if again == ["--json"]:
        assert repeated.json["schema"] == "finally.income.add/1"
        assert repeated.json["rows"][0]["id"] == row["id"]
    elif again == ["--csv"]:
        assert row["id"] in repeated.stdout
    else:
        assert repeated.stdout.startswith("Recorded 3,000.00 EUR")


def test_an_answer_that_is_a_table_is_repeated_as_it_was(run: Run) -> None:
    run("budget", "set", "FOOD", "400", "--month", "2026-10")
    roll = under("roll", "budget", "roll", "--month", "2026-11")
    done = run(*roll)
    assert "Food" in done.stdout.splitlines()[-1]
    run("budget", "set", "FOOD", "555", "--month", "2026-11")
    assert run(*roll) == done


def test_what_was_said_beside_the_answer_is_said_again(run: Run) -> None:
    run("asset", "add", "Visa", "--category", "CREDIT_CARD")
    slip = under("slip", "snapshot", "add", "Visa=-20", "--month", "2026-10", "--yes")
    quiet = run(*slip, "--quiet")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")
    again = run(*slip)
    assert again.stderr.startswith('"Visa" is a debt, and what is owed is typed without a minus.')
    assert again.stdout.startswith('Recorded "Visa"')
    assert run(*slip, "--quiet") == quiet


def test_a_repetition_changes_nothing_even_when_the_books_have_changed(run: Run) -> None:
    run("asset", "add", "Wallet", "--category", "CASH")
    value = under("v", "snapshot", "add", "Wallet", "10", "--month", "2026-10")
    done = run(*value)
    run("snapshot", "add", "Wallet", "99", "--month", "2026-10")
    assert run(*value) == done
    (row,) = run("snapshot", "list", "--month", "2026-10", "--json").json["rows"]
    assert row["value"] == "99.00"


def test_what_was_taken_back_is_not_done_again_by_its_key(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    seal = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"  # as the end would
    books.execute(seal)
    done = run(*under("a", *SALARY))
    books.execute(seal)
    (event,) = books.execute(
        "SELECT event_id FROM audit_changes WHERE table_name = 'incoming_items'"
    )
    kept = books.execute("SELECT table_name FROM audit_changes WHERE event_id = %s", event)
    assert kept.fetchall() == [("incoming_items",)]
    books.execute("SELECT undo_event(current_user_id(), %s)", event)
    assert incomes(run) == []
    assert run(*under("a", *SALARY)) == done
    assert incomes(run) == []


def test_what_was_deleted_under_a_key_is_said_to_be_deleted_again(run: Run) -> None:
    added = run(*SALARY, "--json").json["rows"][0]["id"]
    run(*SALARY)
    delete = under("d", "income", "delete", added, "--yes")
    done = run(*delete)
    assert done.exit_code == 0
    # The yes is no part of the request: there is nothing left to agree to.
    assert run(*under("d", "income", "delete", added)) == done
    assert incomes(run) == ["3000.00"]


def test_an_exit_code_and_notes_are_repeated_as_they_were(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = []

    def probe(db: Database, terminal: Terminal) -> Result:
        ran.append(db.user.email)
        terminal.say("Hm.")
        return Result(
            NoRows, [], "Probe", notes=[Note("N", "Look", "finally db status")], exit_code=1
        )

    command = writes(probe)
    told = []
    for form in ("json", "json", "table"):
        with pytest.raises(BaseException) as ended:  # typer.Exit
            command(
                json=form == "json", csv=False, quiet=False, profile="home", user=None,
                idempotency_key="p",
            )  # fmt: skip
        assert getattr(ended.value, "exit_code", None) == 1
        told.append(capsys.readouterr())
    assert ran == ["ann@example.org"]
    assert told[0] == told[1]
    assert '"finally db status --profile home"' in told[0].out
    assert told[2].out == (
        "Probe\nNothing to show.\nNote: Look\n  finally db status --profile home\n"
    )
    assert {one.err for one in told} == {"Hm.\n"}


# -- what is the same request


@pytest.mark.parametrize(
    "alike",
    [
        ("income", "add", "3000.00", "SALARY", "--month", "2026-10"),
        ("income", "add", "3,000.00", "SALARY", "--month", "2026-10", "--user", "ann"),
        ("income", "add", "--month", "-1", "--", "3000", "SALARY"),
        (*SALARY, "--quiet", "--json"),
    ],
    ids=str,
)
def test_a_request_is_what_it_means_and_not_how_it_is_typed(
    run: Run, alike: tuple[str, ...]
) -> None:
    run(*under("a", *SALARY))
    at = alike.index("--") if "--" in alike else len(alike)
    words = (*alike[:at], "--idempotency-key", "a", *alike[at:])
    assert run(*words).exit_code == 0
    assert incomes(run) == ["3000.00"]


def test_a_month_that_was_left_out_is_no_part_of_the_request(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("asset", "add", "Wallet", "--category", "CASH")
    value = under("v", "snapshot", "add", "Wallet", "5")
    done = run(*value)
    monkeypatch.setenv("FINALLY_TODAY", "2026-12-01")
    assert run(*value) == done
    assert run("snapshot", "list", "--month", "2026-12", "--json").json["rows"] == []


def test_what_is_so_by_default_may_be_said_or_left_out(run: Run) -> None:
    rent = ("recurring", "add", "expense", "800", "RENT", "--from", "2026-11")
    done = run(*under("r", *rent))
    assert done.exit_code == 0
    assert run(*under("r", *rent, "--every", "month")) == done
    assert run(*under("r", *rent, "--every", "year")).exit_code == 6


def test_an_option_that_a_later_version_adds_changes_no_request(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    def probe(db: Database, amount: int = 1) -> Result:
        return Result(NoRows, [], "As it was")

    first = probe

    def probe(db: Database, amount: int = 1, tag: str | None = None, loud: bool = False) -> Result:  # type: ignore[no-redef]
        return Result(NoRows, [], "As it is")

    usual = {"json": False, "csv": False, "quiet": False, "profile": None, "user": None}
    writes(first)(**usual, idempotency_key="p", amount=2)
    capsys.readouterr()
    writes(probe)(**usual, idempotency_key="p", amount=2, tag=None, loud=False)
    assert capsys.readouterr().out == "As it was\nNothing to show.\n"


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            ("income", "add", "3001", "SALARY", "--month", "2026-10"),
            "for finally income add, with other arguments",
        ),
        ((*SALARY, "--note", "x"), "for finally income add, with other arguments"),
        (
            ("income", "add", "3000", "SALARY", "--month", "2026-09"),
            "for finally income add, with other arguments",
        ),
        (("income", "add", "3000", "SALARY"), "for finally income add, with other arguments"),
        (
            ("expense", "add", "3000", "FOOD", "--month", "2026-10"),
            "for finally income add, which is another command",
        ),
    ],
    ids=str,
)
def test_another_request_under_a_key_that_was_used_is_refused(
    run: Run, other: tuple[str, ...], message: str
) -> None:
    run(*under("a", *SALARY))
    assert run(*under("a", *other)) == Outcome(
        6,
        "",
        f'finally: the key "a" was used {message}\n'
        "  Take a new key for each command; the same command repeats its answer.\n",
    )
    error = run(*under("a", *other), "--json").error
    assert (error["code"], error["command"]) == ("IDEMPOTENCY_KEY_REUSED", "income add")
    assert incomes(run) == ["3000.00"]
    assert run("expense", "list", "--month", "2026-10", "--json").json["rows"] == []


def test_another_key_does_it_once_more(run: Run) -> None:
    run(*under("a", *SALARY))
    run(*under("A", *SALARY))
    assert incomes(run) == ["3000.00", "3000.00"]


def test_another_user_may_use_the_same_key(run: Run) -> None:
    run("user", "add", "bob@example.org", "--currency", "GBP")
    run(*under("a", *SALARY), "--user", "ann")
    other = ("income", "add", "7", "OTHER", "--month", "2026-10", "--user", "bob")
    assert run(*under("a", *other)).exit_code == 0
    assert run(*under("a", *other)).exit_code == 0
    assert incomes(run, "--user", "ann") == ["3000.00"]
    assert incomes(run, "--user", "bob") == ["7.00"]


# -- what fails


def test_a_command_that_failed_leaves_its_key_free(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    value = under("v", "snapshot", "add", "Wallet", "5", "--month", "2026-10")
    assert run(*value).exit_code == 5
    assert keys(books) == []
    run("asset", "add", "Wallet", "--category", "CASH")
    assert run(*value).exit_code == 0
    assert keys(books) == ["v"]


def test_a_refusal_is_free_for_another_request_too(run: Run) -> None:
    assert run(*under("a", "income", "add", "1", "NOWHERE")).exit_code == 5
    assert run(*under("a", *SALARY)).exit_code == 0


@pytest.mark.parametrize(
    ("key", "message", "hint"),
    [
        ("", "a key cannot be empty", "Take a new one for each command, such as a UUID."),
        ("  ", "a key cannot be empty", "Take a new one for each command, such as a UUID."),
        ("k" * 201, f'the key "{"k" * 59}…" has 201 characters', "At most 200 fit here."),
        ("a\nb", 'the key "a\\nb" holds a control character', "Use plain text."),
    ],
    ids=repr,
)
def test_a_key_that_cannot_be_one_is_refused(run: Run, key: str, message: str, hint: str) -> None:
    assert run(*under(key, *SALARY)) == Outcome(2, "", f"finally: {message}\n  {hint}\n")
    assert incomes(run) == []


def test_a_key_may_have_200_characters_and_any_letters(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    assert run(*under("é" * 200, *SALARY)).exit_code == 0
    assert run(*under("é" * 200, *SALARY)).exit_code == 0
    assert keys(books) == ["é" * 200]
    assert incomes(run) == ["3000.00"]


def test_a_key_that_is_no_utf_8_is_refused(program: Program) -> None:
    told = program(b"income", b"add", b"1", b"OTHER", b"--idempotency-key", b"\xff")
    assert told.exit_code == 2


def test_a_dry_run_has_no_answer_to_keep(run: Run, books: psycopg.Connection[Any]) -> None:
    assert run(*under("a", *SALARY), "--dry-run") == Outcome(
        2,
        "",
        "finally: --dry-run keeps nothing, and so no answer for an --idempotency-key\n"
        "  Leave one of them out.\n",
    )
    assert keys(books) == []


def test_nothing_is_asked_with_a_key_even_on_a_terminal(program: Program) -> None:
    with PseudoTerminal(program, *under("w", "snapshot", "add")) as terminal:
        assert terminal.rest() == (
            "finally: nothing is asked with --idempotency-key\n"
            "  Give assets and values: finally snapshot add NAME=VALUE ...\n"
        )
        assert terminal.ended() == 1
    delete = ("snapshot", "delete", "Checking", "--month", "2026-10")
    with PseudoTerminal(program, *under("w", *delete)) as terminal:
        said = terminal.rest()
        assert "that needs a yes, and nothing is asked with --idempotency-key" in said
        assert terminal.ended() == 1


# -- files


def test_an_import_is_repeated_for_the_same_content_wherever_it_lies(
    run: Run, tmp_path: Path
) -> None:
    first, copy, other = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    first.write_text("month,category,amount\n2026-10,SALARY,3000\n")
    copy.write_bytes(first.read_bytes())
    other.write_text("month,category,amount\n2026-10,SALARY,3001\n")

    def imported(file: Path, *options: str) -> Outcome:
        return run(*under("i", "import", "income", str(file)), *options)

    done = imported(first)
    assert done.exit_code == 0
    assert imported(first) == done
    assert imported(copy) == done
    assert imported(other, "--json").error["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert imported(first, "--again", "--json").error["code"] == "IDEMPOTENCY_KEY_REUSED"
    first.write_bytes(other.read_bytes())
    assert imported(first, "--json").error["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert incomes(run) == ["3000.00"]


@pytest.mark.parametrize("file", ["-", "/dev/null"])
def test_a_file_that_is_gone_once_it_is_read_cannot_be_known_again(run: Run, file: str) -> None:
    for kind in ("income", "expenses", "snapshots"):
        assert run(*under("i", "import", kind, file)) == Outcome(
            2,
            "",
            "finally: --idempotency-key needs a file that can be read twice, and no pipe\n"
            "  Save it first, and name that file.\n",
        )


def test_a_file_that_cannot_be_read_is_a_bad_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = tmp_path / "a.csv"
    file.touch()
    monkeypatch.setattr(Path, "open", closed)
    told = run(*under("i", "import", "income", str(file)))
    assert told.exit_code == 7
    assert "cannot be read: Permission denied" in told.stderr


# -- two at once


@contextmanager
def held(server: Server) -> Iterator[psycopg.Connection[Any]]:
    """A command with a key that is not done yet."""
    with closing(server.connect("processes")) as connection:
        connection.execute("SELECT FROM users FOR NO KEY UPDATE")
        yield connection


def wait_for(connection: psycopg.Connection[Any], waiting: int) -> None:
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    end = time.monotonic() + PATIENCE
    while connection.execute(query).fetchone() != (waiting,):
        connection.execute("SELECT pg_stat_clear_snapshot()")
        assert time.monotonic() < end, "nobody waits"
        time.sleep(0.02)


def at_once(server: Server, program: Program, key: str, *words: str) -> list[tuple[Any, ...]]:
    """How two processes end that look for the key at the same moment; the second while the first
    is not done."""
    with held(server) as connection:
        started = [program.start(*under(key, *words)) for _ in range(2)]
        wait_for(connection, 2)
    told = [process.communicate(timeout=PATIENCE) for process in started]
    return [(p.returncode, *said) for p, said in zip(started, told, strict=True)]


def test_two_at_once_with_one_key_do_it_once_and_say_the_same(
    server: Server, program: Program, books_dsn: str
) -> None:
    salary = ("income", "add", "3000", "SALARY", "--month", "2031-01", "--yes", "--json")
    one, other = at_once(server, program, "two", *salary)
    assert one[0] == 0
    assert one == other
    assert [
        r["amount"] for r in program("income", "list", "--month", "2031-01", "--json").json["rows"]
    ] == ["3000.00"]


def test_where_the_second_cannot_see_the_first_it_changes_nothing_and_may_try_again(
    server: Server, program: Program
) -> None:
    program.settings["PGOPTIONS"] = r"-c default_transaction_isolation=repeatable\ read"
    salary = ("income", "add", "3000", "SALARY", "--month", "2031-02", "--yes", "--json")
    ended = sorted(at_once(server, program, "blind", *salary))
    assert [code for code, *_ in ended] == [0, 11]
    assert '"code": "LOCKED"' in ended[1][2]
    assert program(*under("blind", *salary)).stdout == ended[0][1]
    assert len(program("income", "list", "--month", "2031-02", "--json").json["rows"]) == 1


def test_a_command_whose_answer_could_not_be_written_tells_it_when_asked_again(
    program: Program,
) -> None:
    salary = under(
        "full", "income", "add", "3000", "SALARY", "--month", "2031-03", "--yes", "--json"
    )
    with Path("/dev/full").open("w") as full:
        lost = program.start(*salary, stdout=full)
        lost.communicate(timeout=PATIENCE)
    assert lost.returncode == 13
    again = program(*salary)
    assert (again.exit_code, again.json["rows"][0]["amount"]) == (0, "3000.00")
    assert len(program("income", "list", "--month", "2031-03", "--json").json["rows"]) == 1
