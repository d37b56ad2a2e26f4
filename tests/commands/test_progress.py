"""Long work on a terminal says how far it is, on stderr; in a pipe, or with --quiet, nothing."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import HOME
from tests.support.folders import remove_folder
from tests.support.processes import Program, PseudoTerminal


@pytest.fixture(scope="module")
def program(clean_environment: None) -> Iterator[Program]:
    home = Path(tempfile.mkdtemp(prefix="progress-", dir=HOME))
    home.chmod(0o711)
    program = Program(home)
    yield program
    program("db", "stop")
    remove_folder(home)


def counted(shown: str) -> set[str]:
    """What was counted up to its end: its last count says 100 %, where there was a total."""
    last = {}
    for what, count in re.findall(r"\r([A-Z][a-z]+ [a-z]+): ([\d,]+(?: \(\d+ %\))?)", shown):
        last[what] = count
    unknown = {"Bytes dumped", "Rows written"}  # how many there will be
    assert all("(100 %)" in count for what, count in last.items() if what not in unknown), last
    return set(last)


def test_each_long_work_is_counted_on_a_terminal_and_nowhere_else(program: Program) -> None:
    with PseudoTerminal(program, "demo") as terminal:
        assert counted(terminal.rest()) == {"Rows made"}
    on = ("--profile", "demo")
    proof = {"Bytes restored", "Tables compared"}
    with PseudoTerminal(program, "db", "backup", "demo.tar", *on) as terminal:
        # Compared once when they are dumped, and once when they are proven.
        assert counted(terminal.rest()) == {"Bytes dumped", *proof}
    with PseudoTerminal(program, "db", "restore", "demo.tar", "--yes", *on) as terminal:
        assert counted(terminal.rest()) == {"Bytes checked", *proof}
    with PseudoTerminal(program, "db", "doctor", *on) as terminal:
        assert counted(terminal.rest()) == {"Checks made"}
    with PseudoTerminal(program, "db", "doctor", "--quiet", *on) as terminal:
        assert counted(terminal.rest()) == set()
    for form, file in (("csv", "books.zip"), ("xlsx", "books.xlsx")):
        with PseudoTerminal(program, "export", form, "-o", file, *on) as terminal:
            assert counted(terminal.rest()) == {"Rows written"}
    for words in (("db", "doctor"), ("db", "restore", "demo.tar", "--yes")):
        told = program(*words, *on)
        assert (told.exit_code, told.stderr) == (0, "")
