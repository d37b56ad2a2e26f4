"""finally recurring with days: every some weeks, the 31st, what is skipped, raises. It is November
2026, the 15th, unless a test says another day."""

import json
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import WEEKLY, rrule

from tests.conftest import Outcome, Run, Server
from tests.support.outcomes import list_rows, refusal
from tests.support.processes import PATIENCE, Program
from tests.support.thoroughness import TIMES


def added(run: Run, *words: str) -> str:
    """Add a recurring item; its id."""
    outcome = run("recurring", "add", *words, "--json")
    assert outcome.exit_code == 0, outcome.stderr
    return str(outcome.json["rows"][0]["id"])


def only(run: Run) -> dict[str, Any]:
    (row,) = list_rows(run, "recurring", "--all")
    return row


def only_of(run: Run, id: str) -> dict[str, Any]:  # noqa: A002  the word of the command line
    (row,) = [row for row in list_rows(run, "recurring") if row["id"] == id]
    return row


def post(run: Run, *options: str) -> list[tuple[str, str]]:
    """The day or the month, and the amount, of what a posting says it wrote."""
    rows = run("recurring", "post", *options, "--json").json["rows"]
    return [(row["date"] or row["month"], row["amount"]) for row in rows]


def posted(run: Run, *options: str) -> list[str]:
    return [when for when, _ in post(run, *options)]


def entries(run: Run) -> list[tuple[str, str | None]]:
    """The month and the day of each expense, the oldest first."""
    rows = run("expense", "list", "--from", "2000-01", "--json").json["rows"]
    return sorted(((row["month"], row["date"]) for row in rows), key=str)


def told(run: Run, *words: str) -> str:
    outcome = run("recurring", *words)
    assert outcome.exit_code == 0, outcome.stderr
    return outcome.stdout


def notes(run: Run, *options: str) -> list[str]:
    return [note["message"] for note in run("recurring", "list", *options, "--json").json["notes"]]


# -- days of a month


def test_the_31st_is_the_last_of_a_shorter_month_and_the_31st_again_after_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2028-05-30")
    assert told(
        run, "add", "expense", "900", "rent", "--day", "31", "--from", "2027-12"
    ).startswith(
        "Added 900.00 EUR for Rent and housing every month on day 31 or the last from 2027-12 ("
    )
    # 2028 is a leap year; 31 May is still to come
    assert posted(run) == ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]
    assert (only(run)["next_month"], only(run)["next_day"]) == ("2028-05", "2028-05-31")
    monkeypatch.setenv("FINALLY_TODAY", "2028-05-31")
    assert posted(run) == ["2028-05-31"]
    assert posted(run) == []


def test_a_first_day_may_be_said_in_place_of_the_day_of_the_month(run: Run) -> None:
    added(run, "expense", "900", "rent", "--from", "2026-01-31", "--until", "2026-03")
    assert posted(run) == ["2026-01-31", "2026-02-28", "2026-03-31"]


def test_a_quarter_and_a_year_have_their_day_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2029-12-31")
    added(run, "expense", "1", "rent", "--every", "quarter", "--from", "2026-11-30")
    rent = ["2026-11-30", "2027-02-28", "2027-05-30", "2027-08-30"]
    assert posted(run)[:4] == rent
    added(run, "expense", "2", "fees", "--every", "year", "--from", "2024-02-29")
    leap = ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]
    assert posted(run) == leap
    added(run, "expense", "3", "food", "--every", "2", "years", "--from", "2024-01", "--day", "5")
    assert posted(run) == ["2024-01-05", "2026-01-05", "2028-01-05"]
    added(run, "expense", "4", "food", "--every", "5 months", "--from", "2028-12")
    assert posted(run) == ["2028-12", "2029-05", "2029-10"]


def test_what_has_a_day_is_an_entry_of_that_day_and_is_due_when_it_has_come(run: Run) -> None:
    added(run, "expense", "49.90", "internet_phone", "--day", "15", "--from", "2026-10")
    added(run, "income", "4000", "salary", "--day", "16", "--from", "2026-10")
    added(run, "expense", "20", "fees", "--from", "2026-11")
    # what has no day is due since the 1st; the salary of November is due tomorrow
    assert posted(run) == ["2026-10-15", "2026-10-16", "2026-11", "2026-11-15"]
    (salary,) = run("income", "list", "--json").json["rows"]
    assert (salary["month"], salary["date"]) == ("2026-10", "2026-10-16")
    assert entries(run) == [("2026-10", "2026-10-15"), ("2026-11", "2026-11-15"), ("2026-11", None)]
    # a month that is asked for is all of it, and no day is posted again when it has come
    assert posted(run, "--month", "2026-11") == ["2026-11-16"]
    assert run("recurring", "post") == Outcome(0, "Nothing is due.\n", "")


def test_only_what_is_due_today_is_said_to_be(run: Run) -> None:
    assert "It is due" in told(run, "add", "expense", "1", "rent", "--day", "15")
    assert "It is due" not in told(run, "add", "expense", "1", "rent", "--day", "16")
    assert "It is due" in told(run, "add", "expense", "1", "rent", "--every", "2 weeks")


def test_another_day_holds_from_a_month_on_and_posts_no_month_again(run: Run) -> None:
    rent = added(run, "expense", "900", "rent", "--from", "2026-10")
    assert posted(run) == ["2026-10", "2026-11"]
    run("recurring", "edit", rent, "--day", "20", "--from", "2026-11")
    assert posted(run, "--month", "2026-11") == []
    assert posted(run, "--month", "2026-12") == ["2026-12-20"]
    run("recurring", "edit", rent, "--day", "none", "--from", "2027-01")
    assert posted(run, "--month", "2027-01", "--yes") == ["2027-01"]
    assert only(run)["day"] is None


def test_its_beginning_moves_to_a_day(run: Run) -> None:
    rent = added(run, "expense", "900", "rent", "--from", "2026-12")
    assert "every month on day 30 or the last from 2026-09" in told(
        run, "edit", rent, "--from", "2026-09-30"
    )
    assert posted(run) == ["2026-09-30", "2026-10-30"]


# -- weeks


def test_two_weeks_are_counted_from_the_first_day_and_two_or_three_lie_in_a_month(
    run: Run,
) -> None:
    assert told(
        run, "add", "expense", "80", "groceries", "--every", "2", "weeks", "--from", "2026-07-03"
    ) == (
        f"Added 80.00 EUR for Food / Groceries every 2 weeks from 2026-07-03"
        f" ({only(run)['id'][:8]}).\nIt is due: write it down with finally recurring post\n"
    )
    # three in July
    july = ["2026-07-03", "2026-07-17", "2026-07-31"]
    assert posted(run, "--month", "2026-07") == july
    assert posted(run, "--month", "2026-07") == []
    later = ["2026-08-14", "2026-08-28", "2026-09-11", "2026-09-25", "2026-10-09", "2026-10-23"]
    assert posted(run) == [*later, "2026-11-06"]
    assert (only(run)["next_month"], only(run)["next_day"]) == ("2026-11", "2026-11-20")
    assert [day for _, day in entries(run)] == [*july, *later, "2026-11-06"]


def test_weeks_begin_today_where_no_day_is_said(run: Run) -> None:
    added(run, "expense", "80", "groceries", "--every", "week", "--until", "2026-12")
    assert posted(run) == ["2026-11-15"]
    assert posted(run, "--month", "2026-11") == ["2026-11-22", "2026-11-29"]
    # the end is the end of that month
    assert posted(run, "--month", "2026-12") == [
        "2026-12-06",
        "2026-12-13",
        "2026-12-20",
        "2026-12-27",
    ]
    assert only(run)["next_month"] is None


def test_another_rhythm_is_counted_from_its_day_and_leaves_what_is_posted(run: Run) -> None:
    box = added(run, "expense", "80", "groceries", "--from", "2026-10")
    assert posted(run) == ["2026-10", "2026-11"]
    # November is posted whole
    run("recurring", "edit", box, "--every", "2 weeks", "--from", "2026-11-20")
    assert posted(run, "--month", "2026-11") == []
    assert posted(run, "--month", "2026-12") == ["2026-12-04", "2026-12-18"]
    # and so is December, at two of its days
    assert "every month from 2026-12" in told(
        run, "edit", box, "--every", "month", "--from", "2026-12"
    )
    assert posted(run, "--month", "2026-12") == []
    assert posted(run, "--month", "2027-01", "--yes") == ["2027-01"]


def test_weeks_move_and_end_with_what_they_were(run: Run) -> None:
    box = added(run, "expense", "80", "groceries", "--every", "2 weeks", "--from", "2026-10-09")
    run("recurring", "edit", box, "--amount", "90", "--from", "2026-11")
    run("recurring", "edit", box, "--from", "2026-10-12")
    run("recurring", "stop", box, "--month", "2026-12")
    assert post(run, "--month", "2026-10") == [("2026-10-12", "80.00"), ("2026-10-26", "80.00")]
    assert post(run, "--month", "2026-11") == [("2026-11-09", "90.00"), ("2026-11-23", "90.00")]
    assert post(run, "--month", "2026-12") == []


def test_weeks_of_before_begin_on_a_day_that_the_month_has(run: Run) -> None:
    box = added(run, "expense", "80", "groceries", "--every", "2 weeks", "--from", "2026-10-31")
    run("recurring", "edit", box, "--every", "month", "--from", "2027-03")
    assert told(run, "edit", box, "--from", "2027-02")
    assert posted(run, "--month", "2027-02", "--yes") == ["2027-02-28"]


# -- what is skipped


def test_a_month_that_is_skipped_is_neither_due_nor_posted_until_it_is_again(run: Run) -> None:
    club = added(run, "expense", "30", "fees", "--note", "Club", "--from", "2026-10")
    assert told(run, "edit", "club", "--skip", "2026-10", "--skip", "2026-12") == (
        "Skipped in 2026-10: it is not due then.\nSkipped in 2026-12: it is not due then.\n"
    )
    assert told(run, "edit", "club", "--skip", "2026-12") == "It was skipped in 2026-12 already.\n"
    assert only(run)["next_month"] == "2026-11"
    assert posted(run) == ["2026-11"]
    assert posted(run, "--month", "2026-12") == []
    assert only(run)["next_month"] == "2027-01"
    # from this month on; with --all every one
    document = run("recurring", "list", "--json").json
    assert document["notes"] == [
        {
            "code": "SKIPPED",
            "message": "Fees (Club) is skipped in 2026-12.",
            "command": f"finally recurring edit {club[:8]} --no-skip 2026-12",
        }
    ]
    assert notes(run, "--all") == ["Fees (Club) is skipped in 2026-10, 2026-12."]
    assert told(run, "edit", "club", "--no-skip", "2026-12") == "Due again in 2026-12.\n"
    assert posted(run, "--month", "2026-12") == ["2026-12"]
    assert run("recurring", "delete", club, "--yes").exit_code == 0
    assert notes(run, "--all") == []


def test_of_weeks_one_day_is_skipped_or_all_of_a_month(run: Run) -> None:
    box = added(run, "expense", "80", "groceries", "--every", "week", "--from", "2026-11-03")
    assert told(run, "edit", box, "--skip", "2026-11-17") == (
        "Skipped on 2026-11-17: it is not due then.\n"
    )
    assert told(run, "edit", box, "--skip", "2026-12") == (
        "Skipped on 2026-12-01, 2026-12-08, 2026-12-15, 2026-12-22, 2026-12-29:"
        " it is not due then.\n"
    )
    assert posted(run, "--month", "2026-11") == ["2026-11-03", "2026-11-10", "2026-11-24"]
    assert told(run, "edit", box, "--no-skip", "2026-12-08") == "Due again on 2026-12-08.\n"
    assert posted(run, "--month", "2026-12") == ["2026-12-08"]


def test_it_is_added_with_what_it_skips_and_changed_with_it(run: Run) -> None:
    club = added(run, "expense", "30", "fees", "--skip", "2027-01", "--day", "last")
    told(run, "edit", club, "--amount", "40", "--skip", "2027-02", "--no-skip", "2027-01")
    assert posted(run, "--month", "2027-01", "--yes") == ["2027-01-31"]
    assert posted(run, "--month", "2027-02", "--yes") == []


# -- a raise


def test_raises_hold_from_their_months_and_what_comes_is_listed(run: Run) -> None:
    rent = added(run, "expense", "900", "rent", "--from", "2026-10")
    for amount, since in (("950", "2026-12"), ("1000", "2027-02")):
        told(run, "edit", rent, "--amount", amount, "--from", since)
    row = only(run)
    assert (row["next_amount"], row["amount"], row["amount_from"]) == (
        "900.00",
        "1000.00",
        "2027-02",
    )
    assert notes(run) == [
        "2026-10 to 2026-11 are not posted yet: 900.00 EUR for Rent and housing every month.",
        "In 2026-12 to 2027-01: 950.00 EUR for Rent and housing every month.",
        "From 2027-02 on: 1,000.00 EUR for Rent and housing every month.",
    ]
    months = ["2026-12", "2027-01", "2027-02"]
    assert post(run) == [("2026-10", "900.00"), ("2026-11", "900.00")]
    assert [post(run, "--month", month, "--yes") for month in months] == [
        [("2026-12", "950.00")],
        [("2027-01", "950.00")],
        [("2027-02", "1000.00")],
    ]
    assert (only(run)["amount_from"], notes(run)) == (None, [])


# -- closed months


def test_nothing_is_due_in_a_closed_month_and_what_was_is_said(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    rent = added(run, "expense", "900", "rent", "--from", "2026-08", "--note", "Flat")
    box = added(run, "expense", "80", "food", "--every", "2 weeks", "--from", "2026-09-25")
    assert posted(run, "--month", "2026-08") == ["2026-08"]
    books.execute("SELECT close_month(users.id, '2026-09-01', NULL) FROM users")
    rows = {row["id"]: row for row in list_rows(run, "recurring")}
    assert (rows[rent]["next_month"], rows[box]["next_day"]) == ("2026-10", "2026-10-09")
    document = run("recurring", "post", "--json").json
    days = ["2026-10", "2026-10-09", "2026-10-23", "2026-11", "2026-11-06"]
    assert [row["date"] or row["month"] for row in document["rows"]] == days
    # the rent of September, and the box on its 25th
    assert document["notes"] == [
        {
            "code": "MONTH_CLOSED",
            "message": "2 items are not posted, for the month is closed: 2026-09 (2).",
            "command": "finally close reopen 2026-09 --reason TEXT",
        }
    ]
    for words in (
        ["post", "--month", "2026-09"],
        ["edit", rent, "--skip", "2026-09"],
        ["delete", rent, "--yes"],
    ):
        outcome = run("recurring", *words, "--json")
        assert (outcome.exit_code, outcome.error["code"]) == (6, "MONTH_CLOSED"), words
    assert outcome.error["hint"] == f"Let it be due no more: finally recurring stop {rent[:8]}"
    assert run("recurring", "stop", rent).exit_code == 0
    # what holds from October on leaves nothing of before to be posted
    told(run, "edit", box, "--amount", "90", "--from", "2026-10")
    assert notes(run) == []


# -- months that begin with payday


def test_what_is_due_belongs_to_the_month_of_its_day_and_is_posted_once_whatever_that_is(
    run: Run, books: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-30")
    assert run("user", "edit", "--month-begins", "25").exit_code == 0
    rent = added(run, "expense", "900", "rent", "--day", "27", "--from", "2026-10")
    added(run, "expense", "30", "fees", "--from", "2026-11")
    # 27 October is in November, whose day it is; October can be closed before
    books.execute("SELECT close_month(users.id, '2026-10-01', NULL) FROM users")
    assert posted(run, "--month", "2026-11") == ["2026-11", "2026-10-27"]
    told(run, "edit", rent, "--skip", "2026-11")
    assert notes(run) == ["Rent and housing is skipped on 2026-11-27."]
    assert posted(run) == []
    assert only_of(run, rent)["next_day"] == "2026-12-27"
    told(run, "edit", rent, "--no-skip", "2026-11-27")
    assert posted(run) == ["2026-11-27"]
    assert entries(run) == [
        ("2026-11", "2026-10-27"), ("2026-11", None), ("2026-12", "2026-11-27"),
    ]  # fmt: skip
    # With the calendar's months again, nothing is posted anew.
    assert run("user", "edit", "--month-begins", "1").exit_code == 0
    assert posted(run) == []
    assert posted(run, "--month", "2026-12") == ["2026-12", "2026-12-27"]


# -- what makes no sense


EVERY = "Write it as month, quarter or year, or as 2 weeks, 6 months, 2 years."
DAY = "Write a day from 1 to 31; 31 is the last of a shorter month."
OF_WEEKS = "every 2 weeks is counted from its first day, not on a day of the month"


@pytest.mark.parametrize(
    ("words", "exit_code", "message", "hint"),
    [
        (
            ["--every", "0 weeks"],
            2,
            "nothing is due every 0 weeks",
            "It is 1 to 99 of them: --every 2 weeks",
        ),
        (
            ["--every", "-1", "weeks"],
            2,
            "nothing is due every -1 weeks",
            "It is 1 to 99 of them: --every 2 weeks",
        ),
        (
            ["--every", "100 years"],
            2,
            "nothing is due every 100 years",
            "It is 1 to 99 of them: --every 2 years",
        ),
        (
            ["--every", "1.5", "months"],
            2,
            "nothing is due every 1.5 months",
            "It is 1 to 99 of them: --every 2 months",
        ),
        (
            ["--every", "2", "fortnights"],
            2,
            '"2 fortnights" is not how often',
            f"A fortnight is 2 weeks. {EVERY}",
        ),
        (["--every", "mnths"], 2, '"mnths" is not how often', f'Did you mean "month"? {EVERY}'),
        (["--every", "2"], 2, '"2" is not how often', EVERY),
        (["--every", ""], 2, '"" is not how often', EVERY),
        (["--day", "0"], 2, '"0" is not a day of a month', DAY),
        (["--day", "32"], 2, '"32" is not a day of a month', DAY),
        (["--day", "-1"], 2, '"-1" is not a day of a month', DAY),
        (["--day", "none"], 2, '"none" is not a day of a month', DAY),
        (
            ["--every", "2 weeks", "--day", "5"],
            2,
            OF_WEEKS,
            "Name that day in place of --day: --from 2026-11-15",
        ),
        (
            ["--every", "2 weeks", "--from", "2026-12"],
            2,
            "every 2 weeks is counted from a day, and 2026-12 is a month",
            "Name the first day: --from 2026-12-01",
        ),
        (
            ["--from", "2026-11-31"],
            2,
            'there is no day "2026-11-31"',
            "Write it as 2026-10-05, today or yesterday.",
        ),
        (
            ["--from", "2026-11-30", "--day", "15"],
            2,
            "--from 2026-11-30 is not on day 15",
            "Leave --day out: the date says it.",
        ),
        (
            ["--skip", "2026-12", "--skip", "2026-12"],
            2,
            "what is due in 2026-12 is named twice",
            "Say it once.",
        ),
        (
            ["--skip", "2026-10"],
            1,
            "it is not due in 2026-10",
            "See when it is due next: finally recurring list",
        ),
    ],
)
def test_what_makes_no_sense_is_not_added(
    words: list[str], exit_code: int, message: str, hint: str, run: Run
) -> None:
    outcome = run("recurring", "add", "expense", "1", "rent", *words)
    assert outcome == refusal(exit_code, message, hint)
    assert list_rows(run, "recurring", "--all") == []


@pytest.mark.parametrize(
    ("words", "exit_code", "message", "hint"),
    [
        (["--skip", "2026-11"], 6, "what is due in 2026-11 is posted already", None),
        (["--skip", "2026-12-14"], 1, "it is not due on 2026-12-14", None),
        (["--skip", "2028-01"], 1, "it is not due in 2028-01", None),
        (
            ["--no-skip", "2026-12"],
            1,
            "it is not skipped in 2026-12",
            "See what is: finally recurring list",
        ),
        (
            ["--skip", "2026-12", "--no-skip", "2026-12"],
            2,
            "what is due in 2026-12 is named twice",
            "Say it once.",
        ),
        (["--skip"], 2, "there is no month after --skip or --no-skip", "Name it: --skip 2026-12"),
        (
            ["--amount", "2", "--from", "2027-01-05"],
            2,
            "a change holds from a month on, and 2027-01-05 is a day",
            "Name the month: --from 2027-01",
        ),
        (
            ["--amount", "2", "--from", "2028-01"],
            1,
            "it ends in 2027-12, and would be another from 2028-01 on",
            "Name a month before its end, or another end: --until never takes it away.",
        ),
        (
            ["--every", "2 weeks"],
            2,
            "every 2 weeks is counted from a day",
            "Name the first one: --from 2026-11-15",
        ),
        (["--every", "2 weeks", "--day", "5"], 2, OF_WEEKS, None),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    words: list[str], exit_code: int, message: str, hint: str | None, run: Run
) -> None:
    rent = added(run, "expense", "1", "rent", "--day", "15", "--until", "2027-12")
    assert posted(run) == ["2026-11-15"]
    before = only(run)
    outcome = run("recurring", "edit", rent, *words)
    assert (outcome.exit_code, outcome.stderr.splitlines()[0]) == (exit_code, f"finally: {message}")
    assert hint is None or outcome == refusal(exit_code, message, hint)
    assert (only(run), notes(run, "--all")) == (before, [])


# -- an independent reckoning


SPANS = {
    "week": 1, "2 weeks": 2, "3 weeks": 3, "5 weeks": 5,
    "month": 1, "2 months": 2, "quarter": 3, "5 months": 5, "year": 12, "2 years": 24,
}  # fmt: skip
BEGIN, END = date(2027, 1, 1), date(2030, 12, 31)  # with 29 February 2028
ENDS_OF_MONTHS = [date(2027, 1, day) for day in (28, 29, 30, 31)] + [
    date(2027, 2, 28), date(2027, 12, 31), date(2028, 1, 30), date(2028, 2, 28), date(2028, 2, 29),
]  # fmt: skip


def reckoned(every: str, first: date) -> list[date]:
    """The due days by dateutil, each from the first one."""
    span = SPANS[every]
    if "week" in every:
        return [day.date() for day in rrule(WEEKLY, interval=span, dtstart=first, until=END)]
    days = (first + relativedelta(months=span * number) for number in range(200))
    return [day for day in days if day <= END]


def first_days() -> Iterable[date]:
    """Days of two years, every one where there is much time."""
    step = max(1, 23 // TIMES)
    ordinals = range(BEGIN.toordinal(), date(2029, 1, 1).toordinal(), step)
    return sorted({*map(date.fromordinal, ordinals), *ENDS_OF_MONTHS})


def test_due_days_are_what_another_calendar_reckons(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    assert list_rows(run, "recurring") == []  # whose books are open is said now
    cases = [(every, first) for every in SPANS for first in first_days()]
    books.execute(
        "INSERT INTO recurring_items (user_id, id, expense_category_id, amount, every, first_month,"
        " day)"
        " SELECT users.id, md5(every || first_day)::uuid, md5('expense_categories/RENT')::uuid, 1,"
        " every, date_trunc('month', first_day)::date, extract(day FROM first_day)"
        " FROM users CROSS JOIN unnest(%s::text[], %s::date[]) AS given (every, first_day)",
        ([every for every, _ in cases], [first for _, first in cases]),
    )
    found = books.execute(
        "SELECT every, first_month + day - 1,"
        " array(SELECT due_on FROM due_days(user_id, recurring_items.id, %s) ORDER BY due_on)"
        " FROM recurring_items",
        (END,),
    ).fetchall()
    assert len(found) == len(cases)
    wrong = [(*case, days) for *case, days in found if days != reckoned(case[0], case[1])]
    assert wrong == []


# -- undo, many at once


def test_a_skip_is_undone_and_two_who_post_at_once_write_each_day_once(
    server: Server, fresh_database: str, tmp_path: Path
) -> None:
    program = Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})
    assert program("user", "add", "ann@example.org").exit_code == 0
    box = (
        "add",
        "expense",
        "8",
        "food",
        "--every",
        "week",
        "--from",
        "2026-10-01",
        "--note",
        "Box",
    )
    assert program("recurring", *box).exit_code == 0
    assert program("recurring", "edit", "box", "--skip", "2026-10-08").exit_code == 0

    def due() -> list[str]:
        rows = program("recurring", "post", "--dry-run", "--json").json["rows"]
        return [row["date"] for row in rows]

    days = ["2026-10-01", "2026-10-15", "2026-10-22", "2026-10-29", "2026-11-05", "2026-11-12"]
    assert due() == days
    assert program("undo").exit_code == 0
    assert due() == sorted([*days, "2026-10-08"])
    with (
        closing(server.connect(fresh_database)) as holder,
        closing(server.connect(fresh_database, autocommit=True)) as watcher,
    ):
        # They are let go together, so that they do meet; one of them skips a day.
        holder.execute("LOCK TABLE recurring_postings IN SHARE ROW EXCLUSIVE MODE")
        commands = [program.start("recurring", "post", "--json") for _ in range(2)]
        commands.append(program.start("recurring", "edit", "box", "--skip", "2026-10-08"))
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while watcher.execute(waiting).fetchone() != (3,):
            assert {command.poll() for command in commands} == {None}
        holder.rollback()
        outcomes = [command.communicate(timeout=PATIENCE) for command in commands]
    written = [row["date"] for out, _ in outcomes[:2] for row in json.loads(out)["rows"]]
    was_skipped = commands[2].returncode == 0
    assert commands[2].returncode in (0, 6)
    assert sorted(written) == (days if was_skipped else sorted([*days, "2026-10-08"]))
    rows = program("expense", "list", "--json").json["rows"]
    assert sorted(row["date"] for row in rows) == sorted(written)
