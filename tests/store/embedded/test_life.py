"""The server starts with the first command and stops with the last one out."""

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from finally_cli.model.errors import ExitCode, Locked
from finally_cli.store.embedded import EmbeddedServer
from tests.support.clusters import FAST, rows, run_code, run_script
from tests.support.folders import remove_folder


def gone(server: EmbeddedServer) -> bool:
    """Whether the server ends within five seconds."""
    until = time.monotonic() + 5
    while server.is_running():
        if time.monotonic() > until:
            return False
        time.sleep(0.005)
    return True


def test_the_first_use_makes_a_cluster_and_leaves_nothing_running(home: Path) -> None:
    server = EmbeddedServer(home, settings=FAST)
    assert not server.exists()
    assert not server.is_running()
    with server:
        connection = server.connect("postgres")
        assert server.started
        assert server.exists()
        assert server.is_running()
        connection.close()
    assert gone(server)
    assert not (server.data_folder / "postmaster.pid").exists()
    assert not list(home.glob("18.new.*"))


def test_the_cluster_is_utf8_with_checksums_and_the_builtin_locale(made: Path) -> None:
    with EmbeddedServer(made) as server:
        connection = server.connect("postgres")
        found = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale,"
            " current_setting('data_checksums'), current_setting('fsync'),"
            " current_setting('listen_addresses'), current_setting('full_page_writes')"
            " FROM pg_database WHERE datname = 'template0'"
        ).fetchone()
        connection.close()
    assert found == ("UTF8", "b", "C.UTF-8", "on", "on", "", "on")


def test_a_bulk_load_fits_between_two_checkpoints(made: Path) -> None:
    """A checkpoint comes when the log has grown by max_wal_size / (1 + the part of the way to the
    next one that it is spread over). A million expenses write 730 MB of it, measured."""
    with EmbeddedServer(made) as server:
        connection = server.connect("postgres")
        found = connection.execute(
            "SELECT pg_size_bytes(current_setting('max_wal_size'))"
            " / (1 + current_setting('checkpoint_completion_target')::numeric)"
        ).fetchone()
        connection.close()
    assert found is not None
    assert found[0] > 730_000_000


def test_the_everyday_role_is_there_from_the_start_and_may_little(made: Path) -> None:
    with EmbeddedServer(made, settings=FAST) as server:
        connection = server.connect("postgres")
        found = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        connection.close()
    assert found == ("finally_app", False, False, False, False, True)


def test_a_second_command_uses_the_server_of_the_first_and_the_last_one_out_stops_it(
    made: Path,
) -> None:
    first, second = EmbeddedServer(made, settings=FAST), EmbeddedServer(made, settings=FAST)
    with first:
        first.connect("postgres").close()
        with second:
            connection = second.connect("postgres")
            assert (first.started, second.started) == (True, False)
            first.leave()
            assert connection.execute("SELECT 1").fetchone() == (1,)
            connection.close()
    assert gone(first)


def test_enter_returns_before_the_driver_is_loaded_and_the_server_is_ready(made: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from finally_cli.store.embedded import EmbeddedServer\n"
        "server = EmbeddedServer(Path(sys.argv[1])); server.enter()\n"
        "print('psycopg' in sys.modules, server.is_running()); server.leave()"
    )
    assert run_code(code, made).split() == ["False", "True"]
    assert gone(EmbeddedServer(made))


def test_an_unknown_database_is_the_drivers_error_with_its_code(made: Path) -> None:
    with (
        EmbeddedServer(made, settings=FAST) as server,
        pytest.raises(psycopg.OperationalError, match="does not exist") as caught,
    ):
        server.connect("nobody_made_this")
    assert caught.value.sqlstate == "3D000"


def test_a_setting_the_server_refuses_is_told_at_once(made: Path) -> None:
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
        with pytest.raises(psycopg.OperationalError, match="no_such_setting"):
            server.connect("postgres", options="-c no_such_setting=1")


def test_the_url_works_in_other_programs(made: Path) -> None:
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
        done = subprocess.run(
            [server.binary("psql"), "-XAtc", "SELECT current_user", server.url("postgres")],
            env=server.environment() | {"PGHOST": "nowhere"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.stdout, done.stderr) == ("finally_app\n", "")


def test_variables_of_libpq_do_not_lead_elsewhere(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "nowhere.invalid")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("PGDATA", "/nonexistent")
    monkeypatch.setenv("PGUSER", "eve")
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
        assert not {name for name in server.environment() if name.startswith("PG")}


def test_a_kept_server_stays_until_it_is_stopped(made: Path) -> None:
    server = EmbeddedServer(made, settings=FAST)
    with server:
        server.connect("postgres").close()
        server.keep()
    with EmbeddedServer(made, settings=FAST) as later:
        later.connect("postgres").close()
        assert not later.started
    time.sleep(0.05)
    assert server.is_running()
    assert server.stop()
    assert not server.is_running()
    assert not server.stop()


def test_the_wish_to_keep_a_server_dies_with_it(made: Path) -> None:
    server = EmbeddedServer(made, settings=FAST)
    with server:
        server.connect("postgres").close()
        server.keep()
    kill_postmaster(server)
    assert gone(server)
    with server:
        server.connect("postgres").close()
    assert gone(server)


def kill_postmaster(server: EmbeddedServer) -> None:
    """Kill the server's first process, as a crash would."""
    pid = int((server.data_folder / "postmaster.pid").read_text().split()[0])
    os.kill(pid, 9)


def test_stopping_is_refused_while_a_command_uses_the_server(made: Path) -> None:
    with EmbeddedServer(made, settings=FAST) as user:
        user.connect("postgres").close()
        with pytest.raises(Locked) as caught:
            EmbeddedServer(made).stop()
        assert caught.value.exit_code == ExitCode.LOCKED
        assert user.is_running()


def test_a_command_that_waits_says_so(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = EmbeddedServer(made, settings=FAST)
    said: list[str] = []
    server.waiting = said.append
    with EmbeddedServer(made, settings=FAST) as user:
        user.connect("postgres").close()
        with server:
            hidden = user.socket_folder.with_name("elsewhere")
            user.socket_folder.rename(hidden)

            def bring_back(text: str) -> None:
                said.append(text)
                hidden.rename(user.socket_folder)

            server.waiting = bring_back
            server.connect("postgres").close()
    assert len(said) == 1
    assert said[0].startswith("Waiting for the database server")


def test_many_first_commands_at_once_make_one_cluster(home: Path) -> None:
    out, err = run_script("storm.py", home, 16, 16).communicate(timeout=60)
    assert (out, err) == ("", "")
    assert sorted(path.name for path in home.glob("18*")) == ["18"]
    assert gone(EmbeddedServer(home))


def test_two_hundred_short_commands_eight_at_a_time_all_succeed(made: Path) -> None:
    out, err = run_script("storm.py", made, 200, 8).communicate(timeout=120)
    assert (out, err) == ("", "")
    assert gone(EmbeddedServer(made))


def test_more_commands_than_the_server_has_places_for_wait_for_one(made: Path) -> None:
    out, err = run_script("storm.py", made, 160, 80).communicate(timeout=120)
    assert (out, err) == ("", "")


def test_the_last_one_out_stops_it_in_order(made: Path) -> None:
    server = EmbeddedServer(made, settings=FAST)
    with server:
        server.connect("postgres").close()
    assert gone(server)
    assert server.log_file.read_text().splitlines()[-1].endswith("database system is shut down")
    with server:
        server.connect("postgres").close()
    assert "not properly shut down" not in server.log_file.read_text()


def test_a_home_that_is_removed_under_a_running_server_is_made_anew(home: Path) -> None:
    server = EmbeddedServer(home, settings=FAST)
    with server:
        server.connect("postgres").close()
        pid = int((server.data_folder / "postmaster.pid").read_text().split()[0])
        remove_folder(home)
        with EmbeddedServer(home, settings=FAST) as anew:
            connection = anew.connect("postgres")
            assert anew.started
            with suppress(ProcessLookupError):  # it may have noticed by itself
                os.kill(pid, 9)
            assert connection.execute("SELECT 1").fetchone() == (1,)
            connection.close()
    assert gone(anew)


def test_a_long_log_is_set_aside(made: Path) -> None:
    server = EmbeddedServer(made, settings=FAST)
    server.log_file.write_text("x" * 1_100_000)
    with server:
        server.connect("postgres").close()
    assert server.log_file.stat().st_size < 10_000
    assert (made / "log.1").stat().st_size == 1_100_000


def test_what_a_person_writes_does_not_reach_the_log(made: Path) -> None:
    with EmbeddedServer(made, settings=FAST) as server:
        connection = server.connect("postgres", autocommit=True)
        with pytest.raises(psycopg.Error):
            connection.execute("SELECT 'my salary'::integer")
        connection.close()
    assert "my salary" not in server.log_file.read_text()


def test_rows_outlive_the_server(made: Path) -> None:
    server = EmbeddedServer(made, settings=FAST)
    with server:
        connection = server.connect("postgres", user=server.OWNER)
        connection.execute("INSERT INTO kept_rows VALUES (1)")
        connection.commit()
        connection.close()
    with server:
        assert rows(server) == {1}


def test_what_libpq_is_told_of_other_servers_is_not_for_ours(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c role=nobody_we_know")
    monkeypatch.setenv("PGHOSTADDR", "127.0.0.1")
    monkeypatch.setenv("PGTARGETSESSIONATTRS", "read-only")
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
