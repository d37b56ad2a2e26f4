"""finally snapshot add on books without assets: the walk makes the first ones."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Server
from tests.support.interview import answer, kept
from tests.support.processes import Program, PseudoTerminal

GREETING = (
    "There are no assets in 2026-11 yet. Name what you own and what you owe; an empty name ends,"
    " ? explains.\n"
)
CATEGORY = "Category, by number or name: "
STOPPED = "finally: nothing was saved\n  Start again with: finally snapshot add --month 2026-11\n"


@pytest.fixture
def empty(server: Server, fresh_database: str, tmp_path: Path) -> Program:
    """The program on books in EUR that hold nothing."""
    with closing(server.connect(fresh_database)) as connection:
        connection.execute(
            "INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')"
        )
        connection.commit()
    return Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})


@pytest.fixture
def walk(empty: Program) -> Iterator[PseudoTerminal]:
    """The walk at its first question."""
    with PseudoTerminal(empty, "snapshot", "add") as terminal:
        assert terminal.until("Name: ") == f"{GREETING}[1] Name: "
        yield terminal


def assets(program: Program) -> dict[str, tuple[Any, ...]]:
    rows = program("asset", "list", "--json").json["rows"]
    return {row["asset"]: (row["category"], row["currency"]) for row in rows}


def test_names_categories_and_values_make_the_first_assets_in_one_transaction(
    walk: PseudoTerminal, empty: Program
) -> None:
    listed = answer(walk, "Giro", CATEGORY)
    assert "\n   8  CASH              Cash\n" in listed
    assert "\n   9  MORTGAGE          Mortgage (owed)\n" in listed
    assert answer(walk, "8") == "[1] Currency (EUR): "
    assert answer(walk, "") == "[1] Value in EUR: "
    assert answer(walk, "100+200") == "[2] Name: "
    assert answer(walk, "Zür̈ich 東京", CATEGORY) == f"[2] {CATEGORY}"
    assert answer(walk, "bond ETFs") == "[2] Currency (EUR): "
    assert answer(walk, "jpy") == "[2] Value in JPY: "
    assert answer(walk, "10000") == "  one JPY in EUR: "
    assert answer(walk, "0.006") == "[3] Name: "
    answer(walk, "Visa", CATEGORY)
    answer(walk, "cred")
    answer(walk, "")
    assert answer(walk, "-25", "[y/N] ") == '  "Visa" is a debt: do they owe you 25.00? [y/N] '
    assert answer(walk, "no", "Owed in EUR: ") == "  again: Owed in EUR: "
    assert answer(walk, "25") == "[4] Name: "
    assert assets(empty) == {}, "nothing is written before the yes"
    # 300 and 10,000 yen at 0.006, which are 60, less 25 owed: 335.
    shown = answer(walk, "", "[Y/n] ")
    assert shown.endswith("Net worth 335.00 EUR.\nSave 3 assets and 3 values? [Y/n] ")
    walk.type("\n")
    assert walk.rest() == (
        "\nAdded 3 assets.\nSaved 3 values and carried 0 for 2026-11.\nNet worth 335.00 EUR.\n"
    )
    assert walk.ended() == 0
    assert assets(empty) == {
        "Giro": ("CASH", "EUR"), "Zür̈ich 東京": ("ETF_BONDS", "JPY"), "Visa": ("CREDIT_CARD", "EUR")
    }  # fmt: skip
    assert kept(empty) == {
        "Giro": ("300.00", False), "Zür̈ich 東京": ("60.00", False), "Visa": ("-25.00", False)
    }  # fmt: skip
    assert empty("undo").exit_code == 0  # one event: all of it goes at once
    assert (assets(empty), kept(empty)) == ({}, {})


def test_each_answer_that_cannot_be_is_refused_with_its_reason_and_asked_again(
    walk: PseudoTerminal, empty: Program
) -> None:
    assert answer(walk, "x" * 201, "[1] Name: ").startswith('  the name "xxx')
    answer(walk, "Giro", CATEGORY)
    for typed, reason in (
        ("", "  Type a number from 1 to 11, or a name; ? lists them.\n"),
        ("12", '  There is no category "12". ? lists them.\n'),
        ("c", '  "c" can be "CRYPTO", "CASH" or "CREDIT_CARD".\n'),
        ("mortgige", '  There is no category "mortgige". Did you mean "MORTGAGE"? ? lists them.\n'),
    ):
        assert answer(walk, typed, CATEGORY) == f"{reason}[1] {CATEGORY}"
    answer(walk, "CASH")
    assert answer(walk, "EURO", "(EUR): ") == (
        '  there is no currency "EURO". Use a three-letter ISO 4217 code, such as EUR, USD or GBP.'
        "\n"
        "[1] Currency (EUR): "
    )
    answer(walk, "")
    assert answer(walk, "", "in EUR: ").startswith("  It has no value yet: type one, or - to leave")
    assert answer(walk, "-") == "[2] Name: "
    assert answer(walk, "GIRO", "[2] Name: ") == (
        '  There is already an asset named "GIRO". Take another name.\n[2] Name: '
    )
    shown = answer(walk, "", "[Y/n] ")
    assert shown == "New, without a value: Giro.\nSave 1 asset? [Y/n] "
    walk.type("\n")
    walk.rest()
    assert assets(empty) == {"Giro": ("CASH", "EUR")}
    assert kept(empty) == {}


def test_back_goes_over_assets_that_are_made_and_each_answer_can_be_changed(
    walk: PseudoTerminal, empty: Program
) -> None:
    for name in ("Giro", "Visa"):
        answer(walk, name, CATEGORY)
        answer(walk, "cash")
        answer(walk, "")
        answer(walk, "10")
    for shown in (
        "[2] Value in EUR (10.00): ", "[2] Currency (EUR): ",
        "[2] Category (CASH), by number or name: ", "[2] Name (Visa): ",
        "[1] Value in EUR (10.00): ",
    ):  # fmt: skip
        assert answer(walk, "back") == shown
    assert answer(walk, "") == "[2] Name (Visa): "
    assert answer(walk, "Giro", "(Visa): ").startswith("  There is already an asset named")
    assert answer(walk, "Amex") == "[2] Category (CASH), by number or name: "
    assert answer(walk, "11") == "[2] Currency (EUR): "
    assert answer(walk, "usd") == "[2] Owed in USD: ", "a value in euros is none in dollars"
    assert answer(walk, "20") == "  one USD in EUR: "
    assert answer(walk, "back") == "[2] Owed in USD: "
    assert answer(walk, "30") == "  one USD in EUR: "
    assert answer(walk, "0.5") == "[3] Name: "
    for _ in range(8):
        answer(walk, "back")
    assert answer(walk, "-") == "[2] Name (Amex): ", "a dash leaves one out"
    assert answer(walk, "back", "(Amex): ") == ("  This is the first question.\n[2] Name (Amex): ")
    for _ in range(3):
        answer(walk, "")
    assert answer(walk, "") == "[3] Name: "
    answer(walk, "", "[Y/n] ")
    walk.type("\n")
    walk.rest()
    assert assets(empty) == {"Amex": ("CREDIT_CARD", "USD")}
    assert kept(empty) == {"Amex": ("-15.00", False)}


@pytest.mark.parametrize("count", range(5))
def test_ctrl_c_at_each_question_saves_nothing_and_names_the_month(
    count: int, walk: PseudoTerminal, empty: Program
) -> None:
    for typed, until in [
        ("Giro", CATEGORY), ("cash", ": "), ("", ": "), ("10", ": ")
    ][:count]:  # fmt: skip
        answer(walk, typed, until)
    walk.type("\x03")
    if count == 4:  # one asset is complete by then
        walk.until("Keep what you typed so far (1 asset and 1 value)? [y/N] ")
        walk.type("\x03")
    assert walk.rest().endswith(STOPPED)
    assert walk.ended() == 130
    assert assets(empty) == {}


def test_what_is_complete_can_be_kept_after_ctrl_c(walk: PseudoTerminal, empty: Program) -> None:
    for typed, until in [("Giro", CATEGORY), ("cash", ": "), ("", ": "), ("10", ": ")]:
        answer(walk, typed, until)
    answer(walk, "Half", CATEGORY)
    walk.type("\x03")
    walk.until("[y/N] ")
    walk.type("y\n")
    assert "Added 1 asset.\nSaved 1 value" in walk.rest()
    assert kept(empty) == {"Giro": ("10.00", False)}


def test_an_empty_first_name_ends_with_nothing_saved(walk: PseudoTerminal, empty: Program) -> None:
    walk.type("\n")
    assert walk.rest().endswith(STOPPED)
    assert walk.ended() == 130


def test_a_name_that_is_given_to_another_asset_meanwhile_is_asked_for_again(
    walk: PseudoTerminal, empty: Program
) -> None:
    for typed, until in [("Giro", CATEGORY), ("cash", ": "), ("", ": "), ("10", ": ")]:
        answer(walk, typed, until)
    assert empty("asset", "add", "giro", "--category", "CASH").exit_code == 0
    assert answer(walk, "", "(Giro): ") == (
        'Meanwhile an asset was named "Giro".\n[1] Name (Giro): '
    )
    assert answer(walk, "", "(Giro): ").startswith("  There is already an asset named")
    for typed in ("Bank", "", "", ""):
        answer(walk, typed)
    answer(walk, "", "[Y/n] ")
    walk.type("\n")
    walk.rest()
    assert kept(empty) == {"Bank": ("10.00", False)}


def test_without_a_terminal_the_hint_works_as_it_is(empty: Program) -> None:
    for month in ([], ["--month", "2026-09"]):
        refused = empty("snapshot", "add", *month)
        assert (refused.exit_code, refused.stdout) == (1, "")
        said, hint = refused.stderr.splitlines()
        of_month = month[1] if month else "2026-11"
        assert said == (
            f"finally: no asset is open in {of_month} yet, and there is no terminal to ask on"
        )
        assert hint.endswith(f"--month {of_month}")
        command = shlex.split(hint.partition("finally ")[2])
        assert empty(*command, "--dry-run").exit_code == 0
    assert empty(*command).exit_code == 0
    assert kept(empty, "2026-09") == {"Checking": ("1000.00", False)}


def test_books_whose_assets_are_all_closed_are_walked_as_empty_ones_and_keep_their_names(
    empty: Program,
) -> None:
    empty("asset", "add", "Giro", "--category", "CASH")
    empty("asset", "close", "Giro", "--month", "2026-10")
    refused = empty("snapshot", "add")
    assert refused.stderr.endswith("  See them with: finally asset list --all\n")
    with PseudoTerminal(empty, "snapshot", "add") as walk:
        assert walk.until("Name: ").startswith("No asset is open in 2026-11 yet.")
        assert answer(walk, "giro", "Name: ").startswith("  There is already an asset named")
