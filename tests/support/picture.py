"""The README's pictures, drawn from the demo: `python -m tests.support.picture` in the checkout.

Rich writes what it would have printed as SVG. test_picture compares the files with the demo of now.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from finally_cli.commands.command import Terminal
from finally_cli.commands.demo import ensure_loaded
from finally_cli.commands.report.months import last_month
from finally_cli.commands.report.networth import By, networth_history, networth_of_month
from finally_cli.model.advice import with_profile_flag
from finally_cli.model.profile import DEMO, DEMO_DATABASE, DEMO_USER, Profile
from finally_cli.model.result import Result
from finally_cli.output.render import for_people
from finally_cli.output.screen import Screen
from finally_cli.store.database import Database
from finally_cli.store.session import open_without_user
from tests.support.folders import remove_folder

DOCS = Path(__file__).parents[2] / "docs"


def pictures(db: Database) -> dict[str, str]:
    """Each picture's file name and SVG."""
    month = networth_of_month(db, last_month(db), By.CATEGORY)
    year = networth_history(db, 12, None, None, chart=True)
    command = "finally report networth --profile demo --months 12 --chart"
    return {
        "networth.svg": picture("networth", "finally demo", month, width=66),
        "history.svg": picture("history", command, year, width=96),
    }


def picture(name: str, command: str, result: Result, *, width: int) -> str:
    """One command and its answer, as a terminal of that width shows them."""
    console = Console(
        record=True,
        width=width,
        file=StringIO(),
        force_terminal=True,
        color_system="truecolor",
        no_color=False,
        highlight=False,
        _environ={},
    )
    screen = Screen(width, coloured=True)
    console.print(Text.assemble(("$ ", "dim"), command))
    console.print(Text.from_ansi("".join(for_people(with_profile_flag(result, DEMO), screen))))
    return console.export_svg(title=command, unique_id=name)


def words(svg: str) -> list[str]:
    """What a picture says, line by line, whatever version of Rich drew it."""
    found = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return [text for part in found if (text := unescape(part).replace("\xa0", " ").strip())]


@contextmanager
def demo() -> Iterator[Database]:
    """The demo's books on a server of their own, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="finally-picture-"))
    folder.chmod(0o755)  # the server of root is somebody else
    profile = Profile(
        name=DEMO, engine="embedded", data_dir=folder, database=DEMO_DATABASE, user=DEMO_USER
    )
    terminal = Terminal(quiet=True)
    try:
        with open_without_user(profile, tell=terminal.say, read_only=False) as anybody:
            yield ensure_loaded(anybody, profile, terminal)
    finally:
        remove_folder(folder)


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    with demo() as db:
        for name, svg in pictures(db).items():
            (DOCS / name).write_text(svg, encoding="utf-8")
            print(DOCS / name)


if __name__ == "__main__":
    main()
