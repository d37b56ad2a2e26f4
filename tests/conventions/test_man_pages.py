"""The man pages in man/ are what the command tree makes them; --update-golden rewrites them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.command_tree import commands
from tests.support.man_pages import man_pages

FOLDER = Path(__file__).parents[2] / "man"


@pytest.fixture(scope="module")
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    made = man_pages()
    if request.config.getoption("--update-golden"):
        for name, text in made.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    return made


def test_each_page_is_as_the_tree_has_it_and_there_is_no_other(pages: dict[str, str]) -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir()}
    assert kept == pages


def test_every_command_is_called_in_a_page_and_every_example_stands_there(
    pages: dict[str, str],
) -> None:
    for words, command in commands().items():
        page = pages[f"finally-{words[0]}.1"].replace(r"\-", "-")
        assert f"\\fB{' '.join(('finally', *words))}\\fR" in page
        assert page.count("\n.EX\n") == page.count("\n.EE\n") > 0
        for option in {name for one in command.params for name in one.opts if "--" in name}:
            assert option in page


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_groff_prints_them_without_a_complaint_and_changes_no_word(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        done = subprocess.run(
            ["groff", "-man", "-Tascii", "-ww", "-P-cbou", "-rLL=2000n", "-I", FOLDER.parent],
            input=text.replace("man1/", "man/"),
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == "", name
        for words, command in commands().items():
            if name == f"finally-{words[0]}.1":
                printed = " ".join(done.stdout.split())
                assert [line for line in command.examples if line not in printed] == []
                assert " ".join(command.description.split()).replace("`", "") in printed
