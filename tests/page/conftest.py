"""Pages in a browser: the demo's, and one whose every name is hostile."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.commands.command import Terminal
from finally_cli.commands.demo import ensure_loaded
from finally_cli.main import main
from finally_cli.model.profile import DEMO, DEMO_DATABASE, DEMO_USER, Profile
from finally_cli.store.database import Database
from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.session import NOBODY
from tests.conftest import HOME, Server, cloned
from tests.page.hostile_names import hostile_books, own_report
from tests.support.chromium import WHERE, Browser, chromium, needed

HERE = Path(__file__).parent
IS_ASKED = os.environ.get("FINALLY_TEST_PAGE") == "1"  # before tests forget all such variables


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not IS_ASKED:
        pytest.skip(f"it drives Chromium: {WHERE}")
    with chromium() as one:
        yield one


@dataclass(frozen=True)
class Books:
    """Books on a server, and the folder of the pages that are made of them."""

    dsn: str
    user: str
    folder: Path

    def ask(self, *words: str) -> str:
        """What a command line prints of them."""
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as printed:
            patch.setenv("FINALLY_DSN", self.dsn)
            patch.setenv("FINALLY_USER", self.user)
            patch.setenv("FINALLY_CONFIG_DIR", str(self.folder / "config"))
            assert main(words) == 0, words
        return printed.getvalue()

    def json(self, *words: str) -> Any:
        return json.loads(self.ask(*words, "--json"))

    def page(self, name: str, *words: str) -> Path:
        """The file of a page."""
        file = self.folder / f"{name}.html"
        self.ask("page", "-o", str(file), "--quiet", *words)
        return file


def books(
    server: Server, template: str, user: str, folder: Path, fill: Callable[[Any], None]
) -> Iterator[Books]:
    """A database of its own, filled."""
    with cloned(server, template, f"page_{os.urandom(4).hex()}") as name:
        with closing(server.connect(name, user=EmbeddedServer.EVERYDAY)) as connection:
            fill(connection)
            connection.commit()
        yield Books(server.dsn(name), user, folder)


@pytest.fixture(scope="session")
def demo(
    browser: Browser, server: Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Books]:
    profile = Profile(
        name=DEMO, engine="embedded", data_dir=HOME, database=DEMO_DATABASE, user=DEMO_USER
    )

    def fill(connection: psycopg.Connection[Any]) -> None:
        ensure_loaded(Database(connection, NOBODY), profile, Terminal(quiet=True))

    yield from books(
        server, template, DEMO_USER, tmp_path_factory.mktemp("demo"),
        fill,
    )  # fmt: skip


@pytest.fixture(scope="session")
def demo_page(demo: Books) -> Path:
    return demo.page("demo")


@pytest.fixture(scope="session")
def hostile_page(
    browser: Browser, server: Server, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("hostile")
    own_report(folder / "config" / "reports")
    for one in books(server, template, "eve@example.org", folder, hostile_books):
        yield one.page("hostile")


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, of the version in package-lock.json."""
    needed("npm")
    folder = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
