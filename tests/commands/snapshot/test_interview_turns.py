"""The walk's turns: back to what was answered, sums, slips, Ctrl-C, and books that change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Server
from tests.support.interview import HOUSEHOLD, answer, kept
from tests.support.processes import CHECKOUT, Program, PseudoTerminal

FIRST = "[1/3] Checking, 1,000.00 EUR (2026-10)"
SECOND = "[2/3] Dollars, 100.00 USD (2026-10)"
THIRD = "[3/3] Mortgage, owed 500.00 EUR (2026-10)"
STOPPED = "finally: nothing was saved\n  Start again with: finally snapshot add --month 2026-11\n"


@pytest.fixture
def household(server: Server, fresh_database: str, tmp_path: Path) -> Program:
    """The program on a household with three assets that have values in 2026-10."""
    with closing(server.connect(fresh_database)) as connection:
        connection.execute(HOUSEHOLD)
        connection.commit()
    return Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})


@pytest.fixture
def walk(household: Program) -> Iterator[PseudoTerminal]:
    """The walk of 2026-11, at its first question."""
    with PseudoTerminal(household, "snapshot", "add") as terminal:
        terminal.until(f"{FIRST}: ")
        yield terminal


def reply_to(terminal: PseudoTerminal, typed: str) -> str:
    """Type a line; what is said up to the next question to the first asset, without that."""
    return answer(terminal, typed, f"{FIRST}: ").removesuffix(f"{FIRST}: ")


def test_back_goes_to_the_question_before_any_number_of_times_and_keeps_what_was_answered(
    walk: PseudoTerminal, household: Program
) -> None:
    assert reply_to(walk, "back") == "  This is the first question.\n"
    answer(walk, "1100")
    answer(walk, "-")
    assert answer(walk, "back") == f"{SECOND}, left as it is: "
    assert answer(walk, "B") == f"{FIRST}, now 1,100.00: "
    assert answer(walk, "") == f"{SECOND}, left as it is: "
    assert answer(walk, "keep") == f"{THIRD}: "
    answer(walk, "490", "[Y/n] ")
    assert answer(walk, "back") == f"{THIRD}, now 490.00: "
    assert answer(walk, "back") == f"{SECOND}, kept: "
    answer(walk, "")
    summary = answer(walk, "", "[Y/n] ")
    # 1,100 and 90 less 490 are 700, and October had 590.
    assert summary.splitlines()[3:] == [
        " Checking   1,000.00   1,100.00   +100.00",
        " Mortgage    -500.00    -490.00    +10.00",
        "Carried: Dollars.",
        "Net worth 700.00 EUR (+110.00).",
        "Save 3 values? [Y/n] ",
    ]
    walk.type("\n")
    assert "Saved 2 values and carried 1 for 2026-11." in walk.rest()
    assert kept(household) == {
        "Checking": ("1100.00", False),
        "Dollars": ("90.00", True),
        "Mortgage": ("-490.00", False),
    }


def test_a_sum_is_one_value_and_each_part_of_it_is_read_as_an_amount(
    walk: PseudoTerminal, household: Program
) -> None:
    assert reply_to(walk, "1.234+1").startswith('  the amount "1.234" can be read in two ways.')
    assert reply_to(walk, "100+").startswith('  "100+" is not a sum of amounts.')
    assert reply_to(walk, "100++2").startswith('  "100++2" is not a sum of amounts.')
    assert reply_to(walk, "100+x").startswith('  "x" is not an amount of money.')
    answer(walk, "1,000.50 + 200 - 50,25")  # 1150.25
    assert answer(walk, "back") == f"{FIRST}, now 1,150.25: "
    answer(walk, "")
    answer(walk, "-")
    answer(walk, "-", "[Y/n] ")
    walk.type("y\n")
    walk.rest()
    assert kept(household) == {"Checking": ("1150.25", False)}


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("10000", "10,000.00 is ten times that"),
        ("9500", "9,500.00 is about ten times that"),
        ("98+2", "100.00 is a tenth of that"),
        ("100000", "100,000.00 is a hundred times that"),
        ("-1000", "-1,000.00 is below zero"),
    ],
)
def test_what_looks_like_a_slip_is_asked_about_once_and_a_no_asks_again(
    typed: str, asked: str, walk: PseudoTerminal
) -> None:
    question = f'  "Checking" was 1,000.00, and {asked}. Is that right? [y/N] '
    assert answer(walk, typed, "[y/N] ") == question
    assert answer(walk, "", f"{FIRST}: ".removeprefix("[1/3]")).startswith("  again:")
    answer(walk, typed, "[y/N] ")
    assert answer(walk, "y") == f"{SECOND}: "
    answer(walk, "back")
    assert answer(walk, "") == f"{SECOND}: ", "a yes holds on the way back"


def test_a_change_that_moves_no_digits_is_not_asked_about(walk: PseudoTerminal) -> None:
    for typed in ("3000", "0", "300", "1250"):
        assert answer(walk, typed) == f"{SECOND}: "
        answer(walk, "back")


def test_yes_takes_slips_with_a_word_on_them_and_still_asks_whether_to_save(
    household: Program,
) -> None:
    with PseudoTerminal(household, "snapshot", "add", "--yes") as walk:
        walk.until(f"{FIRST}: ")
        assert "is ten times that. Is that right? Yes, by --yes.\n" in answer(walk, "10000")
        answer(walk, "-")
        answer(walk, "-", "[Y/n] ")
        walk.type("y\n")
        assert "Saved 1 value" in walk.rest()


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ((), f"{FIRST}: "),
        (("", "200"), "one USD in EUR: "),
        (("10000",), "[y/N] "),
        (("", "", ""), "[Y/n] "),
    ],
)
@pytest.mark.parametrize("stop", ["\x03", "\x04"])
def test_ctrl_c_and_ctrl_d_save_nothing_and_name_the_month_wherever_they_come(
    stop: str, typed: tuple[str, ...], until: str, household: Program
) -> None:
    with PseudoTerminal(household, "snapshot", "add") as walk:
        for number, line in enumerate(typed):
            walk.until((f"{FIRST}: ", f"{SECOND}: ", f"{THIRD}: ")[number])
            walk.type(f"{line}\n")
        walk.until(until)
        for _ in range(3):  # the question whether to keep what was typed, too
            walk.type(stop)
            if not until_question(walk):
                break
        assert walk.rest().endswith(STOPPED)
        assert walk.ended() == 130
    assert kept(household) == {}


def until_question(walk: PseudoTerminal) -> bool:
    """Wait for a further question; False where the program ends without one."""
    shown = walk.shown = ""
    while walk.read():
        shown = walk.shown
        if "--month 2026-11\n" in shown:
            return False
        if shown.endswith((": ", "] ")):
            return True
    return False


def test_lines_typed_before_are_at_the_arrow_keys_and_in_no_file(
    walk: PseudoTerminal, household: Program
) -> None:
    answer(walk, "700")
    answer(walk, "-")
    walk.type("\x1b[A\x1b[A\x7f5\x1b[D\x1b[D\x7f9\n")  # 700, 705, and 905 by arrows and rubouts
    walk.until("[Y/n] ")
    walk.type("\n")
    walk.rest()
    assert kept(household) == {"Checking": ("700.00", False), "Mortgage": ("-905.00", False)}
    assert not list(household.home.rglob("*history*"))


def test_without_readline_the_walk_is_the_same_without_editing(
    household: Program, tmp_path: Path
) -> None:
    (tmp_path / "readline.py").write_text("raise ImportError")
    path = os.pathsep.join([str(tmp_path), str(CHECKOUT)])
    with PseudoTerminal(household, "snapshot", "add", PYTHONPATH=path) as walk:
        walk.until(f"{FIRST}: ")
        assert answer(walk, "700") == f"{SECOND}: "
        assert answer(walk, "back") == f"{FIRST}, now 700.00: "
        answer(walk, "")
        answer(walk, "-")
        answer(walk, "-", "[Y/n] ")
        walk.type("\n")
        walk.rest()
    assert kept(household) == {"Checking": ("700.00", False)}


def test_a_value_that_somebody_else_writes_meanwhile_is_told_before_anything_is_saved(
    walk: PseudoTerminal, household: Program
) -> None:
    answer(walk, "700")
    assert household("snapshot", "add", "Checking", "900").exit_code == 0
    answer(walk, "-")
    summary = answer(walk, "-", "[Y/n] ").splitlines()
    assert summary[0] == '"Checking" was changed meanwhile: it is 900.00 EUR now.'
    assert summary[4] == " Checking   900.00   700.00   -200.00"
    assert household("snapshot", "add", "Checking", "901").exit_code == 0
    again = answer(walk, "y", "[Y/n] ").splitlines()  # seen after the yes, and asked once more
    assert again[0] == '"Checking" was changed meanwhile: it is 901.00 EUR now.'
    assert kept(household) == {"Checking": ("901.00", False)}
    walk.type("y\n")
    walk.rest()
    assert kept(household) == {"Checking": ("700.00", False)}


def test_assets_that_are_closed_and_opened_meanwhile_are_left_out_and_asked_about(
    walk: PseudoTerminal, household: Program
) -> None:
    answer(walk, "700")
    assert household("asset", "close", "Checking", "--month", "2026-11").exit_code == 0
    assert household("asset", "add", "Attic", "--category", "CASH").exit_code == 0
    answer(walk, "-")
    assert answer(walk, "-", "no value yet: ") == (
        '"Checking" is no longer open in 2026-11: it is left out.\n'
        '"Attic" was opened meanwhile.\n'
        "[new] Attic, in EUR, no value yet: "
    )
    answer(walk, "5", "[Y/n] ")
    walk.type("\n")
    assert "Saved 1 value and carried 0 for 2026-11." in walk.rest()
    assert kept(household) == {"Attic": ("5.00", False)}


def test_what_is_said_is_folded_between_words_on_a_narrow_terminal(household: Program) -> None:
    household("asset", "edit", "Checking", "--name", "The household account at the bank")
    with PseudoTerminal(household, "snapshot", "add", COLUMNS="40") as walk:
        assert walk.until("(2026-10): ") == (
            "Values for 2026-11. Enter keeps the last\none, ? explains.\n"
            "[1/3] Dollars, 100.00 USD\n(2026-10): "
        )
        shown = answer(walk, "?", "(2026-10): ")
        assert all(len(line) <= 40 for line in shown.splitlines())
        assert answer(walk, "-", "(2026-10): ") == (  # with room for an amount behind it
            "[2/3] The household account\nat the bank, 1,000.00 EUR\n(2026-10): "
        )
