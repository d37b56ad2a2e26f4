"""finally price fetch: programs that answer as they should, and worse ones.

They are small scripts that are written here; what one is given it keeps in a file beside it.
"""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from finally_cli.store import user_program
from tests.conftest import Outcome, Run

ANSWER = """\
cat > asked
env > environment
echo ticker,date,price,currency
echo ACME,2026-10-30,10.5,USD
echo VWCE.DE,2026-10-31,101.25,EUR
echo VWCE.DE,2026-09-30,99,EUR
"""


class Programs:
    """Asks the scripts that it writes."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run = run
        self.folder = folder

    def write(self, script: str, name: str = "quotes") -> str:
        file = self.folder / name
        file.write_text(f"#!/bin/sh\ncd {self.folder}\n{script}")
        file.chmod(stat.S_IRWXU)
        return str(file)

    def __call__(self, script: str, *words: str) -> Outcome:
        return self.run(
            "price", "fetch", "--with", self.write(script), "--month", "2026-10", *words
        )

    def prices(self) -> dict[str, str]:
        rows = self.run("price", "list", "--json").json["rows"]
        return {f"{row['asset']} {row['date']}": row["price"] for row in rows}

    def kept(self, name: str) -> str:
        return (self.folder / name).read_text()


@pytest.fixture
def programs(run: Run, tmp_path: Path) -> Programs:
    """Two holdings with tickers and others that are not asked for."""
    add = ("--category", "ETF_STOCKS", "--ticker")
    run("asset", "add", "Acme", *add, "ACME", "--currency", "USD", "--by", "quantity")
    run("asset", "add", "World", *add, "VWCE.DE", "--by", "quantity")
    run("asset", "add", "By value", *add, "VALUE")
    run("asset", "add", "Gone", *add, "GONE", "--by", "quantity")
    run("snapshot", "add", "Gone", "0", "--month", "2026-09")
    run("asset", "close", "Gone", "--month", "2026-09")
    return Programs(run, tmp_path)


def test_it_is_asked_for_what_is_held_and_its_answer_is_recorded(programs: Programs) -> None:
    done = programs(ANSWER, "--json")
    assert done.exit_code == 0, done.stderr
    assert programs.kept("asked") == "ACME\nVWCE.DE\n"
    assert programs.prices() == {"World 2026-10-31": "101.25", "Acme 2026-10-30": "10.50"}
    assert [note["code"] for note in done.json["notes"]] == ["OTHER_DAYS"]
    assert done.json["source"] == "quotes"
    again = programs(ANSWER, "--json").json["rows"]
    assert [(row["added"], row["unchanged"]) for row in again] == [(0, 1), (0, 1)]


def test_no_secret_is_in_its_environment_and_the_days_are(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FINALLY_DSN", "PGPASSWORD", "AWS_SECRET_ACCESS_KEY", "PGSERVICEFILE"):
        monkeypatch.setenv(name, "hidden")
    monkeypatch.setenv("QUOTES_KEY", "its own")
    monkeypatch.delenv("FINALLY_DSN")  # the books of the test are elsewhere
    assert programs(ANSWER).exit_code == 0
    environment = programs.kept("environment")
    assert "hidden" not in environment
    for line in ("QUOTES_KEY=its own", "FINALLY_FROM=2026-10-01", "FINALLY_TO=2026-10-31"):
        assert f"{line}\n" in environment


def test_what_did_not_come_is_named_and_the_rest_is_recorded(programs: Programs) -> None:
    done = programs("echo ACME,2026-10-30,10.5,USD\n")
    assert (done.exit_code, 'No price came of "World" (VWCE.DE).' in done.stderr) == (3, True)
    assert programs.prices() == {"Acme 2026-10-30": "10.50"}
    assert programs("true").exit_code == 3
    programs.run("asset", "add", "Bare", "--category", "ETF_STOCKS", "--by", "quantity")
    assert '"Bare" has no ticker to ask with.' in programs(ANSWER).stdout


def test_it_may_answer_with_anything_that_is_imported_and_a_dry_run_writes_nothing(
    programs: Programs,
) -> None:
    script = "echo '2026-10-30 price ACME 10.5 USD'; echo '2026-10-30 price VWCE.DE 101 EUR'"
    tried = programs(script, "--dry-run")
    assert (tried.exit_code, programs.prices()) == (0, {})
    assert programs(script).exit_code == 0
    assert programs.prices()["World 2026-10-30"] == "101.00"


def test_it_is_parted_into_words_and_run_by_no_shell(programs: Programs) -> None:
    programs.write('printf "%s\\n" "$@" > words; echo ACME,2026-10-30,10,USD')
    done = programs.run(
        "price", "fetch", "--with", f"{programs.folder}/quotes 'a b' $HOME; touch x | y",
        "--month", "2026-10",
    )  # fmt: skip
    assert done.exit_code == 3, done.stderr
    assert programs.kept("words") == "a b\n$HOME;\ntouch\nx\n|\ny\n"
    assert not (programs.folder / "x").exists()


def test_a_setting_names_it_for_all_times(programs: Programs) -> None:
    refused = programs.run("price", "fetch", "--month", "2026-10")
    assert (refused.exit_code, "finally config set price_command" in refused.stderr) == (2, True)
    programs.run("config", "set", "price_command", programs.write(ANSWER))
    try:
        assert programs.run("price", "fetch", "--month", "2026-10").exit_code == 0
    finally:
        programs.run("config", "unset", "price_command")
    assert len(programs.prices()) == 2


BAD = {
    "exit 3": "ended with exit code 3, and said nothing",
    "echo first >&2; printf 'no \\033[31mkey\\n\\n' >&2; exit 1": (
        'ended with exit code 1: "no \\x1b[31mkey"'
    ),
    ANSWER + "kill -9 $$": "ended with signal 9",
    "echo '<html>log in</html>'": "this is a web page",
    "echo ACME,2026-10-30,0,USD": "line 1: the price is 0",
    "echo ACME,2026-10-30,10,EUR": '"Acme" is in USD, and its price in line 1 is in EUR',
    "echo ACME,2026-10-30,10,USD; printf ACME,2026-10-30": "cut off",
}


def test_what_fails_is_a_sentence_and_nothing_is_written(programs: Programs) -> None:
    for script, said in BAD.items():
        refused = programs(script)
        assert (refused.exit_code in (1, 7), said in refused.stderr) == (True, True), refused
        assert "\x1b" not in refused.stderr
    assert programs.prices() == {}


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("no-such-program-here", 1, "cannot be run: No such file or directory"),
        ("/dev/null", 1, "cannot be run: Permission denied"),
        ("'open", 2, "is not a command: no closing quotation"),
        (" ", 2, "the command is empty"),
    ],
)
def test_what_is_no_program_is_refused(
    programs: Programs, command: str, code: int, said: str
) -> None:
    refused = programs.run("price", "fetch", "--with", command, "--month", "2026-10")
    assert (refused.exit_code, said in refused.stderr) == (code, True), refused.stderr


def lives(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    stat_ = Path(f"/proc/{process.strip()}/stat")
    return not stat_.exists() or stat_.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("sleep 600 & echo $! > child; echo $$ > self; sleep 600", "no whole answer in"),
        ("sleep 600 & echo $! > child; echo $$ > self; yes ACME,2026-10-30,10,USD", "more than 64"),
        ("sleep 600 & echo $! > child; echo $$ > self", "left another program at work"),
    ],
    ids=["endless in time", "endless in output", "a child that stays"],
)
def test_what_never_ends_is_ended_with_its_children(
    script: str, said: str, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_program, "AFTERWARDS", 0.1)
    if "time" in said or "whole" in said:
        monkeypatch.setattr(user_program, "LONGEST", 0.5)
    refused = programs(script)
    assert (refused.exit_code, said in refused.stderr) == (1, True), refused.stderr
    assert programs.prices() == {}
    for name in ("self", "child"):
        for _ in range(100):  # the kernel may take a moment
            if not lives(programs.kept(name)):
                break
            time.sleep(0.02)
        assert not lives(programs.kept(name)), name


def test_many_tickers_are_given_to_a_program_that_does_not_listen(programs: Programs) -> None:
    answer = user_program.ask_program(
        programs.write("echo ACME,2026-10-30,10,USD"), b"ACME\n" * 100_000, {}
    )
    assert answer == b"ACME,2026-10-30,10,USD\n"


def test_a_month_to_come_is_refused(programs: Programs) -> None:
    assert programs.run("price", "fetch", "--with", "true", "--month", "2026-12").exit_code == 2
