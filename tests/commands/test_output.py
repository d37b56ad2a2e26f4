"""What is printed, and where to: JSON, CSV and tables of hostile text; streams that fail."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from finally_cli import __version__
from finally_cli.model.kinds import Change, Code, Count, Growth, Id, Money, Month, Rate, Share
from finally_cli.model.result import Note, Result
from finally_cli.model.text import escape_controls
from finally_cli.output.screen import PIPE, Screen
from finally_cli.output.serialize import csv_parts, json_parts
from finally_cli.output.table import as_table
from tests.conftest import Outcome, Run
from tests.support.processes import COMMAND, Program, PseudoTerminal, environment

# Names that a person may give, each meant to be something else for some program on the way.
NAMES = [
    "[/red]",
    "[bold]Cash[/bold]",
    "[link=http://x]y",
    ":smile:",
    "=SUM(A1:A9)",
    "+1+1",
    "-2+3",
    "@cmd",
    '=HYPERLINK("http://x","y")',
    "a,b;c d",
    'say "hi"',
    "it's",
    "'; DROP TABLE users; --",
    "%s %(x)s {0} {x}",
    "\\x1b[31m",
    "$(id) `id`",
    "\u202egnp.exe",
    "zero\u200bwidth",
    "\u2066left\u2069",
    "caf\u00e9",
    "😀 漢字",
    "null",
    "NaN",
    "-Infinity",
    "007",
    "1e5",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_exact_in_json_and_csv_and_harmless_on_a_terminal(name: str, run: Run) -> None:
    added = run("asset", "add", "--category", "CASH", "--value", "1", "--", name)
    assert added.exit_code == 0, added.stderr

    in_json = run("asset", "list", "--json")
    assert [row["asset"] for row in in_json.json["rows"]] == [name]
    assert harmless(in_json.stdout)

    rows = list(csv.DictReader(io.StringIO(run("asset", "list", "--csv").stdout)))
    cell = rows[0]["asset"]
    assert cell.removeprefix("'") == name if cell != name else True
    if cell[0] in "=+-@":
        Decimal(cell)  # the only cells that may begin so are numbers

    for shown in (run("asset", "list").stdout, run("report", "networth", "--by", "asset").stdout,
                  added.stdout):  # fmt: skip
        assert escape_controls(name) in shown
        assert harmless(shown)
    unknown = run("asset", "edit", "--name", "x", "--", f"{name}?")
    assert harmless(unknown.stderr)
    assert escape_controls(name) in unknown.stderr


def harmless(text: str) -> bool:
    """Whether nothing in a text moves, hides or reorders what is on a terminal."""
    return text.replace("\n", "") == escape_controls(text.replace("\n", ""))


def test_a_formula_is_defused_and_a_number_is_not(run: Run) -> None:
    run("asset", "add", "=1+1", "--category", "CASH")
    run("snapshot", "add", "=1+1", "-5", "--note", "-7")
    (row,) = csv.DictReader(io.StringIO(run("snapshot", "list", "--csv").stdout))
    assert (row["asset"], row["value"], row["note"]) == ("'=1+1", "-5.00", "-7")


@pytest.mark.parametrize(
    ("note", "cell"),
    [
        ("a\rb", "a\rb"),
        ("a\nb", "a\nb"),
        ("a\r\nb", "a\r\nb"),
        ("\tx", "'\tx"),
        ("\r", "'\r"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("\r\nx", "'\r\nx"),
        ("'\tx", "''\tx"),
        ("\x1b[2J", "\x1b[2J"),
        ('a"b', 'a"b'),
        ("a,b", "a,b"),
        ("é", "é"),
    ],
)
def test_a_note_of_several_lines_is_one_cell_of_csv(note: str, cell: str, run: Run) -> None:
    run("snapshot", "add", "A", "1", "--category", "CASH", "--note", note)
    shown = run("snapshot", "list", "--csv").stdout
    header, row = list(csv.reader(io.StringIO(shown, newline="")))
    assert dict(zip(header, row, strict=True))["note"] == cell
    assert run("snapshot", "list", "--json").json["rows"][0]["note"] == note
    assert harmless(run("snapshot", "list").stdout)
    assert harmless(run("snapshot", "list", "--json").stdout)


HOSTILE = "\x1b[31mred\x07 \u202egnp\u200b \x9b2J"
WRITTEN_OUT = "\\x1b[31mred\\x07 \\u202egnp\\u200b \\x9b2J"


def test_csv_is_exact_in_a_file_and_harmless_on_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("expense", "add", "5", "FOOD", "--note", HOSTILE)
    run("snapshot", "add", "A", "1", "--category", "CASH", "--note", HOSTILE)
    for noun in ("expense", "snapshot"):
        assert HOSTILE in run(noun, "list", "--csv").stdout
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for noun in ("expense", "snapshot"):
        shown = run(noun, "list", "--csv").stdout
        assert WRITTEN_OUT in shown
        assert harmless(shown)


@pytest.mark.parametrize("terminal", [True, False])
def test_a_note_under_a_table_shows_what_could_act_on_a_terminal(terminal: bool) -> None:
    note = Note("CODE", f"About {HOSTILE}.", f"finally asset edit {HOSTILE}")
    shown = as_table(Result(Everything, [FULL], notes=[note]), Screen(500) if terminal else PIPE)
    assert f"Note: About {WRITTEN_OUT}." in shown
    assert f"  finally asset edit {WRITTEN_OUT}" in shown
    for character in "\x07\u202e\u200b\x9b":
        assert character not in shown


# -- one sheet of every kind of value


@dataclass(frozen=True)
class Everything:
    name: str
    code: Code
    value: Money | None
    change: Change | None
    share: Share | None
    growth_pct: Growth | None
    rate: Rate | None
    month: Month | None
    id: Id
    uses: Count
    own: bool
    nothing: str | None


FULL = Everything(
    name="Fund", code="F", value=Decimal("1234567.8900"), change=Decimal("0.5000"),
    share=Decimal("0.250000"), growth_pct=Decimal("-0.012500"), rate=Decimal("1.080000000000"),
    month=date(2026, 10, 1), id="01234567-89ab-cdef-0123-456789abcdef", uses=1234, own=True,
    nothing=None,
)  # fmt: skip
EMPTY = Everything(
    name="", code="", value=None, change=None, share=None, growth_pct=None, rate=None, month=None,
    id="fedcba98-7654-3210-fedc-ba9876543210", uses=0, own=False, nothing=None,
)  # fmt: skip
SHEET = Result(
    Everything,
    [FULL, EMPTY],
    "Everything",
    about={"month": date(2026, 10, 1), "currency": "EUR"},
    notes=[Note("CODE", "A remark.", "finally help")],
)


def test_json_keeps_every_kind_of_value_exactly() -> None:
    document = json.loads("".join(json_parts(SHEET, "test")))
    assert list(document) == ["schema", "month", "currency", "rows", "notes"]
    assert (document["schema"], document["month"]) == ("finally.test/1", "2026-10")
    assert document["rows"][0] == {
        "name": "Fund",
        "code": "F",
        "value": "1234567.89",
        "change": "0.50",
        "share": "0.25",
        "growth_pct": "-0.0125",
        "rate": "1.08",
        "month": "2026-10",
        "id": "01234567-89ab-cdef-0123-456789abcdef",
        "uses": 1234,
        "own": True,
        "nothing": None,
    }
    assert document["notes"] == [
        {"code": "CODE", "message": "A remark.", "command": "finally help"}
    ]


def test_csv_keeps_every_kind_of_value_exactly() -> None:
    assert "".join(csv_parts(SHEET)).splitlines() == [
        "name,code,value,change,share,growth_pct,rate,month,id,uses,own,nothing",
        "Fund,F,1234567.89,0.50,0.25,-0.0125,1.08,2026-10,"
        "01234567-89ab-cdef-0123-456789abcdef,1234,true,",
        ",,,,,,,,fedcba98-7654-3210-fedc-ba9876543210,0,false,",
    ]


def test_a_table_shows_every_kind_of_value_as_people_read_it() -> None:
    shown = as_table(SHEET, PIPE).splitlines()
    assert shown[0] == "Everything"
    assert shown[1].split() == [
        "Name", "Value", "Change", "Share", "Growth", "%", "Rate", "Month", "Id", "Uses", "Own",
    ]  # fmt: skip
    assert shown[3].split() == [
        "Fund", "1,234,567.89", "+0.50", "25.0", "%", "-1.3", "%", "1.08", "2026-10", "01234567",
        "1,234", "yes",
    ]  # fmt: skip
    assert shown[4].split() == ["–", "–", "–", "–", "–", "–", "fedcba98", "–"]
    assert shown[5:] == ["Note: A remark.", "  finally help"]


def test_a_currency_without_cents_is_shown_without(run: Run) -> None:
    run("user", "edit", "--currency", "JPY")
    run("snapshot", "add", "Bank", "1234567", "--category", "CASH")
    assert " 1,234,567 " in run("asset", "list").stdout
    assert run("asset", "list", "--json").json["rows"][0]["value"] == "1234567.00"


@pytest.mark.parametrize("width", [10, 40, 60, 80, 200])
def test_no_number_is_ever_cut_however_narrow_the_terminal(width: int) -> None:
    shown = as_table(SHEET, Screen(width))
    assert "1,234,567.89" in shown or " 1,234,568 " in shown
    assert "…" not in shown


def test_a_terminal_gets_colours_unless_it_wants_none_and_a_pipe_never(program: Program) -> None:
    month = ("report", "networth", "--month", "2026-10")
    with PseudoTerminal(program, *month) as terminal:
        assert "\x1b[1m" in terminal.rest()
    assert "\x1b" not in program(*month, TERM="xterm-256color").stdout


@pytest.fixture
def household(tmp_path: Path, sample_dsn: str) -> Program:
    """The program on the books of sample.sql."""
    return Program(tmp_path, {"FINALLY_DSN": sample_dsn, "FINALLY_USER": "ann"})


DRAWN = [
    ("report", "networth", "--months", "14", "--chart"),
    ("report", "allocation", "--month", "2026-09", "--chart"),
    ("report", "budget", "--month", "2026-10"),
    ("expense", "list", "--month", "2026-10", "--no-pager"),
]


@pytest.mark.parametrize("words", DRAWN, ids=" ".join)
def test_what_is_drawn_on_a_terminal_has_colours(words: Any, household: Program) -> None:
    with PseudoTerminal(household, *words) as terminal:
        assert "\x1b[" in terminal.rest()
    with PseudoTerminal(household, *words, NO_COLOR="1") as terminal:
        assert "\x1b" not in terminal.rest()


def test_colours_are_as_the_conventions_have_them(household: Program) -> None:
    words = DRAWN[0]
    for setting in ({"TERM": "dumb"}, {"CLICOLOR": "0"},
                    {"NO_COLOR": "1", "FORCE_COLOR": "1"}):  # fmt: skip
        with PseudoTerminal(household, *words, **setting) as terminal:
            assert "\x1b" not in terminal.rest(), setting
    for setting in ({"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}):
        assert "\x1b[" in household(*words, **setting).stdout, setting
        assert "\x1b" not in household(*words, "--json", **setting).stdout
        assert "\x1b" not in household(*words, "--csv", **setting).stdout


@pytest.mark.parametrize("words", DRAWN, ids=" ".join)
def test_outside_utf_8_what_is_drawn_is_in_plain_letters(words: Any, household: Program) -> None:
    usual = household(*words).stdout
    settings = ({"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"})
    for setting in settings if words == DRAWN[0] else settings[:1]:
        shown = household(*words, **setting).stdout
        assert shown.isascii(), setting
        assert "\\u" not in shown, "nothing is drawn as an escape"
        amounts = re.findall(r"[0-9][0-9,]*\.[0-9]{2}", usual)
        assert amounts == re.findall(r"[0-9][0-9,]*\.[0-9]{2}", shown)


# -- failures


def test_a_failure_leaves_stdout_empty_and_its_json_is_the_last_line(run: Run) -> None:
    for line in (
        "snapshot add X 1",
        "snapshot add X",
        "nothing",
        "report networth --moth 1",
        "asset close X --month 0",
    ):
        words = line.split()
        failed = run(*words, "--json")
        assert set(failed.error) == {"schema", "code", "exit", "message", "hint"}
        assert failed.error["exit"] == failed.exit_code
        told = run(*words)
        assert told.exit_code == failed.exit_code
        assert told.stderr == (f"finally: {failed.error['message']}\n  {failed.error['hint']}\n")


def test_a_bug_is_told_as_one_and_shows_its_place_only_when_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("half \x1b[31m of a bug")

    monkeypatch.setattr("finally_cli.commands.asset.list.AssetListed.__init__", broken)
    assert run("asset", "add", "A", "--category", "CASH").exit_code == 0
    assert run("asset", "list") == Outcome(
        70,
        "",
        "finally: a bug of ours: ZeroDivisionError: half \\x1b[31m of a bug\n"
        "  Please report it; FINALLY_DEBUG=1 before the command shows where it happened.\n",
    )
    assert run("asset", "list", "--json").error["code"] == "BUG"
    monkeypatch.setenv("FINALLY_DEBUG", "1")
    shown = run("asset", "list")
    assert (shown.exit_code, shown.stdout) == (70, "")
    assert shown.stderr.startswith("Traceback (most recent call last):\n")
    assert "in list_" in shown.stderr, "the place"
    assert shown.stderr.endswith("before the command shows where it happened.\n")


def test_memory_that_is_full_is_no_bug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("finally_cli.commands.asset.list.AssetListed.__init__", broken)
    run("asset", "add", "A", "--category", "CASH")
    assert run("asset", "list") == Outcome(
        13, "", "finally: memory is full\n  Nothing of this command was kept.\n"
    )


def test_the_way_in_knows_its_nouns_and_nothing_else(run: Run) -> None:
    assert run("nothing") == Outcome(
        2, "", "finally: No such command 'nothing'\n  See: finally --help\n"
    )
    assert run("report", "nothing").exit_code == 2
    assert run("--version").stdout == f"finally {__version__}\n"
    assert run("-V").exit_code == 0
    for words in ([], ["snapshot"], ["report"]):
        shown = run(*words)
        assert (shown.exit_code, shown.stderr) == (0, "")
        assert "Usage: finally" in shown.stdout


# -- streams that fail (as processes)

FULL_DISK = Path("/dev/full")
needs_full_disk = pytest.mark.skipif(not FULL_DISK.exists(), reason="there is no /dev/full here")


@needs_full_disk
def test_when_stdout_is_full_the_write_is_kept_and_the_answer_said_to_be_lost(
    program: Program,
) -> None:
    for form in ([], ["--json"], ["--csv"]):
        with FULL_DISK.open("w") as full:
            process = program.start(
                "snapshot",
                "add",
                "Checking",
                "900",
                "--yes",
                "--month",
                "2030-01",
                *form,
                stdout=full,
            )
            _, said = process.communicate(timeout=60)
        assert process.returncode == 13
        message = "the answer could not be written: No space left on device"
        hint = "The command itself was done; only its answer is lost. Free some space."
        if form == ["--json"]:
            error = json.loads(said)
            assert (error["code"], error["message"], error["hint"]) == ("DISK_FULL", message, hint)
        else:
            assert said == f"finally: {message}\n  {hint}\n"
    kept = program("snapshot", "list", "--month", "2030-01", "--json").json["rows"]
    assert [row["value"] for row in kept] == ["900.00"]


@pytest.mark.parametrize("words", [["asset", "list"], ["asset", "list", "--json"]])
def test_a_reader_that_goes_away_is_no_failure(words: list[str], program: Program) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = program.start(*words, stdout=writer)
    os.close(writer)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")


def test_the_first_line_can_be_taken_by_head(program: Program) -> None:
    piped = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m finally_cli category list | head -1"],
        env=environment(program.home, **program.settings),
        cwd=program.home,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (piped.stdout, piped.stderr) == ("Categories\n", "")


def wait_until_locked_out(dsn: str) -> None:
    """Until somebody in that database waits for a lock."""
    import psycopg

    deadline = time.monotonic() + 30
    with psycopg.connect(dsn, autocommit=True) as looking:
        while not looking.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        ).fetchone():
            assert time.monotonic() < deadline, "nobody came to wait"
            time.sleep(0.02)


def test_ctrl_c_ends_with_130_and_keeps_nothing(program: Program, books_dsn: str) -> None:
    """While the command waits for a row that somebody else has locked."""
    import psycopg

    with psycopg.connect(books_dsn) as other:
        other.execute("SELECT set_config('finally.user_id', id::text, true) FROM users")
        other.execute(
            "UPDATE asset_inputs SET total = 1 WHERE (year, month, total) = (2026, 10, 1000)"
        )
        process = program.start("snapshot", "add", "Checking", "7", "--month", "2026-10")
        wait_until_locked_out(books_dsn)
        process.send_signal(signal.SIGINT)
        shown, said = process.communicate(timeout=60)
        other.rollback()
    assert process.returncode == 130
    assert (shown, said) == (
        "",
        "finally: interrupted\n  Nothing of this command was kept.\n",
    )
    rows = program("snapshot", "list", "--month", "2026-10", "--json").json["rows"]
    assert {row["value"] for row in rows} == {"1000.00", "-400.00"}


def test_two_processes_that_write_the_same_month_at_once_both_end_well(program: Program) -> None:
    """The books then hold one of the two values, and the kept net worth agrees with it."""
    for year in (2031, 2032):
        month = f"{year}-01"
        started = [
            program.start(
                "snapshot", "add", f"Checking={value}", "Car loan=1", "--month", month, "--yes"
            )
            for value in ("10", "20", "30", "40")
        ]
        ended = [(process.communicate(timeout=60), process.returncode) for process in started]
        assert [code for _, code in ended] == [0] * 4, ended
        rows = program("snapshot", "list", "--month", month, "--json").json["rows"]
        values = {row["asset"]: Decimal(row["value"]) for row in rows}
        assert values["Checking"] in (10, 20, 30, 40)
        history = program("report", "networth", "--from", month, "--to", month, "--json").json
        assert Decimal(history["rows"][0]["net_worth"]) == sum(values.values())


def test_bytes_that_are_no_text_are_refused_and_not_a_bug(program: Program) -> None:
    commands: list[list[str | bytes]] = [
        ["asset", "add", b"\xff", "--category", "CASH"],
        ["snapshot", "add", b"\xff", "1"],
        ["asset", "list", "--user", b"\xff"],
        ["snapshot", "list", "--month", b"\xff"],
    ]
    for words in commands:
        refused = program(*words)
        assert refused.exit_code == 2, refused
        assert refused.stdout == ""
        assert "\\udcff" in refused.stderr


def test_a_language_without_utf8_still_gets_an_answer(program: Program) -> None:
    plain = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    shown = program("report", "networth", "--month", "2026-10", **plain)
    assert shown.exit_code == 0, shown.stderr
    assert "1,000.00" in shown.stdout


def test_it_can_be_called_by_either_name(program: Program, tmp_path: Path) -> None:
    for name in ("finally", "fin"):
        link = tmp_path / name
        link.write_text(f"#!{COMMAND[0]}\nfrom finally_cli.main import run\nrun()\n")
        link.chmod(0o755)
        shown = subprocess.run(
            [link, "asset", "add"],
            env=environment(program.home),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert shown.stderr == (
            f"finally: Missing argument 'NAME'\n  See: {name} asset add --help\n"
        )


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("line", ["asset list", "snapshot add Checking 50 --month 2033-01 --yes"])
def test_streams_that_were_closed_by_the_caller_are_no_failure(
    closed: str, line: str, program: Program
) -> None:
    """As a cron job or a daemon may do it."""
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m finally_cli {line} {closed}"],
        env=environment(program.home, **program.settings),
        cwd=program.home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert bool(done.stdout) is (">&-" not in closed.replace("2>&-", ""))


@needs_full_disk
def test_help_and_version_on_a_full_disk_are_no_bug(program: Program) -> None:
    for word in ("--help", "--version", "snapshot"):
        with FULL_DISK.open("w") as full:
            process = program.start(word, stdout=full)
            _, said = process.communicate(timeout=60)
        assert process.returncode == 13
        assert said.startswith("finally: the answer could not be written: No space left on device")


def test_help_for_a_reader_that_went_away_is_no_failure(program: Program) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = program.start("--help", stdout=writer)
    os.close(writer)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")


@needs_full_disk
def test_a_remark_that_nobody_can_hear_stops_no_work(program: Program) -> None:
    """Where stderr is full, the debt typed with a minus is recorded all the same."""
    with FULL_DISK.open("w") as full:
        done = subprocess.run(
            [*COMMAND, "snapshot", "add", "Car loan", "-5", "--month", "2034-01", "--yes"],
            env=environment(program.home, **program.settings),
            cwd=program.home,
            stdout=subprocess.PIPE,
            stderr=full,
            timeout=60,
            check=False,
        )
        failed = subprocess.run(
            [*COMMAND, "snapshot", "add", "Nobody", "5"],
            env=environment(program.home, **program.settings),
            cwd=program.home,
            stderr=full,
            timeout=60,
            check=False,
        )
    assert (done.returncode, failed.returncode) == (0, 5)
    rows = program("snapshot", "list", "--month", "2034-01", "--json").json["rows"]
    assert [row["value"] for row in rows] == ["5.00"]
