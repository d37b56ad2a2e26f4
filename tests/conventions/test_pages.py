"""The pages: their commands are run as a reader runs them, and print what the page says."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import HOME
from tests.support.command_tree import is_a_command

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
# A block of commands (`$ …`) and what each prints; one behind this remark is left as it is.
BLOCK = re.compile(r"(<!-- not run -->\n)?^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)

SHORT_ID = re.compile(r"\b[0-9a-f]{8}\b")  # another one each time


class Shell:
    """A reader's shell on a fresh machine: an empty home, no settings, no books."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        programs, home = folder / "bin", folder / "home"
        for made in (programs, home):
            made.mkdir(parents=True)
        for name in ("finally", "fin"):
            program = programs / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m finally_cli "$@"\n')
            program.chmod(0o755)
        self.environment = {
            "FINALLY_DATA_DIR": str(folder / "data"),
            "FINALLY_TODAY": os.environ["FINALLY_TODAY"],
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, command: str) -> str:
        """What a command writes to stdout."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder / "home",
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def session(self, block: str) -> str:
        """A block again, each of its commands with what it prints here."""
        commands = [line for line in block.splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{self.run(line[2:])}" for line in commands)


def spoken_in(text: str) -> list[str]:
    """The words after `finally` wherever a page names a command."""
    return re.findall(r"(?:`|^|\$ |&& )finally ([^`\n]+)", text, re.MULTILINE)


each_page = pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])


@pytest.fixture
def shell(page: Path) -> Iterator[Shell]:
    folder = HOME / f"page-{page.stem}"
    yield Shell(folder)
    EmbeddedServer(folder / "data").stop()


@each_page
def test_the_commands_print_what_the_page_says(
    page: Path, shell: Shell, request: pytest.FixtureRequest
) -> None:
    def again(block: re.Match[str]) -> str:
        if block[1]:
            return block[0]
        printed = f"```console\n{shell.session(block[2])}```"
        return block[0] if SHORT_ID.sub("", printed) == SHORT_ID.sub("", block[0]) else printed

    printed = BLOCK.sub(again, page.read_text(encoding="utf-8"))
    if request.config.getoption("--update-golden"):
        page.write_text(printed, encoding="utf-8")
    assert printed == page.read_text(encoding="utf-8")


def test_there_are_commands_to_run() -> None:
    assert len([block for block in BLOCK.finditer(TEXT) if not block[1]]) >= 2


@each_page
def test_every_command_it_names_exists(page: Path) -> None:
    spoken = spoken_in(page.read_text(encoding="utf-8"))
    assert [words for words in spoken if not is_a_command(words)] == []


def test_the_readme_names_commands_and_files() -> None:
    assert len(spoken_in(TEXT)) > 10
    assert len(files_named_in(TEXT)) > 5


def files_named_in(text: str) -> list[str]:
    """Every file of this checkout that a page names."""
    return re.findall(r"\b(?:sql|finally_cli|tests|docs)/[\w./-]*\w|\.ci/\w+", text)


@each_page
def test_every_file_it_names_exists(page: Path) -> None:
    named = files_named_in(page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@each_page
def test_it_is_read_on_a_screen_of_a_hundred_and_ten_columns(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 110] == []
