"""finally recurring post: what is due is written once, whoever asks and however often."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run, Server
from tests.support.processes import PATIENCE, Program
from tests.support.sql_files import sql_files


def added(run: Run, *words: str) -> str:
    """Add a recurring item; its id."""
    outcome = run("recurring", "add", *words, "--json")
    assert outcome.exit_code == 0, outcome.stderr
    return str(outcome.json["rows"][0]["id"])


def posted(run: Run, *options: str) -> list[tuple[str, str]]:
    """The months and amounts that a posting says it wrote."""
    rows = run("recurring", "post", *options, "--json").json["rows"]
    return [(row["month"], row["amount"]) for row in rows]


def months(run: Run, noun: str = "expense") -> list[str]:
    """The months of the entries there are, oldest first."""
    return [row["month"] for row in run(noun, "list", "--json").json["rows"]][::-1]


@pytest.fixture
def home(run: Run) -> Run:
    """A salary, a rent and, each quarter, groceries, from 2026-08 on: it is 2026-11."""
    added(run, "income", "4000", "salary", "--from", "2026-08")
    added(run, "expense", "1200", "rent", "--from", "2026-08", "--until", "2026-09")
    box = ["--every", "quarter", "--from", "2026-08", "--note", "Box"]
    added(run, "expense", "90", "groceries", *box)
    return run


def test_what_was_written_is_shown(home: Run) -> None:
    outcome = home("recurring", "post", "--month", "2026-08")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    title, header, _, *lines = outcome.stdout.splitlines()
    assert title == "Posted 3 items (EUR)"
    assert header.split() == ["Month", "Kind", "Category", "Amount", "Note", "Id"]
    # without the ids
    assert [" ".join(line.split()[:-1]) for line in lines] == [
        "2026-08 income Salary 4,000.00",
        "2026-08 expense Food / Groceries 90.00 Box",
        "2026-08 expense Rent and housing 1,200.00",
    ]


def test_months_that_were_forgotten_are_caught_up_with_and_none_that_is_still_to_come(
    home: Run,
) -> None:
    # salary in 08, 09, 10 and 11; rent in 08 and 09; groceries in 08 and 11
    assert posted(home) == [
        ("2026-08", "4000.00"),
        ("2026-08", "90.00"),
        ("2026-08", "1200.00"),
        ("2026-09", "4000.00"),
        ("2026-09", "1200.00"),
        ("2026-10", "4000.00"),
        ("2026-11", "4000.00"),
        ("2026-11", "90.00"),
    ]
    assert months(home, "income") == ["2026-08", "2026-09", "2026-10", "2026-11"]
    assert sorted(months(home)) == ["2026-08", "2026-08", "2026-09", "2026-11"]
    # 1200 + 1200 + 90 + 90, and four times 4000
    assert home("expense", "list", "--json").json["totals"]["amount"] == "2580.00"
    assert home("income", "list", "--json").json["totals"]["amount"] == "16000.00"


def test_an_entry_is_in_the_month_in_the_category_with_the_note_and_has_no_day(home: Run) -> None:
    rows = home("recurring", "post", "--month", "2026-08", "--json").json["rows"]
    groceries = next(row for row in rows if row["note"] == "Box")
    (entry,) = home("expense", "list", "--category", "groceries", "--json").json["rows"]
    assert entry == {
        "month": "2026-08",
        "date": None,
        "category": "FOOD",
        "subcategory": "GROCERIES",
        "name": "Food / Groceries",
        "amount": "90.00",
        "note": "Box",
        "id": groceries["id"],
    }


def test_the_json_says_of_what_month_and_currency_it_is(home: Run) -> None:
    document = home("recurring", "post", "--json").json
    keys = ["schema", "month", "currency", "rows", "notes"]
    assert list(document) == keys
    assert (document["schema"], document["month"]) == ("finally.recurring.post/1", "2026-11")
    keys = "month date kind category subcategory name amount note id".split()
    assert all(list(row) == keys for row in document["rows"])


def test_the_csv_has_a_line_for_each(home: Run) -> None:
    header, first, *_ = home("recurring", "post", "--csv").stdout.splitlines()
    assert header == "month,date,kind,category,subcategory,name,amount,note,id"
    assert first.startswith("2026-08,,income,SALARY,,Salary,4000.00,,")


def test_the_second_time_nothing_is_due(home: Run) -> None:
    assert len(posted(home)) == 8
    assert home("recurring", "post") == Outcome(0, "Nothing is due.\n", "")
    assert home("recurring", "post", "--month", "2026-09").stdout == "Nothing is due.\n"
    assert len(months(home)) + len(months(home, "income")) == 8


def test_with_a_month_only_what_falls_due_in_it_is_written(home: Run) -> None:
    assert posted(home, "--month", "2026-10") == [("2026-10", "4000.00")]
    assert posted(home, "--month", "2026-07") == []
    # a month to come, too: salary alone, for the groceries are due in 2027-02 and 05
    assert posted(home, "--month", "2027-03", "--yes") == [("2027-03", "4000.00")]
    # then the rest up to now: the eight of above less the salary of 10
    assert len(posted(home)) == 7


def test_a_year_is_twelve_months(run: Run) -> None:
    added(run, "expense", "500", "insurance", "--every", "year", "--from", "2024-12")
    # 2024-12 and 2025-12; 2026-12 is to come
    assert [month for month, _ in posted(run)] == ["2024-12", "2025-12"]
    assert posted(run, "--month", "2026-12") == [("2026-12", "500.00")]


def test_a_quarter_is_three_months_also_over_the_turn_of_a_year(run: Run) -> None:
    added(run, "expense", "30", "fees", "--every", "quarter", "--from", "2025-11")
    assert [month for month, _ in posted(run)] == [
        "2025-11",
        "2026-02",
        "2026-05",
        "2026-08",
        "2026-11",
    ]


def test_the_last_month_is_due_and_the_one_after_it_is_not(run: Run) -> None:
    added(run, "expense", "1", "rent", "--from", "2026-03", "--until", "2026-04")
    added(
        run, "expense", "2", "fees", "--every", "quarter", "--from", "2026-01", "--until", "2026-06"
    )
    # rent in 03 and 04; fees in 01 and 04, for 07 is after the end
    assert posted(run) == [
        ("2026-01", "2.00"),
        ("2026-03", "1.00"),
        ("2026-04", "2.00"),
        ("2026-04", "1.00"),
    ]


def test_what_begins_later_is_not_due(run: Run) -> None:
    added(run, "expense", "1", "rent", "--from", "2026-12")
    assert posted(run) == []


def test_an_entry_that_was_deleted_on_purpose_stays_deleted(home: Run) -> None:
    rows = home("recurring", "post", "--month", "2026-08", "--json").json["rows"]
    for row in rows:
        home(row["kind"], "delete", row["id"], "--yes")
    assert posted(home, "--month", "2026-08") == []
    assert (months(home), months(home, "income")) == ([], [])
    assert all(month > "2026-08" for month, _ in posted(home))


def test_a_refund_that_comes_back_is_negative(run: Run) -> None:
    added(run, "expense", "-25", "rent")
    assert posted(run) == [("2026-11", "-25.00")]
    assert run("expense", "list", "--json").json["totals"]["amount"] == "-25.00"


def test_posting_can_be_tried_and_changes_nothing(home: Run) -> None:
    tried = home("recurring", "post", "--dry-run")
    assert tried.stdout.startswith("Would post 8 items (EUR) (dry run: nothing was changed)\n")
    assert home("recurring", "post", "--dry-run", "--json").json["dry_run"] is True
    assert (months(home), months(home, "income")) == ([], [])
    assert len(posted(home)) == 8


def test_one_item_is_told_in_the_singular(run: Run) -> None:
    added(run, "expense", "1", "rent")
    assert run("recurring", "post").stdout.startswith("Posted 1 item (EUR)\n")


def test_nothing_goes_into_a_closed_category_and_a_note_says_so(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    run("category", "add", "Hobby", "--kind", "expense")
    run("category", "add", "HOBBY/Sailing")
    run("category", "add", "Side job", "--kind", "income")
    added(run, "expense", "5", "sailing", "--from", "2026-08")
    added(run, "expense", "6", "hobby", "--from", "2026-08")
    added(run, "income", "7", "side job", "--from", "2026-08")
    # Somebody closes them in spite of what comes back, as the program itself never does.
    books.execute(
        "UPDATE expense_subcategories SET closed_on = '2026-10-01' WHERE code = 'SAILING'"
    )
    books.execute("UPDATE income_categories SET closed_on = '2026-11-01' WHERE code = 'SIDE_JOB'")
    assert posted(run, "--month", "2026-11") == [("2026-11", "6.00")]
    document = run("recurring", "post", "--json").json
    # hobby 08 to 10, sailing 08 and 09, side job 08 to 10
    assert [(row["month"], row["amount"]) for row in document["rows"]] == [
        ("2026-08", "7.00"),
        ("2026-08", "6.00"),
        ("2026-08", "5.00"),
        ("2026-09", "7.00"),
        ("2026-09", "6.00"),
        ("2026-09", "5.00"),
        ("2026-10", "7.00"),
        ("2026-10", "6.00"),
    ]
    # not posted: side job in 11, sailing in 10 and 11
    message = (
        "3 items are not posted, for the category is closed: Side job (1), Hobby / Sailing (2)."
    )
    command = "finally recurring list --all"
    assert document["notes"] == [{"code": "CLOSED", "message": message, "command": command}]
    assert run("recurring", "post", "--month", "2026-11").stdout == (
        "Nothing is due.\n"
        "Note: 2 items are not posted, for the category is closed:"
        " Side job (1), Hobby / Sailing (1).\n"
        f"  {command}\n"
    )
    run("category", "reopen", "sailing")
    assert posted(run) == [("2026-10", "5.00"), ("2026-11", "5.00")]


def test_what_is_not_closed_is_no_note(home: Run) -> None:
    assert home("recurring", "post", "--json").json["notes"] == []


def test_a_month_that_makes_no_sense_is_refused(home: Run) -> None:
    assert home("recurring", "post", "--month", "2026-13") == Outcome(
        2,
        "",
        'finally: "2026-13" is not a month: there is no month 13\n'
        "  Write it as 2026-10, oct 2026, oct, this, last, next, or -3 for three months ago.\n",
    )
    assert months(home) == []


# -- many at once


@pytest.fixture
def household(server: Server, fresh_database: str, tmp_path: Path) -> Program:
    """Processes on books of their own, in which 20 items of two kinds are due in 11 months each."""
    with closing(server.connect(fresh_database)) as connection:
        connection.execute(
            "INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')"
        )
        connection.execute(
            "WITH ann AS ("
            " SELECT set_config('finally.user_id', id::text, true)::uuid AS id FROM users"
            ") INSERT INTO recurring_items (user_id, income_category_id, expense_category_id,"
            " amount, description, every, first_month)"
            " SELECT ann.id, CASE WHEN n % 2 = 0 THEN md5('income_categories/SALARY')::uuid END,"
            " CASE WHEN n % 2 = 1 THEN md5('expense_categories/RENT')::uuid END, n, n, 'month',"
            " '2026-01-01' FROM ann CROSS JOIN generate_series(1, 20) AS n"
        )
        connection.commit()
    return Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})


def test_an_edit_is_undone_with_what_it_kept(
    server: Server, fresh_database: str, tmp_path: Path
) -> None:
    # August to November are due: at 5 each, at 6 from October on, at 5 again once that is undone.
    program = Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})
    assert program("user", "add", "ann@example.org").exit_code == 0
    program("recurring", "add", "expense", "5", "fees", "--from", "2026-08", "--note", "Club")
    edit = ("recurring", "edit", "club", "--amount", "6", "--from", "2026-10")
    assert program(*edit, "--dry-run").exit_code == 0
    assert program("recurring", "post", "--dry-run", "--json").json["rows"][-1]["amount"] == "5.00"

    def amounts() -> list[str]:
        rows = program("recurring", "post", "--dry-run", "--json").json["rows"]
        return [row["amount"] for row in rows]

    assert program(*edit).exit_code == 0
    assert amounts() == ["5.00", "5.00", "6.00", "6.00"]
    assert program("undo").exit_code == 0
    assert amounts() == ["5.00"] * 4
    assert program(*edit).exit_code == 0
    assert program("recurring", "delete", "club", "--yes").exit_code == 0
    assert amounts() == []
    assert program("undo").exit_code == 0
    assert amounts() == ["5.00", "5.00", "6.00", "6.00"]


WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def test_eight_at_once_post_once_and_none_fails(
    server: Server, household: Program, fresh_database: str
) -> None:
    with (
        closing(server.connect(fresh_database)) as holder,
        closing(server.connect(fresh_database, autocommit=True)) as watcher,
    ):
        # They are let go together, so that they do meet.
        holder.execute("LOCK TABLE recurring_postings IN SHARE ROW EXCLUSIVE MODE")
        commands = [household.start("recurring", "post", "--json") for _ in range(8)]
        while watcher.execute(WAITING).fetchone() != (8,):
            assert {command.poll() for command in commands} == {None}
        holder.rollback()
        outcomes = [command.communicate(timeout=PATIENCE) for command in commands]
    assert {command.returncode for command in commands} == {0}
    assert {err for _, err in outcomes} == {""}
    # 20 items in 11 months
    assert sum(len(json.loads(out)["rows"]) for out, _ in outcomes) == 220
    # expenses 1 + 3 + … + 19 = 100 and incomes 2 + 4 + … + 20 = 110, in each of 11 months
    expenses = household("expense", "list", "--json").json
    incomes = household("income", "list", "--json").json
    assert expenses["totals"] == {"amount": "1100.00", "items": 110}
    assert incomes["totals"] == {"amount": "1210.00", "items": 110}
    assert household("recurring", "post").stdout == "Nothing is due.\n"


def test_two_who_post_at_once_write_each_month_once(
    server: Server, household: Program, fresh_database: str
) -> None:
    """One has claimed but not committed; the other waits, and then finds nothing left."""
    with closing(server.connect(fresh_database)) as first:
        row = first.execute("SELECT set_config('finally.user_id', id::text, true) FROM users")
        (user_id,) = row.fetchone() or ("",)
        given = {"user_id": user_id, "month": None, "last": "2026-11-01"}
        assert len(first.execute(sql_files()["recurring/post"].body, given).fetchall()) == 220
        second = household.start("recurring", "post")
        with closing(server.connect(fresh_database, autocommit=True)) as watcher:
            while watcher.execute(WAITING).fetchone() == (0,):
                assert second.poll() is None, "it did not wait for who was first"
        first.commit()
        out, err = second.communicate(timeout=PATIENCE)
    assert (second.returncode, out, err) == (0, "Nothing is due.\n", "")
