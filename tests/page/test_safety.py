"""Nothing that is recorded runs on a page, and nothing of it leaves the machine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from finally_cli.model.text import escape_controls
from tests.page.hostile_names import NAMES
from tests.support.chromium import Browser

pytestmark = pytest.mark.xdist_group("browser")


def test_two_hundred_hostile_names_are_shown_whole_and_run_nothing(
    browser: Browser, hostile_page: Path
) -> None:
    browser.requests(), browser.complaints()
    browser.show(hostile_page)
    browser("for (const one of document.querySelectorAll('details')) one.open = true")
    shown = browser(
        "return [...document.querySelectorAll('#allocation tbody th')].map((c) => c.textContent)"
    )
    wanted = [escape_controls(name) for name in NAMES]
    assert [name for name in wanted if name not in shown] == []
    assert browser("return window.pwned === undefined")
    assert (
        browser("return document.querySelectorAll('img, iframe, object, embed, base').length") == 0
    )
    assert browser("return document.scripts.length") == browser(
        "return document.querySelectorAll('script[type]').length + 2"
    ), "the library, our own, and what charts are drawn of"
    assert "49" not in {one for name in shown for one in re.findall(r"^49", name)}
    assert browser("return document.title") != ""
    assert {one.partition(":")[0] for one in browser.requests()} <= {"file", "data"}
    assert browser.complaints() == []
    for place in browser("return document.querySelectorAll('svg').length") and [0, 1]:
        browser.tell("Input.dispatchMouseEvent", type="mouseMoved", x=300 + 50 * place, y=400)
    assert browser("return window.pwned === undefined")


@pytest.mark.parametrize("width", [360, 1600])
def test_hostile_names_break_inside_their_cells(
    width: int, browser: Browser, hostile_page: Path
) -> None:
    browser.show(hostile_page, width)
    assert browser("return document.documentElement.scrollWidth") <= width


def test_a_page_asks_for_nothing_and_is_refused_what_somebody_puts_into_it(
    browser: Browser, demo_page: Path
) -> None:
    """What is refused does not reach the proxy; from a page without a policy, the same does."""
    tries = """
      const refused = [];
      const note = (e) => refused.push(e.effectiveDirective);
      document.addEventListener("securitypolicyviolation", note);
      const address = "http://tracker.invalid/";
      const loads = (one) => new Promise((r) => {
        one.onload = one.onerror = r;
        document.body.append(one);
      });
      const image = new Image(); image.src = address + "image";
      const script = document.createElement("script"); script.src = address + "script";
      const sheet = document.createElement("link"); sheet.rel = "stylesheet";
      sheet.href = address + "sheet";
      await Promise.all([loads(image), loads(script), loads(sheet)]);
      await fetch(address + "fetch", { mode: "no-cors" }).catch(() => 0);
      const inline = document.createElement("script"); inline.textContent = "window.pwned = 1";
      document.body.append(inline);
      navigator.sendBeacon(address + "beacon", "x");
      await new Promise((r) => setTimeout(r, 100));
      return [refused, window.pwned ?? null];
    """
    browser.driver.get("about:blank")
    browser.requests()
    browser.show(demo_page)
    assert {one.partition(":")[0] for one in browser.requests()} <= {"file", "data"}
    refused, pwned = browser.later(tries)
    assert pwned is None
    assert {"img-src", "script-src-elem", "style-src-elem", "connect-src"} <= set(refused)
    assert [one for one in browser.proxy.asked if "tracker.invalid" in one] == []
    browser.complaints()
    without = demo_page.with_name("without.html")
    without.write_text("<!doctype html><title>No policy</title>", encoding="utf-8")
    browser.show(without)
    browser.later(tries)
    asked = {one.split("/")[3].split()[0] for one in browser.proxy.asked if "tracker" in one}
    assert {"image", "script", "sheet", "fetch"} <= asked
    browser.complaints()


def test_a_page_works_without_a_network(browser: Browser, demo_page: Path) -> None:
    browser.tell("Network.enable")
    off = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    browser.tell("Network.emulateNetworkConditions", **off)
    try:
        browser.show(demo_page)
        assert browser("return document.querySelectorAll('.chart svg').length") == browser(
            "return document.querySelectorAll('.chart').length"
        )
        assert browser.complaints() == []
    finally:
        browser.tell("Network.emulateNetworkConditions", **(off | {"offline": False}))
