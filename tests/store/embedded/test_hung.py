"""A server that does not answer: it is said, it can be stopped, and a lost socket is mended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from finally_cli.model.errors import ExitCode
from finally_cli.store.embedded import EmbeddedServer
from tests.support.processes import Program

SOON = 60  # seconds: far below the 300 after which a command gives up


@pytest.fixture
def program(place: Path) -> Iterator[Program]:
    """The program with a server that stays, and a value in its books."""
    program = Program(place)
    given = ("Cash", "5", "--category", "CASH", "--month", "2026-11")
    assert program("snapshot", "add", *given).exit_code == 0
    assert program("db", "start").exit_code == 0
    pid = postmaster(program)
    yield program
    with suppress(ProcessLookupError):  # whatever a test has left halted
        os.kill(pid, signal.SIGCONT)


def postmaster(program: Program) -> int:
    return int((program.home / "data" / "18" / "postmaster.pid").read_text().split()[0])


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code of a command, and what it said; it must end soon."""
    _, stderr = process.communicate(timeout=SOON)
    return process.returncode, stderr


def emptied(run: Path) -> None:
    for file in run.iterdir():
        file.unlink()


def another_file(run: Path) -> None:
    emptied(run)
    (run / ".s.PGSQL.5432").touch()


@pytest.mark.parametrize("lose", [shutil.rmtree, emptied, another_file])
def test_a_lost_socket_is_mended_by_a_restart(lose: object, program: Program) -> None:
    before = postmaster(program)
    assert callable(lose)
    lose(program.home / "data" / "run")
    code, said = ended(program.start("report", "networth"))
    assert (code, "Traceback" in said) == (0, False), said
    assert postmaster(program) != before, "it was to stay, and so is the new one"
    assert program("db", "stop").exit_code == 0


def test_who_is_in_a_server_without_a_socket_may_end_first(program: Program) -> None:
    with EmbeddedServer(program.home / "data") as server:
        with closing(server.connect("finally", user=server.OWNER)) as connection:
            connection.execute("CREATE TABLE kept_rows (id integer)")
            shutil.rmtree(program.home / "data" / "run")
            waiting = program.start("asset", "list")
            time.sleep(4)  # longer than a stop may take that nobody is in the way of
            assert waiting.poll() is None
            connection.execute("INSERT INTO kept_rows VALUES (1)")
            connection.commit()
        assert ended(waiting)[0] == 0
        with closing(server.connect("finally", user=server.OWNER)) as connection:
            assert connection.execute("SELECT id FROM kept_rows").fetchall() == [(1,)]
    program("db", "stop")


def test_a_halted_server_is_told_of_and_stopped_under_those_who_wait(program: Program) -> None:
    pid = postmaster(program)
    os.kill(pid, signal.SIGSTOP)
    begun = time.monotonic()
    waiting = [program.start("asset", "list") for _ in range(2)]
    heard: list[str] = []

    def listen() -> None:
        assert waiting[0].stderr is not None
        heard.extend(iter(waiting[0].stderr.readline, ""))

    listener = threading.Thread(target=listen)
    listener.start()
    while not any("finally db stop" in line for line in heard):
        assert time.monotonic() - begun < 25, heard
        time.sleep(0.1)
    assert time.monotonic() - begun > 8
    assert any("not answered for 10 seconds" in line for line in heard)
    stopped = program("db", "stop")
    assert (stopped.exit_code, stopped.stdout) == (0, "Stopped.\n"), stopped.stderr
    for process in waiting:  # they go on with a server of their own
        assert process.wait(timeout=SOON) == 0
    listener.join()
    for process in waiting:
        process.communicate()
    assert program("report", "networth", "--json").json["totals"]
    assert (
        not (program.home / "data" / "18" / "postmaster.pid").exists() or postmaster(program) != pid
    )


def test_a_halted_server_that_nobody_waits_for_is_stopped(program: Program) -> None:
    os.kill(postmaster(program), signal.SIGSTOP)
    assert program("db", "stop").exit_code == 0
    assert not (program.home / "data" / "18" / "postmaster.pid").exists()
    assert program("asset", "list").exit_code == 0


def test_a_server_that_answers_is_not_stopped_under_a_command(program: Program) -> None:
    with EmbeddedServer(program.home / "data") as server:
        server.connect("finally").close()
        told = program("db", "stop", "--json")
        assert told.exit_code == ExitCode.LOCKED
        server.connect("finally").close()
    assert program("db", "stop").exit_code == 0
