"""finally inbox review: the walk through what waits, typed on a pseudo-terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Run, Server
from tests.support.bank_files import ofx, write
from tests.support.interview import HOUSEHOLD, answer
from tests.support.processes import Program, PseudoTerminal

ROWS = [
    ("2026-10-01", "-20.00", "REWE Markt 11"),
    ("2026-10-02", "-30.00", "REWE Markt 12"),
    ("2026-10-03", "-50.00", "Kaufhaus"),
    ("2026-10-04", "-9.00", "Kiosk"),
]
ASKED = ":"


@pytest.fixture
def program(server: Server, fresh_database: str, tmp_path: Path) -> Program:
    """The program on a household with four bank rows that wait."""
    with closing(server.connect(fresh_database)) as connection:
        connection.execute(HOUSEHOLD)
        connection.commit()
    program = Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})
    file = write(tmp_path, ofx(ROWS), "giro.ofx")
    assert program("import", "bank", file, "--source", "Giro").exit_code == 0
    return program


@pytest.fixture
def walk(program: Program) -> Iterator[PseudoTerminal]:
    with PseudoTerminal(program, "inbox", "review") as terminal:
        terminal.until("Becomes: ")
        yield terminal


def entries(program: Program) -> list[tuple[str, str, str]]:
    rows = program("expense", "list", "--json").json["rows"]
    return sorted((row["note"], row["category"], row["amount"]) for row in rows)


def test_a_beginning_chooses_enter_takes_what_is_offered_and_a_row_is_split(
    walk: PseudoTerminal, program: Program
) -> None:
    assert "[2/4]" in answer(walk, "food/groc", "Becomes [FOOD/GROCERIES]: ")
    assert "[3/4]" in answer(walk, "", "Becomes: ")
    answer(walk, "s", "Enter to stop: ")
    answer(walk, "20 food", "Enter to stop: ")
    assert "[4/4]" in answer(walk, "expense:other", "Becomes: ")
    walk.type("q\n")
    assert "Decided on 3 rows; 1 row waits on." in walk.rest()
    assert entries(program) == [
        ("Kaufhaus", "FOOD", "20.00"),
        ("Kaufhaus", "OTHER", "30.00"),  # 50 - 20
        ("REWE Markt 11", "FOOD", "20.00"),
        ("REWE Markt 12", "FOOD", "30.00"),
    ]


def test_a_rule_decides_on_all_that_waits_like_it_and_u_takes_it_back(
    walk: PseudoTerminal, program: Program
) -> None:
    assert "[rewe markt]" in answer(walk, "r", "markt]: ")
    answer(walk, "", "Category: ")
    assert "decides on 2 rows" in answer(walk, "food", "[Y/n] ")
    assert "[3/4]" in answer(walk, "", "Becomes: ")
    assert "[1/4]" in answer(walk, "u", "Becomes: ")
    walk.type("q\n")
    assert "Decided on 0 rows; 4 rows wait on." in walk.rest()
    assert entries(program) == []
    assert program("rule", "list", "--json").json["rows"] == []


def test_ctrl_c_keeps_what_was_answered_and_a_refusal_asks_again(
    walk: PseudoTerminal, program: Program
) -> None:
    assert "there is no category" in answer(walk, "nonsense", "Becomes: ")
    assert "[2/4]" in answer(walk, "i", "Becomes [ignored]: ")
    walk.type("\x03")
    assert "Decided on 1 row; 3 rows wait on." in walk.rest()
    assert walk.ended() == 0
    assert len(program("inbox", "--json").json["rows"]) == 3


def test_a_row_is_shown_whole_and_the_answers_fold_behind_their_keys(program: Program) -> None:
    with PseudoTerminal(program, "inbox", "review", COLUMNS="50") as terminal:
        assert terminal.until("Becomes: ").endswith(
            "[1/4] 2026-10-01  -20.00 EUR  Giro\n"
            "      REWE Markt 11\n"
            "      giro.ofx, line 13\n"
            "      no rule fits\n"
            "Becomes: "
        )
        explained = answer(terminal, "?", "Becomes: ")
        assert (
            "  Enter     take what is offered; where nothing\n            is, skip it\n"
            in explained
        )
        assert max(map(len, explained.splitlines())) <= 50


def test_parts_of_another_currency_sum_to_the_row_in_that_of_the_books(program: Program) -> None:
    """10.01 dollars are 9.009 euros; 3.33 are 2.997 of them, and the 6.68 left are 6.012."""
    hotel = ofx([("2026-11-08", "-10.01", "Hotel")], account="USD1", currency="USD")
    program("fx", "set", "USD/EUR", "0.9", "--month", "2026-11")
    program("import", "bank", write(program.home, hotel, "usd.ofx"), "--source", "Dollars abroad")
    with PseudoTerminal(program, "inbox", "review", "--month", "2026-11") as terminal:
        assert "[1/1] 2026-11-08  -10.01 USD" in terminal.until("Becomes: ")
        answer(terminal, "s", "Enter to stop: ")
        answer(terminal, "3.33 food", "Enter to stop: ")
        terminal.type("fees\n")
        assert "Decided on 1 row; 0 rows wait on." in terminal.rest()
    assert entries(program) == [("Hotel", "FEES", "6.012"), ("Hotel", "FOOD", "2.997")]


def test_a_script_is_told_what_to_type(run: Run, tmp_path: Path) -> None:
    assert "The inbox is empty" in run("inbox", "review").stdout
    run("import", "bank", write(tmp_path, ofx(ROWS), "giro.ofx"), "--source", "Giro")
    refused = run("inbox", "review", "--json")
    assert (refused.exit_code, refused.error["code"]) == (1, "NO_TERMINAL")
    assert "finally inbox assign" in refused.error["hint"]


def test_an_import_offers_its_own_rows_once_it_is_kept(program: Program) -> None:
    """The household waits for four rows already, and the walk is through the new one alone."""
    write(program.home, ofx([("2026-10-08", "-10.00", "Hotel")], account="CARD"), "card.ofx")
    with PseudoTerminal(program, "import", "bank", "card.ofx", "--source", "Card") as terminal:
        assert "Imported 1 new row of card.ofx" in terminal.until("[Y/n] ")
        assert len(program("inbox", "--json").json["rows"]) == 5
        assert "[1/1] 2026-10-08" in answer(terminal, "", "Becomes: ")
        terminal.type("transport\n")
        assert terminal.rest().endswith("Decided on 1 row; 0 rows wait on.\n")
        assert terminal.ended() == 0
    assert entries(program) == [("Hotel", "TRANSPORT", "10.00")]


@pytest.mark.parametrize("typed", ["n\n", "\x03"], ids=["no", "Ctrl-C"])
def test_an_import_is_kept_whatever_is_said_of_its_rows(program: Program, typed: str) -> None:
    write(program.home, ofx([("2026-10-08", "-10.00", "Hotel")], account="CARD"), "card.ofx")
    with PseudoTerminal(program, "import", "bank", "card.ofx", "--source", "Card") as terminal:
        terminal.until("Review the row that waits? [Y/n] ")
        terminal.type(typed)
        assert terminal.rest().endswith("Decide on what waits with: finally inbox review\n")
        assert terminal.ended() == 0
    assert len(program("inbox", "--json").json["rows"]) == 5
