"""hledger, ledger and beancount agree with the reports in every month, to the last decimal.

The programs are those of Debian and PyPI; where one is not installed, its part is skipped.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Run
from tests.support.awkward_households import NAMES, NOTES, Household
from tests.support.ledger_programs import (
    PROGRAMS,
    assert_agreement,
    commodities,
    gaps,
    reported,
)
from tests.support.thoroughness import TIMES

# Between them these five have every currency and kind: shares that split, are short or none, values
# that are missing, carried or foreign, assets that close, and both ways to write what is missing.
HOUSEHOLDS = range(50) if TIMES > 1 else (0, 2, 3, 5, 7)


@pytest.fixture
def programs() -> Iterator[list[str]]:
    """The formats whose programs are here. Which are not is said once the others have agreed."""
    missing = {
        name for name, program in PROGRAMS.items() if not all(map(shutil.which, program.commands))
    }
    yield [name for name in PROGRAMS if name not in missing]
    if missing:
        pytest.skip(f"not installed: {', '.join(sorted(missing))}")


def agrees(run: Run, name: str, file: Path, *options: str, whose: tuple[str, ...] = ()) -> None:
    """Export the books, and compare what the program says of them with what reports say."""
    written = run("export", name, "--output", str(file), *options, *whose)
    assert written.exit_code == 0, written.stderr
    text = file.read_text(encoding="utf-8")
    theirs = PROGRAMS[name].accepts(file)
    assert_agreement(theirs, reported(run, *whose), gaps(text), commodities(text))


@pytest.mark.parametrize("missing", ["remark", "zero"])
def test_the_sample_agrees(look: Run, tmp_path: Path, programs: list[str], missing: str) -> None:
    for name in programs:
        agrees(look, name, tmp_path / name, "--missing", missing)


def test_the_demo_agrees(run: Run, tmp_path: Path, programs: list[str]) -> None:
    run("demo")
    for name in programs:
        agrees(run, name, tmp_path / name, whose=("--profile", "demo"))


@pytest.mark.parametrize("part", range(3))
def test_households_that_are_hard_to_write_down_agree(
    run: Run, books: psycopg.Connection[Any], tmp_path: Path, programs: list[str], part: int
) -> None:
    for seed in HOUSEHOLDS[part::3]:
        household = Household(books, seed)
        for name in programs:
            agrees(
                run, name, tmp_path / f"{seed}.{name}",
                "--missing", "zero" if seed % 2 else "remark",
                whose=("--user", household.email),
            )  # fmt: skip


def test_every_awkward_name_and_note_is_taken(
    run: Run, books: psycopg.Connection[Any], tmp_path: Path, programs: list[str]
) -> None:
    household = Household(books, 1000, names=NAMES, notes=NOTES)
    for name in programs:
        agrees(run, name, tmp_path / name, whose=("--user", household.email))
