"""What the pages for developers name is there: files, folders, functions, words of code."""

import re
from functools import cache
from pathlib import Path

import pytest

import finally_cli

PACKAGE = Path(finally_cli.__file__).parent
ROOT = PACKAGE.parent
PAGES = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
# Placeholders, and the command and the report that docs/architecture.md adds as an example.
EXAMPLE = re.compile(r"NOUN|VERB|NAME|OLD|rename|Rename|RENAME|fees")


def named_in(page: Path) -> list[str]:
    """What stands in backticks, but for examples."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.M)
    return [name for name in re.findall(r"(?<!`)`([^`]+)`(?!`)", text) if not EXAMPLE.search(name)]


@cache
def source() -> str:
    """All that a page can name a word of."""
    files = [
        *PACKAGE.rglob("*.py"),
        *(file for file in (ROOT / "tests").rglob("*.py") if file != Path(__file__)),
        *(ROOT / "sql").rglob("*.sql"),
        ROOT / "pyproject.toml",
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def is_there(name: str) -> bool:
    """Whether a name stands for something in this checkout. What is no name is always there."""
    if re.fullmatch(r"[\w.-]*/[\w./-]*|[\w-]+\.(?:py|sql|md|txt|toml)", name):
        homes = (ROOT, PACKAGE, PACKAGE / "commands", ROOT / "tests" / "conventions")
        return any((home / name).exists() for home in homes)
    if function := re.fullmatch(r"@?(?:\w+\.)*(\w+)\(\)|@(\w+)", name):
        return re.search(rf"\bdef {function[1] or function[2]}\b", source()) is not None
    if re.fullmatch(r"--[a-z-]+|\w+", name):
        return re.search(rf"(?<![\w-]){name}(?![\w-])", source()) is not None
    return True


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_what_it_names_is_there(page: Path) -> None:
    assert [name for name in named_in(page) if not is_there(name)] == []


def test_a_name_that_is_gone_is_noticed() -> None:
    assert is_there("store/session.py")
    gone = ["store/gone.py", "sql/gone", "gone_away()", "@gone_away", "GoneAway", "--gone-away"]
    assert [name for name in gone if is_there(name)] == []
