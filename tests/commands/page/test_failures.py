"""What a page meets outside of the books: a disk without room, links, and browsers."""

from __future__ import annotations

import errno
import stat
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.output import document
from tests.conftest import Run


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("FINALLY_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def browsers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A system without any browser; the folder of its programs."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(webbrowser, "_tryorder", None)  # it looks once for each process
    monkeypatch.setattr(webbrowser, "_browsers", {})
    yield programs


def page_in(data: Path) -> Path:
    [file] = data.rglob("*.html")
    return file


def test_without_a_browser_the_page_is_there_and_that_is_said(
    look: Run, data: Path, browsers: Path
) -> None:
    shown = look("page", "--open")
    file = page_in(data)
    assert (shown.exit_code, shown.stdout[:5]) == (0, "Wrote")
    assert shown.stderr == f"No browser could be opened; open {file} in one.\n"


def test_a_browser_that_is_named_gets_the_address_and_no_shell_reads_its_name(
    look: Run, data: Path, browsers: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program, asked = browsers / "mine", tmp_path / "asked"
    program.write_text(f'#!/bin/sh\necho "$#:$@" > {asked}\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"touch {tmp_path}/pwned; true:$(touch {tmp_path}/pwned):mine")
    shown = look("page", "--open")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert asked.read_text() == f"1:{page_in(data).as_uri()}\n"
    assert not (tmp_path / "pwned").exists()


def test_without_room_the_page_before_it_stays_and_nothing_is_left(
    look: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look("page").exit_code == 0
    file = page_in(data)
    before = file.read_bytes()

    def full(parts: object) -> Iterator[bytes]:
        yield b"<!doctype html>"
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(document, "chunks", full)
    refused = look("page", "--json")
    assert (refused.exit_code, refused.error["code"]) == (13, "DISK_FULL")
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_link_in_its_place_is_followed_to_what_it_names_which_keeps_its_mode(
    look: Run, data: Path, tmp_path: Path
) -> None:
    assert look("page").exit_code == 0
    file, behind = page_in(data), tmp_path / "shown.html"
    file.replace(behind)
    behind.chmod(0o640)
    file.symlink_to(behind)
    assert look("page", "--mask").exit_code == 0
    assert file.is_symlink()
    assert "•••" in behind.read_text(encoding="utf-8")
    assert stat.S_IMODE(behind.stat().st_mode) == 0o640
