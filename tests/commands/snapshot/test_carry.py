"""A value that was carried forward follows the one it was copied from, whichever way that changes.

The house is written down at 100 for March, carried into May and then into June; April is never on
record at first. The dollars are 50 at 0.8, frozen in March, and carried likewise.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Run
from tests.store.test_schema_audit import seal


@pytest.fixture
def household(run: Run) -> Run:
    run("snapshot", "add", "House", "100", "--category", "REAL_ESTATE", "--month", "2026-03")
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD")
    run("snapshot", "add", "Dollars", "50", "--rate", "0.8", "--month", "2026-03")
    for month in ("2026-05", "2026-06"):
        assert run("snapshot", "carry", "--month", month).exit_code == 0
    return run


def values(run: Run, asset: str = "House") -> dict[str, tuple[int, bool]]:
    rows = run("snapshot", "list", "--asset", asset, "--json").json["rows"]
    return {
        row["month"][5:]: (int(Decimal(row["value"])), row["carried"]) for row in reversed(rows)
    }


def do(run: Run, *command: str) -> None:
    done = run(*command)
    assert done.exit_code == 0, done.stderr


def copies(*amounts: str | None) -> dict[str, tuple[int, bool]]:
    """March as it is written down, then what was carried into May, June and July."""
    return {
        month: (int(amount), month != "03")
        for month, amount in zip(("03", "05", "06", "07"), amounts, strict=False)
        if amount is not None
    }


@pytest.mark.parametrize(
    "command",
    [
        ["snapshot", "edit", "House", "--month", "2026-03", "--value", "130"],
        ["snapshot", "add", "House", "130", "--month", "2026-03"],
    ],
)  # fmt: skip
def test_a_correction_is_followed_by_what_was_carried(household: Run, command: list[str]) -> None:
    do(household, *command)
    assert values(household) == copies("130", "130", "130")
    document = household("report", "networth", "--month", "2026-06", "--json").json
    assert document["totals"]["net_worth"] == "170.00"  # and 50 dollars at 0.8
    assert document["totals"]["carried"] == 2


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("add House 130 --month 2026-03", "2 values carried from it, up to 2026-06, follow."),
        (
            "edit House --value 130 --month 2026-03",
            "2 values carried from it, up to 2026-06, follow.",
        ),
        ("add House 110 --month 2026-04", "2 values carried from it, up to 2026-06, follow."),
        ("add House 7 --month 2026-05", "1 value carried from it, into 2026-06, follows."),
        ("add House 100 --month 2026-03", None),  # as it was
        ("add House 7 --month 2026-06", None),  # nothing is behind it
        ("edit House --note n --month 2026-03", None),
    ],
)
def test_a_correction_says_how_many_values_follow_it(
    household: Run, command: str, told: str | None
) -> None:
    lines = household("snapshot", *command.split()).stdout.splitlines()
    assert lines[1:] == ([told] if told else [])


def test_an_imported_correction_is_followed_too(household: Run, tmp_path: Path) -> None:
    file = tmp_path / "values.csv"
    file.write_text("asset,month,value\nHouse,2026-03,130\nHouse,2026-02,90\n")
    do(household, "import", "snapshots", str(file))
    assert values(household) == {"02": (90, False), **copies("130", "130", "130")}


def test_what_was_carried_later_follows_as_well_and_only_up_to_the_next_value(
    household: Run,
) -> None:
    do(household, "snapshot", "add", "House", "120", "--month", "2026-06")
    do(household, "snapshot", "carry", "--month", "2026-07")
    do(household, "snapshot", "edit", "House", "--month", "2026-03", "--value", "130")
    assert values(household) == {
        "03": (130, False), "05": (130, True), "06": (120, False), "07": (120, True),
    }  # fmt: skip
    # A copy that is typed anew is no copy any more, and what is behind it follows it.
    do(household, "snapshot", "edit", "House", "--month", "2026-05", "--value", "7")
    do(household, "snapshot", "delete", "House", "--month", "2026-06", "--yes")
    assert values(household) == {"03": (130, False), "05": (7, False), "07": (7, True)}


@pytest.mark.parametrize("by_file", [False, True])
def test_a_value_that_is_added_between_is_followed(
    household: Run, tmp_path: Path, by_file: bool
) -> None:
    if by_file:
        file = tmp_path / "values.csv"
        file.write_text("asset,month,value\nHouse,2026-04,110\n")
        do(household, "import", "snapshots", str(file))
    else:
        do(household, "snapshot", "add", "House", "110", "--month", "2026-04")
    assert values(household) == {"04": (110, False), **copies("100", "110", "110")}
    do(household, "snapshot", "delete", "House", "--month", "2026-04", "--yes")
    assert values(household) == copies("100", "100", "100")


def test_without_the_original_the_value_before_it_is_followed_and_without_any_it_stays(
    household: Run,
) -> None:
    do(household, "snapshot", "add", "House", "90", "--month", "2026-01")
    do(household, "snapshot", "delete", "House", "--month", "2026-03", "--yes")
    assert values(household) == {
        "01": (90, False), "05": (90, True), "06": (90, True),
    }  # fmt: skip
    do(household, "snapshot", "delete", "House", "--month", "2026-01", "--yes")
    assert values(household) == {"05": (90, True), "06": (90, True)}
    do(household, "snapshot", "add", "House", "95", "--month", "2026-02")
    assert values(household) == {"02": (95, False), "05": (95, True), "06": (95, True)}


def test_another_currency_is_followed_at_the_rate_that_was_frozen_with_it(household: Run) -> None:
    do(household, "fx", "set", "USD/EUR", "0.7", "--month", "2026-05")
    do(household, "snapshot", "edit", "Dollars", "--month", "2026-03", "--value", "60")
    assert {value for value, _ in values(household, "Dollars").values()} == {48}
    do(household, "snapshot", "edit", "Dollars", "--month", "2026-03", "--rate", "0.9")
    rows = household("snapshot", "list", "--asset", "Dollars", "--json").json["rows"]
    assert {(row["value"], row["amount"], row["rate"]) for row in rows} == {
        ("54.00", "60.00", "0.9"),
    }  # fmt: skip


def test_net_worth_of_every_month_follows_in_the_same_command(household: Run) -> None:
    do(household, "snapshot", "edit", "House", "--month", "2026-03", "--value", "130")
    rows = household("report", "networth", "--from", "2026-03", "--to", "2026-06", "--json").json
    assert {row["month"]: row["net_worth"] for row in rows["rows"]} == {
        "2026-03": "170.00", "2026-04": None, "2026-05": "170.00", "2026-06": "170.00",
    }  # fmt: skip


def test_a_dry_run_corrects_nothing(household: Run) -> None:
    do(household, "snapshot", "edit", "House", "--month", "2026-03", "--value", "130", "--dry-run")
    assert values(household) == copies("100", "100", "100")


def test_a_note_or_a_contribution_of_the_original_is_its_own(household: Run) -> None:
    do(household, "snapshot", "edit", "House", "--month", "2026-03", "--note", "seen",
       "--contribution", "5")  # fmt: skip
    rows = household("snapshot", "list", "--asset", "House", "--json").json["rows"]
    assert [(row["note"], row["contribution"]) for row in rows] == [
        (None, None), (None, None), ("seen", "5.00"),
    ]  # fmt: skip


def test_who_writes_by_sql_is_followed_too(household: Run, books: psycopg.Connection[Any]) -> None:
    books.execute("UPDATE asset_inputs SET total = total * 2 WHERE (month, total) = (3, 100)")
    assert values(household) == copies("200", "200", "200")


# -- undo


def undo(run: Run, books: psycopg.Connection[Any], *event: str) -> None:
    do(run, "undo", *event)
    seal(books)


def last_undo(run: Run) -> str:
    events = run("audit", "list", "--type", "undo", "--json").json["rows"]
    return str(events[0]["id"])


@pytest.mark.parametrize(
    ("command", "after"),
    [
        (["snapshot", "edit", "House", "--month", "2026-03", "--value", "130"], "130"),
        (["snapshot", "delete", "House", "--month", "2026-03", "--yes"], "80"),
        (["snapshot", "add", "House", "110", "--month", "2026-04"], "110"),
    ],
)
def test_undone_and_done_again_the_copies_are_as_they_were(
    household: Run, books: psycopg.Connection[Any], command: list[str], after: str
) -> None:
    do(household, "snapshot", "add", "House", "80", "--month", "2026-02")
    seal(books)
    before = values(household)
    do(household, *command)
    seal(books)
    done = values(household)
    assert done["06"] == (int(after), True)
    for _ in range(2):
        undo(household, books)
        assert values(household) == before
        undo(household, books, last_undo(household))
        assert values(household) == done


def test_what_was_carried_after_the_event_follows_when_that_is_undone(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    seal(books)
    do(household, "snapshot", "edit", "House", "--month", "2026-03", "--value", "130")
    seal(books)
    (event,) = household("audit", "list", "--type", "snapshot.edit", "--json").json["rows"]
    do(household, "snapshot", "carry", "--month", "2026-07")
    seal(books)
    undo(household, books, event["id"])
    assert values(household) == copies("100", "100", "100", "100")
    undo(household, books, last_undo(household))
    assert values(household) == copies("130", "130", "130", "130")


def test_copies_follow_the_first_of_the_months_that_a_file_brings(
    household: Run, tmp_path: Path
) -> None:
    """April stands between March and its copies; August stands behind them all."""
    file = tmp_path / "house.csv"
    file.write_text("asset,month,value\nHouse,2026-08,150\nHouse,2026-04,110\n")
    do(household, "import", "snapshots", str(file))
    assert values(household) == {
        "03": (100, False), "04": (110, False), "05": (110, True), "06": (110, True),
        "08": (150, False),
    }  # fmt: skip


# -- since


def test_since_is_the_month_in_which_the_value_was_written_down(household: Run) -> None:
    rows = household("snapshot", "carry", "--month", "2026-07", "--json").json["rows"]
    assert {row["asset"]: row["since"] for row in rows} == {
        "House": "2026-03", "Dollars": "2026-03",
    }  # fmt: skip
    do(household, "snapshot", "add", "House", "120", "--month", "2026-08")
    rows = household("snapshot", "carry", "--month", "2026-09", "--json").json["rows"]
    assert {row["asset"]: row["since"] for row in rows} == {
        "House": "2026-08", "Dollars": "2026-03",
    }  # fmt: skip
