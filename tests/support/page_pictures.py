"""How a page looks, for docs/page.md: `python -m tests.support.page_pictures` in the checkout.

The demo's page in Chromium at three widths and on paper. It needs what tests/page needs, and
pdftoppm of poppler-utils. Letters are drawn as a machine has them, so that these pictures are
looked at and not compared.
"""

from __future__ import annotations

import base64
import subprocess
import tempfile
from pathlib import Path

from tests.support.chromium import Browser, chromium, needed
from tests.support.processes import Program

DOCS = Path(__file__).parents[2] / "docs"
LARGEST = 150_000  # bytes of a picture
SIZES = {"phone": (360, 1700), "tablet": (800, 1500), "screen": (1600, 1500)}
PAPER = (714, 1010)  # A4 at 86.4 pixels an inch


def capture(browser: Browser, name: str, width: int, height: int) -> None:
    """The first pixels of what is shown, as large a file as docs take."""
    browser.later("await new Promise((r) => requestAnimationFrame(() => setTimeout(r, 200)))")
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    for quality in (80, 60, 40):
        shot = browser.tell(
            "Page.captureScreenshot", format="webp", quality=quality, clip=clip,
            captureBeyondViewport=True,
        )  # fmt: skip
        picture = base64.b64decode(shot["data"])
        if len(picture) <= LARGEST:
            break
    (DOCS / f"page-{name}.webp").write_bytes(picture)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="finally-pictures-") as folder, chromium() as browser:
        Path(folder).chmod(0o755)  # the server of root is somebody else
        program = Program(Path(folder))
        assert program("demo").exit_code == 0
        page = Path(folder) / "page.html"
        assert program("page", "--profile", "demo", "-o", str(page)).exit_code == 0
        for name, (width, height) in SIZES.items():
            browser.show(page, width, dark=name == "tablet")
            capture(browser, name, width, height)
        browser.show(page)
        print_first(browser, Path(folder))


def print_first(browser: Browser, folder: Path) -> None:
    """The first page of paper, as it would be printed on A4."""
    width, height = PAPER
    inches = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True}
    printed = base64.b64decode(browser.tell("Page.printToPDF", **inches)["data"])
    (folder / "page.pdf").write_bytes(printed)
    words = [needed("pdftoppm"), "-png", "-singlefile", "-r", "86.4", "page.pdf", "page"]
    subprocess.run(words, cwd=folder, check=True)
    frame = f'<body style="margin:0"><img src="page.png" width="{width}" height="{height}">'
    (folder / "paper.html").write_text(frame, encoding="utf-8")
    browser.show(folder / "paper.html", width)
    capture(browser, "paper", width, height)


if __name__ == "__main__":
    main()
