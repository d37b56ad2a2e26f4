"""finally source: list, show, add, edit and delete accounts at banks."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Run

LAYOUT = """\
delimiter = ";"
header = [
    "Datum",
    "Naam",
    "Bedrag",
]
dates = "dmy"
decimal = ","

[columns]
day = "Datum"
text = "Naam"
amount = "Bedrag"
"""


@pytest.fixture
def bank(run: Run) -> Run:
    """A household in EUR with two accounts, of which one is a source."""
    run("asset", "add", "Checking", "--category", "cash")
    run("asset", "add", "Dollars", "--category", "cash", "--currency", "USD")
    added = run("source", "add", "Bank", "--asset", "checking", "--account", "nl91 abna 0417164300")
    assert added.stdout == 'Added "Bank" in EUR, account …4300, the asset "Checking".\n'
    return run


def sources(run: Run) -> list[tuple[Any, ...]]:
    rows = run("source", "list", "--json").json["rows"]
    return [(row["source"], row["currency"], row["account"], row["asset"]) for row in rows]


def refusal(run: Run, *words: str) -> dict[str, Any]:
    """How a command refuses."""
    done = run(*words, "--json")
    assert (done.stdout, done.exit_code) == ("", done.error["exit"])
    error: dict[str, Any] = done.error
    return error


def add_row(db: psycopg.Connection[Any], day: str, decision: str = "waits") -> None:
    """A bank row of Bank, as an import writes it."""
    db.execute(
        """
        WITH file AS (
            INSERT INTO imports (user_id, source_id, file_name, file_hash, format, rows_read)
            SELECT current_user_id(), sources.id, 'a.csv', sha256(%(day)s::text::bytea), 'csv', 1
            FROM sources WHERE source_name = 'Bank'
            RETURNING user_id, id, source_id
        )
        INSERT INTO import_rows (
            user_id, import_id, source_id, line, day, amount, text, key, occurrence, decision,
            decided_by
        )
        SELECT user_id, id, source_id, 2, %(day)s::date, -5, 'Coffee', gen_random_uuid(), 1,
            %(decision)s, CASE WHEN %(decision)s <> 'waits' THEN 'hand' END
        FROM file
        """,
        {"day": day, "decision": decision},
    )


def test_a_source_is_in_the_currency_of_its_asset_or_in_ones_own(bank: Run) -> None:
    bank("source", "add", "Dollar bank", "--asset", "Dollars")
    bank("source", "add", "Cash card")
    assert sources(bank) == [
        ("Bank", "EUR", "…4300", "Checking"),
        ("Cash card", "EUR", None, None),
        ("Dollar bank", "USD", None, "Dollars"),
    ]
    refused = refusal(bank, "source", "add", "Other", "--asset", "Dollars", "--currency", "EUR")
    assert (refused["exit"], refused["code"]) == (1, "CURRENCY_DIFFERS")
    assert refused["hint"].endswith("--currency USD")


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (["add", "bank"], 6, "SOURCE_EXISTS"),
        (["add", "Again", "--account", "NL91ABNA0417164300"], 6, "SOURCE_EXISTS"),
        (["add", "Again", "--asset", "Checking"], 6, "SOURCE_EXISTS"),
        (["add", "Again", "--asset", "Chekcing"], 5, "ASSET_NOT_FOUND"),
        (["add", "Again", "--like", "Bnak"], 5, "SOURCE_NOT_FOUND"),
        (["add", "Again", "--layout", "nowhere.toml"], 7, "FILE_NOT_FOUND"),
        (["add", "Again", "--like", "Bank", "--layout", "x.toml"], 2, "USAGE"),
        (["add", "Again", "--account", "???"], 2, "USAGE"),
        (["add", "x" * 101], 2, "USAGE"),
        (["edit", "Bank"], 2, "USAGE"),
        (["edit", "Bank", "--currency", "USD"], 1, "CURRENCY_DIFFERS"),
        (["show", "Bnak"], 5, "SOURCE_NOT_FOUND"),
        (["show", "Bank", "--toml"], 5, "LAYOUT_NOT_FOUND"),
        (["delete", "Bnak", "--yes"], 5, "SOURCE_NOT_FOUND"),
        (["delete", "Bank"], 1, "NOT_CONFIRMED"),
    ],
)
def test_what_cannot_be_is_refused(bank: Run, words: list[str], exit_code: int, code: str) -> None:
    before = sources(bank)
    refused = refusal(bank, "source", *words)
    assert (refused["exit"], refused["code"]) == (exit_code, code)
    assert sources(bank) == before


def test_an_unknown_source_is_answered_with_the_nearest_name(bank: Run) -> None:
    assert 'Did you mean "Bank"' in refusal(bank, "source", "show", "Bnak")["hint"]


def test_a_source_is_found_by_its_name_or_the_beginning_of_its_id(bank: Run) -> None:
    id_ = bank("source", "show", "BANK", "--json").json["rows"][0]["id"]
    assert bank("source", "show", id_[:6], "--json").json["rows"][0]["source"] == "Bank"


def test_a_layout_comes_from_a_file_goes_to_another_source_and_out_again(
    bank: Run, tmp_path: Path
) -> None:
    file = tmp_path / "bank.toml"
    file.write_text(LAYOUT)
    edited = bank("source", "edit", "Bank", "--layout", str(file))
    assert "See how its CSV files are read now" in edited.stdout
    bank("source", "add", "Second", "--like", "bank")
    assert bank("source", "show", "Second", "--toml").stdout == LAYOUT
    shown = bank("source", "show", "Second")
    assert "columns     day=Datum, text=Naam, amount=Bedrag" in shown.stdout
    assert bank("source", "show", "Second", "--json").json["layout"] == LAYOUT


def test_an_empty_layout_has_the_next_file_looked_at_anew(bank: Run, tmp_path: Path) -> None:
    file = tmp_path / "bank.toml"
    file.write_text(LAYOUT)
    bank("source", "edit", "Bank", "--layout", str(file))
    done = bank("source", "edit", "Bank", "--layout", "")
    assert done.stdout.endswith("The next CSV file is looked at anew.\n")
    assert refusal(bank, "source", "show", "Bank", "--toml")["code"] == "LAYOUT_NOT_FOUND"


def test_a_layout_that_cannot_be_is_refused_and_the_old_one_stays(
    bank: Run, tmp_path: Path
) -> None:
    file = tmp_path / "bank.toml"
    file.write_text(LAYOUT.replace("decimal", "decimla"))
    refused = refusal(bank, "source", "edit", "Bank", "--layout", str(file))
    assert (refused["exit"], refused["code"]) == (7, "BAD_LAYOUT")
    assert 'Did you mean "decimal"' in refused["hint"]


def test_everything_about_a_source_can_change_and_be_taken_away(bank: Run) -> None:
    done = bank("source", "edit", "bank", "--name", "Everyday", "--asset", "", "--account", "")
    assert done.stdout == 'Renamed "Bank" to "Everyday". It is "Everyday" in EUR.\n'
    bank("source", "edit", "everyday", "--currency", "USD", "--asset", "Dollars")
    assert sources(bank) == [("Everyday", "USD", None, "Dollars")]


def test_rows_are_counted_and_their_days_named_and_keep_the_source(
    bank: Run, books: psycopg.Connection[Any]
) -> None:
    add_row(books, "2026-10-03")
    add_row(books, "2026-11-02", "ignored")
    [row] = bank("source", "show", "Bank", "--json").json["rows"]
    assert (row["files"], row["rows"], row["waiting"]) == (2, 2, 1)
    assert (row["first_day"], row["last_day"]) == ("2026-10-03", "2026-11-02")
    [listed] = bank("source", "list", "--json").json["rows"]
    assert (listed["last_day"], listed["waiting"]) == ("2026-11-02", 1)
    refused = refusal(bank, "source", "delete", "Bank", "--yes")
    assert (refused["exit"], refused["code"]) == (6, "SOURCE_IN_USE")
    refused = refusal(bank, "source", "edit", "Bank", "--asset", "", "--currency", "USD")
    assert (refused["exit"], refused["code"]) == (6, "CURRENCY_IN_USE")


def test_a_source_without_rows_is_deleted(bank: Run) -> None:
    assert bank("source", "delete", "Bank", "--yes").stdout == 'Deleted "Bank".\n'
    assert bank("source", "list").stdout == (
        "Sources\nNo sources yet. Add one with: finally source add NAME\n"
    )


def test_a_dry_run_changes_nothing(bank: Run) -> None:
    assert "Bank" in bank("source", "delete", "Bank", "--yes", "--dry-run").stdout
    assert len(sources(bank)) == 1
