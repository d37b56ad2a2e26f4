"""finally import bank: what is too long, too large or cut off is named; nothing is half-done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.bank_files import Line, mt940, ofx, write

OCTOBER = [("2026-10-01", "-3.50", "Coffee"), ("2026-10-05", "-20.00", "REWE Markt")]
CSV = "Date,Amount,Text\n"
OPTIONS = ("--dates", "ymd", "--decimal", ".", "--sign", "as-is")


def bring(run: Run, folder: Path, content: str, *options: str, name: str = "giro.ofx") -> Outcome:
    return run(
        "import", "bank", write(folder, content, name), "--source", "Giro", "--json", *options
    )


def rows(books: psycopg.Connection[Any]) -> int:
    found = books.execute("SELECT count(*) FROM import_rows").fetchone()
    assert found is not None
    return int(found[0])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("id.ofx", ofx([Line("2026-10-01", "-1", "A", id="9X" * 5000)])),
        ("text.ofx", ofx([("2026-10-01", "-1", "word " * 2000)])),
        ("text.csv", CSV + "2026-10-01,-1.00," + "word " * 2000 + "\n2026-10-02,-2.00,B\n"),
        ("category.qif", "!Type:Bank\nD10/25/2026\nT-1.00\nPA\nL" + "Food" * 75 + "\n^\n"),
        ("account.sta", mt940([("2026-10-05", "-1.00", "166?00A?20B?31" + "7" * 300)],
                              opening=("9.00", "2026-09-30"), closing=("8.00", "2026-10-31"))),
    ],
    ids=["an id", "a text", "a text of a CSV file", "a category", "a counter account"],
)  # fmt: skip
def test_what_is_too_long_is_cut_or_named(
    run: Run, tmp_path: Path, books: psycopg.Connection[Any], name: str, content: str
) -> None:
    done = bring(run, tmp_path, content, *(OPTIONS if "csv" in name else ()), name=name)
    assert done.exit_code in (0, 7), done.stderr
    if done.exit_code == 7:
        assert done.error["code"] == "BAD_LINES"
    assert rows(books) == (0 if done.exit_code else 1 + ("csv" in name))
    before = rows(books)
    if not done.exit_code:
        assert (
            bring(run, tmp_path, content, *(OPTIONS if "csv" in name else ()), name=name).json[
                "totals"
            ]["new"]
            == 0
        )
        assert rows(books) == before


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2026-10-01", "-123456789012345678901.00"),
        ("2026-10-01", "1e30"),
        ("2026-10-01", "NaN"),
        ("2026-10-01", "-0.00001"),
        ("1999-12-31", "-1"),
        ("2101-01-01", "-1"),
        ("0000-00-00", "-1"),
    ],
)
def test_what_no_books_can_hold_is_a_bad_row(
    run: Run, tmp_path: Path, books: psycopg.Connection[Any], day: str, amount: str
) -> None:
    for name, content in (
        ("giro.ofx", ofx([(day, amount, "A"), ("2026-10-02", "-2", "B")])),
        ("giro.csv", f"{CSV}{day},{amount},A\n2026-10-02,-2.00,B\n2026-10-03,-3.00,C\n"),
    ):
        options = OPTIONS if "csv" in name else ()
        done = bring(run, tmp_path, content, *options, name=name)
        assert done.exit_code == 7, (name, done.stdout, done.stderr)
        assert rows(books) == 0
        assert done.error["code"] in ("BAD_LINES", "LAYOUT_UNDECIDED", "BAD_FILE")


def test_balances_and_sums_of_the_largest_amounts_end_with_a_sentence(
    run: Run, tmp_path: Path
) -> None:
    """Each can be held, and their sum cannot."""
    large = "99999999999999999999.99"
    lines = [("2026-10-01", large, "A"), ("2026-10-02", large, "B")]
    done = bring(run, tmp_path, ofx(lines, closing=(large, "2026-10-31")))
    assert done.exit_code in (0, 7), done.stderr


@pytest.mark.parametrize("name", ["two\nlines.ofx", "\x1b[31mred.ofx", "x" * 250 + ".ofx"])
def test_a_file_of_any_name_is_shown_without_what_a_terminal_obeys(
    run: Run, tmp_path: Path, name: str
) -> None:
    file = write(tmp_path, ofx(OCTOBER), name)
    done = run("import", "bank", file, "--source", "Giro")
    assert done.exit_code == 0, done.stderr
    listed = run("import", "list")
    (one,) = run("import", "list", "--json").json["rows"]
    shown = run("import", "show", one["id"])
    again = run("import", "bank", file)
    undone = run("import", "undo", one["id"], "--yes")
    for told in (done, listed, shown, again, undone):
        assert "\x1b" not in told.stdout + told.stderr
        assert "two\nlines" not in told.stdout + told.stderr
        assert told.exit_code == 0


@pytest.mark.parametrize("name", ["a\x1bb", "a\nb", "", " ", "x" * 101])
def test_a_source_has_a_name_that_can_be_shown(run: Run, tmp_path: Path, name: str) -> None:
    done = run("import", "bank", write(tmp_path, ofx(OCTOBER)), "--source", name, "--json")
    assert done.exit_code in (1, 2), (done.stdout, done.stderr)


def test_a_file_without_rows_is_an_import_that_brought_none(run: Run, tmp_path: Path) -> None:
    done = bring(run, tmp_path, ofx([], closing=("5.00", "2026-10-31")))
    assert done.exit_code == 0, done.stderr
    assert done.json["totals"]["rows"] == 0
    assert bring(run, tmp_path, CSV, *OPTIONS, name="none.csv").exit_code in (0, 7)


def test_one_file_twice_in_a_command_brings_its_rows_once(
    run: Run, tmp_path: Path, books: psycopg.Connection[Any]
) -> None:
    """Also where what was deleted is to come back: what has come just now was not deleted."""
    run("rule", "add", "coffee", "--category", "FOOD")
    file = write(tmp_path, ofx(OCTOBER))
    other = write(tmp_path, ofx([*OCTOBER, ("2026-10-06", "-1", "Bus")]), "other.ofx")
    done = run("import", "bank", file, file, other, "--source", "Giro", "--resurrect", "--json")
    assert (done.json["totals"]["new"], done.json["totals"]["known"]) == (3, 4)
    assert rows(books) == 3
    assert len(run("expense", "list", "--json").json["rows"]) == 1


def test_an_id_that_is_given_each_month_is_of_another_row(run: Run, tmp_path: Path) -> None:
    """The rent's order has one id for ever; a row that moved by a few days has its own."""
    bring(run, tmp_path, ofx([Line("2026-09-01", "-800", "Rent", id="ORDER7"),
                              Line("2026-09-02", "-9", "Bus", id="B1X")]))  # fmt: skip
    later = bring(run, tmp_path, ofx([Line("2026-10-01", "-800", "Rent", id="ORDER7")]))
    assert later.json["totals"]["new"] == 1


def test_ids_and_texts_of_equal_rows_meet_whatever_stands_before_them(
    run: Run, tmp_path: Path
) -> None:
    """Two coffees: the first came with its id, both in a CSV file, then the second with its id."""
    coffee = ("2026-10-01", "-3.50", "Coffee")
    bring(run, tmp_path, ofx([Line(*coffee, id="B1X"), Line("2026-10-02", "-9", "Bus", id="B2X")]))
    both = CSV + "2026-10-01,-3.50,Coffee\n" * 2 + "2026-10-02,-9.00,Bus\n"
    assert bring(run, tmp_path, both, *OPTIONS, name="g.csv").json["totals"]["new"] == 1
    assert bring(run, tmp_path, ofx([Line(*coffee, id="B3X")])).json["totals"]["new"] == 0


def test_an_account_that_is_known_and_another_come_in_one_file(run: Run, tmp_path: Path) -> None:
    first = mt940([("2026-10-05", "-1.00", "A")], account="DE1",
                  opening=("9.00", "2026-09-30"), closing=("8.00", "2026-10-31"))  # fmt: skip
    second = mt940([("2026-10-05", "-1.00", "A")], account="DE20009999",
                   opening=("5.00", "2026-09-30"), closing=("4.00", "2026-10-31"))  # fmt: skip
    assert bring(run, tmp_path, first, name="g.sta").exit_code == 0
    both = run("import", "bank", write(tmp_path, first + second, "b.sta"), "--json")
    assert (both.exit_code, both.error["code"]) == (7, "SOURCE_NOT_SAID")
    done = bring(run, tmp_path, first + second, name="b.sta")
    assert done.exit_code == 0, done.stderr
    assert [one["source"] for one in done.json["accounts"]] == ["Giro", "Giro 9999"]
    assert (done.json["totals"]["new"], done.json["totals"]["known"]) == (1, 1)


FORMATS = {
    "giro.ofx": ofx(OCTOBER, closing=("9.00", "2026-10-31")),
    "giro.sta": mt940([("2026-10-05", "-1.00", "A")], opening=("9.00", "2026-09-30"),
                      closing=("8.00", "2026-10-31")),
    "giro.qif": "!Type:Bank\nD10/25/2026\nT-1.00\nPA\n^\nD10/26/2026\nT-2.00\nPB\n^\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_file_that_is_cut_off_brings_nothing(
    run: Run, tmp_path: Path, books: psycopg.Connection[Any], name: str, part: float
) -> None:
    content = FORMATS[name]
    done = bring(run, tmp_path, content[: int(len(content) * part)], name=name)
    assert done.exit_code == 7, (done.stdout, done.stderr)
    assert rows(books) == 0
    assert run("import", "list", "--json").json["rows"] == []
    assert run("source", "list", "--json").json["rows"] == []
