"""finally rule suggest: what was chosen alike by hand, in bank rows of one account."""

from __future__ import annotations

import shlex
from typing import Any

import psycopg
import pytest

from tests.conftest import Run

# The bank's words, and what was chosen by hand: a category, or another decision.
CHOSEN = [
    ("REWE SAGT DANKE 4711", "FOOD"),
    ("REWE SAGT DANKE 4712", "FOOD"),
    ("Rewe City 12", "FOOD"),
    ("CARD SHELL 1", "TRANSPORT"),
    ("CARD SHELL 2", "TRANSPORT"),
    ("CARD THEATRE", "WELLNESS"),
    ("LANDLORD NOVEMBER", "RENT"),
    ("OWN ACCOUNT 1", "transfer"),
    ("OWN ACCOUNT 2", "transfer"),
    ("AB 1", "FEES"),
    ("AB 2", "FEES"),
]


@pytest.fixture
def bank(run: Run, books: psycopg.Connection[Any]) -> Run:
    """Rows of which these were chosen."""
    run("expense", "list")  # whose books are open
    books.execute(
        "INSERT INTO sources (user_id, source_name, currency)"
        " VALUES (current_user_id(), 'Giro', 'EUR')"
    )
    books.execute(
        "INSERT INTO imports (user_id, source_id, file_name, file_hash, format, rows_read)"
        " SELECT user_id, id, 'giro.csv', sha256('giro'), 'csv', 9 FROM sources"
    )
    for line, (text, chosen) in enumerate(CHOSEN, start=1):
        decision = "category" if chosen.isupper() else chosen
        books.execute(
            "INSERT INTO import_rows (user_id, import_id, source_id, line, day, amount, text, key,"
            " occurrence, decision, decided_by)"
            " SELECT user_id, id, source_id, %s, '2026-11-05', -9, %s, gen_random_uuid(), 1, %s,"
            " 'hand' FROM imports",
            [line, text, decision],
        )
        books.execute(
            "INSERT INTO expense_items (user_id, category_id, year, month, amount, import_row_id)"
            " SELECT import_rows.user_id, expense_categories.id, 2026, 11, 9, import_rows.id"
            " FROM import_rows JOIN expense_categories ON code = %s"
            " WHERE import_rows.line = %s",
            [chosen, line],
        )
    return run


def commands(run: Run) -> list[tuple[int, str]]:
    rows = run("rule", "suggest", "--json").json["rows"]
    return [(row["times"], row["command"]) for row in rows]


def test_what_was_chosen_alike_is_offered_by_the_words_that_tell_it_apart(bank: Run) -> None:
    """`card` alone is of two categories, `landlord` was chosen once, and `ab` is two letters,
    but with what follows it differs."""
    assert commands(bank) == [
        (3, "finally rule add rewe --category expense:FOOD"),
        (2, "finally rule add 'card shell' --category expense:TRANSPORT"),
        (2, "finally rule add 'own account' --transfer"),
    ]
    assert bank("rule", "list", "--json").json["rows"] == []


def test_what_is_offered_can_be_typed_and_is_offered_no_more(bank: Run) -> None:
    for _, command in commands(bank):
        assert bank(*shlex.split(command)[1:]).exit_code == 0
    assert commands(bank) == []


def test_a_rule_that_says_something_else_is_gone_before(bank: Run) -> None:
    bank("rule", "add", "shell", "--category", "fees")
    assert (2, "finally rule add 'card shell' --category expense:TRANSPORT --before 1") in (
        commands(bank)
    )


def test_a_row_that_was_split_says_nothing(bank: Run, books: psycopg.Connection[Any]) -> None:
    books.execute(
        "INSERT INTO expense_items (user_id, category_id, year, month, amount, import_row_id)"
        " SELECT user_id, category_id, year, month, amount, import_row_id FROM expense_items"
        " WHERE import_row_id IN (SELECT id FROM import_rows WHERE text LIKE 'CARD%')"
    )
    assert [times for times, _ in commands(bank)] == [3, 2]
