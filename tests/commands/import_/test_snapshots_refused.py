"""finally import snapshots: what is refused, every bad line of it, and that nothing is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from finally_cli.model.importing.values import FORMS
from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal

Import = Callable[..., Outcome]

AGAIN = "Save it as CSV in UTF-8, and import it again."
CUT_OFF = "If the file was cut off, export it once more."
MEND = "Mend them in the file, and import it again."
TO_ADD = f"{MEND} To add the assets that do not exist: --create-assets"
HEADER = "asset,month,value\n"


def bad(count: int, of: int, *bad_lines: str, hint: str = MEND) -> Outcome:
    lines = f"{of} line" if of == 1 else f"{of} lines"
    message = f"{count} of {lines} cannot be imported; nothing was written"
    return refusal(7, message, hint, *bad_lines)


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a file into books with one asset, and see that they stay as they were."""
    run("asset", "add", "Checking", "--category", "CASH")
    run("snapshot", "add", "Checking", "10", "--month", "2026-08")

    def state() -> tuple[str, str]:
        return run("snapshot", "list", "--json").stdout, run("asset", "list", "--json").stdout

    def imported(content: str | bytes, *options: str) -> Outcome:
        file = tmp_path / "values.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        before = state()
        done = run("import", "snapshots", str(file), *options)
        assert state() == before
        return done

    return imported


# -- the file as a whole


def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    hint = "Name a CSV file, or - for standard input."
    assert run("import", "snapshots", "no.csv") == refusal(7, 'there is no file "no.csv"', hint)
    assert run("import", "snapshots", "a\0b").exit_code == 7
    assert run("import", "snapshots", "a" * 5000).exit_code == 7
    missing = run("import", "snapshots", "no.csv", "--json").error
    assert (missing["code"], missing["exit"]) == ("FILE_NOT_FOUND", 7)
    folder = run("import", "snapshots", str(tmp_path))
    assert (folder.exit_code, " is a folder\n" in folder.stderr) == (7, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "locked.csv"
    file.touch(mode=0)
    done = run("import", "snapshots", str(file))
    assert (done.exit_code, "cannot be read: Permission denied" in done.stderr) == (7, True)


def test_an_empty_file_is_refused(import_: Import) -> None:
    for content in ("", "\n\n", "\ufeff", "\ufeff\r\n  \n"):
        assert import_(content) == refusal(
            7, "the file is empty", "Its first line names the columns."
        )
    assert import_(",,\n") == refusal(7, 'there is no column "asset"', FORMS)
    nothing = refusal(7, "the file holds no values", "Nothing was written.")
    for content in (HEADER, HEADER + "\n,,\n", "asset,2026-10\n", "asset,2026-10\nChecking,\n"):
        assert import_(content) == nothing
    assert import_(HEADER, "--json").error["code"] == "FILE_EMPTY"


@pytest.mark.parametrize(
    ("header", "message", "meant"),
    [
        ("name,month,value", 'there is no column "asset"', ""),
        ("asset,month", 'there is no column "value"', ""),
        ("asset,value", 'there is no column "month"', ""),
        ("asset", "there is no column for a month, nor one for a value", ""),
        ("asset,category", "there is no column for a month, nor one for a value", ""),
        ("asset,month,Asset ,value", 'the column "Asset" is there twice', ""),
        ("asset,month,,value", 'there is no meaning to the column ""', ""),
        ("asset,month,value,owed", "the columns value and owed say the same", ""),
        ("asset,balance", 'there is no column "month"', ""),
        (
            "asset,2026-09 balance,2026-10",
            "the columns of the months write debts in different ways",
            "",
        ),
        (
            "asset,month,value,catgory",
            'there is no meaning to the column "catgory"',
            'Did you mean "category"? ',
        ),
        ("asset,month,value,2026-10", 'there is no meaning to the column "2026-10"', ""),
        (
            "asset,2026-10,notes",
            'there is no meaning to the column "notes"',
            "",
        ),
        ("asset,Oct-26", 'there is no meaning to the column "Oct-26"', ""),
        ("asset,2026-10,note", 'there is no meaning to the column "note"', ""),
        ("asset,2026-10,this", 'there is no meaning to the column "this"', ""),
        ("asset,2026-10,2026-10-31", "the month 2026-10 has two columns", ""),
        ("asset,2026-10,2026-10", 'the column "2026-10" is there twice', ""),
        ("2026-10,asset", 'with a column a month, the first column is "asset"', ""),
        (
            "asset,2026-13",
            'a column cannot be read: "2026-13" is not a month: there is no month 13',
            "",
        ),
        ("asset,1999-12", 'a column cannot be read: the month "1999-12" is out of range', ""),
        ("asset,2026-1", 'a column cannot be read: "2026-1" is not a month written as 2026-10', ""),
        ("asset|month|value", 'there is no column "asset"', ""),
    ],
)
def test_a_header_that_cannot_be_understood_is_refused(
    import_: Import, header: str, message: str, meant: str
) -> None:
    assert import_(f"{header}\nChecking,2026-10,5,5\n") == refusal(7, message, meant + FORMS)
    assert import_(f"{header}\n", "--json").error["code"] == "BAD_HEADER"


def test_another_encoding_is_refused_with_the_line_of_its_first_byte(import_: Import) -> None:
    content = HEADER + "Checking,2026-09,5\nCafé,2026-09,5\n"
    assert import_(content.encode("latin-1")) == refusal(7, "line 3 is not UTF-8 text", AGAIN)
    assert import_(content.encode("cp1252"), "--json").error["code"] == "BAD_ENCODING"
    cut = content.encode("utf-16")[:-1]
    assert import_(cut) == refusal(7, "line 3 is not UTF-16 text", AGAIN)
    half = HEADER.encode() + b"Checking,2026-09,\xed\xa0\x80\n"  # half of a surrogate pair
    assert import_(half) == refusal(7, "line 2 is not UTF-8 text", AGAIN)


def test_bytes_that_are_no_text_are_refused(import_: Import) -> None:
    nul = refusal(7, "line 2 holds a NUL, which no CSV file does", AGAIN)
    assert import_(HEADER + "Check\0ing,2026-10,5\n") == nul
    assert import_(HEADER.encode("utf-16-le")).exit_code == 7  # without its mark
    assert import_(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0").exit_code == 7  # a spreadsheet
    assert import_(os.urandom(4096)).exit_code == 7


def test_a_quote_that_does_not_close_is_refused_where_it_opens(import_: Import) -> None:
    def quote(line: int) -> Outcome:
        return refusal(
            7,
            f"line {line} opens a quote that does not close, or holds a cell of more than"
            " 131,072 characters",
            CUT_OFF,
        )

    assert import_(HEADER + 'Checking,2026-09,5\nChecking,2026-10,"5\n') == quote(3)
    assert import_(HEADER + '"Checking,2026-09,5\n' + "Checking,2026-10,5\n" * 9000) == quote(2)
    assert import_(HEADER + '"Check"ing,2026-09,5\n') == quote(2)
    assert import_('"asset,month,value\n').exit_code == 7


def test_a_cell_of_ten_megabytes_is_refused(import_: Import) -> None:
    for content in (HEADER + "A" * 10_000_000, HEADER + "A" * 10_000_000 + ",2026-10,5\n"):
        assert import_(content) == refusal(7, "line 2 is longer than 1,000,000 characters", CUT_OFF)
    assert import_(HEADER + '"' + "A\n" * 5_000_000 + '",2026-10,5\n').exit_code == 7


# -- single lines


def test_every_bad_line_is_listed_with_its_number_and_reason(import_: Import) -> None:
    content = HEADER + (
        "Checking,2026-09,1.234\n"
        "Checking,2026-10,5\n"
        '"Check\ning",2026-10,5\n'  # lines 4 and 5
        "Checking,2026-13,5\n"
        "Checking,2026-11\n"
        "Checking,2026-11,5,6\n"
        "\n"
        "Savngs,2026-11,5\n"
        ",2026-12,5\n"
    )
    assert import_(content) == bad(
        7,
        8,
        'line 2: the amount "1.234" can be read in two ways',
        'line 4: the name "Check\\ning" holds a control character',
        'line 6: "2026-13" is not a month: there is no month 13',
        "line 7: the line has 2 cells, and the header has 3",
        "line 8: the line has 4 cells, and the header has 3",
        'line 10: there is no asset named "Savngs"',
        "line 11: a name cannot be empty",
        hint=TO_ADD,
    )


def test_the_json_error_holds_the_lines(import_: Import) -> None:
    done = import_("asset,2026-09,2026-10-31\nChecking,5,x\nSavings,5,6\n", "--json")
    assert done.error == {
        "schema": "finally.error/1",
        "code": "BAD_LINES",
        "exit": 7,
        "message": "2 of 2 lines cannot be imported; nothing was written",
        "hint": TO_ADD,
        "lines": [
            {"line": 2, "reason": '"x" is not an amount of money', "column": "2026-10-31"},
            {"line": 3, "reason": 'there is no asset named "Savings"', "column": None},
        ],
    }
    assert done.stderr.splitlines()[:2] == [
        'line 2, column 2026-10-31: "x" is not an amount of money',
        'line 3: there is no asset named "Savings"',
    ]


def test_a_hundred_bad_lines_are_a_hundred_lines(import_: Import) -> None:
    content = HEADER + "".join(f"Checking,2026-10,{n}x\n" for n in range(100))
    done = import_(content)
    assert len(done.stderr.splitlines()) == 102
    assert len(import_(content, "--json").error["lines"]) == 100
    assert len(import_(content, "--quiet").stderr.splitlines()) == 2


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "the value is missing"),
        (" ", "the value is missing"),
        ("abc", '"abc" is not an amount of money'),
        ("NaN", '"NaN" is not an amount of money'),
        ("Infinity", '"Infinity" is not an amount of money'),
        ("1e400", '"1e400" is not an amount of money'),
        ("0x10", '"0x10" is not an amount of money'),
        ("٣", '"٣" is not an amount of money'),
        ("=1+1", '"=1+1" is not an amount of money'),
        ("1.23456", 'the amount "1.23456" has more than four decimals'),
        ("-12.345", 'the amount "-12.345" can be read in two ways'),
        ("123.456", 'the amount "123.456" can be read in two ways'),
        ("9" * 21, f'the amount "{"9" * 21}" is too large'),
        ("\x1b[31m5", '"\\x1b[31m5" is not an amount of money'),
        ("5\u202e", '"5\\u202e" is not an amount of money'),
    ],
)
def test_a_value_that_is_no_amount_is_a_bad_line(import_: Import, value: str, reason: str) -> None:
    assert import_(f"{HEADER}Checking,2026-10,{value}\n") == bad(1, 1, f"line 2: {reason}")


@pytest.mark.parametrize(
    ("month", "reason"),
    [
        ("", '"" is not a month written as 2026-10'),
        ("this", '"this" is not a month written as 2026-10'),
        ("-3", '"-3" is not a month written as 2026-10'),
        ("2026-1", '"2026-1" is not a month written as 2026-10'),
        ("10/2026", '"10/2026" is not a month written as 2026-10'),
        ("2026-00", '"2026-00" is not a month: there is no month 0'),
        ("2026-W05-1", '"2026-W05-1" is not a month written as 2026-10'),
        ("2026-02-30", '"2026-02-30" is no day of any month'),
        ("2026-10/31", '"2026-10/31" is not a month written as 2026-10'),
        ("1999-12", 'the month "1999-12" is out of range'),
        ("2101-01", 'the month "2101-01" is out of range'),
        ("२०२६-१०", '"२०२६-१०" is not a month written as 2026-10'),
    ],
)
def test_a_month_that_is_none_is_a_bad_line(import_: Import, month: str, reason: str) -> None:
    assert import_(f"{HEADER}Checking,{month},5\n") == bad(1, 1, f"line 2: {reason}")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("A" * 201, f'the name "{"A" * 59}…" has 201 characters'),
        ("\x1b[31mred", 'the name "\\x1b[31mred" holds a control character'),
        ("[/red]", 'there is no asset named "[/red]"'),
        ("\u202edesrever", 'there is no asset named "\\u202edesrever"'),
    ],
)
def test_a_name_is_shown_harmlessly(import_: Import, name: str, reason: str) -> None:
    hint = TO_ADD if reason.startswith("there is no") else MEND
    assert import_(f"{HEADER}{name},2026-10,5\n") == bad(1, 1, f"line 2: {reason}", hint=hint)


# -- what the books say


def test_an_unknown_asset_needs_a_category_to_be_created(import_: Import) -> None:
    content = "asset,month,value,category\nNew,2026-09,5,\nOld,2026-09,5,CASH\nNew,2026-10,6,\n"
    reason = 'there is no asset named "New", nor a line that names its category'
    assert import_(content, "--create-assets") == bad(
        2, 3, f"line 2: {reason}", f"line 4: {reason}"
    )


def test_a_category_that_is_unknown_or_another_is_a_bad_line(import_: Import) -> None:
    content = (
        "asset,month,value,category\n"
        "Checking,2026-09,5,CAHS\n"
        "Checking,2026-10,5,LOAN\n"
        "Checking,2026-11,5,SALARY\n"
        "New,2026-09,5,CASH\n"
        "New,2026-10,5,LOAN\n"
    )
    assert import_(content, "--create-assets") == bad(
        4,
        5,
        'line 2: there is no category "CAHS" of assets or debts',
        'line 3: "Checking" is in CASH, not in "LOAN"',
        'line 4: there is no category "SALARY" of assets or debts',
        'line 6: "New" is in CASH, not in "LOAN"',
    )


def test_a_currency_that_is_unknown_or_another_is_a_bad_line(import_: Import) -> None:
    content = (
        "asset,month,value,category,currency\n"
        "Checking,2026-09,5,,DOLLAR\n"
        "Checking,2026-10,5,,USD\n"
        "New,2026-09,5,CASH,EUR\n"
        "New,2026-10,5,CASH,CHF\n"
    )
    assert import_(content, "--create-assets") == bad(
        3,
        4,
        'line 2: there is no currency "DOLLAR"',
        'line 3: "Checking" is in EUR, not in USD',
        'line 5: "New" is in EUR, not in CHF',
    )


def test_a_missing_rate_is_never_taken_as_one(run: Run, import_: Import) -> None:
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD")
    run("fx", "set", "USD/EUR", "0.9", "--month", "2026-09")
    assert import_("asset,2026-09,2026-10\nDollars,5,6\n") == bad(
        1,
        1,
        "line 2, column 2026-10: there is no rate from USD to EUR in 2026-10; record it with:"
        " finally fx set USD/EUR RATE --month 2026-10",
    )


def test_a_value_too_large_for_the_books_is_a_bad_line(run: Run, import_: Import) -> None:
    run("asset", "add", "Lira", "--category", "CASH", "--currency", "KWD")
    run("fx", "set", "KWD/EUR", "3", "--month", "2026-10")
    assert import_(f"{HEADER}lira,2026-10,{'9' * 20}\n") == bad(
        1, 1, "line 2: the value, or what was put in, is too large once it is turned into EUR"
    )


def test_a_closed_asset_takes_no_later_values(run: Run, import_: Import) -> None:
    run("asset", "close", "Checking", "--month", "2026-09")
    assert import_("asset,2026-08,2026-10\nChecking,5,6\n") == bad(
        1, 1, 'line 2, column 2026-10: "Checking" has been closed since 2026-09'
    )


def test_two_values_of_one_month_are_refused_and_both_lines_named(import_: Import) -> None:
    content = HEADER + (
        "Checking,2026-10,5\nChecking,2026-09,5\nCHECKING,2026-10-31,5\nchecking,2026-10,6\n"
    )
    assert import_(content) == bad(
        2,
        4,
        'line 4: "CHECKING" has a value for 2026-10 in line 2 already',
        'line 5: "checking" has a value for 2026-10 in line 2 already',
    )
    wide = "asset,2026-09,2026-10\nChecking,1,\nchecking,,2\nChecking,3,\n"
    assert import_(wide) == bad(
        1, 3, 'line 4, column 2026-09: "Checking" has a value for 2026-09 in line 2 already'
    )


def test_assets_created_on_the_way_are_gone_with_the_refusal(run: Run, import_: Import) -> None:
    content = "asset,month,value,category\nNew,2026-09,5,CASH\nOther,2026-09,x,CASH\n"
    assert import_(content, "--create-assets") == bad(1, 2, 'line 3: "x" is not an amount of money')
