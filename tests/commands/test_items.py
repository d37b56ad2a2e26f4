"""What finally income and finally expense have in common: add, list, edit, delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.conftest import Outcome, Run
from tests.support.each import each
from tests.support.outcomes import refusal


@dataclass(frozen=True)
class Kind:
    """Income or expenses: the words that their sentences and the tests use."""

    noun: str
    many: str
    table: str
    categories: str  # the table of them
    code: str
    name: str
    other: str
    other_name: str
    foreign: str  # a category of the other kind
    of: str
    back: str

    def __str__(self) -> str:
        return self.noun


INCOME = Kind(
    "income", "incomes", "incoming_items", "income_categories",
    "SALARY", "Salary", "BONUS", "Bonus", "FOOD", "of", "paid back of",
)  # fmt: skip
EXPENSE = Kind(
    "expense", "expenses", "expense_items", "expense_categories",
    "FOOD", "Food", "TRANSPORT", "Transport", "SALARY", "for", "given back for",
)  # fmt: skip


@pytest.fixture(params=[INCOME, EXPENSE], ids=str)
def kind(request: pytest.FixtureRequest) -> Kind:
    given: Kind = request.param
    return given


def list_entries(run: Run, kind: Kind, *options: str) -> list[tuple[Any, ...]]:
    """Month, day, category, amount and note of each entry: the second look at every write here."""
    rows = run(kind.noun, "list", *options, "--json").json["rows"]
    return [
        (row["month"], row["date"], row["category"], row["amount"], row["note"]) for row in rows
    ]


def add(run: Run, kind: Kind, *arguments: str) -> str:
    """Record an entry, and give its id."""
    (row,) = run(kind.noun, "add", *arguments, "--json").json["rows"]
    return str(row["id"])


@pytest.fixture
def three(run: Run, kind: Kind) -> Run:
    """1,000 in 2026-09, 200.50 on 2026-10-05, and a refund of 25 on 2026-10-20: 1,175.50 in all."""
    add(run, kind, "1000", kind.code, "--month", "2026-09", "--note", "Half of 100% paid_up")
    add(run, kind, "200.5", kind.other, "--date", "2026-10-05", "--note", "ÄPFEL from Märkte")
    add(run, kind, "-25", kind.code, "--date", "2026-10-20")
    return run


FIRST = ("2026-09", None, "1000.00", "Half of 100% paid_up")


def amounts(run: Run, kind: Kind, *options: str) -> list[str]:
    return [row[3] for row in list_entries(run, kind, *options)]


# -- add


def test_an_entry_is_recorded_in_this_month_and_told(run: Run, kind: Kind) -> None:
    told = run(kind.noun, "add", "12.5", kind.code.lower())
    (row,) = run(kind.noun, "list", "--json").json["rows"]
    assert told == Outcome(
        0,
        f"Recorded 12.50 EUR {kind.of} {kind.name} in 2026-11 ({row['id'][:8]}).\n",
        "",
    )
    assert list_entries(run, kind) == [("2026-11", None, kind.code, "12.50", None)]


def test_the_json_of_a_recorded_entry_is_the_entry(run: Run, kind: Kind) -> None:
    document = run(
        kind.noun, "add", "1,234.5678", kind.code, "--date", "2026-10-05", "--note", "n", "--json"
    ).json
    (row,) = document.pop("rows")
    assert document == {"schema": f"finally.{kind.noun}.add/1", "currency": "EUR", "notes": []}
    assert row.pop("id") == run(kind.noun, "list", "--json").json["rows"][0]["id"]
    row.pop("subcategory", None)
    assert row == {
        "month": "2026-10",
        "date": "2026-10-05",
        "category": kind.code,
        "name": kind.name,
        "amount": "1234.5678",
        "note": "n",
    }


def test_a_day_says_the_month(run: Run, kind: Kind) -> None:
    told = run(kind.noun, "add", "5", kind.code, "--date", "2026-10-31").stdout
    assert told.startswith(f"Recorded 5.00 EUR {kind.of} {kind.name} on 2026-10-31 (")
    add(run, kind, "6", kind.code, "--date", "2026-10-30", "--month", "2026-10")
    add(run, kind, "7", kind.code, "--date", "yesterday")
    assert [row[:2] for row in list_entries(run, kind)] == [
        ("2026-11", "2026-11-14"),
        ("2026-10", "2026-10-31"),
        ("2026-10", "2026-10-30"),
    ]


def test_money_that_goes_the_other_way_has_a_minus(run: Run, kind: Kind) -> None:
    told = run(kind.noun, "add", "-25", kind.code.lower(), "--month", "last")
    assert told.exit_code == 0
    assert told.stdout.startswith(f"Recorded 25.00 EUR {kind.back} {kind.name} in 2026-10 (")
    assert list_entries(run, kind) == [("2026-10", None, kind.code, "-25.00", None)]


@pytest.mark.parametrize("wanted", ["{name}", " {code} ", "{id}"])
def test_a_category_is_meant_by_code_name_or_id(
    wanted: str, run: Run, kind: Kind, books: psycopg.Connection[Any]
) -> None:
    found = books.execute(
        f"SELECT id FROM {kind.categories} WHERE code = '{kind.other}'".encode()
    ).fetchone()
    assert found
    typed = wanted.format(name=kind.other_name.upper(), code=kind.other, id=str(found[0])[:8])
    add(run, kind, "5", typed)
    assert list_entries(run, kind) == [("2026-11", None, kind.other, "5.00", None)]


def test_the_smallest_and_the_largest_amount_are_kept_exactly(run: Run, kind: Kind) -> None:
    for day, amount in enumerate(("0.0001", "-99999999999999999999.9999"), start=1):
        add(run, kind, amount, kind.code, "--date", f"2026-11-{day:02}")
    assert amounts(run, kind) == ["-99999999999999999999.9999", "0.0001"]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (
            ["0", "{code}"],
            "an amount cannot be zero",
            "Write it as 1234.56: digits, a point, at most four decimals.",
        ),
        (
            ["-0.00", "{code}"],
            "an amount cannot be zero",
            "Write it as 1234.56: digits, a point, at most four decimals.",
        ),
        (
            ["1.234", "{code}"],
            'the amount "1.234" can be read in two ways',
            "Write 1234 for thousands, or 1.2340 for decimals.",
        ),
        (
            ["five", "{code}"],
            '"five" is not an amount of money',
            "Write it as 1234.56: digits, a point, at most four decimals.",
        ),
        (
            ["1.00001", "{code}"],
            'the amount "1.00001" has more than four decimals',
            "Write it as 1234.56: digits, a point, at most four decimals.",
        ),
        (
            ["100000000000000000000", "{code}"],
            'the amount "100000000000000000000" is too large',
            "At most 20 digits fit before the point.",
        ),
        (
            ["5", "{code}", "--date", "2026-02-30"],
            'there is no day "2026-02-30"',
            "Write it as 2026-10-05, today or yesterday.",
        ),
        (
            ["5", "{code}", "--date", "5.10.2026"],
            '"5.10.2026" is not a date',
            "Write it as 2026-10-05, today or yesterday.",
        ),
        (
            ["5", "{code}", "--date", "1999-12-31"],
            'the date "1999-12-31" is out of range',
            "Dates from 2000-01-01 to 2100-12-31 can be recorded.",
        ),
        (
            ["5", "{code}", "--date", "2026-10-05", "--month", "2026-11"],
            "the date 2026-10-05 does not lie in 2026-11",
            "Leave --month out: the date says it.",
        ),
        (
            ["5", "{code}", "--month", "2026-13"],
            '"2026-13" is not a month: there is no month 13',
            "Write it as 2026-10, oct 2026, oct, this, last, next, or -3 for three months ago.",
        ),
        (
            ["5", "{code}", "--note", "x" * 2001],
            "the note has 2,001 characters",
            "Notes hold at most 2,000 characters.",
        ),
        (["5"], "Missing argument 'CATEGORY'", "See: finally {noun} add --help"),
        ([], "Missing argument 'AMOUNT'", "See: finally {noun} add --help"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(
    arguments: list[str], message: str, hint: str, run: Run, kind: Kind
) -> None:
    words = [word.format(code=kind.code) for word in arguments]
    assert run(kind.noun, "add", *words) == refusal(2, message, hint.format(noun=kind.noun))
    assert list_entries(run, kind) == []


def test_a_zero_has_a_code_of_its_own(run: Run, kind: Kind) -> None:
    error = run(kind.noun, "add", "0", kind.code, "--json").error
    assert (error["exit"], error["code"]) == (2, "AMOUNT_IS_ZERO")


def test_an_unknown_category_is_refused_with_the_nearest(run: Run, kind: Kind) -> None:
    misspelt = kind.code[:2] + kind.code[3:]
    assert run(kind.noun, "add", "5", misspelt) == refusal(
        5,
        f'there is no category "{misspelt}"',
        f'Did you mean "{kind.code}"? See them all with: finally category list --kind {kind.noun}',
    )
    error = run(kind.noun, "add", "5", misspelt, "--json").error
    assert (error["exit"], error["code"]) == (5, "CATEGORY_NOT_FOUND")
    assert list_entries(run, kind) == []


@each("wanted", ["{foreign}", "CASH", "", "xyzzy"])
def test_what_is_no_category_of_that_kind_is_refused(wanted: str, run: Run, kind: Kind) -> None:
    wanted = wanted.format(foreign=kind.foreign)
    told = run(kind.noun, "add", "5", wanted)
    assert (told.exit_code, told.stdout) == (5, "")
    happened, advice = told.stderr.splitlines()
    assert happened == f'finally: there is no category "{wanted}"'
    assert advice.endswith(f"See them all with: finally category list --kind {kind.noun}")


def test_a_name_that_two_categories_share_is_ambiguous(run: Run, kind: Kind) -> None:
    for code in ("A1", "A2"):
        run("category", "add", "Twin", "--kind", kind.noun, "--code", code)
    assert run(kind.noun, "add", "5", "twin") == refusal(
        5, '"twin" fits several categories', "Type its code, or more of its id."
    )
    assert run(kind.noun, "add", "5", "a2").exit_code == 0


def test_a_closed_category_takes_nothing_from_its_month_on(run: Run, kind: Kind) -> None:
    run("category", "add", f"{kind.name} 2", "--kind", kind.noun, "--code", "MINE")
    run("category", "close", "mine", "--month", "2026-10")
    assert run(kind.noun, "add", "5", "mine", "--month", "2026-10") == refusal(
        6,
        "MINE has been closed since 2026-10",
        f'Did you mean "{kind.code}"? To open it again: finally category reopen MINE',
    )
    error = run(kind.noun, "add", "5", "mine", "--json").error
    assert (error["exit"], error["code"]) == (6, "CATEGORY_CLOSED")
    assert run(kind.noun, "add", "5", "mine", "--date", "2026-09-30").exit_code == 0
    assert amounts(run, kind) == ["5.00"]


def test_recording_can_be_tried_first(run: Run, kind: Kind) -> None:
    tried = run(kind.noun, "add", "5", kind.code, "--dry-run")
    assert tried.exit_code == 0
    assert tried.stdout.startswith(f"Would record 5.00 EUR {kind.of} {kind.name} in 2026-11.\n")
    assert tried.stdout.endswith("Dry run: nothing was changed.\n")
    assert list_entries(run, kind) == []


def test_the_same_twice_is_two_entries(run: Run, kind: Kind) -> None:
    assert add(run, kind, "5", kind.code) != add(run, kind, "5", kind.code)
    assert amounts(run, kind) == ["5.00", "5.00"]


# -- list


def test_entries_are_listed_newest_first_with_what_they_sum_to(three: Run, kind: Kind) -> None:
    assert list_entries(three, kind) == [
        ("2026-10", "2026-10-20", kind.code, "-25.00", None),
        ("2026-10", "2026-10-05", kind.other, "200.50", "ÄPFEL from Märkte"),
        ("2026-09", None, kind.code, "1000.00", "Half of 100% paid_up"),
    ]
    document = three(kind.noun, "list", "--json").json
    assert (document["schema"], document["currency"], document["notes"]) == (
        f"finally.{kind.noun}.list/1",
        "EUR",
        [],
    )
    assert document["totals"] == {"amount": "1175.50", "items": 3}


def test_a_day_that_is_known_comes_before_one_that_is_not(run: Run, kind: Kind) -> None:
    add(run, kind, "1", kind.code, "--month", "2026-10")
    add(run, kind, "2", kind.code, "--date", "2026-10-01")
    add(run, kind, "3", kind.code, "--date", "2026-10-31")
    assert amounts(run, kind) == ["3.00", "2.00", "1.00"]


def test_a_person_sees_a_table_with_a_line_for_the_total(three: Run, kind: Kind) -> None:
    lines = three(kind.noun, "list").stdout.splitlines()
    assert lines[0] == f"{kind.many.capitalize()} (EUR)"
    assert lines[1].split() == ["Month", "Date", "Category", "Amount", "Note", "Id"]
    assert lines[3].split()[:-1] == ["2026-10", "2026-10-20", kind.name, "-25.00"]
    assert lines[5].split()[:3] == ["2026-09", kind.name, "1,000.00"]
    assert lines[-1].split() == ["Total", "1,175.50"]


def test_no_month_is_shown_where_every_entry_has_a_day(three: Run, kind: Kind) -> None:
    lines = three(kind.noun, "list", "--month", "2026-10").stdout.splitlines()
    assert lines[1].split() == ["Date", "Category", "Amount", "Note", "Id"]


def test_csv_has_the_entries_alone(three: Run, kind: Kind) -> None:
    header, first, *_, last = three(kind.noun, "list", "--csv").stdout.splitlines()
    sub = ["subcategory"] if kind is EXPENSE else []
    assert header.split(",") == ["month", "date", "category", *sub, "name", "amount", "note", "id"]
    none = [""] if kind is EXPENSE else []
    assert first.split(",")[:-1] == [
        "2026-10", "2026-10-20", kind.code, *none, kind.name, "-25.00", "",
    ]  # fmt: skip
    assert last.split(",")[:2] == ["2026-09", ""]


def test_without_entries_the_first_step_is_said(run: Run, kind: Kind) -> None:
    assert run(kind.noun, "list") == Outcome(
        0,
        f"{kind.many.capitalize()} (EUR)\n"
        f"No {kind.many} yet. Record one with: finally {kind.noun} add AMOUNT CATEGORY\n",
        "",
    )
    assert run(kind.noun, "list", "--json").json["totals"] == {"amount": "0.00", "items": 0}


def test_where_nothing_fits_that_is_said(three: Run, kind: Kind) -> None:
    for asked in (
        ["--month", "2026-01"],
        ["--search", "nothing"],
        ["--to", "2026-01"],
        ["--category", kind.code, "--search", "äpfel"],
    ):
        assert three(kind.noun, "list", *asked).stdout == (
            f"{kind.many.capitalize()} (EUR)\nNo {kind.many} like that.\n"
        )


@pytest.mark.parametrize(
    ("asked", "total", "shown"),
    [
        (["--month", "2026-10"], "175.50", ["-25.00", "200.50"]),  # 200.50 - 25
        (["--month", "last"], "175.50", ["-25.00", "200.50"]),
        (["--month", "2026-09"], "1000.00", ["1000.00"]),
        (["--from", "2026-10"], "175.50", ["-25.00", "200.50"]),
        (["--to", "2026-09"], "1000.00", ["1000.00"]),
        (["--from", "2026-09", "--to", "2026-10"], "1175.50", ["-25.00", "200.50", "1000.00"]),
        (["--from", "2026-09", "--to", "2026-09"], "1000.00", ["1000.00"]),
        (["--category", "{name}"], "975.00", ["-25.00", "1000.00"]),  # 1,000 - 25
        (["--category", "{code}", "--from", "2026-10"], "-25.00", ["-25.00"]),
        (["--search", ""], "1175.50", ["-25.00", "200.50", "1000.00"]),
        (["--search", "äpfel FROM mÄRKTE"], "200.50", ["200.50"]),
        (["--search", "100%"], "1000.00", ["1000.00"]),
        (["--search", "D_U"], "1000.00", ["1000.00"]),
        (["--search", "%"], "1000.00", ["1000.00"]),
        (["--search", "_"], "1000.00", ["1000.00"]),
        (["--search", "\\"], "0.00", []),
        (["--search", "f%p"], "0.00", []),
        (["--search", "from", "--month", "2026-09"], "0.00", []),
    ],
)
def test_what_is_asked_for_is_listed_and_summed(
    asked: list[str], total: str, shown: list[str], three: Run, kind: Kind
) -> None:
    words = [word.format(code=kind.code, name=kind.name) for word in asked]
    document = three(kind.noun, "list", *words, "--json").json
    assert [row["amount"] for row in document["rows"]] == shown
    assert document["totals"] == {"amount": total, "items": len(shown)}


def test_a_range_over_the_turn_of_a_year_is_one_of_months(run: Run, kind: Kind) -> None:
    for month in ("2025-01", "2025-11", "2026-02", "2026-12"):
        add(run, kind, "1", kind.code, "--month", month)
    months = [row[0] for row in list_entries(run, kind, "--from", "2025-11", "--to", "2026-02")]
    assert months == ["2026-02", "2025-11"]


def test_a_limit_shows_the_newest_and_sums_all(three: Run, kind: Kind) -> None:
    document = three(kind.noun, "list", "--limit", "2", "--json").json
    assert [row["amount"] for row in document["rows"]] == ["-25.00", "200.50"]
    assert document["totals"] == {"amount": "1175.50", "items": 3}
    said = f"2 of 3 {kind.many} are shown; the total is of all of them."
    assert document["notes"] == [{"code": "LIMITED", "message": said, "command": None}]
    lines = three(kind.noun, "list", "--limit", "2").stdout.splitlines()
    assert lines[-2].split() == ["Total", "1,175.50"]
    assert lines[-1] == f"Note: {said}"


def test_a_limit_that_is_not_reached_says_nothing(three: Run, kind: Kind) -> None:
    assert three(kind.noun, "list", "--limit", "3", "--json").json["notes"] == []


def test_the_newest_of_very_many_do_not_wait_for_the_sum_of_all(
    books: psycopg.Connection[Any], run: Run, kind: Kind
) -> None:
    """1,000 entries of 1.00 in October are summed; with one of 5.00 in November there are more.

    The newest three are then that one and two of the others: 5 + 1 + 1 = 7.
    """
    books.execute("SELECT set_config('finally.user_id', id::text, true) FROM users")
    books.execute(
        sql.SQL(
            "INSERT INTO {} (user_id, category_id, year, month, amount)"
            " SELECT current_user_id(), (SELECT id FROM {} LIMIT 1), 2026, 10, 1"
            " FROM generate_series(1, 1000)"
        ).format(sql.Identifier(kind.table), sql.Identifier(kind.categories))
    )
    few = run(kind.noun, "list", "--limit", "3", "--json").json
    assert few["totals"] == {"amount": "1000.00", "items": 1000}
    run(kind.noun, "add", "5", kind.code, "--month", "2026-11")
    many = run(kind.noun, "list", "--limit", "3", "--json").json
    assert many["totals"] == {"amount": "7.00", "items": 3}
    assert [note["message"] for note in many["notes"]] == [
        f"There are more than 1,000 {kind.many}: 3 are shown, and the total is of these."
    ]
    every = run(kind.noun, "list", "--limit", "1001", "--json").json
    assert (every["totals"], every["notes"]) == ({"amount": "1005.00", "items": 1001}, [])


@pytest.mark.parametrize(
    ("asked", "exit_code", "message", "hint"),
    [
        (
            ["--month", "2026-10", "--from", "2026-09"],
            2,
            "--month is one month; --from and --to are a range",
            "Leave one out.",
        ),
        (
            ["--to", "2026-09", "--month", "2026-10"],
            2,
            "--month is one month; --from and --to are a range",
            "Leave one out.",
        ),
        (
            ["--from", "2026-11", "--to", "2026-10"],
            2,
            "--from is after --to",
            "Did you mean --from 2026-10 --to 2026-11?",
        ),
        (
            ["--limit", "0"],
            2,
            "Invalid value for '--limit': 0 is not in the range x>=1",
            "See: finally {noun} list --help",
        ),
        (
            ["--category", "xyzzy"],
            5,
            'there is no category "xyzzy"',
            "See them all with: finally category list --kind {noun}",
        ),
        (
            ["--category", ""],
            5,
            'there is no category ""',
            "See them all with: finally category list --kind {noun}",
        ),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(
    asked: list[str], exit_code: int, message: str, hint: str, three: Run, kind: Kind
) -> None:
    assert three(kind.noun, "list", *asked) == refusal(
        exit_code, message, hint.format(noun=kind.noun)
    )


# -- edit


@pytest.mark.parametrize(
    ("change", "now"),
    [
        (["--amount", "7.25"], ("2026-10", "2026-10-05", "{code}", "7.25", "old")),
        (["--amount", "-7.25"], ("2026-10", "2026-10-05", "{code}", "-7.25", "old")),
        (["--category", "{other}"], ("2026-10", "2026-10-05", "{other}", "5.00", "old")),
        (["--date", "2026-09-01"], ("2026-09", "2026-09-01", "{code}", "5.00", "old")),
        (["--month", "2026-10"], ("2026-10", "2026-10-05", "{code}", "5.00", "old")),
        (["--note", "new"], ("2026-10", "2026-10-05", "{code}", "5.00", "new")),
        (["--note", ""], ("2026-10", "2026-10-05", "{code}", "5.00", None)),
        (
            ["--amount", "6", "--category", "{other}", "--date", "2026-12-31", "--note", "new"],
            ("2026-12", "2026-12-31", "{other}", "6.00", "new"),
        ),
    ],
)
def test_what_is_given_is_changed_and_nothing_else(
    change: list[str], now: tuple[str | None, ...], run: Run, kind: Kind
) -> None:
    add(run, kind, "1", kind.code, "--month", "2026-01")  # which stays as it is
    id_ = add(run, kind, "5", kind.code, "--date", "2026-10-05", "--note", "old")
    words = [word.format(other=kind.other) for word in change]
    assert run(kind.noun, "edit", id_[:8], *words).exit_code == 0
    expected = tuple(word and word.format(code=kind.code, other=kind.other) for word in now)
    assert list_entries(run, kind) == [expected, ("2026-01", None, kind.code, "1.00", None)]


def test_a_change_is_told_with_what_was_there(run: Run, kind: Kind) -> None:
    id_ = add(run, kind, "5", kind.code, "--month", "2026-10")
    assert run(kind.noun, "edit", id_, "--amount", "-6", "--date", "2026-09-30") == Outcome(
        0,
        f"Now 6.00 EUR {kind.back} {kind.name} on 2026-09-30;"
        f" it was 5.00 EUR {kind.of} {kind.name} in 2026-10.\n",
        "",
    )


def test_a_changed_note_is_told_without_it(run: Run, kind: Kind) -> None:
    id_ = add(run, kind, "5", kind.code, "--note", "old")
    told = f"5.00 EUR {kind.of} {kind.name} in 2026-11.\n"
    assert run(kind.noun, "edit", id_, "--note", "new").stdout == f"Changed the note of {told}"
    assert run(kind.noun, "edit", id_, "--note", "new").stdout == f"It was so already: {told}"
    assert list_entries(run, kind)[0][4] == "new"


def test_the_json_of_a_change_is_the_entry_as_it_is_now(run: Run, kind: Kind) -> None:
    id_ = add(run, kind, "5", kind.code)
    document = run(kind.noun, "edit", id_, "--amount", "6", "--json").json
    (row,) = document.pop("rows")
    assert document == {"schema": f"finally.{kind.noun}.edit/1", "currency": "EUR", "notes": []}
    assert (row["id"], row["amount"], row["category"]) == (id_, "6.00", kind.code)


def test_an_entry_without_a_day_moves_to_another_month(run: Run, kind: Kind) -> None:
    id_ = add(run, kind, "5", kind.code)
    assert run(kind.noun, "edit", id_, "--month", "2025-12").exit_code == 0
    assert list_entries(run, kind) == [("2025-12", None, kind.code, "5.00", None)]


def test_an_entry_is_not_moved_away_from_its_day(run: Run, kind: Kind) -> None:
    id_ = add(run, kind, "5", kind.code, "--date", "2026-10-05")
    assert run(kind.noun, "edit", id_, "--month", "2026-09") == refusal(
        1, "the day does not lie in the month", "Leave one of them out, or correct it."
    )
    error = run(kind.noun, "edit", id_, "--month", "2025-10", "--json").error
    assert (error["exit"], error["code"]) == (1, "DAY_NOT_IN_MONTH")
    assert list_entries(run, kind) == [("2026-10", "2026-10-05", kind.code, "5.00", None)]


@pytest.mark.parametrize(
    ("change", "exit_code", "message", "hint"),
    [
        ([], 2, "there is nothing to change", "See: finally {noun} edit --help"),
        (
            ["--amount", "0"],
            2,
            "an amount cannot be zero",
            "Write it as 1234.56: digits, a point, at most four decimals.",
        ),
        (
            ["--amount", "1,234"],
            2,
            'the amount "1,234" can be read in two ways',
            "Write 1234 for thousands, or 1.2340 for decimals.",
        ),
        (
            ["--date", "2026-02-29"],
            2,
            'there is no day "2026-02-29"',
            "Write it as 2026-10-05, today or yesterday.",
        ),
        (
            ["--date", "2026-10-05", "--month", "2026-09"],
            2,
            "the date 2026-10-05 does not lie in 2026-09",
            "Leave --month out: the date says it.",
        ),
        (
            ["--category", "xyzzy"],
            5,
            'there is no category "xyzzy"',
            "See them all with: finally category list --kind {noun}",
        ),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(
    change: list[str], exit_code: int, message: str, hint: str, run: Run, kind: Kind
) -> None:
    id_ = add(run, kind, "5", kind.code, "--month", "2026-10")
    assert run(kind.noun, "edit", id_, *change) == refusal(
        exit_code, message, hint.format(noun=kind.noun)
    )
    assert list_entries(run, kind) == [("2026-10", None, kind.code, "5.00", None)]


def test_an_entry_is_not_moved_into_a_closed_category_or_month(run: Run, kind: Kind) -> None:
    run("category", "add", "Mine", "--kind", kind.noun)
    run("category", "close", "mine", "--month", "2026-09")
    late = add(run, kind, "5", kind.code, "--month", "2026-10")
    early = add(run, kind, "6", "mine", "--month", "2026-08")
    for id_, change in (
        (late, ["--category", "mine"]),
        (late, ["--category", "mine", "--date", "2026-09-01"]),
        (early, ["--month", "2026-09"]),
        (early, ["--date", "2026-10-01"]),
    ):
        told = run(kind.noun, "edit", id_, *change)
        assert told.exit_code == 6, change
        assert told.stderr.startswith("finally: MINE has been closed since 2026-09\n")
    assert run(kind.noun, "edit", early, "--amount", "7").exit_code == 0
    moved = run(kind.noun, "edit", late, "--category", "mine", "--month", "2026-08")
    assert moved.exit_code == 0
    assert sorted(amounts(run, kind, "--month", "2026-08")) == ["5.00", "7.00"]


def test_a_change_can_be_tried_first(run: Run, kind: Kind) -> None:
    id_ = add(run, kind, "5", kind.code)
    tried = run(kind.noun, "edit", id_, "--amount", "6", "--dry-run")
    assert tried.stdout == (
        f"It would be 6.00 EUR {kind.of} {kind.name} in 2026-11;"
        f" it was 5.00 EUR {kind.of} {kind.name} in 2026-11.\nDry run: nothing was changed.\n"
    )
    assert amounts(run, kind) == ["5.00"]


# -- by which id


VERBS = (["edit", "{}", "--amount", "9"], ["delete", "{}", "--yes"])


def verb_on(verb: list[str], id_: str) -> list[str]:
    return [word.format(id_) for word in verb]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
@each("wanted", ["00000000", "12345678-aaaa-bbbb-cccc-000000000000", "abc", "x", "", "%"])
def test_an_id_that_there_is_not_is_refused(
    wanted: str, verb: list[str], three: Run, kind: Kind
) -> None:
    assert three(kind.noun, *verb_on(verb, wanted)) == refusal(
        5,
        f'there is no {kind.noun} with the id "{wanted}"',
        f"The ids stand in: finally {kind.noun} list",
    )
    error = three(kind.noun, *verb_on(verb, wanted), "--json").error
    assert error["code"] == f"{kind.noun.upper()}_NOT_FOUND"
    assert amounts(three, kind) == ["-25.00", "200.50", "1000.00"]


@pytest.fixture
def twins(run: Run, kind: Kind, books: psycopg.Connection[Any]) -> Run:
    """Two entries whose ids begin alike: beef0001 and beef0002."""
    run(kind.noun, "list")  # says who the transaction works for
    for number in (1, 2):
        books.execute(
            f"INSERT INTO {kind.table} (id, user_id, category_id, year, month, amount)"
            f" SELECT 'beef000{number}-0000-0000-0000-000000000000', users.id, c.id,"
            f" 2026, {number}, {number} FROM users, {kind.categories} AS c"
            f" WHERE c.code = '{kind.code}'".encode()
        )
    return run


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_an_id_that_fits_two_is_refused(verb: list[str], twins: Run, kind: Kind) -> None:
    assert twins(kind.noun, *verb_on(verb, "beef")) == refusal(
        5, f'"beef" fits several {kind.many}', "Type more of the id."
    )
    error = twins(kind.noun, *verb_on(verb, "beef000"), "--json").error
    assert (error["exit"], error["code"]) == (5, "ID_AMBIGUOUS")
    assert amounts(twins, kind) == ["2.00", "1.00"]
    assert twins(kind.noun, *verb_on(verb, "BEEF0001")).exit_code == 0
    assert amounts(twins, kind)[0] == "2.00"
    assert amounts(twins, kind) != ["2.00", "1.00"]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_an_id_of_the_other_kind_is_unknown(verb: list[str], run: Run, kind: Kind) -> None:
    other = EXPENSE if kind is INCOME else INCOME
    id_ = add(run, other, "5", other.code)
    assert run(kind.noun, *verb_on(verb, id_)).exit_code == 5
    assert amounts(run, other) == ["5.00"]


# -- delete


def test_a_deletion_asks_first_and_is_told(run: Run, kind: Kind) -> None:
    id_ = add(run, kind, "5", kind.code, "--date", "2026-10-05")
    told = f"5.00 EUR {kind.of} {kind.name} on 2026-10-05"
    assert run(kind.noun, "delete", id_[:8]) == refusal(
        1,
        f"Delete {told}: that needs a yes, and there is no terminal to ask on",
        "Say it on the command line: --yes",
    )
    assert run(kind.noun, "delete", id_[:8], "--dry-run") == Outcome(
        0, f"Would delete {told}.\nDry run: nothing was changed.\n", ""
    )
    assert amounts(run, kind) == ["5.00"]
    assert run(kind.noun, "delete", id_[:8], "--yes") == Outcome(0, f"Deleted {told}.\n", "")
    assert list_entries(run, kind) == []
    assert run(kind.noun, "delete", id_[:8], "--yes").exit_code == 5


def test_several_are_deleted_at_once(run: Run, kind: Kind) -> None:
    ids = [add(run, kind, amount, kind.code)[:8] for amount in ("1000.5", "-0.25", "7")]
    assert run(kind.noun, "delete", *ids[:2]) == refusal(
        1,
        f"Delete 2 {kind.many}, 1,000.25 EUR in all:"  # 1,000.50 - 0.25
        " that needs a yes, and there is no terminal to ask on",
        "Say it on the command line: --yes",
    )
    assert len(amounts(run, kind)) == 3
    assert run(kind.noun, "delete", *ids[:2], "-y").stdout == f"Deleted 2 {kind.many}.\n"
    assert amounts(run, kind) == ["7.00"]


def test_the_json_of_a_deletion_is_what_there_was(run: Run, kind: Kind) -> None:
    ids = [
        add(run, kind, amount, kind.code, "--note", "gone", "--month", "2026-10")
        for amount in ("1", "2")
    ]
    document = run(kind.noun, "delete", *ids, "-y", "--json").json
    rows = document.pop("rows")
    assert document == {"schema": f"finally.{kind.noun}.delete/1", "currency": "EUR", "notes": []}
    assert [(row["id"], row["amount"], row["note"], row["month"]) for row in rows] == [
        (ids[0], "1.00", "gone", "2026-10"),
        (ids[1], "2.00", "gone", "2026-10"),
    ]


def test_one_bad_id_among_several_deletes_nothing(run: Run, kind: Kind) -> None:
    ids = [add(run, kind, amount, kind.code) for amount in ("1", "2")]
    assert run(kind.noun, "delete", ids[0], "nonsense", ids[1], "-y") == refusal(
        5,
        f'there is no {kind.noun} with the id "nonsense"',
        f"The ids stand in: finally {kind.noun} list",
    )
    assert sorted(amounts(run, kind)) == ["1.00", "2.00"]


def test_one_that_is_named_twice_is_one(run: Run, kind: Kind) -> None:
    id_ = add(run, kind, "5", kind.code)
    asked = run(kind.noun, "delete", id_, id_[:8]).stderr
    assert asked.startswith(f"finally: Delete 5.00 EUR {kind.of} {kind.name} in 2026-11: ")
    assert run(kind.noun, "delete", id_, id_[:8], "-y").stdout == (
        f"Deleted 5.00 EUR {kind.of} {kind.name} in 2026-11.\n"
    )


def test_a_deletion_needs_an_id(run: Run, kind: Kind) -> None:
    assert run(kind.noun, "delete") == refusal(
        2, "Missing argument 'ID...'", f"See: finally {kind.noun} delete --help"
    )


# -- whose


def test_entries_of_another_user_never_show_and_cannot_be_touched(three: Run, kind: Kind) -> None:
    ids = [row["id"] for row in three(kind.noun, "list", "--json").json["rows"]]
    three("user", "add", "bob@example.org", "--currency", "USD")
    bob, ann = ("--user", "bob"), ("--user", "ann")
    assert list_entries(three, kind, *bob) == []
    assert three(kind.noun, "list", "--json", *bob).json["totals"]["items"] == 0
    for id_ in ids:
        for words in (["edit", id_, "--amount", "9"], ["delete", id_, "-y"]):
            told = three(kind.noun, *words, *bob, "--json")
            assert (told.exit_code, told.error["code"]) == (5, f"{kind.noun.upper()}_NOT_FOUND")
    add(three, kind, "777", kind.code, *bob)
    assert amounts(three, kind, *bob) == ["777.00"]
    assert amounts(three, kind, *ann) == ["-25.00", "200.50", "1000.00"]
    assert three(kind.noun, "list", "--json", *ann).json["totals"]["amount"] == "1175.50"


# -- what a note may hold


def test_a_note_is_shown_as_it_is_and_never_acts(run: Run, kind: Kind) -> None:
    note = "[red]off[/red] \x1b[31mred\x07\nsecond line \u202eback"
    add(run, kind, "5", kind.code, "--note", note)
    shown = run(kind.noun, "list").stdout
    assert "[red]off[/red] \\x1b[31mred\\x07\\nsecond line \\u202eback" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    as_json = run(kind.noun, "list", "--json")
    assert as_json.json["rows"][0]["note"] == note
    assert not {"\x1b", "\x07", "\u202e"} & set(as_json.stdout)


def test_a_note_that_a_spreadsheet_would_run_is_defused(run: Run, kind: Kind) -> None:
    add(run, kind, "-5", kind.code, "--note", "=1+1")
    line = run(kind.noun, "list", "--csv").stdout.splitlines()[1]
    assert ",-5.00,'=1+1," in line


def test_a_blank_note_is_none(run: Run, kind: Kind) -> None:
    add(run, kind, "5", kind.code, "--note", "")
    assert list_entries(run, kind)[0][4] is None
