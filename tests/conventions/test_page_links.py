"""The pages as a whole: links lead somewhere, each page can be found, and the first is short."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
INDEX = ROOT / "docs" / "README.md"
FOLDERS = ("docs", "sql", "finally_cli", "tests")
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *(page for folder in FOLDERS for page in sorted((ROOT / folder).rglob("*.md"))),
]
LONGEST_README = 8000  # bytes: what somebody reads who has not decided yet
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PROGRAM = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def prose(page: Path) -> str:
    """A page without its blocks of commands."""
    return PROGRAM.sub("", page.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> set[str]:
    """What `#…` may follow a link to a page: its headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def links(page: Path) -> list[tuple[Path, str]]:
    """The files that a page links to, each with the heading that is meant, if one is."""
    found = []
    for link in LINK.findall(prose(page)):
        if not re.match(r"[a-z]+:", link):
            path, _, heading = link.partition("#")
            found.append(((page.parent / path).resolve() if path else page, heading))
    return found


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    dead = [
        f"{file.relative_to(ROOT)}#{heading}"
        for file, heading in links(page)
        if not file.exists() or (heading and heading not in anchors(file))
    ]
    assert dead == []


def test_every_page_is_in_the_index_and_the_index_in_the_readme() -> None:
    assert INDEX in {file for file, _ in links(README)}
    linked = {file for file, _ in links(INDEX)}
    assert {page for page in INDEX.parent.glob("*.md") if page != INDEX} - linked == set()


def test_the_readme_is_short() -> None:
    assert len(README.read_bytes()) <= LONGEST_README


def test_the_source_distribution_has_every_page() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    tops = {page.relative_to(ROOT).parts[0] for page in PAGES}
    assert tops - set(included) == set()
