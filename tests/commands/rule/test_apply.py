"""finally rule apply, on the household of sample.sql: a cinema of -43.90 on 2026-11-03 and a hotel
without a text of -210 on 2026-11-02 wait."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from tests.conftest import Run
from tests.support.outcomes import list_rows


def expenses(run: Run) -> list[tuple[str, str, str | None]]:
    rows = list_rows(run, "expense", "--month", "2026-11")
    return [(row["amount"], row["category"], row["note"]) for row in rows]


def test_what_waits_becomes_what_the_first_rule_says(household: Run) -> None:
    household("rule", "add", "cinema", "--category", "wellness")
    household("rule", "add", "cinema", "--amount", "..50", "--ignore", "--in")
    done = household("rule", "apply", "--json")
    (row,) = done.json["rows"]
    assert (row["day"], row["amount"], row["becomes"], row["because"]) == (
        "2026-11-03", "-43.90", "WELLNESS", 'rule 6: "cinema" → WELLNESS',
    )  # fmt: skip
    assert (done.json["decided"], done.json["waiting"]) == (1, 1)
    assert expenses(household) == [("43.90", "WELLNESS", "CINEMA [bold]")]
    again = household("rule", "apply")
    assert again.stdout.startswith("No rule decides on the row that waits.\n")
    assert len(expenses(household)) == 1


def test_a_dry_run_shows_which_rows_become_what_and_writes_nothing(household: Run) -> None:
    household("rule", "add", "cinema", "--category", "wellness")
    shown = household("rule", "apply", "--month", "2026-11", "--dry-run")
    assert "CINEMA [bold]" in shown.stdout
    assert "WELLNESS" in shown.stdout
    assert "dry run: nothing was changed" in shown.stdout
    assert expenses(household) == []
    assert household("rule", "apply", "--month", "2026-10").stdout == (
        "No bank row of 2026-10 waits.\n"
    )
    assert household("rule", "apply").stdout.startswith("Decided on 1 row\n")


def test_a_row_that_may_be_an_entry_already_waits_on(household: Run) -> None:
    """Typed two days before by hand."""
    household("rule", "add", "cinema", "--category", "wellness")
    household("expense", "add", "43.90", "wellness", "--date", "2026-11-01")
    done = household("rule", "apply")
    assert done.exit_code == 0
    assert "No rule decides" in done.stdout
    assert "1 row waits because this may be the same: expense " in done.stdout
    assert len(expenses(household)) == 1


def test_an_entry_six_days_before_or_of_another_amount_is_no_twin(household: Run) -> None:
    household("rule", "add", "cinema", "--category", "wellness")
    household("expense", "add", "43.91", "wellness", "--date", "2026-11-03")
    household("expense", "add", "43.90", "wellness", "--date", "2026-10-28")
    assert "Decided on 1 row" in household("rule", "apply").stdout


def test_a_closed_category_decides_nothing_from_then_on(household: Run) -> None:
    household("category", "add", "Film", "--kind", "expense")
    household("rule", "add", "cinema", "--category", "film")
    household("category", "close", "film", "--month", "2026-11")
    done = household("rule", "apply")
    assert "because this is closed: FILM" in done.stdout
    assert expenses(household) == []


def test_a_contribution_has_the_sign_of_what_the_asset_gets(household: Run) -> None:
    household("rule", "add", "cinema", "--contribution", "world fund")
    assert "Decided on 1 row" in household("rule", "apply").stdout
    household("snapshot", "add", "World fund", "50043.90", "--month", "2026-11")
    shown = household("report", "explain", "--month", "2026-11", "--json").json
    assert not [row for row in shown["rows"] if row["asset"] == "World fund"]  # no gain
    assert expenses(household) == []


def test_what_was_decided_already_stays(household: Run) -> None:
    """A statement of 2026-10 was ignored by a rule, and its text is of another rule now."""
    household("rule", "add", "account", "--category", "fees", "--first")
    assert "No rule decides on any of the 2 rows" in household("rule", "apply").stdout


def test_a_row_in_a_currency_without_a_rate_waits_for_it(household: Run) -> None:
    """Bob's books are in EUR and his account in USD, at 777 for all months but this one."""
    household("rule", "edit", "1", "--category", "food", "--user", "bob")
    done = household("rule", "apply", "--user", "bob", "--json")
    assert done.exit_code == 0, done.stderr
    said = {note["code"]: note["command"] for note in done.json["notes"]}
    assert said["HELD"] == "finally fx set USD/EUR RATE --month 2026-11 --user bob"
    assert done.json["decided"] == 0


def test_transfers_find_their_other_sides(
    household: Run, connection: psycopg.Connection[Any]
) -> None:
    """The hotel of -210 on 2026-11-02 by the card, and 210 that come in on the 4th at the bank."""
    connection.execute(
        "INSERT INTO import_rows (user_id, import_id, source_id, line, day, amount, text, key,"
        " occurrence, decision)"
        " SELECT user_id, id, source_id, 9, day, 210, 'HOTEL BACK', gen_random_uuid(), 1, 'waits'"
        " FROM imports CROSS JOIN (VALUES (date '2026-11-04'), ('2026-11-06')) AS days (day)"
        " WHERE file_name = 'october.sta'"
    )
    household("rule", "add", "hotel", "--transfer")
    household("rule", "add", "--regex", "^$", "--transfer")
    assert "Decided on 3 rows" in household("rule", "apply").stdout
    paired = connection.execute(
        "SELECT one.text, one.day::text, other.text FROM import_rows AS one"
        " JOIN import_rows AS other ON other.id = one.pair_id"
        " WHERE one.day > '2026-11-01' ORDER BY one.day"
    ).fetchall()
    assert paired == [("", "2026-11-02", "HOTEL BACK"), ("HOTEL BACK", "2026-11-04", "")]


def test_an_import_puts_nothing_into_a_closed_asset(household: Run, tmp_path: Path) -> None:
    """Such a row waits, and says why: the flat is sold in December."""
    household("rule", "add", "builder", "--contribution", "flat")
    household("asset", "close", "flat", "--month", "2026-12")
    file = tmp_path / "bank.qif"
    file.write_text("!Type:Bank\nD12/14/2026\nT-50.00\nPBUILDER\n^\n")
    done = household("import", "bank", str(file), "--source", "City bank", "--json", "--yes")
    assert [(row["becomes"], row["because"]) for row in done.json["rows"]] == [
        ("inbox", 'rule 6: "builder" → contribution to Flat, which is closed'),
    ]
