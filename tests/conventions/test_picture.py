"""The pictures in docs/ are those that tests/support/picture.py draws now."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from finally_cli.commands.command import Terminal
from finally_cli.commands.demo import ensure_loaded
from finally_cli.commands.report.networth import networth_history
from finally_cli.model.profile import DEMO, DEMO_DATABASE, DEMO_USER, Profile
from finally_cli.output.screen import Screen
from finally_cli.output.table import as_table
from finally_cli.store.database import Database
from finally_cli.store.session import NOBODY
from tests.conftest import HOME
from tests.support.picture import DOCS, pictures, words


@pytest.fixture
def db(books: psycopg.Connection[Any]) -> Database:
    """The demo's books, in the test's own transaction."""
    profile = Profile(
        name=DEMO, engine="embedded", data_dir=HOME, database=DEMO_DATABASE, user=DEMO_USER
    )
    return ensure_loaded(Database(books, NOBODY), profile, Terminal(quiet=True))


@pytest.fixture
def drawn(db: Database) -> dict[str, str]:
    return pictures(db)


def test_the_pictures_say_what_the_demo_says(drawn: dict[str, str]) -> None:
    assert {file.name for file in DOCS.glob("*.svg")} == set(drawn)
    for name, svg in drawn.items():
        committed = (DOCS / name).read_text(encoding="utf-8")
        assert words(committed) == words(svg), f"draw {name} anew: python -m tests.support.picture"


def test_a_picture_shows_the_net_worth(drawn: dict[str, str]) -> None:
    said = words(drawn["networth.svg"])
    assert said[said.index("Net worth") + 1] == "562,932.28"


@pytest.mark.parametrize(
    ("width", "last"),
    [
        (120, " 2026-07   811,785.07   -257,102.46   554,682.61   +12,094.31     +2.2 %"),
        (70, " 2026-07   811,785   -257,102     554,683   +12,094     +2.2 %"),
        (50, " 2026-07   811,785   -257,102     554,683   +12,094"),
    ],
)
def test_a_narrow_terminal_costs_the_cents_and_never_a_digit(
    db: Database, width: int, last: str
) -> None:
    lines = as_table(networth_history(db, 12, None, None, chart=False), Screen(width))
    (july,) = (line for line in lines.splitlines() if line.startswith(" 2026-07"))
    assert " ".join(july.split()[:7]) == " ".join(last.split())
