"""finally export hledger."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.model.exporting.journal import journal_text
from tests.conftest import Run
from tests.support.awkward_households import NOTES, Household
from tests.support.ledger_programs import PROGRAMS, need, output_of


def test_the_newest_months_of_the_sample_as_a_journal(
    look: Run, golden: Callable[[str, str], None]
) -> None:
    """2026-10 lacks the value of the wine, which the note says."""
    shown = look("export", "hledger", "--from", "2026-09")
    assert shown.exit_code == 0
    golden("export-hledger.journal", shown.stdout)
    golden("export-hledger.stderr.txt", shown.stderr)
    assert "Stamps" not in shown.stdout  # a neighbour's


def transactions(text: str) -> list[str]:
    """The transactions of a journal, without declarations, prices, budgets and remarks."""
    return [part for part in text.split("\n\n") if part[:2] == "20"]


def test_from_a_month_on_the_first_values_open_their_accounts(look: Run) -> None:
    """In 2026-10 nobody knows what the wine is worth, and nothing is carried on there."""
    shown = look("export", "hledger", "--from", "2026-10")
    assert shown.stderr == ""
    first, *_ = [part for part in transactions(shown.stdout) if "Checking" in part]
    assert "    assets:cash:Checking  3000.00 USD = 3000.00 USD\n" in f"{first}\n"
    assert "Wine" not in shown.stdout
    assert "2026-09" not in shown.stdout


def test_up_to_a_month_nothing_later_is_there(look: Run) -> None:
    """Acme is closed from 2026-02 on; up to 2026-01 it is not yet written down."""
    until = look("export", "hledger", "--to", "2026-01").stdout
    assert "2026-02" not in until.replace("to 2026-02-01", "").replace("closed on 2026-02-01", "")
    assert "Closed" not in until
    assert look("export", "hledger", "--to", "2026-02").stdout.count("Closed\n") == 1


@pytest.mark.parametrize(
    ("what", "has", "has_not"),
    [
        (
            "values",
            ["assets:cash:Checking", "equity:valuation", "P 2026-10-31 VWCE 80.00 USD"],
            ["expenses", "P 2025", "~"],
        ),
        ("items", ["expenses:food", "income:salary"], ["assets", "P ", "~", "valuation"]),
        ("budgets", ["~ monthly", "account expenses:food"], ["assets", "P ", "income:salary  "]),
        ("rates", ["P 2025-09-30 EUR 1.1 USD"], ["account", "~"]),
        ("rates,items", ["P 2025-09-30", "income:salary"], ["assets", "~"]),
    ],
)
def test_it_has_the_parts_that_were_asked_for(
    look: Run, tmp_path: Path, what: str, has: list[str], has_not: list[str]
) -> None:
    text = look("export", "hledger", "--what", what).stdout
    for part in has:
        assert part in text
    for part in has_not:
        assert not re.search(rf"^(account |    )?{re.escape(part)}", text, re.MULTILINE), part
    need("hledger")
    file = tmp_path / "books.journal"
    file.write_text(text, encoding="utf-8")
    assert output_of("hledger", "-f", file, "check", "-s") == ""


def test_months_without_a_value_are_said_and_named(look: Run, tmp_path: Path) -> None:
    """Savings in 2026-05 and the wine in 2026-10."""
    shown = look("export", "hledger", "--what", "values")
    assert shown.stderr == (
        "Note: 2 values of 2 assets are missing, where a ledger carries the one before on:"
        " Savings (2026-05), Wine (2026-10). Net worth is another there than in finally's"
        " reports.\n  finally export hledger --missing zero\n"
    )
    assert (
        "\n\n; 2026-05-31: assets:cash:Savings has no value in 2026-05;"
        " here it stays at 9000.00 USD, that of 2026-04\n\n"
    ) in shown.stdout
    assert look("export", "hledger", "--quiet").stderr == ""
    file = str(tmp_path / "books.journal")
    written = look("export", "hledger", "-o", file, "--json").json
    assert [note["code"] for note in written["notes"]] == ["VALUES_MISSING"]


def test_a_missing_value_is_written_down_to_zero_if_that_is_wanted(look: Run) -> None:
    shown = look("export", "hledger", "--missing", "zero")
    assert shown.stderr == ""
    assert (
        "\n2026-05-31 No value\n    assets:cash:Savings  -9000.00 USD = 0.00 USD\n"
        "    equity:valuation  9000.00 USD\n"
    ) in shown.stdout
    assert "    assets:cash:Savings  11000.00 USD = 11000.00 USD\n" in shown.stdout  # 2026-06


def test_empty_books_are_an_empty_journal_and_that_is_said(run: Run, tmp_path: Path) -> None:
    for name in PROGRAMS:
        shown = run("export", name)
        assert shown.exit_code == 0
        assert shown.stderr == "Note: There is nothing in these books and months to export.\n"
    need("hledger")
    file = tmp_path / "books.journal"
    run("export", "hledger", "-o", str(file))
    assert output_of("hledger", "-f", file, "check", "-s") == ""


def test_months_in_the_wrong_order_are_refused(run: Run) -> None:
    refused = run("export", "hledger", "--from", "2026-10", "--to", "2026-09")
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_hledger_knows_the_types_and_the_budgets(look: Run, tmp_path: Path) -> None:
    """Budgets are what is available: in 2026-10 food has 600 and 500 that was carried."""
    need("hledger")
    file = tmp_path / "books.journal"
    look("export", "hledger", "-o", str(file))
    budget = output_of(
        "hledger", "-f", file, "balance", "--budget", "-M", "-O", "csv", "expenses",
        "-b", "2026-10", "-e", "2026-11", "--depth", "2",
    )  # fmt: skip
    header, *rows = csv.reader(io.StringIO(budget))
    assert header == ["Account", "2026-10", "budget"]
    ours = look("report", "budget", "--month", "2026-10", "--json").json["rows"]
    planned = {
        f"expenses:{row['category'].lower()}": [f"{row['spent']} USD", f"{row['available']} USD"]
        for row in ours
        if row["available"] is not None
    }
    assert {account: cells for account, *cells in rows if account in planned} == planned
    sheet = output_of("hledger", "-f", file, "balancesheet", "-e", "2026-10", "-O", "csv")
    assert [row[1] for row in csv.reader(io.StringIO(sheet)) if row[0] == "Net:"] == [
        "159000.00 USD"
    ]
    cash = output_of("hledger", "-f", file, "balance", "type:C", "-e", "2026-10", "-O", "csv")
    assert '"total","28000.00 USD"' in cash


def test_every_note_is_the_description_of_its_item(
    run: Run, books: psycopg.Connection[Any], tmp_path: Path
) -> None:
    need("hledger")
    household = Household(books, 1, notes=NOTES)
    file = tmp_path / "books.journal"
    run("export", "hledger", "--what", "items", "-o", str(file), "--user", household.email)
    printed = output_of("hledger", "-f", file, "print", "-O", "csv")
    described = {row["code"]: row["description"] for row in csv.DictReader(io.StringIO(printed))}
    notes = books.execute(
        "SELECT id::text, description FROM incoming_items WHERE user_id = current_user_id()"
        " UNION ALL"
        " SELECT id::text, description FROM expense_items WHERE user_id = current_user_id()"
    ).fetchall()
    assert len(notes) == len(NOTES)
    assert described == {code: journal_text(note or "") for code, note in notes}


def test_incomes_and_expenses_come_back_from_hledger(run: Run, tmp_path: Path) -> None:
    """As they were; one without a day, as hledger wants one, on the first of its month."""
    need("hledger")
    for words in (
        ("income", "add", "3000", "salary", "--date", "2026-10-31"),
        (
            "expense",
            "add",
            "12.3450",
            "groceries",
            "--date",
            "2026-10-02",
            "--note",
            "Rice; 2 bags",
        ),
        ("expense", "add", "-5", "other", "--date", "2026-10-03"),
        ("expense", "add", "7", "income_tax", "--month", "2026-09"),
        ("snapshot", "add", "Checking", "100", "--category", "CASH", "--month", "2026-10"),
        ("user", "add", "bob@example.org", "--currency", "EUR"),
    ):
        assert run(*words).exit_code == 0
    file, printed = tmp_path / "books.journal", tmp_path / "journal.csv"
    run("export", "hledger", "-o", str(file), "--user", "ann")
    printed.write_text(output_of("hledger", "-f", file, "print", "-O", "csv"), encoding="utf-8")
    assert run("import", "hledger", str(printed), "--user", "bob").exit_code == 0
    flow = ("report", "cashflow", "--by", "category", "--json")
    assert run(*flow, "--user", "bob").json == run(*flow, "--user", "ann").json
    listed = run("expense", "list", "--json", "--user", "bob").json["rows"]
    assert [(row["date"], row["amount"], row["subcategory"], row["note"]) for row in listed] == [
        ("2026-10-03", "-5.00", None, None),
        ("2026-10-02", "12.345", "GROCERIES", "Rice, 2 bags"),
        ("2026-09-01", "7.00", "INCOME_TAX", None),
    ]
