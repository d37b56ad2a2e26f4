"""Months on the command line: words for them, an option that stands alone, several at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run
from tests.house.command_tree import Words, commands


def months_of(told: Any) -> list[str]:
    return sorted({row["month"] for row in told.json["rows"]})


@pytest.fixture
def recorded(run: Run) -> Run:
    """Values of 2026-08 to 2026-10 and of the month to come; the day is 2026-11-15."""
    run("snapshot", "add", "Checking", "800", "--category", "CASH", "--month", "2026-08")
    for month, value in (("2026-09", "900"), ("2026-10", "1000"), ("2026-12", "1200")):
        run("snapshot", "add", "Checking", value, "--month", month)
    for month, amount in (("2025-12", "1"), ("2026-03", "2"), ("2026-07", "3"), ("2026-09", "4")):
        run("expense", "add", amount, "food", "--month", month)
    return run


@pytest.mark.parametrize(
    "words",
    ["--month", "--month --json", "--month --by asset", "--by asset --month", "--month newest",
     "--month=newest", "--month oct", "--month october 2026", "--month=October 2026",
     "--month 10/2026", "--month 2026/10", "--month last", "--month -1", "--month=-1", ""],
)  # fmt: skip
def test_a_month_alone_is_the_newest_with_values_and_none_is_still_to_come(
    words: str, recorded: Run
) -> None:
    told = recorded("report", "networth", *words.replace("--json", "").split(), "--json")
    assert told.exit_code == 0, told.stderr
    assert (told.json["month"], told.json["totals"]["net_worth"]) == ("2026-10", "1000.00")


def test_a_month_alone_is_the_newest_of_what_the_command_is_about(recorded: Run) -> None:
    assert months_of(recorded("expense", "list", "--month", "--json")) == ["2026-09"]
    assert months_of(recorded("snapshot", "list", "--month", "--json")) == ["2026-10"]
    flow = recorded("report", "cashflow", "--month", "--json").json
    assert (flow["first"], flow["last"]) == ("2026-09", "2026-09")
    history = recorded("report", "networth", "--from", "2026-q3", "--to", "--json")
    assert months_of(history) == ["2026-08", "2026-09", "2026-10"]


@pytest.mark.parametrize(
    "words",
    [
        ["Checking", "1010", "--month"],
        ["Checking", "--month", "1010"],
        ["--month", "Checking", "1010"],
        ["--month", "--yes", "Checking=1010"],
        ["--month", "--", "Checking", "1010"],
    ],
)
def test_a_month_alone_takes_no_word_that_is_an_argument(words: list[str], recorded: Run) -> None:
    """A write says which month it took."""
    told = recorded("snapshot", "add", *[word for word in words if word != "--yes"])
    assert told.exit_code == 0, told.stderr
    assert told.stderr == "The month is 2026-10, the newest month with values.\n"
    assert 'Recorded "Checking" at 1,010.00 EUR for 2026-10' in told.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--month", "2026-13", "Checking", "1"], '"2026-13" is not a month'),
        (["--month", "octobre", "Checking", "1"], '"octobre" is not a month'),
        (["--month", "2026", "Checking", "1"], '"2026" is several months'),
        (["--month", "", "Checking", "1"], '"" is not a month'),
        (["--month=Checking", "1"], '"Checking" is not a month'),
        (["Checking", "1", "--month", "2026-1"], '"2026-1" is not a month'),
    ],
)
def test_what_was_meant_as_a_month_is_not_taken_for_an_argument(
    words: list[str], message: str, recorded: Run
) -> None:
    told = recorded("snapshot", "add", *words)
    assert (told.exit_code, told.stdout) == (2, "")
    assert message in told.stderr.splitlines()[0]


def test_before_anything_is_recorded_a_month_alone_is_this_one_to_write(run: Run) -> None:
    told = run("expense", "add", "5", "food", "--month")
    assert told.stderr == "The month is 2026-11, this month: there are no expenses yet.\n"
    assert "in 2026-11" in told.stdout
    assert run("income", "list", "--month").exit_code == 0
    assert run("report", "networth", "--month").stderr.startswith(
        "finally: there are no values yet\n"
    )


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("--month 2026", ["2026-03", "2026-07", "2026-09"]),
        ("--month 2026-Q3", ["2026-07", "2026-09"]),
        ("--from 2026", ["2026-03", "2026-07", "2026-09"]),
        ("--to 2026-Q1", ["2025-12", "2026-03"]),
        ("--from 2025 --to 2025", ["2025-12"]),
        ("--from dec --to mar", ["2025-12", "2026-03"]),
    ],
)
def test_a_year_or_a_quarter_is_all_of_its_months_where_several_are_asked_for(
    words: str, months: list[str], recorded: Run
) -> None:
    assert months_of(recorded("expense", "list", *words.split(), "--json")) == months


def test_a_year_in_two_places_is_refused(recorded: Run) -> None:
    told = recorded("expense", "list", "--month", "2026", "--from", "2025-01")
    assert (told.exit_code, told.stderr) == (
        2,
        "finally: --month says which months; so do --from and --to\n  Leave one out.\n",
    )


MONTHS = {
    (*words, option): words
    for words, command in commands().items()
    for option in ("--month", "--from", "--to", "--until")
    for parameter in command.params
    if option in parameter.opts and "MONTH" in (parameter.metavar or "")
}


@pytest.mark.parametrize("words", MONTHS, ids=" ".join)
def test_every_option_that_takes_a_month_may_stand_alone(words: Words, run: Run) -> None:
    """At the end, and before another option; what may be refused then is something else."""
    *command, option = words
    for line in ([option], [option, "--quiet"], ["--quiet", option]):
        told = run(*command, *line)
        assert "requires an argument" not in told.stderr
        assert "is not a month" not in told.stderr
