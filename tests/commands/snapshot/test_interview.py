"""finally snapshot add, alone in a terminal: the monthly walk, typed on a pseudo-terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Server
from tests.support.folders import remove_folder
from tests.support.interview import HOUSEHOLD, answer, kept
from tests.support.processes import Program, PseudoTerminal


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
        assert terminal.until("explains.\n") == (
            "Values for 2026-11. Enter keeps the last one, ? explains.\n"
        )
        assert terminal.until(": ") == "[1/3] Checking, 1,000.00 EUR (2026-10): "
        yield terminal


def test_enter_carries_a_number_replaces_and_a_dash_skips(
    walk: PseudoTerminal, household: Program
) -> None:
    assert answer(walk, "") == "[2/3] Dollars, 100.00 USD (2026-10): "
    assert answer(walk, "-") == "[3/3] Mortgage, owed 500.00 EUR (2026-10): "
    # 1000 carried and 480 owed: 520, which is 20 more than in October without the dollars.
    assert answer(walk, "480", "] ") == (
        "Changes for 2026-11 (EUR)\n"
        " Asset       Before     Value   Change\n"
        "───────────────────────────────────────\n"
        " Mortgage   -500.00   -480.00   +20.00\n"
        "Carried: Checking.\n"
        "Net worth 520.00 EUR (+20.00).\n"
        "Save 2 values? [Y/n] "
    )
    walk.type("\n")
    assert walk.rest() == (
        "\nSaved 1 value and carried 1 for 2026-11.\nNet worth 520.00 EUR (+20.00).\n"
    )
    assert walk.ended() == 0
    assert kept(household) == {"Checking": ("1000.00", True), "Mortgage": ("-480.00", False)}


def test_a_value_that_was_carried_is_offered_with_the_month_it_was_written_down_for(
    household: Program,
) -> None:
    assert household("snapshot", "carry", "--month", "2026-11").exit_code == 0
    with PseudoTerminal(household, "snapshot", "add", "--month", "2026-12") as walk:
        walk.until("explains.\n")
        assert walk.until(": ") == "[1/3] Checking, 1,000.00 EUR (2026-10): "


def test_a_question_mark_explains_and_a_bad_number_asks_again(
    walk: PseudoTerminal, household: Program
) -> None:
    explained = answer(walk, "?")
    for word in ("Enter", "number", "keep", "-  ", "back", "?", "Ctrl-C"):
        assert f"  {word}" in explained
    assert explained.endswith("[1/3] Checking, 1,000.00 EUR (2026-10): ")
    assert answer(walk, "1.234", "1,000.00 EUR (2026-10): ") == (
        '  the amount "1.234" can be read in two ways. Write 1234 for thousands, or 1.2340 for'
        " decimals.\n[1/3] Checking, 1,000.00 EUR (2026-10): "
    )
    assert "is not an amount of money" in answer(walk, "much", "1,000.00 EUR (2026-10): ")
    assert answer(walk, "1250.5") == "[2/3] Dollars, 100.00 USD (2026-10): "
    answer(walk, "-")
    answer(walk, "-", "] ")
    walk.type("y\n")
    walk.rest()
    assert kept(household) == {"Checking": ("1250.50", False)}


def test_a_debt_typed_with_a_minus_is_asked_about(walk: PseudoTerminal, household: Program) -> None:
    answer(walk, "-")
    answer(walk, "-")
    asked = answer(walk, "-480", "[y/N] ")
    assert asked == '  "Mortgage" is a debt: do they owe you 480.00? [y/N] '
    again = answer(walk, "", "(2026-10): ")
    assert again == "  again: Mortgage, owed 500.00 EUR (2026-10): "
    answer(walk, "-480", "[y/N] ")
    assert answer(walk, "yes", "] ").endswith("\nSave 1 value? [Y/n] ")
    walk.type("\n")
    walk.rest()
    assert kept(household) == {"Mortgage": ("480.00", False)}


def test_another_currency_asks_for_its_rate_where_none_is_on_record(
    walk: PseudoTerminal, household: Program
) -> None:
    answer(walk, "-")
    assert answer(walk, "200") == "  one USD in EUR: "
    bad = answer(walk, "nonsense", "(2026-10): ")
    assert bad.startswith('  "nonsense" is not an exchange rate. Write it as 1.0835.\n')
    answer(walk, "200")
    assert answer(walk, "0.8") == "[3/3] Mortgage, owed 500.00 EUR (2026-10): "
    answer(walk, "-", "] ")
    walk.type("\n")
    walk.rest()
    assert kept(household) == {"Dollars": ("160.00", False)}


def test_a_rate_on_record_is_not_asked_for(household: Program) -> None:
    household("fx", "set", "EUR/USD", "1.25")  # one dollar is 0.8 euros
    with PseudoTerminal(household, "snapshot", "add") as walk:
        walk.until("(2026-10): ")
        answer(walk, "-")
        assert answer(walk, "200").startswith("[3/3] Mortgage")
        answer(walk, "-", "] ")
        walk.type("\n")
        walk.rest()
    assert kept(household) == {"Dollars": ("160.00", False)}


@pytest.mark.parametrize(
    ("reply", "exit_code", "values"),
    [
        ("y\n", 0, {"Checking": ("7.00", False)}),
        ("n\n", 130, {}),
        ("\n", 130, {}),
        ("\x03", 130, {}),
        ("\x04", 130, {}),
    ],
)
def test_ctrl_c_keeps_nothing_or_all_as_asked(
    reply: str,
    exit_code: int,
    values: dict[str, tuple[Any, ...]],
    walk: PseudoTerminal,
    household: Program,
) -> None:
    answer(walk, "7")
    walk.type("\x03")
    assert walk.until("[y/N] ").endswith("Keep what you typed so far (1 value)? [y/N] ")
    walk.type(reply)
    told = walk.rest()
    assert walk.ended() == exit_code
    if exit_code:
        assert told.endswith(
            "finally: nothing was saved\n  Start again with: finally snapshot add --month 2026-11\n"
        )
    else:
        assert "Saved 1 value and carried 0 for 2026-11." in told
    assert "Traceback" not in told
    assert kept(household) == values


def test_ctrl_c_before_the_first_answer_asks_nothing(
    walk: PseudoTerminal, household: Program
) -> None:
    walk.type("\x03")
    assert walk.rest().endswith(
        "finally: nothing was saved\n  Start again with: finally snapshot add --month 2026-11\n"
    )
    assert walk.ended() == 130
    assert kept(household) == {}


def test_the_end_of_input_asks_as_ctrl_c_does(walk: PseudoTerminal, household: Program) -> None:
    answer(walk, "7")
    walk.type("\x04")
    walk.until("[y/N] ")
    walk.type("y\n")
    walk.rest()
    assert walk.ended() == 0
    assert kept(household) == {"Checking": ("7.00", False)}


def test_a_no_in_the_end_saves_nothing(walk: PseudoTerminal, household: Program) -> None:
    answer(walk, "7")
    answer(walk, "8")
    answer(walk, "1")
    answer(walk, "9", "[Y/n] ")
    walk.type("maybe\n")
    assert walk.until("[Y/n] ").endswith("Save 3 values? [Y/n] "), "asked until it is yes or no"
    walk.type("n\n")
    assert walk.rest().endswith(
        "finally: nothing was saved\n  Start again with: finally snapshot add --month 2026-11\n"
    )
    assert walk.ended() == 130
    assert kept(household) == {}


def test_a_second_walk_shows_what_the_month_holds_and_enter_leaves_it(household: Program) -> None:
    household("snapshot", "add", "Checking", "7")
    household("snapshot", "carry")
    with PseudoTerminal(household, "snapshot", "add") as walk:
        walk.until("explains.\n")
        assert walk.until(": ") == "[1/3] Checking, 7.00 EUR (recorded): "
        assert answer(walk, "") == "[2/3] Dollars, 100.00 USD (carried): "
        assert answer(walk, "") == "[3/3] Mortgage, owed 500.00 EUR (carried): "
        walk.type("\n")
        # 7 + 90 - 500 = -403; October had 590.
        assert walk.rest() == (
            "\nSaved 0 values and carried 0 for 2026-11.\nNet worth -403.00 EUR (-993.00).\n"
        )
        assert walk.ended() == 0
    assert kept(household) == {
        "Checking": ("7.00", False),
        "Dollars": ("90.00", True),
        "Mortgage": ("-500.00", True),
    }


def test_another_month_and_a_dry_run_can_be_walked_through(household: Program) -> None:
    with PseudoTerminal(household, "snapshot", "add", "--month", "2027-01", "--dry-run") as walk:
        assert walk.until("explains.\n").startswith("Values for 2027-01.")
        for typed in ("1", ""):
            walk.until("(2026-10): ")
            walk.type(typed + "\n")
        walk.until("(2026-10): ")
        walk.type("\n")
        walk.until("[Y/n] ")
        walk.type("\n")
        told = walk.rest()
        assert "Would save 1 value and carry 2 for 2027-01." in told
        assert told.endswith("Dry run: nothing was changed.\n")
    assert kept(household, "2027-01") == {}


def test_an_asset_without_any_value_needs_one_or_a_dash(household: Program) -> None:
    household("asset", "add", "Attic", "--category", "CASH")
    with PseudoTerminal(household, "snapshot", "add") as walk:
        assert walk.until("no value yet: ").endswith("[1/4] Attic, in EUR, no value yet: ")
        assert answer(walk, "", "[1/4] Attic, in EUR, no value yet: ").startswith(
            "  It has no value yet: type one, or - to leave it out.\n"
        )
        assert answer(walk, "-").startswith("[2/4] Checking")


def test_a_closed_asset_is_not_asked_about(household: Program) -> None:
    household("asset", "close", "Checking", "--month", "2026-11")
    with PseudoTerminal(household, "snapshot", "add") as walk:
        assert walk.until("(2026-10): ").endswith("[1/2] Dollars, 100.00 USD (2026-10): ")


def test_a_name_cannot_act_on_the_terminal_it_is_asked_on(household: Program) -> None:
    household("asset", "edit", "Checking", "--name", "[/red]\u202eevil")
    with PseudoTerminal(household, "snapshot", "add") as walk:
        assert "[1/3] [/red]\\u202eevil, 1,000.00 EUR" in walk.until("(2026-10): ")


def test_nothing_is_held_on_the_server_while_the_person_types(
    walk: PseudoTerminal, server: Server, fresh_database: str
) -> None:
    with closing(server.connect(fresh_database)) as connection:
        waiting = connection.execute(
            "SELECT state FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    assert waiting == [("idle",)]


def test_without_a_terminal_there_is_no_walk(household: Program) -> None:
    shown = household("snapshot", "add")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (
        1,
        "",
        "finally: there is no terminal to ask on\n"
        "  Give assets and values: finally snapshot add NAME=VALUE ...\n",
    )


def test_when_the_server_goes_away_meanwhile_nothing_is_said_to_be_saved(
    walk: PseudoTerminal, household: Program, server: Server, fresh_database: str
) -> None:
    with closing(server.connect("postgres", autocommit=True)) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [fresh_database],
        )
    answer(walk, "7")
    answer(walk, "-")
    walk.type("-\n")
    told = walk.rest()
    assert walk.ended() == 8
    assert "Traceback" not in told
    assert "Saved" not in told
    assert kept(household) == {}


# -- questions of other commands


def test_a_deletion_asks_on_a_terminal_and_takes_no_for_an_answer(household: Program) -> None:
    for typed, exit_code in (("n\n", 130), ("\n", 130), ("\x03", 130), ("\x04", 130), ("y\n", 0)):
        with PseudoTerminal(household, "asset", "delete", "Checking") as terminal:
            question = 'Delete "Checking" and 1 value with it? [y/N] '
            assert terminal.until("[y/N] ") == question
            terminal.type(typed)
            told = terminal.rest()
            assert terminal.ended() == exit_code, typed
        if exit_code:
            assert "Traceback" not in told
            assert "Checking" in household("asset", "list").stdout
    assert "Checking" not in household("asset", "list").stdout


def test_a_debt_given_with_a_minus_is_asked_about_on_a_terminal(household: Program) -> None:
    for typed, exit_code in (("n\n", 130), ("y\n", 0)):
        with PseudoTerminal(household, "snapshot", "add", "Mortgage", "-5") as terminal:
            assert terminal.until("[y/N] ") == (
                '"Mortgage" is a debt, and what is owed is typed without a minus.'
                " -5.00 would mean that you are owed 5.00.\nRecord it so? [y/N] "
            )
            terminal.type(typed)
            terminal.rest()
            assert terminal.ended() == exit_code
        assert kept(household) == ({} if exit_code else {"Mortgage": ("5.00", False)})
    with PseudoTerminal(
        household, "snapshot", "add", "Mortgage", "-6", "--month", "2026-09", "-y"
    ) as it:
        it.rest()
        assert it.ended() == 0


# -- on the embedded server, which must not hear the Ctrl-C that is meant for the command


def test_ctrl_c_on_the_embedded_server_still_keeps_what_was_typed(tmp_path: Path) -> None:
    program = Program(tmp_path)
    data = Path("/dev/shm") if Path("/dev/shm").is_dir() else tmp_path
    program.settings["FINALLY_DATA_DIR"] = str(data / f"finally-walk-{tmp_path.parent.name}")
    try:
        added = program("asset", "add", "Checking", "--category", "CASH", "--value", "5",
                        "--month", "2026-10")  # fmt: skip
        assert added.exit_code == 0, added.stderr
        with PseudoTerminal(program, "snapshot", "add") as walk:
            walk.until("(2026-10): ")
            walk.type("7\n")
            walk.until("[Y/n] ")
            walk.type("\x03")
            walk.until("[y/N] ")
            walk.type("y\n")
            told = walk.rest()
            assert walk.ended() == 0, told
        assert kept(program) == {"Checking": ("7.00", False)}
    finally:
        program("db", "stop")
        remove_folder(Path(program.settings["FINALLY_DATA_DIR"]))


def test_a_connection_is_made_before_anything_is_asked(tmp_path: Path) -> None:
    program = Program(tmp_path, {"FINALLY_DSN": "host=127.0.0.1 port=1 user=ann"})
    with PseudoTerminal(program, "snapshot", "add") as terminal:
        assert "cannot be reached" in terminal.rest()
        assert terminal.ended() == 8
