"""finally user edit --month-begins: months of entries that begin with payday.

Every figure is worked out by hand. With 25, November is from 25 October to 24 November.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.store.database import set_local
from tests.conftest import Run
from tests.store.test_schema_audit import seal
from tests.support.bank_files import ofx, write
from tests.support.outcomes import refusal

Books = psycopg.Connection[Any]
Payday = Callable[[int], None]


@pytest.fixture(autouse=True)
def twenty_first_of_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-21")


@pytest.fixture
def done(run: Run, books: Books) -> Run:
    """Run a command that must succeed, and seal what it changed, as its end would."""

    def succeed(*arguments: str) -> Any:
        outcome = run(*arguments)
        assert outcome.exit_code == 0, outcome.stderr
        seal(books)
        return outcome

    return succeed


def months(run: Run) -> dict[str, str]:
    """The month of each entry, by its note."""
    return {
        row["note"]: row["month"]
        for noun in ("income", "expense")
        for row in run(noun, "list", "--json").json["rows"]
    }


@pytest.fixture
def autumn(done: Run) -> Run:
    """Entries on both sides of payday, and one without a day."""
    for day, amount, note in (
        ("2026-10-24", "1", "before payday"),
        ("2026-10-25", "2", "on payday"),
        ("2026-10-31", "4", "end of October"),
        ("2026-11-01", "8", "beginning of November"),
        ("2026-11-25", "16", "next payday"),
    ):
        done("expense", "add", amount, "food", "--date", day, "--note", note, "--yes")
    done("expense", "add", "32", "food", "--month", "2026-10", "--note", "some day of October")
    done("income", "add", "3000", "salary", "--date", "2026-10-25", "--note", "salary")
    return done


BEFORE = {
    "before payday": "2026-10", "on payday": "2026-10", "end of October": "2026-10",
    "beginning of November": "2026-11", "next payday": "2026-11",
    "some day of October": "2026-10", "salary": "2026-10",
}  # fmt: skip
AFTER = BEFORE | {
    "on payday": "2026-11", "end of October": "2026-11", "next payday": "2026-12",
    "salary": "2026-11",
}  # fmt: skip


def test_entries_with_a_day_move_to_the_month_that_ends_after_it(autumn: Run) -> None:
    assert months(autumn) == BEFORE
    edited = autumn("user", "edit", "--month-begins", "25")
    assert edited.stdout == (
        "Months of income and expenses begin on the 25th: 2026-11 is from 2026-10-25 to"
        " 2026-11-24.\nMoved 4 entries to the months of their days.\n"
    )
    assert months(autumn) == AFTER
    again = autumn("user", "edit", "--month-begins", "25", "--json").json
    assert (again["moved"], again["kept"], again["rows"][0]["month_begins"]) == (0, 0, 25)


def test_a_change_can_be_tried_and_there_and_back_is_as_it_was(autumn: Run) -> None:
    before = export(autumn)
    tried = autumn("user", "edit", "--month-begins", "31", "--dry-run")
    assert tried.stdout == (
        "It would be so: Months of income and expenses begin on the last day: 2026-11 is from"
        " 2026-10-31 to 2026-11-29.\nWould move 1 entry to the month of its day.\n"
        "Dry run: nothing was changed.\n"
    )
    assert export(autumn) == before
    for begins in ("25", "31", "2", "1"):
        autumn("user", "edit", "--month-begins", begins)
    assert export(autumn) == before


def export(run: Run) -> Any:
    """The books, but for the moments in which rows were touched."""
    found = json.loads(run("export", "json").stdout)
    for rows in found.values():
        for row in rows if isinstance(rows, list) else []:
            row.pop("updated_at", None)
    return found


def test_undo_takes_the_beginning_and_the_moves_back_and_does_them_again(autumn: Run) -> None:
    autumn("user", "edit", "--month-begins", "25")
    taken = autumn("undo", "--json").json
    assert months(autumn) == BEFORE
    assert autumn("user", "list", "--json").json["rows"][0]["month_begins"] == 1
    autumn("undo", taken["undo"])
    assert months(autumn) == AFTER
    assert autumn("user", "list", "--json").json["rows"][0]["month_begins"] == 25
    assert autumn("audit", "verify").exit_code == 0


def test_what_was_deleted_comes_back_into_the_month_that_its_day_is_of_now(autumn: Run) -> None:
    listed = autumn("expense", "list", "--json").json["rows"]
    (wanted,) = [row["id"] for row in listed if row["note"] == "on payday"]
    autumn("expense", "delete", wanted, "--yes")
    deletion = autumn("audit", "list", "--json").json["rows"][0]["id"]
    autumn("user", "edit", "--month-begins", "25")
    back = autumn("undo", deletion, "--json").json
    assert months(autumn) == AFTER
    autumn("undo", back["undo"])
    assert "on payday" not in months(autumn)


@pytest.mark.parametrize("given", ["0", "32", "x", "25.5", "-5", ""])
def test_what_is_no_day_of_a_month_is_refused(run: Run, given: str) -> None:
    for command in (["edit"], ["add", "bob@example.org"]):
        assert run("user", *command, f"--month-begins={given}") == refusal(
            2,
            f'"{given}" is no day that a month can begin with',
            "Give one from 1 to 31, such as 25; 31 is the last day of every month, and 1 the"
            " calendar's month.",
        )


def test_books_may_begin_so(done: Run) -> None:
    added = done("user", "add", "bob@example.org", "--currency", "EUR", "--month-begins", "31")
    assert added.stdout.endswith(
        "Months of income and expenses begin on the last day: 2026-11 is from 2026-10-31 to"
        " 2026-11-29.\n"
    )
    done("expense", "add", "5", "food", "--date", "2024-02-29", "--user", "bob")
    assert done("expense", "list", "--user", "bob", "--json").json["rows"][0]["month"] == "2024-03"


# -- new entries


def test_an_entry_goes_where_its_day_or_today_says(done: Run, monkeypatch: Any) -> None:
    done("user", "edit", "--month-begins", "25")
    done("expense", "add", "1", "food", "--date", "2026-10-24", "--note", "last of October")
    done("expense", "add", "2", "food", "--date", "2026-10-25", "--note", "first of November")
    monkeypatch.setenv("FINALLY_TODAY", "2026-10-28")
    for month in ([], ["--month", "this"], ["--month", "nov"], ["--month", "+0"]):
        done("expense", "add", "4", "food", "--note", " ".join(month) or "today", *month)
    done("expense", "add", "8", "food", "--month", "last", "--note", "last")
    done("expense", "add", "8", "food", "--month", "2026-10", "--note", "2026-10")
    assert months(done) == {
        "last of October": "2026-10", "first of November": "2026-11", "today": "2026-11",
        "--month this": "2026-11", "--month nov": "2026-11", "--month +0": "2026-11",
        "last": "2026-10", "2026-10": "2026-10",
    }  # fmt: skip
    # Values are of the calendar's month, today as ever.
    done("snapshot", "add", "Giro", "100", "--category", "CASH")
    assert done("snapshot", "list", "--json").json["rows"][0]["month"] == "2026-10"


def test_a_date_beside_a_month_must_lie_in_it(done: Run) -> None:
    done("user", "edit", "--month-begins", "25")
    added = ["expense", "add", "1", "food", "--date", "2026-10-28"]
    assert done(*added, "--month", "2026-11").exit_code == 0
    with pytest.raises(AssertionError) as caught:
        done(*added, "--month", "2026-10")
    assert (
        "the date 2026-10-28 does not lie in 2026-10, which is from 2026-09-25 to 2026-10-24"
        in (str(caught.value))
    )


def test_an_edit_of_the_day_moves_an_entry(autumn: Run) -> None:
    autumn("user", "edit", "--month-begins", "25")
    rows = {row["note"]: row["id"] for row in autumn("expense", "list", "--json").json["rows"]}
    autumn("expense", "edit", rows["before payday"], "--date", "2026-10-26")
    autumn("expense", "edit", rows["some day of October"], "--date", "2026-11-30", "--yes")
    found = months(autumn)
    assert (found["before payday"], found["some day of October"]) == ("2026-11", "2026-12")


# -- what follows from it


def test_budgets_and_their_pace_go_by_payday(autumn: Run) -> None:
    autumn("budget", "set", "food", "100", "--month", "2026-11")
    autumn("user", "edit", "--month-begins", "25")
    shown = autumn("report", "budget")
    # 21 November is day 28 of the 31 from 25 October; 2 + 4 + 8 were spent.
    assert shown.stdout.splitlines()[0] == (
        "Budget in 2026-11 (EUR), day 28 since 2026-10-25: 90 % of the month is gone"
    )
    answer = autumn("report", "budget", "--json").json
    (food,) = [row for row in answer["rows"] if row["category"] == "FOOD"]
    assert (food["spent"], food["left_over"], food["pace"]) == ("14.00", "86.00", "-0.763226")
    assert answer["month_gone"] == "0.903226"
    assert "14 % used on day 28 of 31" in autumn("status").stdout


def test_what_was_rolled_is_rolled_again(autumn: Run) -> None:
    for month, amount in (("2026-09", "100"), ("2026-10", "100")):
        autumn("budget", "set", "food", amount, "--month", month)
    for month in ("2026-11", "2026-12"):
        autumn("budget", "roll", "--month", month)
    # adjust: November is 100 + (100 - 39) = 161, December 161 + (161 - 24) = 298.
    assert budgets(autumn) == {"2026-11": "161.00", "2026-12": "298.00"}
    edited = autumn("user", "edit", "--month-begins", "25", "--json").json
    # Of October 1 and 32 are left, November has 14: 100 + (100 - 33) = 167, 167 + (167 - 14) = 320.
    assert budgets(autumn) == {"2026-11": "167.00", "2026-12": "320.00"}
    assert edited["rolled_again"] == 2
    autumn("undo")
    assert budgets(autumn) == {"2026-11": "161.00", "2026-12": "298.00"}


def budgets(run: Run) -> dict[str, str]:
    found = {}
    for month in ("2026-11", "2026-12"):
        answer = run("budget", "list", "--month", month, "--json").json
        found[month] = answer["rows"][0]["budget"]
    return found


def test_cash_flow_and_spending_go_by_payday(autumn: Run, monkeypatch: Any) -> None:
    autumn("user", "edit", "--month-begins", "25")
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-24")
    rows = {row["month"]: row for row in autumn("report", "cashflow", "--json").json["rows"]}
    assert (rows["2026-10"]["income"], rows["2026-10"]["expenses"]) == ("0.00", "33.00")
    assert (rows["2026-11"]["income"], rows["2026-11"]["expenses"]) == ("3000.00", "14.00")
    assert (rows["2026-10"]["whole"], rows["2026-11"]["whole"]) == (True, False)
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-25")  # November is over, and December has begun
    answer = autumn("report", "cashflow", "--json").json
    assert {row["month"]: row["whole"] for row in answer["rows"]} == {
        "2026-12": False, "2026-11": True, "2026-10": True,
    }  # fmt: skip
    assert autumn("report", "spending", "--json").json["months"][-1] == "2026-12"


def test_a_proof_of_cash_and_explain_count_entries_by_the_calendar(autumn: Run) -> None:
    # Of November's calendar are 8 and 16, whenever payday is: 1000 - 24 = 976.
    autumn("snapshot", "add", "Giro", "1000", "--category", "CASH", "--month", "2026-10")
    autumn("snapshot", "add", "Giro", "976", "--month", "2026-11")
    for begins in ("1", "25"):
        autumn("user", "edit", "--month-begins", begins)
        proof = autumn("report", "cashproof", "--month", "2026-11", "--json").json
        row = proof["rows"][0]
        assert (row["expenses"], row["cash_expected"], row["unexplained"]) == (
            "24.00", "976.00", "0.00",
        )  # fmt: skip
        explained = autumn("report", "explain", "--month", "2026-11", "--json").json
        assert explained["totals"]["expenses"] == "24.00"
        codes = [[note["code"] for note in said["notes"]] for said in (proof, explained)]
        assert [("CALENDAR_MONTHS" in found) for found in codes] == [begins == "25"] * 2


def test_an_entry_that_is_missing_is_looked_for_by_its_day(autumn: Run) -> None:
    # 2 of 25 October are November's by payday; by its day it is October's, where it lacks.
    autumn("user", "edit", "--month-begins", "25")
    autumn("snapshot", "add", "Giro", "1000", "--category", "CASH", "--month", "2026-10")
    autumn("snapshot", "add", "Giro", "972", "--month", "2026-11")
    notes = autumn("report", "cashproof", "--month", "2026-11", "--json").json["notes"]
    (wrong,) = [note for note in notes if note["code"] in ("WRONG_MONTH", "FORGOTTEN")]
    # 1000 - 24 = 976 should be there: the 4 that November lacks are those of 31 October.
    assert "An expense of 2026-10, 4.00 for Food" in wrong["message"]


def test_what_recurs_on_a_day_is_of_the_month_that_ends_after_it(done: Run) -> None:
    done("user", "edit", "--month-begins", "25")
    done("recurring", "add", "expense", "30", "food", "--day", "28", "--from", "2026-10",
         "--note", "club", "--every", "year")  # fmt: skip
    posted = done("recurring", "post", "--json").json["rows"]
    assert [(row["month"], row["date"]) for row in posted] == [("2026-11", "2026-10-28")]
    assert months(done) == {"club": "2026-11"}
    done("user", "edit", "--month-begins", "1")
    assert months(done) == {"club": "2026-10"}
    assert done("recurring", "post", "--json").json["rows"] == []


# -- imports and exports


def test_files_of_entries_go_by_payday(done: Run, tmp_path: Path) -> None:
    done("user", "edit", "--month-begins", "25")
    file = tmp_path / "expenses.csv"
    file.write_text("amount,category,date,note\n1,FOOD,2026-10-24,a\n2,FOOD,2026-10-25,b\n")
    done("import", "expenses", str(file))
    assert months(done) == {"a": "2026-10", "b": "2026-11"}
    listed = tmp_path / "listed.csv"
    listed.write_text(done("expense", "list", "--csv").stdout)
    done("import", "expenses", str(listed))  # passed over: it is all there
    assert len(done("expense", "list", "--json").json["rows"]) == 2


BANK = [("2026-10-24", "-1.00", "MARKET BEFORE"), ("2026-10-26", "-2.00", "MARKET AFTER")]


def test_bank_rows_become_entries_of_the_month_of_payday(done: Run, tmp_path: Path) -> None:
    done("user", "edit", "--month-begins", "25")
    done("rule", "add", "market", "--category", "food")
    # Typed for November, on some day of it: it may be the row of 26 October, and not that of 24.
    done("expense", "add", "2", "food", "--month", "2026-11", "--note", "typed")
    done("import", "bank", write(tmp_path, ofx(BANK), "giro.ofx"), "--source", "Giro")
    assert months(done) == {"MARKET BEFORE": "2026-10", "typed": "2026-11"}
    (waits,) = done("inbox", "list", "--json").json["rows"]
    assert waits["day"] == "2026-10-26"
    done("inbox", "assign", waits["id"], "food")
    assert months(done)["MARKET AFTER"] == "2026-11"


def test_exported_books_come_back_with_their_months(autumn: Run, tmp_path: Path) -> None:
    autumn("user", "edit", "--month-begins", "25")
    file = tmp_path / "books.json"
    file.write_text(autumn("export", "json").stdout)
    autumn("user", "add", "bob@example.org", "--currency", "EUR")
    autumn("import", "json", str(file), "--user", "bob")
    assert autumn("user", "list", "--json").json["rows"][1]["month_begins"] == 25
    rows = autumn("expense", "list", "--user", "bob", "--json").json["rows"]
    assert {row["note"]: row["month"] for row in rows} == {
        note: month for note, month in AFTER.items() if note != "salary"
    }


def test_books_with_other_months_are_refused(autumn: Run, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "books.json"
    file.write_text(autumn("export", "json").stdout)
    autumn("user", "edit", "--month-begins", "25")
    refused = run("import", "json", str(file), "--json")
    assert (refused.exit_code, refused.error["code"]) == (6, "MONTHS_DIFFER")
    autumn("user", "edit", "--month-begins", "1")
    assert autumn("import", "json", str(file)).exit_code == 0
    file.write_text(file.read_text().replace('"month_begins": 1', '"month_begins": 32'))
    refused = run("import", "json", str(file), "--json")
    assert (refused.exit_code, refused.error["message"]) == (
        7,
        "month_begins is no day from 1 to 31",
    )


def test_beancount_opens_accounts_before_their_first_day(autumn: Run) -> None:
    # Of November are days from 25 October on: accounts are there from the 1st of that month.
    autumn("user", "edit", "--month-begins", "25")
    lines = autumn("export", "beancount", "--from", "2026-11").stdout.splitlines()
    assert [line.split()[0] for line in lines if " open " in line] == ["2026-10-01"] * 3
    assert "2026-10-25 *" in "\n".join(lines)


# -- closed months


def close(books: Books, run: Run, month: str) -> None:
    owner = run("user", "list", "--json").json["rows"][0]["id"]
    set_local(books, user_id=owner)
    books.execute("SELECT close_month(%s, %s, '{}')", (owner, f"{month}-01"))
    seal(books)


def test_what_is_in_a_closed_month_or_would_go_there_stays(
    autumn: Run, books: Books, tmp_path: Path
) -> None:
    close(books, autumn, "2026-10")
    edited = autumn("user", "edit", "--month-begins", "25", "--json").json
    # Those of 25 and 31 October and the salary are in a closed month; that of 25 November is free.
    assert (edited["moved"], edited["kept"]) == (1, 3)
    assert months(autumn) == BEFORE | {"next payday": "2026-12"}
    told = autumn("user", "edit", "--month-begins", "25").stdout
    assert (
        "3 entries stay where they are: the month of each, or that of its day, is closed." in told
    )
    # They come back from a file as they are, and are moved once their month is open again.
    file = tmp_path / "books.json"
    file.write_text(autumn("export", "json").stdout)
    autumn("user", "add", "bob@example.org", "--currency", "EUR")
    autumn("import", "json", str(file), "--user", "bob")
    rows = autumn("expense", "list", "--user", "bob", "--json").json["rows"]
    assert {row["note"]: row["month"] for row in rows}["on payday"] == "2026-10"
    autumn("close", "reopen", "2026-10", "--reason", "Payday", "--user", "bob")
    assert (
        autumn("user", "edit", "--month-begins", "25", "--user", "bob", "--json").json["moved"] == 3
    )
    rows = autumn("expense", "list", "--user", "bob", "--json").json["rows"]
    assert {row["note"]: row["month"] for row in rows}["on payday"] == "2026-11"


def test_nothing_goes_back_into_a_closed_month(autumn: Run, books: Books, run: Run) -> None:
    autumn("user", "edit", "--month-begins", "25")
    close(books, autumn, "2026-10")
    edited = autumn("user", "edit", "--month-begins", "1", "--json").json
    assert (edited["moved"], edited["kept"]) == (1, 3)
    assert months(autumn) == AFTER | {"next payday": "2026-11"}
    # A new one of such a day is of October, which is closed.
    refused = run("expense", "add", "1", "food", "--date", "2026-10-28", "--json")
    assert (refused.exit_code, refused.error["code"]) == (6, "MONTH_CLOSED")


# -- other programs


def test_another_program_moves_the_entries_as_well(autumn: Run, books: Books) -> None:
    autumn("user", "list")
    set_local(books, user_id=autumn("user", "list", "--json").json["rows"][0]["id"])
    books.execute("UPDATE users SET month_begins = 25")
    assert months(autumn) == AFTER


def test_another_program_is_refused_a_day_of_another_month(autumn: Run, books: Books) -> None:
    autumn("user", "edit", "--month-begins", "25")
    set_local(books, user_id=autumn("user", "list", "--json").json["rows"][0]["id"])
    for statement in (
        "UPDATE expense_items SET month = 10 WHERE description = 'on payday'",
        "UPDATE expense_items SET spent_on = '2026-10-24' WHERE description = 'on payday'",
        "INSERT INTO expense_items (user_id, category_id, year, month, amount, spent_on)"
        " SELECT user_id, category_id, 2026, 10, 1, '2026-10-25' FROM expense_items LIMIT 1",
    ):
        with pytest.raises(psycopg.errors.CheckViolation) as caught, books.transaction():
            books.execute(statement)
        assert caught.value.diag.constraint_name == "spent_on_lies_in_its_month"
    books.execute("UPDATE expense_items SET amount = 3 WHERE description = 'on payday'")
