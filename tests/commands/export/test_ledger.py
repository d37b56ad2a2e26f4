"""finally export ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Run
from tests.support.ledger_programs import need, output_of


def test_the_newest_months_of_the_sample_as_a_journal(
    look: Run, golden: Callable[[str, str], None]
) -> None:
    """2026-10 lacks the value of the wine, which the note says."""
    shown = look("export", "ledger", "--from", "2026-09")
    assert shown.exit_code == 0
    golden("export-ledger.ledger", shown.stdout)
    assert "Stamps" not in shown.stdout  # a neighbour's


def test_a_note_that_is_longer_than_a_line_goes_on_in_remarks(run: Run) -> None:
    """ledger reads lines of at most 4,096 bytes, and a character may have four."""
    run("expense", "add", "1", "food", "--date", "2026-10-01", "--note", "語" * 1500)
    text = run("export", "ledger").stdout
    assert f"\n; {'語' * 500}\n2026-10-01 (" in text
    assert f") {'語' * 1000}\n" in text
    assert max(len(line.encode()) for line in text.splitlines()) < 4096
    assert f") {'語' * 1500}\n" in run("export", "hledger").stdout


def test_budgets_are_those_that_ledger_knows(look: Run, tmp_path: Path) -> None:
    """In 2026-10 food has 600 and 500 that was carried, of which 500 are spent."""
    need("ledger")
    file = tmp_path / "books.ledger"
    look("export", "ledger", "-o", str(file))
    left = output_of(
        "ledger", "--args-only", "-f", file, "--pedantic", "balance", "--budget",
        "^expenses:food", "-b", "2026-10-01", "-e", "2026-11-01", "--depth", "2",
        "--format", "%(account) %(scrub(display_total))\n",
    )  # fmt: skip
    assert left.splitlines()[0] == "expenses:food -600.00 USD"
