"""Chromium as Debian has it, driven by Selenium: one for a run, behind a proxy that counts."""

from __future__ import annotations

import json
import os
import shutil
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

WHERE = "FINALLY_TEST_PAGE=1 pytest tests/page"
SWITCHES = (
    "--headless=new", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--no-first-run",
    "--force-prefers-reduced-motion", "--lang=en",
)  # fmt: skip


def needed(name: str) -> str:
    """A program; where it is not, the test is skipped with a word."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not here: apt install chromium chromium-driver npm, then {WHERE}")
    return found


class Proxy(socketserver.ThreadingTCPServer):
    """What is asked of it, by its first line; it answers nothing."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        asked: list[str] = []
        self.asked = asked

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                asked.append(self.rfile.readline().decode("latin-1").strip())

        super().__init__(("127.0.0.1", 0), Handler)


class Browser:
    """A window, at one page at a time."""

    def __init__(self, driver: Any, proxy: Proxy) -> None:
        self.driver, self.proxy = driver, proxy

    def __call__(self, script: str, *given: object) -> Any:
        """What a function's body returns in the page."""
        return self.driver.execute_script(script, *given)

    def later(self, script: str, *given: object) -> Any:
        """What a function's body awaits in the page."""
        done = "arguments[arguments.length - 1]"
        body = f"(async () => {{ {script} }})().then({done}, (e) => {done}(String(e)));"
        return self.driver.execute_async_script(body, *given)

    def tell(self, command: str, **given: object) -> Any:
        """A command of the browser's own protocol."""
        return self.driver.execute_cdp_cmd(command, given)

    def show(self, file: Path, width: int = 1280, *, dark: bool = False) -> None:
        """A file, in a window so wide, on a system that is dark or light."""
        self.scheme(dark=dark)
        self.widen(width)
        self.driver.get(file.as_uri())

    def widen(self, width: int) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.tell("Emulation.setDeviceMetricsOverride", **size)

    def scheme(self, *, dark: bool) -> None:
        said = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.tell("Emulation.setEmulatedMedia", features=[said])

    def requests(self) -> list[str]:
        """The addresses that pages have asked for since the last time."""
        told = (
            json.loads(line["message"])["message"] for line in self.driver.get_log("performance")
        )
        return [
            one["params"]["request"]["url"]
            for one in told
            if one["method"] == "Network.requestWillBeSent"
        ]

    def complaints(self) -> list[str]:
        """What the console has said since the last time."""
        return [one["message"] for one in self.driver.get_log("browser")]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser with an empty profile; as root it has no sandbox, which it refuses there."""
    webdriver = pytest.importorskip(
        "selenium.webdriver", reason=f"pip install selenium, then {WHERE}"
    )
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = needed("chromium")
    with Proxy() as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        address = f"--proxy-server=http://127.0.0.1:{proxy.server_address[1]}"
        for switch in (*SWITCHES, address, *(["--no-sandbox"] if os.geteuid() == 0 else [])):
            options.add_argument(switch)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(needed("chromedriver")))
        try:
            driver.set_script_timeout(60)
            yield Browser(driver, proxy)
        finally:
            driver.quit()
            proxy.shutdown()
