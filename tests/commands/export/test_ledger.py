"""finally export ledger."""

from collections.abc import Callable

from tests.conftest import Run


def test_the_newest_months_of_the_sample_as_a_journal(
    look: Run, golden: Callable[[str, str], None]
) -> None:
    """2026-10 lacks the value of the wine, which the note says."""
    shown = look("export", "ledger", "--from", "2026-09")
    assert shown.exit_code == 0
    golden("export-ledger.ledger", shown.stdout)
    assert "Stamps" not in shown.stdout  # a neighbour's
