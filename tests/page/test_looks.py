"""A page at every width, on paper, and to axe-core, which looks for what keeps somebody out."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.chromium import Browser

pytestmark = pytest.mark.xdist_group("browser")

CUT = """
for (const one of document.querySelectorAll("details.more")) one.open = true;
const cut = [], texts = "th, td, h1, h2, h3, dd, dt, figcaption, .note, summary";
for (const cell of document.querySelectorAll(texts)) {
  if (cell.scrollWidth > cell.clientWidth + 1 && getComputedStyle(cell).display !== "inline")
    cut.push([cell.tagName, cell.textContent.slice(0, 40), cell.scrollWidth, cell.clientWidth]);
}
return [document.documentElement.scrollWidth, cut];
"""


@pytest.mark.parametrize("width", [360, 800, 1600])
def test_nothing_is_cut_and_the_page_itself_never_scrolls_sideways(
    width: int, browser: Browser, demo_page: Path
) -> None:
    browser.show(demo_page, width)
    whole, cut = browser(CUT)
    assert whole <= width
    assert cut == []


@pytest.mark.parametrize("paper", [(8.27, 11.69), (8.5, 11.0)], ids=["A4", "Letter"])
def test_a_section_begins_a_page_of_paper(
    paper: tuple[float, float], browser: Browser, demo_page: Path
) -> None:
    browser.show(demo_page)
    sections = browser("return document.querySelectorAll('.section').length")
    given = browser.tell(
        "Page.printToPDF", paperWidth=paper[0], paperHeight=paper[1], printBackground=True,
        preferCSSPageSize=False,
    )  # fmt: skip
    pages = len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(given["data"])))
    assert sections <= pages <= 4 * sections


def found(browser: Browser, axe: str) -> list[Any]:
    browser(axe)
    told = browser.later(
        "for (const one of document.querySelectorAll('details')) one.open = true;"
        "const found = await axe.run(document, { resultTypes: ['violations'] });"
        "return found.violations.map((v) => [v.id,"
        " v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + ' ' + n.failureSummary)])"
    )
    assert isinstance(told, list), told
    return told


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_that_keeps_somebody_out(
    dark: bool, width: int, browser: Browser, demo_page: Path, axe: str
) -> None:
    browser.show(demo_page, width, dark=dark)
    assert found(browser, axe) == []


def test_axe_finds_nothing_on_a_page_of_hostile_names(
    browser: Browser, hostile_page: Path, axe: str
) -> None:
    browser.show(hostile_page)
    assert found(browser, axe) == []
