"""After kill -9 of anything, at any moment, the next command works and no committed row is lost."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from finally_cli.store.embedded import EmbeddedServer, stop
from finally_cli.store.embedded.paths import Home
from finally_cli.store.embedded.process import as_user
from tests.support.clusters import FAST, processes, rows, run_script
from tests.support.thoroughness import KILLS


def processes_of(home: Path) -> list[int]:
    """The server and initdb, by their command lines."""
    return processes(f"-D {home}/")


def kill(*pids: int) -> None:
    """Kill, whether or not they still are there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def pid_file(server: EmbeddedServer) -> Path:
    """Where the server writes who it is."""
    return server.data_folder / "postmaster.pid"


def wait_until_gone(server: EmbeddedServer) -> None:
    """Wait for the end of a server that was told to stop."""
    until = time.monotonic() + 10
    while server.is_running():
        assert time.monotonic() < until, "still running"
        time.sleep(0.005)


def survives(home: Path, after: float, whom: str) -> None:
    """Kill a first start, or a command with its server, after so many seconds; then look."""
    command = run_script("commits.py", home, 1, 10_000)
    time.sleep(after)
    if whom in ("command", "both"):
        kill(command.pid)
    if whom in ("server", "both"):
        kill(*processes_of(home))
    kill(command.pid)
    out, _ = command.communicate(timeout=60)
    committed = {int(word) for word in out.split() if word.isdecimal()}
    again = run_script("commits.py", home, 1_000_000, 1)
    out, err = again.communicate(timeout=60)
    assert (out.split(), err) == (["in", "1000000"], ""), (whom, after)
    with EmbeddedServer(home, settings=FAST) as server:
        assert committed <= rows(server), (whom, after)
    wait_until_gone(server)
    left = sorted(path.name for path in home.iterdir() if path.name[:2] == "18")
    assert left == ["18"], (whom, after)
    assert not processes_of(home)
    subprocess.run(["rm", "-rf", home], check=True)


def test_a_first_start_killed_at_any_moment_is_begun_anew(place: Path) -> None:
    whom = ("command", "server", "both")
    with ThreadPoolExecutor(3) as pool:
        done = [
            pool.submit(survives, place / str(n), random.uniform(0, 1.3), whom[n % 3])
            for n in range(KILLS)
        ]
        for one in done:
            one.result()


def test_while_initdb_outlives_its_command_nobody_else_begins(home: Path) -> None:
    command = run_script("commits.py", home, 1, 1)
    while not list(home.glob("18.new.*/PG_VERSION")):
        assert command.poll() is None
    kill(command.pid)
    command.communicate()
    server = EmbeddedServer(home, settings=FAST)
    assert server.is_running()
    assert not server.exists()
    with server:
        server.connect("postgres").close()
    wait_until_gone(server)
    assert not list(home.glob("18.new.*"))


def test_a_server_killed_at_any_moment_recovers_what_was_committed(made: Path) -> None:
    server = EmbeddedServer(made, settings=FAST)
    committed: set[int] = set()
    for number in range(max(2, KILLS // 3)):
        command = run_script("commits.py", made, number * 100_000, 10_000)
        time.sleep(random.uniform(0.2, 0.6))
        kill(*processes_of(made))
        out, _ = command.communicate(timeout=60)
        committed |= {int(word) for word in out.split() if word.isdecimal()}
        with server:
            assert committed <= rows(server)
    assert committed
    wait_until_gone(server)


def crash(server: EmbeddedServer) -> int:
    """Kill a process of the server, and wait until it begins to repair itself; its first one."""
    pid = int(pid_file(server).read_text().split()[0])
    said = server.log_file.read_text().count("reinitializing")
    shown = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = [tuple(map(int, line.split())) for line in shown.splitlines()]
    kill(next(child for child, parent in pairs if parent == pid))
    until = time.monotonic() + 10
    while server.log_file.read_text().count("reinitializing") == said:
        assert time.monotonic() < until, "it has not noticed"
    return pid


def test_a_command_that_fails_as_its_server_crashes_leaves_none_that_hangs(made: Path) -> None:
    server = EmbeddedServer(made)
    for _ in range(3):
        with suppress(InterruptedError), server:
            server.connect("postgres").close()
            crash(server)
            raise InterruptedError
        wait_until_gone(server)


def test_a_stop_that_hangs_keeps_nobody_waiting(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stop, "HUNG", 0.5)
    server = EmbeddedServer(made)
    with server:
        for _ in range(3):
            server.connect("postgres").close()
            os.kill(crash(server), signal.SIGINT)
        connection = server.connect("postgres")
        assert connection.execute("SELECT 1").fetchone() == (1,)
        connection.close()


def test_two_killed_leaving_commands_do_not_keep_the_server(made: Path) -> None:
    commands = [run_script("commits.py", made, number * 100_000, 100_000) for number in (1, 2)]
    for command in commands:
        assert command.stdout is not None
        assert command.stdout.readline() == "in\n"
    kill(*(command.pid for command in commands))
    for command in commands:
        command.communicate()
    server = EmbeddedServer(made, settings=FAST)
    assert server.is_running(), "its starter was killed, it was not"
    with server:
        server.connect("postgres").close()
        assert not server.started
    wait_until_gone(server)


@contextmanager
def somebody(server: EmbeddedServer) -> Iterator[int]:
    """A process of the user that runs the server, which has nothing to do with it."""
    process = subprocess.Popen(["sleep", "60"], cwd="/", **as_user(Home(server.home).server))
    try:
        yield process.pid
        assert process.poll() is None, "a stranger was killed"
    finally:
        process.kill()
        process.wait()


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(made: Path) -> None:
    server = EmbeddedServer(made, settings=FAST)
    with somebody(server) as pid:
        places = f"{server.data_folder}\n1700000000\n5432\n{server.socket_folder}"
        text = f"{pid}\n{places}\n\n  1  2\nready   \n"
        pid_file(server).write_text(text)
        server.socket_folder.mkdir(exist_ok=True)
        lock = server.socket_folder / ".s.PGSQL.5432.lock"
        lock.write_text(text)
        with server:
            server.connect("postgres").close()
        wait_until_gone(server)
        assert not lock.exists()


def test_the_stop_signal_never_goes_to_a_stranger(made: Path) -> None:
    server = EmbeddedServer(made, settings=FAST)
    with somebody(server) as pid:
        with server:
            server.connect("postgres").close()
            ours = pid_file(server).read_text()
            pid_file(server).write_text(ours.replace(ours.split()[0], str(pid), 1))
        time.sleep(0.1)
        pid_file(server).write_text(ours)
        assert server.stop()


@pytest.mark.parametrize("text", ["", "12", "\n\n", "no number", "\0\0\0\0"])
def test_a_torn_pid_file_is_no_obstacle(made: Path, text: str) -> None:
    server = EmbeddedServer(made, settings=FAST)
    pid_file(server).write_text(text)
    with server:
        server.connect("postgres").close()
    wait_until_gone(server)


def test_a_socket_without_a_server_is_no_obstacle(made: Path) -> None:
    import socket

    server = EmbeddedServer(made, settings=FAST)
    server.enter()
    server.connect("postgres").close()
    server.leave()
    wait_until_gone(server)
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(server.socket_folder / ".s.PGSQL.5432"))
    with server:
        server.connect("postgres").close()


def test_a_command_waits_for_a_server_that_is_being_stopped(made: Path) -> None:
    server = EmbeddedServer(made, settings=FAST)
    for _ in range(20):
        with server:
            server.connect("postgres").close()
        with EmbeddedServer(made, settings=FAST) as next_one:
            connection = next_one.connect("postgres")
            assert connection.execute("SELECT 1").fetchone() == (1,)
            connection.close()
