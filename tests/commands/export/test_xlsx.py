"""finally export xlsx: another program reads in each cell what the books hold, and of its kind."""

from __future__ import annotations

import errno
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from finally_cli.commands.report import REPORTS
from finally_cli.model.errors import ResourceFull
from finally_cli.model.kinds import KindName
from finally_cli.output import sheet
from finally_cli.output.scratch_folder import scratch_folder
from finally_cli.output.spreadsheet_cells import Shortfall, spreadsheet_cell, utf_16_length
from finally_cli.output.workbook import workbook_parts
from tests.commands.export.test_csv import HOSTILE, LISTS, NOTES, OTHERS
from tests.conftest import Run
from tests.support.processes import Program, PseudoTerminal

# What is no text: numbers, months, days and moments, yes and no.
NUMBERS = set(
    "value contribution amount rate market_cap budget moved carried available target"
    " share_of_category position least_amount most_amount rows_read closing change from_amount"
    " months_of_spending times_yearly_spending next_amount quantity price floor cap".split()
)
MONTHS = {
    "month", "closed", "first_month", "last_month", "next_month", "due_month", "amount_from",
}  # fmt: skip
FLAGS = {"carried", "locked", "own", "is_regex", "follows", "is_of_debts"}


def rows_of(book: Any, name: str, top: int = 0) -> list[dict[str, Any]]:
    """The cells of a sheet by the names of their columns."""
    heads, *rows = list(book[name].iter_rows())[top:]
    return [{str(head.value): cell for head, cell in zip(heads, row, strict=True)} for row in rows]


def is_held(cell: Any, value: object) -> bool:
    """Whether a cell holds what JSON has, to the last digit that a spreadsheet has."""
    if value is None:
        return cell.value is None
    if isinstance(value, bool):
        return cell.value is value
    if cell.data_type == "n":
        exact = Decimal(str(value))
        return abs(Decimal(repr(cell.value)) - exact) <= abs(exact) * Decimal("1e-15")
    if cell.data_type == "d":
        form = {"yyyy-mm": "%Y-%m", "yyyy-mm-dd": "%Y-%m-%d"}.get(
            cell.number_format, "%Y-%m-%dT%H:%M:%SZ"
        )
        return bool(cell.value.strftime(form) == value)
    return bool(cell.data_type == "s" and cell.value == value)


def test_each_sheet_has_what_its_list_has(look: Run, tmp_path: Path) -> None:
    file = tmp_path / "books.xlsx"
    done = look("export", "xlsx", "-o", str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    book = load_workbook(file)
    assert set(book.sheetnames) == {*LISTS, *OTHERS, *(f"report {name}" for name in REPORTS)}
    for name, words in LISTS.items():
        expected, found = look(*words, "--json").json["rows"], rows_of(book, name)
        assert len(found) == len(expected)
        for row, cells in zip(expected, found, strict=True):
            assert list(row) == list(cells)
            for column, cell in cells.items():
                assert is_held(cell, row[column]), (name, column, row[column], cell.value)
                is_month = column in MONTHS or (column == "period" and row["every"] == "month")
                is_flag = column in FLAGS and not (name == "budgets" and column == "carried")
                kind = "b" if is_flag else "d" if is_month else "n" if column in NUMBERS else "s"
                if column not in ("date", "first_day", "last_day", "at") and cell.value is not None:
                    assert cell.data_type == kind, (name, column)
    values = book["values"]
    assert values.freeze_panes == "A2"
    assert values.auto_filter.ref == f"A1:M{values.max_row}"
    formats = {column: cell.number_format for column, cell in rows_of(book, "values")[0].items()}
    assert (formats["month"], formats["value"]) == ("yyyy-mm", "#,##0.00")
    assert rows_of(book, "expenses")[0]["date"].number_format == "yyyy-mm-dd"


REPORTED = {
    "networth": ("--from", "2026-01", "--to", "2026-09"),
    "allocation": ("--month", "2026-09"),
    "rebalance": ("--month", "2026-09"),
    "explain": ("--from", "2026-01", "--to", "2026-09"),
    "returns": ("--from", "2026-01", "--to", "2026-09"),
    "budget": ("--month", "2026-09"),
    "cashflow": ("--from", "2026-01", "--to", "2026-09"),
    "spending": ("--from", "2026-01", "--to", "2026-09"),
    "cashproof": ("--from", "2026-01", "--to", "2026-09"),
    "liquidity": ("--month", "2026-09"),
    "goals": ("--month", "2026-09"),
}


def test_a_report_has_the_figures_of_the_command(look: Run, tmp_path: Path) -> None:
    file = tmp_path / "books.xlsx"
    some = ("--from", "2026-01", "--to", "2026-09")
    assert look("export", "xlsx", "-o", str(file), *some).exit_code == 0
    book = load_workbook(file)
    reports = {name.removeprefix("report ") for name in book.sheetnames if " " in name}
    assert reports == set(REPORTED) == set(REPORTS) - {"projection", "restated"}, "of today"
    for name, options in REPORTED.items():
        compare_report(
            list(book[f"report {name}"].iter_rows()),
            look("report", name, *options, "--json").json,
            look("report", name, *options).stdout,
        )
    # Under the rows, of sample.sql: 28,000 in cash, of 320,000 in all.
    cash = [line for line in book["report liquidity"].iter_rows() if line[0].value == "Cash"]
    assert [cell.value for cell in cash[0][2:4]] == [28_000, 0.0875]
    assert book["report liquidity"].freeze_panes == "A3"


def compare_report(lines: list[tuple[Any, ...]], expected: Any, table: str) -> None:
    """The lines of a sheet with what the report says in JSON, and its title with the table's."""
    assert lines[0][0].value in table
    heads = [cell.value for cell in lines[1] if cell.value]
    assert len(set(heads)) == len(heads), "each column has a name of its own"
    assert len(lines) >= 2 + len(expected["rows"])
    for row, cells in zip(expected["rows"], lines[2:], strict=False):
        values = [
            value for said in row.values() for value in (said if isinstance(said, list) else [said])
        ]
        held = [is_held(cell, value) for cell, value in zip(cells, values, strict=False)]
        assert all(held), (row, [cell.value for cell in cells])
    texts = [str(line[0].value) for line in lines]
    assert [note["message"] for note in expected["notes"]] == [
        text.removeprefix("Note: ") for text in texts if text.startswith("Note: ")
    ]


def test_empty_books_say_why_there_is_no_report(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "books.xlsx"
    assert run("export", "xlsx", "-o", str(file)).exit_code == 0
    book = load_workbook(file)
    assert book["values"].max_row == 1
    assert book["report networth"]["A1"].value == "There are no values yet."
    assert book["report networth"]["A2"].value.startswith("Record one with: finally snapshot add")
    assert book["report cashflow"]["A1"].value.startswith("There are no incomes and no expenses")


@pytest.mark.parametrize(
    ("some", "reason"),
    [
        (("--from", "2020", "--to", "2020"), "There are no values in these months."),
        (("--from", "2026-11"), "There are no values in these months."),
        (("--to", "2025-09"), "2025-09 is the first month with values: nothing comes before it."),
    ],
)
def test_months_without_values_are_said(
    some: tuple[str, ...], reason: str, look: Run, tmp_path: Path
) -> None:
    file = tmp_path / "books.xlsx"
    assert look("export", "xlsx", "-o", str(file), *some).exit_code == 0
    assert load_workbook(file)["report explain"]["A1"].value == reason


def test_only_the_parts_that_are_wanted(look: Run, tmp_path: Path) -> None:
    file = tmp_path / "books.xlsx"
    assert look("export", "xlsx", "-o", str(file), "--what", "items").exit_code == 0
    assert load_workbook(file).sheetnames == [
        "incomes", "expenses", "report cashflow", "report spending",
    ]  # fmt: skip


def unescaped(text: object) -> str:
    """A text as Excel reads it: control characters are in it by number (ECMA-376, 22.9.2.19)."""
    return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), str(text))


def test_no_text_is_run_or_changed(run: Run, tmp_path: Path) -> None:
    texts = [
        *NOTES, '<r></t></is></c><c r="A9"><f>1+1</f></c></r>', "<r></r>", "{=1}", "http://x.org",
        "internal:values!A1", "0123", "1e5", "TRUE", "2026-10-05", "_x000D_", "\x01\x1f\x7f\x9f",
        "\ufffe\uffff", " blanks ", "a\n", "]]>", "&amp;",
    ]  # fmt: skip
    for text in texts:
        assert run("expense", "add", "1", "food", "--note", text).exit_code == 0, text
    for name in HOSTILE:
        run("asset", "add", "--category", "CASH", "--", name)
        run("snapshot", "add", "--month", "2026-10", "--", name, "1")
    file = tmp_path / "books.xlsx"
    assert run("export", "xlsx", "-o", str(file)).exit_code == 0
    book = load_workbook(file)
    cells = [row["note"] for row in rows_of(book, "expenses")]
    kept = [row["note"] for row in run("expense", "list", "--json").json["rows"]]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [unescaped(cell.value) for cell in cells] == kept
    assert {cell["asset"].value for cell in rows_of(book, "assets")} >= set(HOSTILE)
    with ZipFile(file) as archive:
        for name in archive.namelist():
            assert not re.search(b"<f[ >]|<hyperlink", archive.read(name)), name


def test_figures_that_no_spreadsheet_holds_are_texts_and_that_is_said(
    run: Run, tmp_path: Path
) -> None:
    run("asset", "add", "Much", "--category", "CASH")
    for month, value in (("2026-09", "99999999999.9999"), ("2026-10", "123456789012345.67")):
        assert run("snapshot", "add", "Much", value, "--month", month).exit_code == 0
    file = tmp_path / "books.xlsx"
    done = run("export", "xlsx", "-o", str(file), "--what", "values")
    assert re.match(
        r"Note: \d+ figures of more than 15 digits, which no spreadsheet holds exactly: they are"
        " texts, as exact as in the books\\.\n",
        done.stderr,
    )
    newest, before = (row["value"] for row in rows_of(load_workbook(file), "values"))
    assert (newest.data_type, newest.value) == ("s", "123456789012345.6700")
    assert (before.data_type, before.value) == ("n", 99999999999.9999)
    assert before.number_format == "#,##0.0000"
    with ZipFile(file) as archive:  # the digits themselves, and not those of a binary fraction
        assert b"<v>99999999999.9999</v>" in archive.read("xl/worksheets/sheet1.xml")
    notes = run("export", "xlsx", "-o", str(file), "--what", "values", "--force", "--json").json
    assert [note["code"] for note in notes["notes"]] == ["FIGURES_AS_TEXT"]


def test_a_currency_without_cents_has_none(run: Run, tmp_path: Path) -> None:
    run("user", "add", "bob@example.org", "--currency", "JPY")
    bob = ("--user", "bob")
    run("snapshot", "add", "Cash", "120000", "--category", "CASH", "--month", "2026-10", *bob)
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD", *bob)
    run("snapshot", "add", "Dollars", "12.50", "--rate", "150", "--month", "2026-10", *bob)
    run("export", "xlsx", "-o", f"{tmp_path}/x.xlsx", *bob)
    rows = {
        row["asset"].value: row for row in rows_of(load_workbook(f"{tmp_path}/x.xlsx"), "values")
    }
    assert rows["Cash"]["value"].number_format == "#,##0"
    assert rows["Dollars"]["value"].number_format == "#,##0"
    assert rows["Dollars"]["amount"].number_format == "#,##0.0"


def test_a_text_too_long_for_a_cell_is_cut_and_counted() -> None:
    short = Shortfall()
    for text, length in (("x" * 32_767, 32_767), ("😀" * 16_384, 32_767), ("x" * 40_000, 32_767)):
        cell = spreadsheet_cell(text, "text", 2, short)
        assert cell is not None
        assert utf_16_length(str(cell.value)) == length
        assert text.startswith(str(cell.value).removesuffix("…"))
    assert short == Shortfall(figures=0, texts=2)


def test_a_day_before_spreadsheets_agree_on_days_is_a_text() -> None:
    """1900 is a leap year to Excel, and nothing is before it."""

    def held(value: object, kind: KindName) -> object:
        cell = spreadsheet_cell(value, kind, 2, Shortfall())
        return None if cell is None else tuple(cell)

    assert held(date(1900, 2, 28), "day") == ("1900-02-28", "")
    assert held(date(1900, 3, 1), "day") == (date(1900, 3, 1), "yyyy-mm-dd")
    assert held("2026-10", "month") == (date(2026, 10, 1), "yyyy-mm")
    assert held("Total", "month") == ("Total", "")
    assert held(None, "day") is None


def test_more_rows_than_a_sheet_holds_go_on_in_another(
    look: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = len(look("expense", "list", "--json").json["rows"])
    monkeypatch.setattr(sheet, "MOST_ROWS", count)  # one less, for the names of the columns
    look("export", "xlsx", "-o", f"{tmp_path}/x.xlsx", "--what", "items")
    book = load_workbook(f"{tmp_path}/x.xlsx")
    assert "expenses (2)" in book.sheetnames
    assert "incomes (2)" not in book.sheetnames
    assert (book["expenses"].max_row, book["expenses (2)"].max_row) == (count, 2)
    rows = rows_of(book, "expenses") + rows_of(book, "expenses (2)")
    assert [row["id"].value for row in rows] == [
        row["id"] for row in look("expense", "list", "--json").json["rows"]
    ]
    monkeypatch.setattr(sheet, "MOST_ROWS", count + 1)
    look("export", "xlsx", "-o", f"{tmp_path}/y.xlsx", "--what", "items")
    assert "expenses (2)" not in load_workbook(f"{tmp_path}/y.xlsx").sheetnames


def test_two_exports_are_the_same_bytes(sample_dsn: str, tmp_path: Path) -> None:
    program = Program(tmp_path, {"FINALLY_DSN": sample_dsn, "FINALLY_USER": "ann"})
    assert program("export", "xlsx", "-o", "one.xlsx").exit_code == 0
    one = (tmp_path / "one.xlsx").read_bytes()
    with (tmp_path / "two.xlsx").open("wb") as stream:
        process = program.start("export", "xlsx", "--quiet", stdout=stream)
        process.communicate()
        assert process.returncode == 0
    assert (tmp_path / "two.xlsx").read_bytes() == one
    with PseudoTerminal(program, "export", "xlsx") as terminal:
        while terminal.read():
            pass
        assert terminal.process.wait() == 2
        assert "-o FILE" in terminal.shown
    properties = load_workbook(tmp_path / "one.xlsx").properties
    assert (properties.creator, properties.created) == (None, datetime(2000, 1, 1))  # noqa: DTZ001


def test_without_what_writes_it_one_is_told_how_to_get_it(
    look: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    refused = look("export", "xlsx", "-o", f"{tmp_path}/x.xlsx", "--json").error
    assert (refused["exit"], refused["code"]) == (1, "XLSXWRITER_NOT_INSTALLED")
    assert refused["hint"] == "Run: pip install 'finally-cli[xlsx]'"
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_only_where_that_is_said(look: Run, tmp_path: Path) -> None:
    file = tmp_path / "books.xlsx"
    file.write_text("mine")
    refused = look("export", "xlsx", "-o", str(file), "--json").error
    assert (refused["exit"], refused["code"]) == (6, "FILE_EXISTS")
    assert file.read_text() == "mine"


def test_a_disk_that_is_full_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fill_up() -> Iterator[tuple[str, Any]]:
        raise OSError(errno.ENOSPC, "No space left on device")
        yield

    with pytest.raises(ResourceFull) as refused:
        list(workbook_parts(fill_up(), [], Shortfall()))
    assert refused.value.hint == (
        f"Free some space in {tmp_path}, or name another folder in TMPDIR."
    )
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_one_has_left_is_removed_by_the_next(
    sample_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"FINALLY_DSN": sample_dsn, "FINALLY_USER": "ann", "TMPDIR": str(tmp_path)}
    program = Program(tmp_path, settings)
    theirs = tmp_path / "finally-workbook-theirs"
    theirs.mkdir()
    left: list[Path] = []
    while not left:
        process = program.start("export", "xlsx", "-o", "killed.xlsx")
        while process.poll() is None and not left:
            left = list(tmp_path.glob("finally-workbook-*/.finally-scratch"))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        left = [mark for mark in left if mark.exists()]
    assert not (tmp_path / "killed.xlsx").exists()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with scratch_folder() as used:
        assert program("export", "xlsx", "-o", "whole.xlsx").exit_code == 0
        assert (tmp_path / "whole.xlsx").exists()
        assert set(tmp_path.glob("finally-workbook-*")) == {theirs, used}
    assert list(tmp_path.glob("finally-workbook-*")) == [theirs]
