"""finally import income and expenses: what is refused, every bad line, and nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal

Import = Callable[..., Outcome]

AGAIN = "Save it as CSV in UTF-8, and import it again."
CUT_OFF = "If the file was cut off, export it once more."
MEND = "Mend them in the file, and import it again."
HEADER = "amount,category,month\n"
KINDS = ["income", "expenses"]
FORMS = {
    "income": "A file has the columns amount,category, a month or a date or both,"
    " and perhaps note.",
    "expenses": "A file has the columns amount,category, a month or a date or both,"
    " and perhaps sub,note.",
}


def bad(count: int, of: int, *bad_lines: str) -> Outcome:
    lines = f"{of} line" if of == 1 else f"{of} lines"
    message = f"{count} of {lines} cannot be imported; nothing was written"
    return refusal(7, message, MEND, *bad_lines)


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a file into books with one entry of each kind, and see that they stay as they were."""
    run("expense", "add", "10", "FOOD", "--month", "2026-08")
    run("income", "add", "10", "SALARY", "--month", "2026-08")

    def state() -> tuple[str, str]:
        return run("expense", "list", "--json").stdout, run("income", "list", "--json").stdout

    def imported(content: str | bytes, *options: str, kind: str = "expenses") -> Outcome:
        file = tmp_path / "items.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        before = state()
        done = run("import", kind, str(file), *options)
        assert state() == before
        return done

    return imported


# -- the file as a whole


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path, kind: str) -> None:
    hint = "Name a CSV file, or - for standard input."
    assert run("import", kind, "no.csv") == refusal(7, 'there is no file "no.csv"', hint)
    assert run("import", kind, "no.csv", "--json").error["code"] == "FILE_NOT_FOUND"
    assert " is a folder\n" in run("import", kind, str(tmp_path)).stderr


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_file_is_refused(import_: Import, kind: str) -> None:
    for content in ("", "\n\n", "\ufeff\r\n  \n"):
        assert import_(content, kind=kind) == refusal(
            7, "the file is empty", "Its first line names the columns."
        )
    nothing = refusal(7, "the file holds no entries", "Nothing was written.")
    for content in (HEADER, HEADER + "\n,,\n"):
        assert import_(content, kind=kind) == nothing
        assert import_(content, "--again", kind=kind) == nothing
    assert import_(HEADER, "--json", kind=kind).error["code"] == "FILE_EMPTY"


@pytest.mark.parametrize(
    ("header", "message", "meant"),
    [
        (",,", 'there is no column "amount"', ""),
        ("value,category,month", 'there is no column "amount"', ""),
        ("amount|category|month", 'there is no column "amount"', ""),
        ("amount,month", 'there is no column "category"', ""),
        ("amount,category", 'there is no column "month", nor a column "date"', ""),
        ("amount,category,note", 'there is no column "month", nor a column "date"', ""),
        ("amount,category,month,Amount ", 'the column "Amount" is there twice', ""),
        ("amount,category,date,date", 'the column "date" is there twice', ""),
        ("amount,category,,month", 'there is no meaning to the column ""', ""),
        ("amount,category,month,value", 'there is no meaning to the column "value"', ""),
        ("amount,category,month,asset", 'there is no meaning to the column "asset"', ""),
        (
            "amount,catgory,month",
            'there is no meaning to the column "catgory"',
            'Did you mean "category"? ',
        ),
        (
            "amount,category,month,notes",
            'there is no meaning to the column "notes"',
            'Did you mean "note"? ',
        ),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_header_that_cannot_be_understood_is_refused(
    import_: Import, header: str, message: str, meant: str, kind: str
) -> None:
    content = f"{header}\n5,OTHER,2026-10,\n"
    assert import_(content, kind=kind) == refusal(7, message, meant + FORMS[kind])
    assert import_(content, "--json", kind=kind).error["code"] == "BAD_HEADER"


def test_only_expenses_have_subcategories(import_: Import) -> None:
    assert import_("amount,category,month,sub\n5,SALARY,2026-10,\n", kind="income") == refusal(
        7, 'there is no meaning to the column "sub"', FORMS["income"]
    )


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_that_are_no_text_are_refused(import_: Import, kind: str) -> None:
    content = HEADER + "5,OTHER,2026-09\n5,Café,2026-10\n"
    damaged = refusal(7, "line 3 is not UTF-8 text", AGAIN)
    assert import_(content.encode("latin-1"), kind=kind) == damaged
    error = import_(content.encode("cp1252"), "--json", kind=kind).error
    assert error["code"] == "BAD_ENCODING"
    cut = refusal(7, "line 3 is not UTF-16 text", AGAIN)
    assert import_(content.encode("utf-16")[:-1], kind=kind) == cut
    nul = refusal(7, "line 2 holds a NUL, which no CSV file does", AGAIN)
    assert import_(HEADER + "5,OT\0HER,2026-10\n", kind=kind) == nul
    assert import_(os.urandom(4096), kind=kind).exit_code == 7


@pytest.mark.parametrize("kind", KINDS)
def test_a_quote_that_does_not_close_is_refused_where_it_opens(import_: Import, kind: str) -> None:
    assert import_(HEADER + '5,OTHER,2026-09\n5,"OTHER,2026-10\n', kind=kind) == refusal(
        7,
        "line 3 opens a quote that does not close, or holds a cell of more than 131,072 characters",
        CUT_OFF,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_heading_of_140_000_characters_is_one_sentence(import_: Import, kind: str) -> None:
    for header in ("amount,category,month," + "x" * 140_000, "x" * 140_000 + ",amount,category"):
        assert import_(f"{header}\n5,OTHER,2026-10,\n", kind=kind) == refusal(
            7,
            "line 1 opens a quote that does not close,"
            " or holds a cell of more than 131,072 characters",
            CUT_OFF,
        )
    just_short = import_("amount,category,month," + "x" * 131_000 + "\n", kind=kind)
    assert just_short.exit_code == 7
    assert len(just_short.stderr) < 400


# -- single lines


def test_every_bad_line_is_listed_with_its_number_and_reason(import_: Import) -> None:
    content = "amount,category,sub,month,date,note\n" + (
        "1e5,FOOD,,2026-10,,\n"
        "5,FOOD,,2026-10,,good\n"
        "1.234,FOOD,,2026-10,,\n"
        '5,FOOD,,2026-10,2026-11-01,"two\nlines"\n'  # lines 5 and 6
        "5,FOOD,,,2026-02-30,\n"
        "5,FOOD,,2026-10\n"
        "5,FOOD,,2026-10,,,\n"
        "\n"
        "5,Grocries,,2026-10,,\n"
        "5,FOOD,Fuel,2026-10,,\n"
        "5,,,2026-10,,\n"
        "5,FOOD,,,,\n"
        f"5,FOOD,,2026-10,,{'x' * 2001}\n"
    )
    assert import_(content) == bad(
        11,
        12,
        'line 2: "1e5" is not an amount of money',
        'line 4: the amount "1.234" can be read in two ways',
        "line 5: the date 2026-11-01 does not lie in 2026-10",
        'line 7: there is no day "2026-02-30"',
        "line 8: the line has 4 cells, and the header has 6",
        "line 9: the line has 7 cells, and the header has 6",
        'line 11: there is no category "Grocries"; did you mean "FOOD/GROCERIES"?',
        'line 12: there is no subcategory "Fuel" in FOOD',
        "line 13: the category is missing",
        "line 14: there is neither a month nor a date",
        "line 15: the note has 2,001 characters",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_one_bad_line_keeps_all_others_out(import_: Import, kind: str) -> None:
    content = HEADER + "5,OTHER,2026-10\n" * 7000 + "x,OTHER,2026-10\n"
    assert import_(content, kind=kind) == Outcome(
        7,
        "",
        'line 7002: "x" is not an amount of money\n'
        "finally: 1 of 7,001 lines cannot be imported; nothing was written\n"
        f"  {MEND}\n",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_json_error_holds_the_lines(import_: Import, kind: str) -> None:
    done = import_(HEADER + "x,OTHER,2026-10\n5,OTHER,2026-10\n5,OTHER,\n", "--json", kind=kind)
    assert done.error == {
        "schema": "finally.error/1",
        "code": "BAD_LINES",
        "exit": 7,
        "message": "2 of 3 lines cannot be imported; nothing was written",
        "hint": MEND,
        "lines": [
            {"line": 2, "reason": '"x" is not an amount of money', "column": None},
            {"line": 4, "reason": "there is neither a month nor a date", "column": None},
        ],
    }


def test_a_dry_run_refuses_the_same(import_: Import) -> None:
    assert import_(HEADER + "x,FOOD,2026-10\n", "--dry-run") == bad(
        1, 1, 'line 2: "x" is not an amount of money'
    )


@pytest.mark.parametrize(
    ("amount", "reason"),
    [
        ("", "the amount is missing"),
        (" ", "the amount is missing"),
        ("1.234", 'the amount "1.234" can be read in two ways'),
        ('"-12,345"', 'the amount "-12,345" can be read in two ways'),
        ("1.23456", 'the amount "1.23456" has more than four decimals'),
        ("1" * 21, f'the amount "{"1" * 21}" is too large'),
        ("NaN", '"NaN" is not an amount of money'),
        ("Infinity", '"Infinity" is not an amount of money'),
        ("1e3", '"1e3" is not an amount of money'),
        ("٣", '"٣" is not an amount of money'),
        ("=1+1", '"=1+1" is not an amount of money'),
        ("5 EUR", '"5 EUR" is not an amount of money'),
        ("\x1b[31m5", '"\\x1b[31m5" is not an amount of money'),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_an_amount_that_is_none_is_a_bad_line(
    import_: Import, amount: str, reason: str, kind: str
) -> None:
    content = f"{HEADER}{amount},OTHER,2026-10\n"
    assert import_(content, kind=kind) == bad(1, 1, f"line 2: {reason}")


@pytest.mark.parametrize(
    ("month", "date", "reason"),
    [
        ("", "", "there is neither a month nor a date"),
        (" ", " ", "there is neither a month nor a date"),
        ("this", "", '"this" is not a month written as 2026-10'),
        ("10/2026", "", '"10/2026" is not a month written as 2026-10'),
        ("2026-13", "", '"2026-13" is not a month: there is no month 13'),
        ("1999-12", "", 'the month "1999-12" is out of range'),
        ("", "today", '"today" is not a date written as 2026-10-05'),
        ("", "yesterday", '"yesterday" is not a date written as 2026-10-05'),
        ("", "2026-10", '"2026-10" is not a date written as 2026-10-05'),
        ("", "05.10.2026", '"05.10.2026" is not a date written as 2026-10-05'),
        ("", "2026-10-5", '"2026-10-5" is not a date written as 2026-10-05'),
        ("", "20261005", '"20261005" is not a date written as 2026-10-05'),
        ("", "2026-10-05T00:00", '"2026-10-05T00:00" is not a date written as 2026-10-05'),
        ("", "२०२६-१०-०५", '"२०२६-१०-०५" is not a date written as 2026-10-05'),
        ("", "2026-02-29", 'there is no day "2026-02-29"'),
        ("", "2026-13-01", 'there is no day "2026-13-01"'),
        ("", "1999-12-31", 'the date "1999-12-31" is out of range'),
        ("", "2101-01-01", 'the date "2101-01-01" is out of range'),
        ("2026-10", "2026-09-30", "the date 2026-09-30 does not lie in 2026-10"),
        ("2025-10", "2026-10-05", "the date 2026-10-05 does not lie in 2025-10"),
        ("2026-10", "x", '"x" is not a date written as 2026-10-05'),
        ("x", "2026-10-05", '"x" is not a month written as 2026-10'),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_month_or_date_that_is_none_is_a_bad_line(
    import_: Import, month: str, date: str, reason: str, kind: str
) -> None:
    content = f"amount,category,month,date\n5,OTHER,{month},{date}\n"
    assert import_(content, kind=kind) == bad(1, 1, f"line 2: {reason}")


# -- what the books say


def test_a_category_that_is_none_is_a_bad_line_with_the_nearest(run: Run, import_: Import) -> None:
    run("category", "add", "Hobbies", "--kind", "expense")
    content = "amount,category,sub,month\n" + (
        "5,FOOOD,,2026-10\n"
        "5,SALARY,,2026-10\n"
        "5,zzzz,,2026-10\n"
        "5,FOOD/Fuel,,2026-10\n"
        "5,FOOD,Grocries,2026-10\n"
        "5,FOOD/Groceries,Restaurants,2026-10\n"
        "5,Hobbies,Sailing,2026-10\n"
        "5,[/red],,2026-10\n"
    )
    done = import_(content)
    lines = done.stderr.splitlines()
    assert (done.exit_code, len(lines)) == (7, 10)
    assert lines[0] == 'line 2: there is no category "FOOOD"; did you mean "FOOD"?'
    assert lines[1].startswith('line 3: there is no category "SALARY"')
    assert lines[2] == 'line 4: there is no category "zzzz"'
    assert lines[3] == (
        'line 5: there is no category "FOOD/Fuel"; did you mean "TRANSPORT/FUEL" or "FOOD"?'
    )
    assert lines[4] == (
        'line 6: there is no subcategory "Grocries" in FOOD; did you mean "FOOD/GROCERIES"?'
    )
    assert lines[5] == 'line 7: "FOOD/Groceries" and "Restaurants" are two subcategories'
    assert lines[6] == 'line 8: there is no subcategory "Sailing" in HOBBIES'
    assert lines[7] == 'line 9: there is no category "[/red]"'


def test_two_subcategories_on_one_line_are_a_bad_line(import_: Import) -> None:
    content = "amount,category,sub,month\n5,FOOD/Groceries,TAKEAWAY,2026-10\n"
    assert import_(content) == bad(
        1, 1, 'line 2: "FOOD/Groceries" and "TAKEAWAY" are two subcategories'
    )


def test_an_expense_category_is_none_of_income(import_: Import) -> None:
    assert import_(HEADER + "5,FOOD,2026-10\n", kind="income") == bad(
        1, 1, 'line 2: there is no category "FOOD"'
    )


def test_what_is_closed_takes_nothing_from_its_month_on(run: Run, import_: Import) -> None:
    run("category", "add", "Hobbies", "--kind", "expense")
    run("category", "add", "Hobbies/Sailing", "--kind", "expense")
    run("category", "close", "Hobbies/Sailing", "--month", "2026-09")
    run("category", "close", "Hobbies", "--month", "2026-11")
    content = "amount,category,sub,month,date\n" + (
        "5,Hobbies,Sailing,2026-08,\n"
        "5,Hobbies,Sailing,2026-09,\n"
        "5,Hobbies,,2026-10,\n"
        "5,Hobbies,,,2026-11-01\n"
        "5,Sailing,,2030-01,\n"
    )
    assert import_(content) == bad(
        3,
        5,
        "line 3: HOBBIES/SAILING has been closed since 2026-09",
        "line 5: HOBBIES has been closed since 2026-11",
        "line 6: HOBBIES has been closed since 2026-11",
    )


def test_what_is_closed_later_takes_what_came_before(run: Run, tmp_path: Path) -> None:
    run("category", "add", "Side job", "--kind", "income")
    run("category", "close", "Side job", "--month", "2026-11")
    file = tmp_path / "items.csv"
    file.write_text("amount,category,date\n5,Side job,2026-10-31\n")
    assert run("import", "income", str(file)).exit_code == 0
    (row,) = run("income", "list", "--json").json["rows"]
    assert (row["date"], row["category"], row["amount"]) == ("2026-10-31", "SIDE_JOB", "5.00")


def test_another_users_category_is_unknown(run: Run, import_: Import) -> None:
    run("user", "add", "bob@example.org", "--currency", "EUR")
    run("category", "add", "Falconry", "--kind", "expense", "--user", "bob")
    assert import_(HEADER + "5,Falconry,2026-10\n", "--user", "ann") == bad(
        1, 1, 'line 2: there is no category "Falconry"'
    )


def test_many_unknown_categories_are_all_listed_and_soon_without_advice(import_: Import) -> None:
    content = HEADER + "".join(f"5,FOOOD{n},2026-10\n" for n in range(300))
    lines = import_(content).stderr.splitlines()
    assert len(lines) == 302
    assert lines[0] == 'line 2: there is no category "FOOOD0"; did you mean "FOOD"?'
    assert lines[299] == 'line 301: there is no category "FOOOD299"'
