"""Who may have put a report there: nobody but the user who asks for it."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from finally_cli.settings import report_folder
from tests.conftest import Run

ROOT = os.geteuid() == 0
GOOD = "-- report/one\n-- What there is.\n--\n-- row  n  integer\nSELECT 1 AS n\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reports of somebody who has one."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    report_folder.write_report("one", GOOD)
    return tmp_path / "config" / "reports"


def open_file_to_others(folder: Path) -> None:
    (folder / "one.sql").chmod(0o620)


def open_folder_to_others(folder: Path) -> None:
    folder.chmod(0o702)


def link_to_a_file(folder: Path) -> None:
    (folder / "one.sql").rename(folder.parent / "one.sql")
    (folder / "one.sql").symlink_to(folder.parent / "one.sql")


def link_within_the_folder(folder: Path) -> None:
    (folder / "one.sql").rename(folder / "two.sql")
    (folder / "one.sql").symlink_to("two.sql")


def link_to_nothing(folder: Path) -> None:
    (folder / "one.sql").unlink()
    (folder / "one.sql").symlink_to("/nowhere")


def link_to_a_folder(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to("elsewhere")


def pipe(folder: Path) -> None:
    (folder / "one.sql").unlink()
    os.mkfifo(folder / "one.sql", 0o600)


def unix_socket(folder: Path) -> None:
    (folder / "one.sql").unlink()
    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)  # whose path may be too long for a socket's
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("one.sql")
    finally:
        os.fchdir(here)
        os.close(here)


def folder_in_its_place(folder: Path) -> None:
    (folder / "one.sql").unlink()
    (folder / "one.sql").mkdir()


def file_in_place_of_the_folder(folder: Path) -> None:
    (folder / "one.sql").unlink()
    folder.rmdir()
    folder.write_text("")


def file_of_another_user(folder: Path) -> None:
    if ROOT:
        os.chown(folder / "one.sql", 65534, 65534)


def folder_of_another_user(folder: Path) -> None:
    if ROOT:
        os.chown(folder, 65534, 65534)


DENIED: dict[Callable[[Path], None], str] = {
    open_file_to_others: "others can write to",
    open_folder_to_others: "others can write to",
    link_to_a_file: "is a link to somewhere else",
    link_within_the_folder: "is a link to somewhere else",
    link_to_nothing: "is a link to somewhere else",
    link_to_a_folder: "is a link to somewhere else",
    pipe: "is no file",
    unix_socket: "cannot be read",
    folder_in_its_place: "is no file",
    file_in_place_of_the_folder: "is no folder",
    file_of_another_user: "belongs to another user",
    folder_of_another_user: "belongs to another user",
}


@pytest.mark.parametrize("attack", DENIED, ids=lambda attack: attack.__name__)
def test_what_another_could_have_put_there_is_not_run(
    attack: Callable[[Path], None], folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root the file is given away; another user cannot do that, and is taken for one."""
    assert run("report", "one", "--json").json["rows"] == [{"n": 1}]
    attack(folder)
    if not ROOT and "another_user" in attack.__name__:
        me = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    refused = run("report", "one", "--json")
    if attack is file_in_place_of_the_folder:  # in which nothing can be
        assert refused.exit_code == 2
        refused = run("report", "check", "one", "--json")
    assert (refused.exit_code, refused.error["code"]) == (12, "REPORT_NOT_SAFE")
    assert DENIED[attack] in refused.error["message"]
    assert refused.error["hint"]
    # The list of reports says so in its place, and works.
    listed = run("report", "--help")
    assert listed.exit_code == 0
    assert "not asked as it is" in listed.stdout or DENIED[attack] in " ".join(
        listed.stdout.split()
    )
    assert run("help", "report", "one").exit_code in (2, 12)


@pytest.mark.skipif(not ROOT, reason="root alone can be somebody under sudo")
def test_root_does_not_run_what_belongs_to_the_user_behind_sudo(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chown(folder, 65534, 65534)
    os.chown(folder / "one.sql", 65534, 65534)
    monkeypatch.setenv("SUDO_UID", "65534")
    refused = run("report", "one")
    assert refused.exit_code == 12
    assert refused.stderr.endswith("Run it without sudo.\n")


def test_what_is_run_is_what_was_looked_at(folder: Path, run: Run) -> None:
    """Swapped once it is open, a file is read to the end as it was."""
    before, another = folder / "one.sql", folder / "two.sql"
    another.write_text(GOOD.replace("SELECT 1", "SELECT 2"))
    look_at = report_folder.refuse_others

    def swap(path: Path, told: os.stat_result) -> None:
        look_at(path, told)
        if stat.S_ISREG(told.st_mode):
            another.rename(before)

    with pytest.MonkeyPatch.context() as swapped:
        swapped.setattr(report_folder, "refuse_others", swap)
        assert "SELECT 1" in report_folder.read_report("one")
    assert "SELECT 2" in report_folder.read_report("one")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"-- report/one\n-- \xff.\n", "line 2: it is not UTF-8"),
        (GOOD.encode() + b"\0", "line 6: it holds a NUL"),
        (b"-- report/one\n" * 100_000, "is larger than"),
        (b"", "line 1: it has no header"),
    ],
    ids=["not UTF-8", "a NUL", "too large", "empty"],
)
def test_what_is_no_text_of_a_report_is_told_with_its_line(
    content: bytes, words: str, folder: Path, run: Run
) -> None:
    (folder / "one.sql").write_bytes(content)
    refused = run("report", "one", "--json")
    assert refused.exit_code == 7
    assert words in refused.error["message"]
    assert run("report", "--help").exit_code == 0


def test_a_report_never_takes_the_place_of_one_of_the_program(folder: Path, run: Run) -> None:
    for name in ("networth", "new", "check"):
        (folder / f"{name}.sql").write_text(GOOD.replace("one", name))
        assert "What there is" not in run("report", name, "--help").stdout
    listed = run("report", "--help").stdout
    assert listed.partition("Your reports:")[2].split()[::1][:1] == ["check"]
    assert listed.count("never asked by this name") == 3


def test_a_name_that_leads_out_of_the_folder_is_no_name(folder: Path, run: Run) -> None:
    (folder.parent / "two.sql").write_text(GOOD.replace("one", "two"))
    for name in ("../two", "./one", "one.sql", "One", "", "-one", "one\n"):
        assert run("report", name).exit_code == 2
        assert run("report", "check", name).exit_code in (2, 5)


def test_without_a_folder_there_is_no_word_of_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "none"))
    assert "Your reports" not in run("report", "--help").stdout
    assert list(tmp_path.iterdir()) == []
