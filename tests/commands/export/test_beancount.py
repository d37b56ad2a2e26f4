"""finally export beancount."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from finally_cli.model.text import escape_characters
from tests.conftest import Run
from tests.support.awkward_households import NOTES, Household
from tests.support.ledger_programs import need, output_of


def test_the_newest_months_of_the_sample_as_a_journal(
    look: Run, golden: Callable[[str, str], None]
) -> None:
    """2026-10 lacks the value of the wine, which the note says."""
    shown = look("export", "beancount", "--from", "2026-09")
    assert shown.exit_code == 0
    golden("export-beancount.beancount", shown.stdout)
    assert "Stamps" not in shown.stdout  # a neighbour's


def test_a_balance_is_that_of_the_beginning_of_the_next_day(look: Run) -> None:
    text = look("export", "beancount", "--to", "2025-12").stdout
    assert "\n2026-01-01 balance Assets:Cash:Checking  3000.00 USD\n" in text
    assert "pad" not in text


def test_every_note_is_a_narration_with_what_cannot_be_seen_written_out(
    run: Run, books: psycopg.Connection[Any], tmp_path: Path
) -> None:
    need("bean-query")
    household = Household(books, 1, notes=NOTES)
    file = tmp_path / "books.beancount"
    run("export", "beancount", "--what", "items", "-o", str(file), "--user", household.email)
    asked = "SELECT DISTINCT entry_meta('id') AS code, narration WHERE account = 'Equity:Household'"
    _, *rows = csv.reader(io.StringIO(output_of("bean-query", "-f", "csv", file, asked)))
    notes = books.execute(
        "SELECT id::text, description FROM incoming_items WHERE user_id = current_user_id()"
        " UNION ALL"
        " SELECT id::text, description FROM expense_items WHERE user_id = current_user_id()"
    ).fetchall()
    assert len(rows) == len(notes) == len(NOTES)
    assert {code.strip(): said.strip() for code, said in rows} == {
        code: escape_characters(
            note or "", lambda c: c.encode("unicode_escape").decode(), but="\n\r\t"
        ).strip()
        for code, note in notes
    }
