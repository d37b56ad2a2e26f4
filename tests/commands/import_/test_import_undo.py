"""finally import undo: a file is taken back, but for what somebody has changed since.

As processes: what was changed is told from what was not by the transaction that wrote it.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Server
from tests.support.bank_files import mt940, ofx, write
from tests.support.processes import Program

ROWS = [("2026-10-01", "-3.50", "Coffee"), ("2026-10-02", "-4.50", "Coffee"),
        ("2026-10-03", "-5.50", "Coffee"), ("2026-10-05", "-20.00", "REWE Markt")]  # fmt: skip


@pytest.fixture
def program(server: Server, fresh_database: str, tmp_path: Path) -> Program:
    with closing(server.connect(fresh_database, autocommit=True)) as owner:
        owner.execute("INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')")
    ann = Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database), "FINALLY_USER": "ann"})
    done(ann("rule", "add", "coffee", "--category", "FOOD"))
    return ann


def done(outcome: Any) -> Any:
    assert outcome.exit_code == 0, outcome.stderr
    return outcome


def imports(program: Program) -> list[Any]:
    return list(done(program("import", "list", "--json")).json["rows"])


def expenses(program: Program) -> list[Any]:
    return list(done(program("expense", "list", "--json")).json["rows"])


def test_what_was_changed_deleted_or_decided_on_stays_and_is_named(
    program: Program, tmp_path: Path
) -> None:
    """Of three coffees one is edited and one deleted; the third goes, and so does what waits."""
    file = write(tmp_path, ofx(ROWS))
    done(program("import", "bank", file, "--source", "Giro"))
    by_amount = {row["amount"]: row["id"] for row in expenses(program)}
    done(program("expense", "edit", by_amount["3.50"], "--note", "With Bob"))
    done(program("expense", "delete", by_amount["4.50"], "--yes"))
    (one,) = imports(program)
    told = done(program("import", "undo", one["id"], "--yes"))
    assert "1 entry deleted, 2 rows forgotten" in told.stdout
    assert '2026-10-01 -3.50 "Coffee": FOOD' in told.stderr
    assert '2026-10-02 -4.50 "Coffee": deleted' in told.stderr
    assert [row["note"] for row in expenses(program)] == ["With Bob"]

    again = done(program("import", "bank", file, "--json")).json
    assert [(row["amount"], row["state"]) for row in again["rows"]] == [
        ("-3.50", "known"), ("-4.50", "known"), ("-5.50", "new"), ("-20.00", "new")
    ]  # fmt: skip
    assert sorted(row["amount"] for row in expenses(program)) == ["3.50", "5.50"]
    assert len(imports(program)) == 1, "it is that import still"


def test_a_file_that_nobody_touched_leaves_nothing_and_is_back_by_undo(
    program: Program, tmp_path: Path
) -> None:
    """Values of months and the other side of a transfer, too: that stays, and stands alone."""
    done(program("asset", "add", "Checking", "--category", "CASH"))
    done(program("source", "add", "Giro", "--asset", "Checking", "--account", "DE1"))
    done(program("source", "add", "Savings", "--account", "DE99"))
    savings = mt940(
        [("2026-10-06", "500.00", "166?00GUTSCHRIFT?20VON GIRO?31DE1?32ANN")], account="DE99",
        opening=("0.00", "2026-09-30"), closing=("500.00", "2026-10-31"),
    )  # fmt: skip
    giro = mt940(
        [("2026-10-05", "-500.00", "166?00UEBERTRAG?20SPAREN?31DE99?32ANN"),
         ("2026-10-07", "-3.50", "166?00KARTE?20COFFEE")], account="DE1",
        opening=("900.00", "2026-09-30"), closing=("396.50", "2026-10-31"),
    )  # fmt: skip
    done(program("import", "bank", write(tmp_path, savings, "s.sta")))
    done(program("import", "bank", write(tmp_path, giro, "g.sta")))
    values = done(program("snapshot", "list", "--json", "--from", "2026-09")).json["rows"]
    assert [(row["month"], row["value"]) for row in values] == [
        ("2026-10", "396.50"), ("2026-09", "900.00")
    ]  # fmt: skip
    one = next(row for row in imports(program) if row["file"] == "g.sta")
    told = done(program("import", "undo", one["id"], "--yes"))
    assert "1 entry deleted, 2 rows forgotten" in told.stdout
    assert expenses(program) == []
    assert done(program("snapshot", "list", "--json", "--from", "2026-09")).json["rows"] == []
    assert [row["file"] for row in imports(program)] == ["s.sta"]
    other = imports(program)[0]["id"]
    (side,) = done(program("import", "show", other, "--json")).json["rows"]
    assert side["becomes"] == "transfer"

    done(program("undo"))
    assert [row["amount"] for row in expenses(program)] == ["3.50"]
    assert [row["file"] for row in imports(program)] == ["g.sta", "s.sta"]
    again = done(program("import", "bank", str(tmp_path / "g.sta"), "--json")).json
    assert again["totals"]["new"] == 0
    done(program("import", "undo", one["id"], "--yes"))
    assert expenses(program) == []
    assert done(program("audit", "verify")).exit_code == 0


def test_a_value_that_was_corrected_since_stays(program: Program, tmp_path: Path) -> None:
    done(program("asset", "add", "Checking", "--category", "CASH"))
    done(program("source", "add", "Giro", "--asset", "Checking"))
    done(program("import", "bank", write(tmp_path, ofx(ROWS, closing=("66.50", "2026-10-31"))),
                 "--source", "Giro"))  # fmt: skip
    done(program("snapshot", "edit", "Checking", "--month", "2026-10", "--value", "70"))
    (one,) = imports(program)
    done(program("import", "undo", one["id"], "--yes"))
    (value,) = done(program("snapshot", "list", "--json")).json["rows"]
    assert value["value"] == "70.00"


def test_days_between_files_are_named_but_where_the_balances_meet(
    program: Program, tmp_path: Path
) -> None:
    """Nothing moved from 6 to 19 October, for 100 were there before and after; from 21 October
    on it is not known: 80 then, 75 on 29 October."""
    parts = [
        mt940([("2026-10-05", "-10.00", "A")], opening=("110.00", "2026-10-01"),
              closing=("100.00", "2026-10-05")),
        mt940([("2026-10-20", "-20.00", "B")], opening=("100.00", "2026-10-19"),
              closing=("80.00", "2026-10-20")),
        mt940([("2026-10-30", "-5.00", "C")], opening=("75.00", "2026-10-29"),
              closing=("70.00", "2026-10-30")),
    ]  # fmt: skip
    for number, part in enumerate(parts):
        file = write(tmp_path, part, f"{number}.sta")
        done(program("import", "bank", file, "--source", "Giro"))
    (gap,) = done(program("import", "list", "--json")).json["notes"]
    assert gap["message"] == 'No file of "Giro" covers what was from 2026-10-21 to 2026-10-29.'


def test_what_somebody_else_has_imported_is_neither_known_nor_found(
    program: Program, server: Server, fresh_database: str, tmp_path: Path
) -> None:
    """Bob has the same account and file; his rows are his own, and Ann's are not to be had."""
    with closing(server.connect(fresh_database, autocommit=True)) as owner:
        owner.execute("INSERT INTO users (email, base_currency) VALUES ('bob@example.org', 'EUR')")
    bob = Program(tmp_path, {**program.settings, "FINALLY_USER": "bob"})
    file = write(tmp_path, ofx(ROWS))
    done(program("import", "bank", file, "--source", "Giro"))
    assert bob("import", "bank", file, "--json").error["code"] == "SOURCE_NOT_SAID"
    assert (
        done(bob("import", "bank", file, "--source", "Giro", "--json")).json["totals"]["new"] == 4
    )
    (theirs,) = imports(program)
    for words in (("import", "show", theirs["id"]), ("import", "undo", theirs["id"], "--yes")):
        refused = bob(*words, "--json")
        assert (refused.exit_code, refused.error["code"]) == (5, "IMPORT_NOT_FOUND")
    (own,) = imports(bob)
    done(bob("import", "undo", own["id"], "--yes"))
    assert (len(imports(program)), len(expenses(program))) == (1, 3)
