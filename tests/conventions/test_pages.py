"""The pages: their commands are run as a reader runs them, and print what the page says.

A block that begins with ```console is run: `$ ` before a command, `> ` before its further lines,
then what it prints. Each page has books of its own, empty at first, which its blocks share from
top to bottom. `pytest --update-golden` writes what they print now into the page. A block that
cannot be run here, such as one for a server elsewhere, begins with ```sh.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import HOME
from tests.support.command_tree import is_a_command
from tests.support.shell import Shell

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^\$ (.*\n(?:> .*\n)*)", re.MULTILINE)

# What is another one each time: the id of an entry, a backup's name, a moment, a size on the disk.
VARYING = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{8}\b"
    r"|\bfinally-\d{8}T\d{6}Z(?:-\d+)?\b|\bfinally_before_\d{8}t\d+\b"
    r"|\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?|\b\d+ [kM]B\b"
)


class Session:
    """The commands of one page, run in a shell from top to bottom."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.here: dict[str, str] = {}  # what the page calls an entry, and what it is called here

    def run(self, block: str) -> str:
        """A block again, each of its commands with what it prints here.

        What varies is called as the page calls it; so a command can name what one before it made.
        """
        _, *parts = COMMAND.split(block)
        shown = ""
        for command, printed in zip(parts[::2], parts[1::2], strict=True):
            output = self.shell.run(self.as_typed_here(command))
            shown += f"$ {command}{self.as_on_the_page(output, printed)}"
        return shown

    def as_typed_here(self, command: str) -> str:
        """A command of the page with the names that its entries have here."""
        lines = re.sub(r"^> ", "", command, flags=re.MULTILINE)
        return VARYING.sub(lambda name: self.here.get(name[0], name[0]), lines)

    def as_on_the_page(self, output: str, printed: str) -> str:
        """What a command wrote, with the page's names; other names than before stay as they are."""
        told, found = VARYING.findall(printed), VARYING.findall(output)
        # The second backup of a second has a number behind its time.
        lengths = [
            [len(re.sub(r"(?<=Z)-\d+$", "", one)) for one in names] for names in (told, found)
        ]
        if lengths[0] == lengths[1]:
            for name, ours in zip(told, found, strict=True):
                if name not in self.here and ours not in self.here.values():
                    self.here |= {name: ours, name[:8]: ours[:8]}
        names = iter(told)
        known = {ours: name for name, ours in self.here.items()}

        def renamed(match: re.Match[str]) -> str:
            name = next(names, "")
            is_same = re.search(":| [kM]B", name) or self.here.get(name) == match[0]
            return name if is_same else known.get(match[0], match[0])

        return VARYING.sub(renamed, output)


def spoken_in(text: str) -> list[str]:
    """The words after `finally` wherever a page names a command."""
    return re.findall(r"(?:`|^|\$ |&& )finally ([^`\n]+)", text, re.MULTILINE)


each_page = pytest.mark.parametrize(
    "page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES]
)


@pytest.fixture
def shell(page: Path) -> Iterator[Shell]:
    folder = HOME / f"page-{page.parent.name}-{page.stem}"
    yield Shell(folder)
    EmbeddedServer(folder / "data").stop()


@each_page
def test_the_commands_print_what_the_page_says(
    page: Path, shell: Shell, request: pytest.FixtureRequest
) -> None:
    session = Session(shell)

    def again(block: re.Match[str]) -> str:
        return f"```console\n{session.run(block[1])}```"

    printed = BLOCK.sub(again, page.read_text(encoding="utf-8"))
    if request.config.getoption("--update-golden"):
        page.write_text(printed, encoding="utf-8")
    assert printed == page.read_text(encoding="utf-8")


def test_there_are_commands_to_run() -> None:
    assert len(BLOCK.findall(TEXT)) >= 2


@each_page
def test_every_command_it_names_exists(page: Path) -> None:
    spoken = spoken_in(page.read_text(encoding="utf-8"))
    # The page's own reports are commands, too.
    own = {f"report {words.split()[2]}" for words in spoken if words.startswith("report new ")}
    others = [words for words in spoken if " ".join(words.split()[:2]) not in own]
    assert [words for words in others if not is_a_command(words)] == []


def test_the_readme_names_commands_and_files() -> None:
    assert len(spoken_in(TEXT)) > 10
    assert len(files_named_in(TEXT)) > 5


def files_named_in(text: str) -> list[str]:
    """Every file of this checkout that a page names."""
    return re.findall(r"\b(?:sql|finally_cli|tests|docs)/[\w./-]*\w|\.ci/[\w.-]*\w", text)


# The page on architecture names files of an example, too: test_page_names knows them.
@pytest.mark.parametrize("page", [page for page in PAGES if page.stem != "architecture"])
def test_every_file_it_names_exists(page: Path) -> None:
    named = files_named_in(page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@each_page
def test_it_is_read_on_a_screen_of_a_hundred_and_ten_columns(page: Path) -> None:
    """Text as it was typed, and what commands print but for sentences, which a screen wraps."""
    printed = re.compile(r"^(\w|  ).*", re.MULTILINE)
    text = BLOCK.sub(lambda block: printed.sub("", block[1]), page.read_text(encoding="utf-8"))
    long = [line for line in text.splitlines() if len(line) > 110 and not line.startswith("|")]
    assert long == []
