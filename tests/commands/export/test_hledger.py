"""finally export hledger."""

from collections.abc import Callable

from tests.conftest import Run


def test_the_newest_months_of_the_sample_as_a_journal(
    look: Run, golden: Callable[[str, str], None]
) -> None:
    """2026-10 lacks the value of the wine, which the note says."""
    shown = look("export", "hledger", "--from", "2026-09")
    assert shown.exit_code == 0
    golden("export-hledger.journal", shown.stdout)
    golden("export-hledger.stderr.txt", shown.stderr)
    assert "Stamps" not in shown.stdout  # a neighbour's
