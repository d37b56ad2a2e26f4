"""Months on the command line: words for them, an option that stands alone, several at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from finally_cli.commands.report import REPORTS
from tests.conftest import Run
from tests.conventions.test_json_errors import needed
from tests.support.command_tree import Words, commands, options, wired


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


def test_every_list_of_months_takes_a_year_or_a_quarter(recorded: Run) -> None:
    for month in ("2025-12", "2026-09", "2026-10"):
        recorded("fx", "set", "USD/EUR", "2", "--month", month)
        recorded("marketcap", "set", "Checking", "5M", "--month", month)
    for noun in ("fx", "marketcap", "snapshot"):
        of_the_year = recorded(noun, "list", "--month", "2026-Q3", "--json")
        assert months_of(of_the_year)[-1] == "2026-09"
        until = recorded(noun, "list", "--from", "2026-09", "--to", "2026-10", "--json")
        assert months_of(until) == ["2026-09", "2026-10"]
        assert months_of(recorded(noun, "list", "--month", "2025", "--json")) == (
            [] if noun == "snapshot" else ["2025-12"]
        )


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
def test_every_option_that_takes_a_month_may_stand_alone(
    words: Words, run: Run, tmp_path: Path
) -> None:
    """At the end, and before another option; what may be refused then is something else."""
    *command, option = words
    for number, line in enumerate(([option], [option, "--quiet"], ["--quiet", option])):
        # An export that is no text has no place on stdout.
        to_file = ["-o", str(tmp_path / f"{number}.zip")] if command[0] == "export" else []
        told = run(*command, *to_file, *line)
        assert "requires an argument" not in told.stderr
        assert "is not a month" not in told.stderr


@pytest.mark.parametrize(
    ("line", "months"),
    [
        ("budget set food 5 --month dec", ["2026-12"]),
        ("budget set food 5 --month oct", ["2026-10"]),
        ("budget set food 5 --month 2027-Q1", ["2027-01", "2027-02", "2027-03"]),
        ("budget set food 5 --from dec --to jan", ["2026-12", "2027-01"]),
        ("budget copy --from aug --to feb", ["2026-08", "2027-02"]),
    ],
)
def test_the_month_of_a_plan_is_the_nearest_of_its_name(
    line: str, months: list[str], run: Run
) -> None:
    """The day is 2026-11-15: December is next month, August and February three months away."""
    if "copy" in line:
        run("budget", "set", "food", "5", "--month", "2026-08")
    assert run(*line.split()).exit_code == 0
    assert sorted(row["period"] for row in run("budget", "list", "--json").json["rows"]) == months


def test_a_year_is_the_year_of_a_yearly_budget(run: Run) -> None:
    assert run("budget", "set", "food", "--yearly", "90", "--month", "2027").exit_code == 0
    (row,) = run("budget", "list", "--json").json["rows"]
    assert (row["period"], row["budget"]) == ("2027", "90.00")
    assert run("budget", "delete", "food", "--yearly", "--month", "2027", "-y").exit_code == 0


def test_what_recurs_until_a_month_ends_in_the_next_of_its_name(run: Run) -> None:
    run("recurring", "add", "expense", "5", "rent", "--from", "dec", "--until", "jun")
    (row,) = run("recurring", "list", "--all", "--json").json["rows"]
    assert (row["first_month"], row["last_month"]) == ("2026-12", "2027-06")


# -- a month far ahead

# Plans lie ahead, what is wrong must be deleted without ado, and what waits has its own days: these
# do not ask.
WITHOUT_A_QUESTION = {
    "asset close", "budget copy", "budget delete", "budget move", "budget roll", "budget set",
    "category close", "fx fetch", "fx import", "inbox review", "marketcap delete", "price delete",
    "price fetch",
    "recurring add", "recurring edit", "recurring stop",
    "rule apply", "snapshot delete", "target clear", "target set", "target weigh",
}  # fmt: skip
DATED = [
    (*words, option)
    for words, command in commands().items()
    for option in ("--month", "--date")
    if option in options(command) and wired()[words] == "writes"
]


@pytest.mark.parametrize("words", DATED, ids=" ".join)
def test_a_month_after_the_next_is_asked_about_wherever_something_is_recorded(
    words: Words, run: Run
) -> None:
    """The day is 2026-11-15: 2027-01 is asked about, 2026-12 is not."""
    *command, option = words
    arguments = needed(tuple(command))
    day = "-31" if option == "--date" else ""
    for month, asked in (("2062-11", True), ("2027-01", True), ("2026-12", False)):
        if day and month == "2062-11":
            continue  # which has no 31st
        told = run(*command, option, f"{month}{day}", "--json", "--", *arguments)
        code = "" if told.exit_code == 0 else told.error["code"]
        expected = asked and " ".join(command) not in WITHOUT_A_QUESTION
        assert (code == "NOT_CONFIRMED") == expected, told.stderr
        if expected:
            assert told.exit_code == 1
            assert told.error["hint"] == "Say it on the command line: --yes"


def test_every_command_that_needs_no_question_takes_a_month() -> None:
    assert {" ".join(words[:-1]) for words in DATED} >= WITHOUT_A_QUESTION - {
        "budget copy", "recurring add", "recurring edit", "target clear", "target set",
    }  # fmt: skip


def test_what_is_far_ahead_is_recorded_when_it_is_meant(recorded: Run) -> None:
    refused = recorded("snapshot", "add", "Checking", "5", "--month", "2062-11")
    assert refused.stderr == (
        "finally: Record it for 2062-11, which is 432 months ahead: that needs a yes, and there is"
        " no terminal to ask on\n  Say it on the command line: --yes\n"
    )
    assert "2062-11" not in recorded("snapshot", "list", "--csv").stdout
    assert (
        recorded("snapshot", "add", "Checking", "5", "--month", "2062-11", "--yes").exit_code == 0
    )
    assert "2062-11" in recorded("snapshot", "list", "--csv").stdout


FILES = {
    "import snapshots": "asset,month,value\nChecking,2026-09,1\nChecking,2062-11,7\n",
    "import income": "amount,category,month\n5,SALARY,2026-09\n5,SALARY,2062-11\n",
    "import expenses": "amount,category,month\n5,FOOD,2026-09\n5,FOOD,2062-11\n",
    "marketcap import": "asset,month,market_cap\nChecking,2026-09,1B\nChecking,2062-11,7B\n",
}


@pytest.mark.parametrize("words", FILES)
def test_a_month_far_ahead_in_a_file_is_asked_about(
    words: str, recorded: Run, tmp_path: Path
) -> None:
    file = tmp_path / "some.csv"
    file.write_text(FILES[words])
    told = recorded(*words.split(), str(file), "--json")
    assert (told.exit_code, told.error["code"]) == (1, "NOT_CONFIRMED")
    tables = ("snapshot list", "income list", "expense list", "marketcap list")
    assert all("2062" not in recorded(*table.split(), "--csv").stdout for table in tables)
    assert recorded(*words.split(), str(file), "--yes").exit_code == 0
    assert any("2062" in recorded(*table.split(), "--csv").stdout for table in tables)


LOOKS = [("report", name) for name in REPORTS] + [("asset", "list"), ("target", "list")]


def test_one_slip_far_ahead_takes_over_no_report(recorded: Run) -> None:
    """What each report says without a month is the same before and after."""
    put = ["--contribution"]
    recorded("asset", "add", "Fund", "--category", "ETF_STOCKS")
    recorded("snapshot", "add", "Fund", "500", *put, "500", "--month", "2026-08")
    recorded("snapshot", "add", "Fund", "510", *put, "0", "--month", "2026-09")
    recorded("snapshot", "add", "Fund", "520", *put, "0", "--month", "2026-10")
    recorded("income", "add", "3000", "salary", "--month", "2026-10")
    recorded("budget", "set", "food", "100", "--month", "2026-10")
    recorded("marketcap", "set", "Fund", "7B", "--month", "2026-10")
    recorded("target", "set", "CASH", "100", "--from", "2026-08")
    looks = [*LOOKS, ("report", "networth", "--months", "3"), ("report", "networth", "--chart"),
             ("report", "allocation", "--months", "3"), ("report", "returns", "--from", "2026-09"),
             ("report", "cashflow", "--months", "2"), ("report", "explain", "--from", "2026-09"),
             ("report", "networth", "--month"), ("expense", "list", "--month")]  # fmt: skip
    before = {look: recorded(*look, "--json") for look in looks}
    assert {look for look, told in before.items() if told.exit_code} == set()
    far = ["--month", "2062-11", "--yes"]
    for line in (
        ["snapshot", "add", "Checking", "9", *far],
        ["snapshot", "add", "Fund", "9", *far],
        ["expense", "add", "9", "food", *far],
        ["income", "add", "9", "salary", *far],
        ["marketcap", "set", "Fund", "9B", *far],
        ["fx", "set", "USD/EUR", "2", *far],
        ["budget", "set", "food", "9", "--month", "2062-11"],
    ):
        assert recorded(*line).exit_code == 0, line
    for look, told in before.items():
        assert recorded(*look, "--json") == told, look


def test_where_all_is_far_ahead_no_report_shows_it_unasked(run: Run) -> None:
    far = ["--month", "2062-11", "--yes"]
    run("snapshot", "add", "Checking", "9", "--category", "CASH", *far)
    run("expense", "add", "9", "food", *far)
    for report in REPORTS.keys() - {"restated"}:  # which is of what changed
        told = run("report", report, "--json")
        assert (told.exit_code, "2062-11" in told.stderr) == (5, True), (report, told)
    assert run("report", "networth", "--month", "2062-11").exit_code == 0
    assert run("report", "networth", "--from", "2062-01").exit_code == 0
    assert run("report", "cashflow", "--from", "2062-01").exit_code == 0
