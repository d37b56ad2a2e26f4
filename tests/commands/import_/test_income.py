"""finally import income, finally import expenses: what a good file does, seen by other commands."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

Import = Callable[..., Outcome]

EXPENSES = """\
date,category,sub,amount,note
2026-09-01,RENT,House rent,800,
2026-09-05,FOOD,groceries,45.30,Market
2026-10-01,RENT,House rent,800,
2026-10-05,Food,,12.5,Bakery
2026-10-07,FOOD/Groceries,,-5.30,"Bottles, given back"
"""
# September: 800 + 45.30 = 845.30. October: 800 + 12.50 - 5.30 = 807.20. Together 1652.50.
INCOME = """\
month,category,amount,note
2026-09,SALARY,3000,
2026-10,Salary,3000,
2026-10,dividends,12.3456,ETF
"""
# 3000 + 3000 + 12.3456 = 6012.3456.


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a text, or bytes, as a file of expenses, or of income."""

    def imported(content: str | bytes, *options: str, kind: str = "expenses") -> Outcome:
        file = tmp_path / "items.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run("import", kind, str(file), *options)

    return imported


Item = tuple[str, str | None, str, str, str | None]


def items(run: Run, noun: str = "expense", *options: str) -> list[Item]:
    """Month, day, place, amount and note of every entry."""
    rows = run(noun, "list", "--from", "2000-01", "--to", "2100-12", "--json", *options).json[
        "rows"
    ]
    places = ["/".join(filter(None, (row["category"], row.get("subcategory")))) for row in rows]
    found = [
        (row["month"], row["date"], place, row["amount"], row["note"])
        for row, place in zip(rows, places, strict=True)
    ]
    return sorted(found, key=lambda item: tuple(map(str, item)))


SPENT: list[Item] = [
    ("2026-09", "2026-09-01", "RENT/HOUSE_RENT", "800.00", None),
    ("2026-09", "2026-09-05", "FOOD/GROCERIES", "45.30", "Market"),
    ("2026-10", "2026-10-01", "RENT/HOUSE_RENT", "800.00", None),
    ("2026-10", "2026-10-05", "FOOD", "12.50", "Bakery"),
    ("2026-10", "2026-10-07", "FOOD/GROCERIES", "-5.30", "Bottles, given back"),
]
EARNED: list[Item] = [
    ("2026-09", None, "SALARY", "3000.00", None),
    ("2026-10", None, "DIVIDEND", "12.3456", "ETF"),
    ("2026-10", None, "SALARY", "3000.00", None),
]


def test_expenses_come_with_days_subcategories_and_refunds(run: Run, import_: Import) -> None:
    said = "Imported 5 expenses from 2026-09 to 2026-10, 1,652.50 EUR in all.\n"
    assert import_(EXPENSES) == Outcome(0, said, "")
    assert items(run) == SPENT
    assert items(run, "income") == []


def test_income_comes_by_the_month_to_four_decimals(run: Run, import_: Import) -> None:
    said = "Imported 3 incomes from 2026-09 to 2026-10, 6,012.3456 EUR in all.\n"
    assert import_(INCOME, kind="income") == Outcome(0, said, "")
    assert items(run, "income") == EARNED
    assert items(run) == []


def test_the_reports_see_what_was_imported(run: Run, import_: Import) -> None:
    import_(EXPENSES)
    import_(INCOME, kind="income")
    report = run("report", "cashflow", "--from", "2026-09", "--to", "2026-10", "--json").json
    assert {row["month"]: (row["income"], row["expenses"]) for row in report["rows"]} == {
        "2026-09": ("3000.00", "845.30"),
        "2026-10": ("3012.3456", "807.20"),
    }


def test_what_was_done_is_in_the_json(import_: Import, golden: Callable[[str, str], None]) -> None:
    golden("import-expenses.json", import_(EXPENSES, "--json").stdout)
    golden("import-expenses.csv", import_(EXPENSES, "--csv", "--again").stdout)
    golden("import-income.json", import_(INCOME, "--json", kind="income").stdout)
    golden("import-income.csv", import_(INCOME, "--csv", "--again", kind="income").stdout)


@pytest.mark.parametrize(
    ("columns", "cells", "expected"),
    [
        ("amount,category,month", "1,FOOD,2026-10", ("2026-10", None)),
        ("amount,category,month", "1,FOOD,2026-10-31", ("2026-10", None)),
        ("amount,category,date", "1,FOOD,2026-10-31", ("2026-10", "2026-10-31")),
        ("amount,category,date", "1,FOOD, 2024-02-29 ", ("2024-02", "2024-02-29")),
        ("amount,category,month,date", "1,FOOD,2026-10,2026-10-01", ("2026-10", "2026-10-01")),
        ("amount,category,month,date", "1,FOOD,2026-10,", ("2026-10", None)),
        ("amount,category,month,date", "1,FOOD,,2026-10-01", ("2026-10", "2026-10-01")),
        ("DATE, Category ,month,amount", "2000-01-01,food,,1.00", ("2000-01", "2000-01-01")),
        ("amount,category,date", "1,FOOD,2100-12-31", ("2100-12", "2100-12-31")),
    ],
)
@pytest.mark.parametrize("kind", ["income", "expenses"])
def test_a_month_a_date_or_both_say_when(
    run: Run, import_: Import, columns: str, cells: str, expected: tuple[str, str | None], kind: str
) -> None:
    place = "FOOD" if kind == "expenses" else "OTHER"
    content = f"{columns}\n{cells}\n".replace("FOOD", place).replace("food", place.lower())
    assert import_(content, "--yes", kind=kind).exit_code == 0
    assert items(run, kind.removesuffix("s")) == [(*expected, place, "1.00", None)]


@pytest.mark.parametrize(
    ("category", "sub", "place"),
    [
        ("FOOD", "", "FOOD"),
        (" food ", "", "FOOD"),
        ("Rent and housing", "", "RENT"),
        ("Groceries", "", "FOOD/GROCERIES"),
        ("restaurants AND cafes", " ", "FOOD/RESTAURANTS"),
        ("FOOD/Groceries", "", "FOOD/GROCERIES"),
        ("FOOD/Groceries", "groceries", "FOOD/GROCERIES"),
        ("Food", "GROCERIES", "FOOD/GROCERIES"),
        ("Hobbies", "", "HOBBIES"),
        ("Hobbies", "Sailing", "HOBBIES/SAILING"),
        ("Sailing", "", "HOBBIES/SAILING"),
    ],
)
def test_a_category_is_known_by_its_code_its_name_or_its_subcategory(
    run: Run, import_: Import, category: str, sub: str, place: str
) -> None:
    run("category", "add", "Hobbies", "--kind", "expense")
    run("category", "add", "Hobbies/Sailing", "--kind", "expense")
    content = f"amount,category,sub,month\n5,{category},{sub},2026-10\n"
    assert import_(content).exit_code == 0
    assert items(run) == [("2026-10", None, place, "5.00", None)]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("5", "5.00"),
        ("-5", "-5.00"),
        ("0.01", "0.01"),
        ("0.0001", "0.0001"),
        ("0.125", "0.125"),
        ("-0.5", "-0.50"),
        ("1234.567", "1234.567"),
        ('"1,234.56"', "1234.56"),
        ("1.234.567", "1234567.00"),
        ('"12,5"', "12.50"),
        (" 7 ", "7.00"),
        ("10", "10.00"),
        ("99999999999999999999.9999", "99999999999999999999.9999"),
    ],
)
def test_an_amount_is_read_exactly(run: Run, import_: Import, typed: str, amount: str) -> None:
    assert import_(f"amount,category,month\n{typed},FOOD,2026-10\n").exit_code == 0
    assert items(run) == [("2026-10", None, "FOOD", amount, None)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_files_are_read_as_programs_save_them(
    run: Run, import_: Import, delimiter: str, encoding: str, ending: str
) -> None:
    lines = [["note", "amount", "month", "category"], ["Café 🏠", "12.50", "2026-10", "FOOD"]]
    content = ending.join(delimiter.join(line) for line in lines).encode(encoding)
    assert import_(content).exit_code == 0
    assert items(run) == [("2026-10", None, "FOOD", "12.50", "Café 🏠")]


def test_a_note_is_kept_as_it_is_and_an_empty_one_is_none(run: Run, import_: Import) -> None:
    long = "x" * 2000
    content = (
        'amount,category,month,note\n1,FOOD,2026-10,"two\nlines\t\\N, =1+1 ""quoted"""\n\n,,,\n'
        f"2,FOOD,2026-10,\n3,FOOD,2026-10,\\N\n4,FOOD,2026-10,{long}\n"
    )
    assert import_(content).exit_code == 0
    notes = ['two\nlines\t\\N, =1+1 "quoted"', None, "\\N", long]
    assert [item[-1] for item in items(run)] == notes


def test_a_dash_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(EXPENSES.encode())))
    monkeypatch.setattr("sys.stdin", stream)
    assert run("import", "expenses", "-").exit_code == 0
    assert items(run) == SPENT


def test_a_dry_run_tells_all_and_changes_nothing(run: Run, import_: Import) -> None:
    assert import_(EXPENSES, "--dry-run").stdout.splitlines() == [
        "Would import 5 expenses from 2026-09 to 2026-10, 1,652.50 EUR in all.",
        "Dry run: nothing was changed.",
    ]
    assert items(run) == []
    assert import_(EXPENSES).exit_code == 0
    assert import_(INCOME, "--dry-run", kind="income").exit_code == 0
    assert items(run, "income") == []


def test_one_entry_of_one_month_is_told_as_such(import_: Import) -> None:
    done = import_("amount,category,month\n-5,FOOD,2026-10\n")
    assert done.stdout == "Imported 1 expense for 2026-10, -5.00 EUR in all.\n"


def test_equal_lines_of_one_file_are_as_many_entries(run: Run, import_: Import) -> None:
    content = "amount,category,date\n" + "2.50,FOOD,2026-10-05\n" * 3
    assert import_(content).exit_code == 0
    assert items(run) == [("2026-10", "2026-10-05", "FOOD", "2.50", None)] * 3


# -- the same file twice


def passed_over(what: str) -> str:
    return f"{what} passed over: in the books already. To import all the same: --again\n"


def nothing(what: str) -> Outcome:
    return Outcome(0, "Imported nothing.\n", passed_over(what))


@pytest.mark.parametrize(
    ("kind", "content", "expected"), [("expenses", EXPENSES, SPENT), ("income", INCOME, EARNED)]
)
def test_a_file_that_was_imported_adds_nothing_the_second_time(
    run: Run, import_: Import, kind: str, content: str, expected: list[Item]
) -> None:
    noun = kind.removesuffix("s")
    import_(content, kind=kind)
    for options, said in ([], "Imported nothing.\n"), (["--dry-run"], "Would import nothing.\n"):
        again = import_(content, *options, kind=kind)
        assert again.exit_code == 0
        assert again.stdout.startswith(said)
        assert again.stderr == passed_over(f"{len(expected)} {noun}s")
    (row,) = import_(content, "--json", kind=kind).json["rows"]
    assert row == {
        "items": 0,
        "amount": "0.00",
        "passed_over": len(expected),
        "zeros": 0,
        "first_month": None,
        "last_month": None,
    }
    half = "".join(content.splitlines(keepends=True)[:2])
    assert import_(half, kind=kind) == nothing(f"1 {noun}")
    assert items(run, noun) == expected


def test_the_same_in_other_words_is_the_same(run: Run, import_: Import) -> None:
    import_(EXPENSES)
    other = (
        "amount;month;date;category;note\n"
        "800,00;2026-09;2026-09-01;House rent;\n"
        "45,30;;2026-09-05;Groceries;Market\n"
    )
    assert import_(other) == nothing("2 expenses")
    run("expense", "add", "7", "FOOD", "--month", "2026-08", "--note", "By hand")
    hand = "amount,category,month,note\n7.00,Food,2026-08,By hand\n"
    assert import_(hand) == nothing("1 expense")


def test_again_imports_it_once_more(run: Run, import_: Import) -> None:
    import_(EXPENSES)
    assert import_(EXPENSES, "--again") == Outcome(
        0, "Imported 5 expenses from 2026-09 to 2026-10, 1,652.50 EUR in all.\n", ""
    )
    assert items(run) == sorted(SPENT * 2, key=lambda item: tuple(map(str, item)))
    assert import_(EXPENSES) == nothing("5 expenses")


def test_of_files_that_overlap_only_what_is_new_is_added(run: Run, import_: Import) -> None:
    import_(EXPENSES)
    done = import_(f"{EXPENSES}2026-11-01,RENT,House rent,800,\n", "--json")
    said = passed_over("5 expenses")
    assert done.stderr == said
    assert done.json["notes"] == [
        {"code": "PASSED_OVER", "message": said.removesuffix("\n"), "command": None}
    ]
    (row,) = done.json["rows"]
    assert (row["items"], row["amount"], row["passed_over"]) == (1, "800.00", 5)
    assert (row["first_month"], row["last_month"]) == ("2026-11", "2026-11")
    november: Item = ("2026-11", "2026-11-01", "RENT/HOUSE_RENT", "800.00", None)
    assert items(run) == [*SPENT, november]


@pytest.mark.parametrize(
    "line",
    [
        "2026-10-06,FOOD,,12.5,Bakery",  # another day
        ",FOOD,,12.5,Bakery",  # a day that is not known
        "2026-10-05,OTHER,,12.5,Bakery",
        "2026-10-05,FOOD,Groceries,12.5,Bakery",
        "2026-10-05,FOOD,,12.51,Bakery",
        "2026-10-05,FOOD,,-12.5,Bakery",
        "2026-10-05,FOOD,,12.5,bakery",
        "2026-10-05,FOOD,,12.5,",
    ],
)
def test_what_differs_in_anything_has_no_twin(run: Run, import_: Import, line: str) -> None:
    import_(EXPENSES)
    done = import_(f"date,category,sub,amount,note,month\n{line},2026-10\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert len(items(run)) == 6


@pytest.mark.parametrize(
    ("kept", "came", "added"), [(1, 1, 0), (1, 2, 1), (1, 3, 2), (2, 1, 0), (2, 5, 3), (3, 3, 0)]
)
@pytest.mark.parametrize("kind", ["income", "expenses"])
def test_a_line_is_added_as_often_as_the_file_has_it_beyond_the_books(
    run: Run, import_: Import, kind: str, kept: int, came: int, added: int
) -> None:
    header, line = "amount,category,month\n", "2.50,OTHER,2026-10\n"
    import_(header + line * kept, kind=kind)
    (row,) = import_(header + line * came + "9,OTHER,2026-10\n", "--json", kind=kind).json["rows"]
    assert (row["items"], row["passed_over"]) == (added + 1, came - added)
    assert len(items(run, kind.removesuffix("s"))) == kept + added + 1


@pytest.mark.parametrize("kind", ["income", "expenses"])
def test_lines_of_nothing_are_passed_over_and_counted(run: Run, import_: Import, kind: str) -> None:
    zeros = ["0", "0.00", "-0", "-000.0000", '"0,00"', "00000000000000000000.000", " 0 "]
    lines = "".join(f"{zero},NONSENSE,\n" for zero in zeros)
    done = import_(f"amount,category,month\n{lines}5,OTHER,2026-10\n", "--json", kind=kind)
    assert done.stderr == "7 lines of 0.00 passed over.\n"
    (row,) = done.json["rows"]
    assert (row["items"], row["zeros"], row["amount"]) == (1, 7, "5.00")
    only = import_("amount,category,month\n0,OTHER,2026-10\n", kind=kind)
    assert only == Outcome(0, "Imported nothing.\n", "1 line of 0.00 passed over.\n")
    assert len(items(run, kind.removesuffix("s"))) == 1


def test_columns_without_a_name_at_the_end_are_none(run: Run, import_: Import) -> None:
    content = "amount,category,month,,\n5,FOOD,2026-10,,\n6,FOOD,2026-10\n7,FOOD,2026-10, ,\n"
    assert import_(content).exit_code == 0
    assert [item[3] for item in items(run)] == ["5.00", "6.00", "7.00"]
    filled = import_("amount,category,month,\n5,FOOD,2026-10,lost\n")
    assert filled.exit_code == 7
    assert filled.stderr.startswith(
        "line 2: a cell stands beyond the last of the 3 columns that have a name\n"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "category,month,amount\nFOOD,2026-09,1\nFOOD,2026-10,1234.5",
            'line 3 ends in the amount "1234.5"',
        ),
        ("month;category;amount\r\n2026-10;FOOD;12,", 'line 2 ends in the amount "12,"'),
        ('category,month,note,amount\nFOOD,2026-10,"a\nb",7', 'line 2 ends in the amount "7"'),
        ("category,month,amount\nFOOD,2026-10,1234.56\n", ""),
        ('category,month,amount\nFOOD,2026-10,"1,234.56"', ""),  # whole: its quote is closed
        ("amount,category,month\n1234.5,FOOD,2026-10", ""),  # whole: more stands after it
    ],
)
def test_a_file_that_may_be_cut_in_its_last_amount_is_taken_and_it_is_said(
    import_: Import, content: str, said: str
) -> None:
    done = import_(content, "--json")
    assert done.exit_code == 0
    rest = " without a line end: if the file was cut off there, the amount is not whole."
    assert done.stderr == (f"{said}{rest}\n" if said else "")
    assert [note["code"] for note in done.json["notes"]] == (["NO_LINE_END"] if said else [])


# -- what our own lists have written


def exported(run: Run, noun: str) -> tuple[str, Any]:
    """A list as CSV, and the same in JSON without its ids."""
    listed = run(noun, "list", "--json").json
    rows = [{key: row[key] for key in row if key != "id"} for row in listed["rows"]]
    return run(noun, "list", "--csv").stdout, (rows, listed["totals"])


@pytest.mark.parametrize("noun", ["income", "expense"])
def test_what_goes_out_as_csv_comes_in_again(run: Run, import_: Import, noun: str) -> None:
    """Into other books that are empty: equal lists in equal order, and nothing the second time."""
    kind = "expenses" if noun == "expense" else noun
    where = "FOOD/Groceries" if noun == "expense" else "DIVIDEND"
    notes = [
        "=1+1", "'=1+1", "''=1+1", "-x", "+x", "@x", "\tx", "\rx", "\nx", "'", "it's", "-7", "'-7",
        'say "hi", twice', "two\nlines", "two\r\nlines", " blank ", "\u202egnp", "a;b\tc", "NaN",
    ]  # fmt: skip
    for number, note in enumerate(notes):
        run(noun, "add", f"{number + 1}.5", where, "--date", "2026-10-05", f"--note={note}")
    for amount in ("12.3450", "-12.3450", "1000.1250", "0.0001", "99999999999999999999.9999"):
        run(noun, "add", "--month", "2026-09", "--", amount, "OTHER")
    text, listed = exported(run, noun)
    assert len(listed[0]) == len(notes) + 5
    run("user", "add", "bob@example.org", "--currency", "EUR")
    done = import_(text, "--json", "--user", "bob", kind=kind)
    assert (done.exit_code, done.stderr) == (0, "")
    back = run(noun, "list", "--json", "--user", "bob").json
    rows = [{key: row[key] for key in row if key != "id"} for row in back["rows"]]
    assert (rows, back["totals"]) == listed
    again = import_(text, "--json", "--user", "bob", kind=kind).json["rows"]
    assert (again[0]["items"], again[0]["passed_over"]) == (0, len(rows))


def test_entries_of_one_day_are_listed_as_the_file_has_them_the_last_first(
    run: Run, import_: Import
) -> None:
    lines = "".join(f"5,FOOD,2026-10-05,{note}\n" for note in "abcdef")
    assert import_(f"amount,category,date,note\n{lines}").exit_code == 0
    listed = run("expense", "list", "--json").json["rows"]
    assert [row["note"] for row in listed] == list("fedcba")


def test_months_that_the_file_lies_around_have_no_part_in_it(run: Run, import_: Import) -> None:
    import_("amount,category,month\n5,FOOD,2026-09\n")
    done = import_("amount,category,month\n5,FOOD,2026-08\n5,FOOD,2026-10\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert len(items(run)) == 3


# -- others


def test_another_users_entries_are_neither_twins_nor_touched(run: Run, import_: Import) -> None:
    import_(EXPENSES)
    import_(INCOME, kind="income")
    run("user", "add", "bob@example.org", "--currency", "USD")
    done = import_(EXPENSES, "--user", "bob")
    assert done == Outcome(
        0, "Imported 5 expenses from 2026-09 to 2026-10, 1,652.50 USD in all.\n", ""
    )
    assert import_(INCOME, "--user", "bob", kind="income").exit_code == 0
    for user in ("ann", "bob"):
        assert items(run, "expense", "--user", user) == SPENT
        assert items(run, "income", "--user", user) == EARNED


def test_both_kinds_and_values_can_be_imported_one_after_the_other(
    run: Run, import_: Import, books: psycopg.Connection[Any]
) -> None:
    assert import_(EXPENSES).exit_code == 0
    assert import_(INCOME, kind="income").exit_code == 0
    values = "asset,month,value,category\nChecking,2026-10,5,CASH\n"
    assert import_(values, "--create-assets", kind="snapshots").exit_code == 0
    left = books.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
    ).fetchall()
    assert left == []


def test_many_entries_show_their_progress_on_a_terminal_and_nowhere_else(
    import_: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "amount,category,month\n" + "1,FOOD,2026-10\n" * 6000
    assert import_(content).stderr == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert import_(content, "--again").stderr == (
        "\rReading expenses: 5,000\rReading expenses: 6,000\n"
        "\rWriting expenses: 0 (0 %)\rWriting expenses: 6,000 (100 %)\n"
    )
    assert import_(content, "--again", "--quiet").stderr == ""
