"""A page in use: hover, zoom, sort, keyboard, the dark, and reading its file again."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

from tests.page.conftest import Books
from tests.support.chromium import Browser

pytestmark = pytest.mark.xdist_group("browser")

CHART = "const place = document.querySelector('#networth .chart'); "
ZOOM = CHART + "return place.chart.getOption().dataZoom.map((z) => [z.startValue, z.endValue])"
BOX = CHART + "place.scrollIntoView({block: 'center'}); const b = place.getBoundingClientRect(); "
BOX += "return [b.left, b.top, b.width, b.height]"


def mouse(browser: Browser, kind: str, x: float, y: float, **more: Any) -> None:
    browser.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)


def key(browser: Browser, name: str, code: int, text: str = "", **more: Any) -> None:
    given = {"key": name, "code": name, "windowsVirtualKeyCode": code, **more}
    browser.tell("Input.dispatchKeyEvent", type="keyDown", text=text, **given)
    browser.tell("Input.dispatchKeyEvent", type="keyUp", **given)


def test_the_hover_has_the_figures_of_its_month_as_the_table_has_them(
    browser: Browser, demo_page: Path
) -> None:
    browser.show(demo_page)
    left, top, width, height = browser(BOX)
    mouse(browser, "mouseMoved", left + width * 0.6, top + height * 0.4)
    said = browser.later(
        "for (let turn = 0; turn < 100 && !document.querySelector('.tip'); turn++)"
        "  await new Promise((r) => setTimeout(r, 20));"
        "return [...document.querySelectorAll('.tip span, .tip-title')].map((e) => e.textContent)"
    )
    month, *pairs = said
    row = browser(
        "return [...document.querySelectorAll('#networth tbody tr')].map((r) =>"
        " [...r.cells].map((c) => c.textContent)).find((r) => r[0] === arguments[0])",
        month,
    )
    assert pairs[0] == "Net worth"
    assert set(pairs[1::2]) <= set(row), (month, pairs, row)


def test_the_range_is_changed_by_the_buttons_and_by_the_strip(
    browser: Browser, demo_page: Path
) -> None:
    browser.show(demo_page)
    count = browser(CHART + "return place.drawing.months.length")
    browser("document.querySelector('#networth .ranges button').click()")
    assert browser(ZOOM) == [[count - 12, count - 1]] * 2
    pressed = "return [...document.querySelectorAll('#networth .ranges button')]"
    pressed += ".map((b) => [b.textContent, b.getAttribute('aria-pressed')])"
    assert dict(browser(pressed))["1 year"] == "true"
    browser("[...document.querySelectorAll('#networth .ranges button')].at(-1).click()")
    assert browser(ZOOM) == [[0, count - 1]] * 2
    left, top, width, height = browser(BOX)
    y = top + height - 18  # in the strip below
    mouse(browser, "mouseMoved", left + width * 0.5, y)
    mouse(browser, "mousePressed", left + width * 0.5, y, button="left", clickCount=1, buttons=1)
    mouse(browser, "mouseMoved", left + width * 0.6, y, button="left", buttons=1)
    mouse(browser, "mouseMoved", left + width * 0.75, y, button="left", buttons=1)
    mouse(browser, "mouseReleased", left + width * 0.75, y, button="left", clickCount=1)
    (first, last), _ = browser(ZOOM)
    assert 0 < first < last < count - 1


SORTED = """
for (const one of document.querySelectorAll("details")) one.open = true;
const table = [...document.querySelectorAll("table.sortable")].find((t) =>
  t.tBodies[0].rows.length > 3 && t.tHead.rows[0].cells[1].classList.contains("number"));
const column = 1;
const head = table.tHead.rows[0].cells[column];
const values = () => [...table.tBodies[0].rows].map((r) => r.cells[column].dataset.value);
"""


def test_a_table_is_sorted_by_a_click_and_says_so_and_numbers_are_numbers(
    browser: Browser, demo_page: Path
) -> None:
    browser.show(demo_page)
    before, down, up, again = browser(
        SORTED + "const seen = [[null, values()]]; for (let i = 0; i < 3; i++) {"
        " head.querySelector('button').click();"
        " seen.push([head.getAttribute('aria-sort'), values()]); } return seen"
    )
    known = [float(one) for one in before[1] if one is not None]
    assert (down[0], up[0], again[0]) == ("descending", "ascending", None)
    assert [float(v) for v in down[1] if v is not None] == sorted(known, reverse=True)
    assert [float(v) for v in up[1] if v is not None] == sorted(known)
    assert again[1] == before[1]


def test_everything_is_reached_and_sorted_by_keyboard(browser: Browser, demo_page: Path) -> None:
    browser.show(demo_page)
    seen = []
    for _ in range(40):
        key(browser, "Tab", 9)
        seen.append(
            browser(
                "const e = document.activeElement, s = getComputedStyle(e);"
                "return [e.tagName, e.textContent.slice(0, 30), s.outlineStyle, s.outlineWidth,"
                " e.matches(':focus-visible')]"
            )
        )
    assert seen[0][:2] == ["A", "Skip to the content"]
    assert [tag for tag, *_ in seen[1:4]] == ["A"] * 3  # the contents
    assert {"BUTTON", "SUMMARY"} <= {tag for tag, *_ in seen}
    assert all(one[2] != "none" and one[3] != "0px" and one[4] for one in seen), seen
    browser(SORTED + "head.querySelector('button').focus()")
    key(browser, "Enter", 13, "\r")
    assert browser(SORTED + "return head.getAttribute('aria-sort')") == "descending"
    browser("document.querySelector('a.skip').focus()")
    key(browser, "Enter", 13, "\r")
    assert browser("return document.activeElement.id") == "content"


def test_the_page_and_its_charts_follow_the_system_into_the_dark(
    browser: Browser, demo_page: Path
) -> None:
    looks = (
        "return [getComputedStyle(document.body).backgroundColor, document.querySelector("
        "'#networth .chart').chart.getOption().series[0].lineStyle.color]"
    )
    browser.show(demo_page)
    light = browser(looks)
    browser.scheme(dark=True)
    dark = browser.later(
        "await new Promise((r) => requestAnimationFrame(() => setTimeout(r, 50)));" + looks
    )
    browser.scheme(dark=False)
    assert light[0] != dark[0]
    assert light[1] != dark[1]


def test_a_watched_page_reads_its_file_again_and_stays_where_it_was(
    browser: Browser, demo_page: Path, tmp_path: Path
) -> None:
    """As --watch has it made: with the seconds at the root. A new file takes its place."""
    file, new = tmp_path / "watched.html", tmp_path / "new.html"
    text = demo_page.read_text(encoding="utf-8")
    watched = text.replace('<html lang="en">', '<html lang="en" data-reload="1">')
    file.write_text(watched, encoding="utf-8")
    browser.show(file)
    browser("scrollTo(0, 1500)")
    new.write_text(watched.replace("<title>", "<title>Anew: "), encoding="utf-8")
    new.replace(file)
    until = time.monotonic() + 30
    while not browser("return document.title").startswith("Anew"):
        assert time.monotonic() < until
        time.sleep(0.1)
    browser.later("await new Promise((r) => setTimeout(r, 100))")
    assert browser("return scrollY") == 1500
    assert os.fspath(file) in browser("return location.pathname")
    browser.driver.get("about:blank")


def test_masked_amounts_are_nowhere_in_what_the_browser_has(browser: Browser, demo: Books) -> None:
    known = demo.json("report", "networth", "--months", "1200")["rows"]
    amounts = {row[name] for row in known for name in ("net_worth", "assets", "debts")}
    browser.show(demo.page("masked", "--mask"))
    text = browser(  # without the library and the drawn paths, which have numbers of their own
        "const page = document.documentElement.cloneNode(true);"
        "for (const one of page.querySelectorAll('script:not([type]), style, svg')) one.remove();"
        "return page.outerHTML + [...document.querySelectorAll('svg text')].map((t) =>"
        " t.textContent).join() + [...document.querySelectorAll('.chart')].map((place) =>"
        " JSON.stringify(place.chart.getOption())).join()"
    )
    for amount in amounts - {None}:
        whole = amount.partition(".")[0].lstrip("-")
        if len(whole) > 3:  # and not the digits of a part, 0.1792
            said = re.search(rf"(?<![\d.])({whole}|{int(whole):,})(?!\d)", text)
            assert said is None, (amount, text[said.start() - 60 : said.end() + 20])
    assert "•••" in text
