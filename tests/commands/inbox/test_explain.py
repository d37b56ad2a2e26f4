"""finally expense explain, finally income explain: where an entry comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from tests.conftest import Run
from tests.support.bank_files import ofx, write


def test_an_entry_of_a_bank_row_names_the_file_the_words_and_the_rule_as_it_was(
    run: Run, tmp_path: Path
) -> None:
    run("rule", "add", "rewe", "--category", "food")
    file = write(tmp_path, ofx([("2026-10-05", "-20.00", "REWE Markt 11")]), "giro.ofx")
    assert run("import", "bank", file, "--source", "Giro").exit_code == 0
    run("rule", "edit", "1", "--category", "other")
    (entry,) = run("expense", "list", "--json").json["rows"]
    run("expense", "edit", entry["id"], "--note", "My own words")
    said = run("expense", "explain", entry["id"], "--json").json
    assert (said["source"], said["file"], said["day"]) == ("Giro", "giro.ofx", "2026-10-05")
    assert (said["text"], said["amount"]) == ("REWE Markt 11", "-20.00")
    assert (said["decided_by"], said["because"]) == ("rule", 'rule 1: "rewe" → FOOD')
    told = run("expense", "explain", entry["id"]).stdout
    assert '"REWE Markt 11"' in told
    assert f"line {said['line']} of giro.ofx" in told
    assert 'Decided by rule 1: "rewe" → FOOD.' in told


def test_a_typed_one_says_who_wrote_it_and_a_hand_that_chose_is_named(
    run: Run, tmp_path: Path, books: psycopg.Connection[Any]
) -> None:
    run("income", "add", "4000", "salary")
    books.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as a commit does, for the audit
    books.execute("SET CONSTRAINTS ALL DEFERRED")
    (typed,) = run("income", "list", "--json").json["rows"]
    said = run("income", "explain", typed["id"], "--json").json
    assert said["row_id"] is None
    assert said["written_by"] == "finally_app"
    assert "income add 4000 salary" in run("income", "explain", typed["id"]).stdout

    file = write(tmp_path, ofx([("2026-10-05", "-20.00", "Kiosk")]), "giro.ofx")
    run("import", "bank", file, "--source", "Giro")
    (row,) = run("inbox", "--json").json["rows"]
    run("inbox", "assign", row["id"], "food")
    (entry,) = run("expense", "list", "--json").json["rows"]
    assert "Chosen by hand." in run("expense", "explain", entry["id"]).stdout
