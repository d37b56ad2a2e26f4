"""A document goes to stdout as it stands, and into a file whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.model.errors import BadUsage, Conflict, Denied, FinallyError, NotFound, Refused
from finally_cli.output.document import stdout_chunks, write_document


def test_text_is_utf_8_and_nothing_is_changed_in_a_pipe() -> None:
    said: list[str | bytes] = ["Café\x1b[31m\n", b"\x00\xff"]
    assert b"".join(stdout_chunks(said, form="table", is_terminal=False)) == (
        b"Caf\xc3\xa9\x1b[31m\n\x00\xff"
    )


def test_a_terminal_gets_no_control_characters() -> None:
    said = ["one\x1b[31m\n", "two\n"]
    assert b"".join(stdout_chunks(said, form="table", is_terminal=True)) == (b"one\\x1b[31m\ntwo\n")


def test_bytes_are_refused_by_a_terminal() -> None:
    with pytest.raises(BadUsage, match="stdout is a terminal"):
        list(stdout_chunks([b"PK"], form="table", is_terminal=True))


@pytest.mark.parametrize("form", ["json", "csv"])
def test_two_answers_do_not_go_to_stdout(form: str) -> None:
    with pytest.raises(BadUsage, match=f"--{form}"):
        list(stdout_chunks(["x"], form=form, is_terminal=False))


def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "books"
    assert write_document(["é", b"b"], str(file), force=False) == 3
    assert file.read_bytes() == b"\xc3\xa9b"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["books"]


def test_a_file_is_replaced_only_when_that_is_said_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "books"
    file.write_text("mine")
    file.chmod(0o640)
    with pytest.raises(Conflict, match="there is already a file"):
        write_document(["new"], str(file), force=False)
    assert file.read_text() == "mine"
    write_document(["new"], str(file), force=True)
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "books")
    write_document(["one"], str(tmp_path / "link"), force=False)
    write_document(["two"], str(tmp_path / "link"), force=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "books").read_text() == "two"


def test_one_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    def failing() -> Iterator[str]:
        yield "half"
        raise Refused("no more")

    file = tmp_path / "books"
    file.write_text("mine")
    with pytest.raises(Refused):
        write_document(failing(), str(file), force=True)
    assert file.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["books"]


def test_a_file_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "books"

    def slow() -> Iterator[str]:
        yield "half"
        file.write_text("another's")

    with pytest.raises(Conflict):
        write_document(slow(), str(file), force=False)
    assert file.read_text() == "another's"
    assert [one.name for one in tmp_path.iterdir()] == ["books"]


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_document(["through"], str(pipe), force=False)
    reader.join()
    assert read == ["through"]
    assert pipe.is_fifo()


def test_a_pipe_without_a_name_in_any_folder_is_written_to(tmp_path: Path) -> None:
    """As a shell gives it for >(program)."""
    read, write = os.pipe()
    write_document(["through"], f"/dev/fd/{write}", force=False)
    assert os.read(read, 100) == b"through"
    os.close(read)
    with pytest.raises(Denied) as refused:
        write_document(["through"], f"/dev/fd/{write}", force=False)
    assert refused.value.hint == "What reads from it has ended; start that again."
    os.close(write)


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="a file without a name is Linux's")
def test_a_half_written_file_has_no_name_that_could_stay(tmp_path: Path) -> None:
    (tmp_path / "books").write_text("mine")

    script = """if True:
        import os, signal, sys
        from finally_cli.output.document import CHUNK, write_document
        def killed():
            yield "x" * CHUNK  # which is written at once
            os.kill(os.getpid(), signal.SIGKILL)
        write_document(killed(), sys.argv[1], force=True)
    """
    for place in ("new", "books"):
        words = [sys.executable, "-c", script, str(tmp_path / place)]
        assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    assert [one.name for one in tmp_path.iterdir()] == ["books"]
    assert (tmp_path / "books").read_text() == "mine"


def test_where_every_file_has_a_name_it_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    file = tmp_path / "books"
    write_document(["one"], str(file), force=False)
    write_document(["two"], str(file), force=True)
    with pytest.raises(Conflict):
        write_document(["three"], str(file), force=False)
    assert file.read_text() == "two"
    assert [one.name for one in tmp_path.iterdir()] == ["books"]


@pytest.mark.parametrize(
    ("place", "error", "code"),
    [
        (".", Refused, "IS_A_FOLDER"),
        ("new/", Refused, "IS_A_FOLDER"),
        ("none/books", NotFound, "NO_FOLDER"),
        ("file/books", NotFound, "NO_FOLDER"),
        ("x" * 300, Denied, "NOT_WRITABLE"),
    ],
)
def test_a_bad_place_is_said(
    tmp_path: Path, place: str, error: type[FinallyError], code: str
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(error) as refused:
        write_document(["x"], f"{tmp_path}/{place}", force=True)
    assert refused.value.code == code
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_is_said() -> None:
    with pytest.raises(FinallyError) as refused:
        write_document(["x"], "/dev/full", force=False)
    assert refused.value.code == "DISK_FULL"


def test_a_name_that_is_none_is_no_folder() -> None:
    with pytest.raises(BadUsage, match="is empty"):
        write_document(["x"], "", force=True)
