"""A server may stay for some minutes after the last command, and then stops by itself."""

import os
import signal
import time
from pathlib import Path

from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.embedded.locks import is_held
from tests.support.clusters import FAST, processes, run_script

SECOND = 1 / 60


def use(server: EmbeddedServer) -> None:
    """One command."""
    with server:
        server.connect("postgres").close()


def sleepers(home: Path) -> list[int]:
    """The processes that wait to stop the server."""
    return processes("embedded.stop", str(home))


def wait_for_a_sleeper(home: Path) -> list[int]:
    """Wait until one has begun."""
    until = time.monotonic() + 5
    while not (found := sleepers(home)) or not is_held(home / "reaper"):
        assert time.monotonic() < until, "nobody waits"
        time.sleep(0.02)
    return found


def wait_until_down(server: EmbeddedServer, seconds: float) -> float:
    """Wait for its end; how long that took."""
    began = time.monotonic()
    while server.is_running():
        assert time.monotonic() - began < seconds, "still running"
        time.sleep(0.01)
    return time.monotonic() - began


def wait_until_nobody_sleeps(home: Path) -> None:
    """Wait for the end of the process that waits."""
    until = time.monotonic() + 5
    while sleepers(home):
        assert time.monotonic() < until, "still waiting"
        time.sleep(0.02)


def test_a_lingering_server_serves_the_next_command_and_then_stops_alone(made: Path) -> None:
    server = EmbeddedServer(made, linger=SECOND, settings=FAST)
    use(server)
    next_one = EmbeddedServer(made, linger=SECOND, settings=FAST)
    time.sleep(0.5)
    use(next_one)
    assert not next_one.started
    assert wait_until_down(server, 5) > 0.8
    wait_until_nobody_sleeps(made)


def test_one_process_waits_however_many_commands_there_were(made: Path) -> None:
    out, err = run_script("storm.py", made, 30, 8, 2 * SECOND).communicate(timeout=60)
    assert (out, err) == ("", "")
    time.sleep(0.3)
    assert len(sleepers(made)) == 1
    wait_until_down(EmbeddedServer(made), 6)
    wait_until_nobody_sleeps(made)


def test_a_command_that_outlasts_the_time_is_not_disturbed(made: Path) -> None:
    server = EmbeddedServer(made, linger=SECOND / 5, settings=FAST)
    use(server)
    with server:
        connection = server.connect("postgres")
        time.sleep(0.8)
        assert connection.execute("SELECT 1").fetchone() == (1,)
        connection.close()
    wait_until_down(server, 5)


def test_a_command_without_linger_does_not_cut_short_what_another_asked_for(made: Path) -> None:
    use(EmbeddedServer(made, linger=3 * SECOND, settings=FAST))
    wait_for_a_sleeper(made)
    other = EmbeddedServer(made, settings=FAST)
    use(other)
    time.sleep(0.1)
    assert other.is_running()
    assert other.stop()


def test_if_the_waiting_process_is_killed_the_next_command_takes_over(made: Path) -> None:
    server = EmbeddedServer(made, linger=10, settings=FAST)
    use(server)
    for pid in wait_for_a_sleeper(made):
        os.kill(pid, signal.SIGKILL)
    wait_until_nobody_sleeps(made)
    use(EmbeddedServer(made, settings=FAST))
    wait_until_down(server, 5)


def test_stopping_ends_a_lingering_server_at_once(made: Path) -> None:
    server = EmbeddedServer(made, linger=10, settings=FAST)
    use(server)
    assert server.stop()
    assert not server.is_running()


def test_a_kept_server_outlives_the_lingering_of_others(made: Path) -> None:
    server = EmbeddedServer(made, linger=SECOND / 5, settings=FAST)
    use(server)
    with server:
        server.connect("postgres").close()
        server.keep()
    wait_until_nobody_sleeps(made)
    assert server.is_running()
    assert server.stop()
