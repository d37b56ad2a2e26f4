"""What is advised can be pasted, and goes to the books that the command was for."""

from __future__ import annotations

import re
import shlex
from typing import Any

import psycopg
import pytest

from tests.conftest import Run


def advised(text: str) -> str:
    """The command in a line of advice: all from `finally` on."""
    found = re.search(r"finally (.*?)(?:, or .*)?\.?\s*$", text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "line",
    [
        "snapshot add Nobody 5",
        "asset close Nobody",
        "expense add 5 nowhere",
        "undo ffffffff",
        "expense delete ffffffff",
        "recurring stop nothing",
        "report networth",
        "snapshot delete Checking --month 2020-01",
        "budget delete food --yes",
        "target clear",
    ],
)
def test_the_command_in_a_refusal_goes_to_the_same_books(line: str, run: Run) -> None:
    run("user", "add", "bob@example.org", "--currency", "GBP")
    run("asset", "add", "Checking", "--category", "CASH", "--user", "bob")
    told = run(*line.split(), "--user", "bob@example.org", "--json")
    assert told.exit_code != 0
    hint = told.error["hint"]
    assert "--user bob@example.org" in hint
    if "looking" not in hint and "look around" not in hint:
        again = run(*shlex.split(advised(hint)))
        assert again.exit_code == 0, (hint, again.stderr)


def test_the_command_of_a_note_and_of_an_empty_list_goes_to_the_same_books(run: Run) -> None:
    run("user", "add", "bob@example.org", "--currency", "GBP")
    bob = ("--user", "bob@example.org")
    empty = run("asset", "list", *bob).stdout
    assert empty.endswith("finally asset add NAME --category CODE --user bob@example.org\n")
    run("snapshot", "add", "Checking", "5", "--category", "CASH", "--month", "2026-09", *bob)
    run("snapshot", "add", "Savings", "5", "--category", "CASH", "--month", "2026-10", *bob)
    (note,) = run("report", "networth", *bob, "--json").json["notes"]
    assert note["command"] == "finally snapshot carry --month 2026-10 --user bob@example.org"
    assert run(*shlex.split(note["command"])[1:]).exit_code == 0


def test_an_undo_names_the_command_that_takes_it_back(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    books.execute("SET CONSTRAINTS ALL IMMEDIATE")  # each change is an event of its own at once
    run("expense", "add", "5", "food")
    said = run("undo").stdout
    assert run("expense", "list", "--json").json["rows"] == []
    again = run(*shlex.split(advised(said.partition("mind: ")[2])))
    assert again.exit_code == 0, again.stderr
    assert len(run("expense", "list", "--json").json["rows"]) == 1
    assert run(*shlex.split(advised(again.stdout.partition("mind: ")[2]))).exit_code == 0
    assert run("expense", "list", "--json").json["rows"] == []


def test_a_new_name_is_said(run: Run) -> None:
    run("asset", "add", "Checking", "--category", "CASH")
    assert run("asset", "edit", "Checking", "--name", "Giro").stdout == (
        'Renamed "Checking" to "Giro".\n'
    )
    assert run("asset", "edit", "Giro", "--name", "Giro").stdout == (
        'It was called "Giro" already.\n'
    )
    assert run("asset", "edit", "Giro", "--name", "Main", "--ticker", "M").stdout == (
        'Renamed "Giro" to "Main".\n"Main" is now in CASH, in EUR, ticker M.\n'
    )
    assert run("asset", "edit", "Main", "--name", "Old", "--dry-run").stdout == (
        'Would rename "Main" to "Old".\nDry run: nothing was changed.\n'
    )


# A write that can be tried on the books below, of each verb of each noun.
WRITES = [
    "asset add New --category CASH", "asset edit Checking --ticker X", "asset close Savings",
    "asset reopen Closed", "asset delete Savings",
    "snapshot add Checking 6", "snapshot edit Checking --month 2026-10 --value 7",
    "snapshot carry --month 2026-11", "snapshot delete Checking --month 2026-10",
    "income add 5 salary", "expense add 5 food", "expense edit {expense} --amount 6",
    "expense delete {expense}", "expense edit {expense} --note new",
    "recurring add expense 5 food --from 2027-01", "recurring post",
    "recurring edit {recurring} --amount 6", "recurring stop {recurring} --month 2027-02",
    "recurring delete {recurring}",
    "budget set food 6", "budget roll --month 2026-11", "budget copy --from 2026-10 --to 2027-01",
    "budget delete food --month 2026-10", "budget policy food carry",
    "category add HOBBIES --kind expense", "category rename FOOD/SWEETS Sweet",
    "category close FOOD/SWEETS", "category delete FOOD/SWEETS",
    "target set CASH 90", "target clear CASH",
    "fx set EUR/USD 2", "marketcap set Fund 5B", "marketcap delete Fund --month 2026-10",
    "user add carl@example.org --currency USD", "user edit --name Anna",
]  # fmt: skip


@pytest.fixture
def furnished(run: Run) -> Run:
    for name in ("Checking", "Savings", "Closed"):
        run("snapshot", "add", name, "5", "--category", "CASH", "--month", "2026-10")
    run("asset", "close", "Closed")
    run("asset", "add", "Fund", "--category", "ETF_STOCKS")
    run("marketcap", "set", "Fund", "1B", "--month", "2026-10")
    run("category", "add", "FOOD/SWEETS", "--kind", "expense")
    run("budget", "set", "food", "5", "--month", "2026-10")
    run("target", "set", "CASH", "100")
    run("recurring", "add", "expense", "9", "rent")
    run("expense", "add", "5", "food", "--month", "2026-10")
    return run


@pytest.mark.parametrize("line", WRITES)
def test_a_dry_run_says_what_would_be_done_and_not_what_was(line: str, furnished: Run) -> None:
    ids = {
        noun: furnished(noun, "list", "--json").json["rows"][0]["id"]
        for noun in ("expense", "recurring")
    }
    words = line.format(**ids).split()
    told = furnished(*words, "--dry-run")
    assert told.exit_code == 0, told.stderr
    first = told.stdout.splitlines()[0]
    assert "ould " in first, told.stdout
    done = r"^(Added|Recorded|Deleted|Changed|Closed|Opened|Stopped|Planned|Copied|Posted|Carried"
    assert not re.search(rf"{done}|Took back|Renamed)\b", told.stdout, re.MULTILINE)
    assert "nothing was changed" in told.stdout
    assert "finally undo" not in told.stdout
