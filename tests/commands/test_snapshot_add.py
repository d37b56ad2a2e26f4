"""finally snapshot add."""

from tests.conftest import Run


def test_a_value_is_recorded_and_seen_in_the_report(run: Run) -> None:
    added = run("snapshot", "add", "Checking", "3200", "--category", "cash", "--month", "2026-10")
    assert added == type(added)(0, 'Recorded "Checking" at 3,200.00 EUR for 2026-10.\n', "")
    report = run("report", "networth", "--month", "2026-10", "--json")
    assert report.json["totals"]["net_worth"] == "3200.00"
