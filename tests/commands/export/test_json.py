"""finally export json: complete, in one order, and parts of it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from finally_cli.commands.export.tables import TABLES
from tests.conftest import Run


def exported(run: Run, *arguments: str) -> dict[str, Any]:
    outcome = run("export", "json", *arguments)
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    document: dict[str, Any] = json.loads(outcome.stdout)
    return document


def test_an_export_says_whose_books_it_holds_and_has_every_table(look: Run) -> None:
    books = exported(look)
    assert list(books)[:5] == ["schema", "program", "schema_version", "user", "part"]
    assert books["schema"] == "finally.books/1"
    assert books["user"]["email"] == "ann@example.org"
    assert (books["user"]["base_currency"], books["part"]) == ("USD", None)
    assert list(books)[5:] == [*(table.name for table in TABLES), "closes"]


def test_a_row_is_a_line_and_an_export_the_same_bytes_each_time(look: Run) -> None:
    first, second = look("export", "json"), look("export", "json")
    assert first.stdout == second.stdout
    books = json.loads(first.stdout)
    rows = [row for table in TABLES for row in books[table.name]]
    lines = [line.strip().rstrip(",") for line in first.stdout.splitlines()]
    assert [json.loads(line) for line in lines if line.startswith("{") and line != "{"] == rows


def test_values_have_their_currency_and_rate_and_money_is_text(look: Run) -> None:
    books = exported(look)
    berlin = next(row["id"] for row in books["assets"] if row["asset"] == "Berlin account")
    value = next(row for row in books["values"] if row["asset_id"] == berlin)
    assert value["currency"] == "EUR"
    assert Decimal(value["amount"]) * Decimal(value["rate"]) == Decimal(value["value"])
    assert all(isinstance(row["amount"], str) for row in books["expenses"] + books["incomes"])
    assert {row["code"] for row in books["expense_categories"]} == {"HOBBY", "GARDEN"}


def test_an_export_has_as_many_entries_as_the_lists(look: Run) -> None:
    books = exported(look)
    for noun, name in (("expense", "expenses"), ("income", "incomes"), ("snapshot", "values")):
        listed = look(noun, "list", "--json").json["rows"]
        assert len(books[name]) == len(listed) > 0
        assert {row["id"] for row in books[name]} == {row["id"] for row in listed}


def test_a_part_says_so_and_brings_what_it_refers_to(look: Run) -> None:
    books = exported(look, "--what", "items,caps", "--from", "2026-09", "--to", "2026-10")
    assert books["part"] == {"what": ["items", "caps"], "from": "2026-09", "to": "2026-10"}
    assert list(books)[5:] == [
        "asset_categories", "income_categories", "expense_categories", "expense_subcategories",
        "assets", "incomes", "expenses", "market_caps",
    ]  # fmt: skip
    assert {row["month"] for row in books["expenses"]} == {"2026-09", "2026-10"}
    whole = exported(look)
    assert books["assets"] == whole["assets"]
    assert "import_row_id" not in books["incomes"][0]  # for bank rows are another part
    expected = [row for row in whole["incomes"] if row["month"] in ("2026-09", "2026-10")]
    assert [row["id"] for row in books["incomes"]] == [row["id"] for row in expected]


def test_a_part_of_some_months_has_no_link_to_what_it_leaves_out(look: Run) -> None:
    whole = exported(look)
    for month in ("2025-09", "2026-09", "2026-10"):
        books = exported(look, "--from", month, "--to", month)
        for name, field, target in (
            ("expenses", "import_row_id", "import_rows"),
            ("incomes", "import_row_id", "import_rows"),
            ("values", "import_id", "imports"),
            ("import_rows", "pair_id", "import_rows"),
            ("import_rows", "import_id", "imports"),
        ):
            known = {row["id"] for row in books[target]} | {None}
            assert {row[field] for row in books[name]} <= known
    assert any(row["import_row_id"] for row in whole["expenses"])


def test_an_export_is_written_whole_into_a_file_and_replaces_none(
    look: Run, tmp_path: Path
) -> None:
    file = tmp_path / "books.json"
    done = look("export", "json", "-o", str(file), "--json").json["rows"][0]
    assert (done["format"], done["bytes"]) == ("json", file.stat().st_size)
    assert file.read_text() == look("export", "json").stdout
    assert look("export", "json", "-o", str(file)).exit_code == 6
    assert look("export", "json", "-o", str(file), "--force").exit_code == 0


def test_what_could_act_on_a_terminal_is_escaped_and_comes_back(run: Run) -> None:
    note = 'a "quote", a \\ and \u202eb\x7f, ü 😀'
    assert run("expense", "add", "12.50", "food", "--note", note).exit_code == 0
    document = run("export", "json").stdout
    assert "\u202e" not in document and "\x7f" not in document
    assert json.loads(document)["expenses"][0]["note"] == note


def test_months_that_end_before_they_begin_and_unknown_parts_are_refused(look: Run) -> None:
    reversed_months = look("export", "json", "--from", "2026-10", "--to", "2026-09")
    assert reversed_months.exit_code == 2
    unknown = look("export", "json", "--what", "audit")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert look("export", "ledger", "--what", "assets", "--json").error["hint"] == (
        'Did you mean "rates" or "values"? It has values, items, budgets and rates.'
    )
