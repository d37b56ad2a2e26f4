"""finally inbox: what waits is listed, and becomes what a person says, and waits again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.bank_files import ofx, write
from tests.support.outcomes import refusal

Bank = Callable[..., dict[str, str]]


@pytest.fixture
def bank(run: Run, tmp_path: Path) -> Bank:
    """Import rows into a source; the ids of what waits by their texts."""

    def imported(lines: list[tuple[str, ...]], source: str = "Giro", **how: Any) -> dict[str, str]:
        how.setdefault("account", source)
        file = write(tmp_path, ofx(lines, **how), f"{source}.ofx")
        assert run("import", "bank", file, "--source", source).exit_code == 0
        return {row["text"]: row["id"] for row in inbox(run)}

    return imported


def inbox(run: Run, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = run("inbox", "list", "--json", *options).json["rows"]
    return rows


def entries(run: Run, noun: str = "expense") -> list[tuple[str, str, str | None]]:
    rows = run(noun, "list", "--json").json["rows"]
    return sorted((row["category"], row["amount"], row["note"]) for row in rows)


def ok(outcome: Outcome) -> Outcome:
    assert outcome.exit_code == 0, outcome.stderr
    return outcome


REWE = ("2026-10-05", "-20.00", "REWE Markt 11")


def test_the_noun_alone_lists_the_newest_first_with_sums(run: Run, bank: Bank) -> None:
    bank([REWE, ("2026-10-20", "50", "Refund Amazon")])
    alone = ok(run("inbox", "--json"))
    assert alone.json == run("inbox", "list", "--json").json
    assert [row["text"] for row in alone.json["rows"]] == ["Refund Amazon", "REWE Markt 11"]
    # 50 - 20 = 30
    assert alone.json["sums"] == [{"currency": "EUR", "rows": 2, "amount": "30.00"}]
    assert [row["text"] for row in inbox(run, "--search", "rewe")] == ["REWE Markt 11"]
    assert inbox(run, "--month", "2026-09") == []
    assert len(inbox(run, "--limit", "1")) == 1
    assert "The inbox is empty" not in run("inbox").stdout


def test_a_category_makes_an_entry_on_its_side_and_money_in_a_refund(run: Run, bank: Bank) -> None:
    ids = bank([REWE, ("2026-10-06", "5.00", "REWE back"), ("2026-10-25", "900", "ACME")])
    said = ok(run("inbox", "assign", ids["REWE Markt 11"], ids["REWE back"], "food/groceries"))
    assert "A refund" in said.stdout + said.stderr
    ok(run("inbox", "assign", ids["ACME"], "salary", "--note", "October"))
    assert entries(run) == [("FOOD", "-5.00", "REWE back"), ("FOOD", "20.00", "REWE Markt 11")]
    assert entries(run, "income") == [("SALARY", "900.00", "October")]
    assert inbox(run) == []


def test_a_code_of_both_sides_is_asked_about_as_it_is_typed_here(run: Run, bank: Bank) -> None:
    row = bank([REWE])["REWE Markt 11"]
    assert run("inbox", "assign", row, "other") == refusal(
        5,
        '"other" is a category of income and one of expenses',
        "Say which: income:OTHER or expense:OTHER",
    )
    ok(run("inbox", "assign", row, "expense:OTHER"))


def test_a_category_must_be_open_in_the_month_of_the_row(run: Run, bank: Bank) -> None:
    rows = bank([REWE, ("2026-11-05", "-3.00", "Seeds")])
    ok(run("category", "add", "Garden", "--kind", "expense"))
    ok(run("category", "close", "garden", "--month", "2026-11"))
    both = run("inbox", "assign", rows["REWE Markt 11"], rows["Seeds"], "garden", "--json")
    assert (both.exit_code, both.error["code"], entries(run)) == (6, "CATEGORY_CLOSED", [])
    ok(run("inbox", "assign", rows["REWE Markt 11"], "garden"))
    assert entries(run) == [("GARDEN", "20.00", "REWE Markt 11")]


def test_all_of_them_or_none(run: Run, bank: Bank) -> None:
    ids = bank([REWE, ("2026-10-06", "-7", "Kiosk")])
    ok(run("inbox", "assign", ids["Kiosk"], "food"))
    refused = run("inbox", "assign", ids["REWE Markt 11"], ids["Kiosk"], "food", "--json")
    assert (refused.exit_code, refused.error["code"]) == (6, "ROW_DECIDED")
    assert "finally expense edit" in refused.error["hint"]
    assert [row["text"] for row in inbox(run)] == ["REWE Markt 11"]


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["0000ffff", "food"], "ROW_NOT_FOUND", 5),
        (["ID", "other"], "CATEGORY_AMBIGUOUS", 5),
        (["ID", "nonsense"], "CATEGORY_NOT_FOUND", 5),
        (["ID"], "USAGE", 2),
        (["ID", "--to", "ID"], "USAGE", 2),
        (["ID", "--transfer", "--to", "ID"], "NOT_A_PAIR", 1),
        (["ID", "--twin", "0000ffff"], "ENTRY_NOT_FOUND", 5),
        (["ID", "--ignore", "--note", "x"], "USAGE", 2),
    ],
)
def test_what_cannot_be_done_is_refused(
    run: Run, bank: Bank, arguments: list[str], code: str, exit_code: int
) -> None:
    row = bank([REWE])["REWE Markt 11"]
    said = run("inbox", "assign", *(row if word == "ID" else word for word in arguments), "--json")
    assert (said.exit_code, said.error["code"]) == (exit_code, code), said.stderr
    assert len(inbox(run)) == 1


def test_another_currency_is_turned_with_the_rate_of_its_month(run: Run, bank: Bank) -> None:
    ids = bank([("2026-10-05", "-20.00", "Diner")], "Dollars", currency="USD")
    missing = run("inbox", "assign", ids["Diner"], "food", "--json")
    assert (missing.exit_code, missing.error["code"]) == (5, "RATE_NOT_FOUND")
    assert "finally fx set USD/EUR RATE --month 2026-10" in missing.error["hint"]
    ok(run("fx", "set", "USD/EUR", "0.9", "--month", "2026-10"))
    ok(run("inbox", "assign", ids["Diner"], "food"))
    assert entries(run) == [("FOOD", "18.00", "Diner")]  # 20 * 0.9


def test_two_opposite_rows_are_offered_and_become_the_sides_of_one_transfer(
    run: Run, bank: Bank
) -> None:
    bank([("2026-10-05", "-100", "To savings")])
    ids = bank([("2026-10-07", "100", "From giro")], "Savings")
    waiting = {row["text"]: row["suggestion"] for row in inbox(run)}
    assert waiting["To savings"] == "transfer with Savings of 2026-10-07"
    first = ok(run("inbox", "assign", ids["To savings"], "--transfer", "--json")).json
    assert first["notes"][0]["code"] == "OTHER_SIDE_WAITS"
    second = ok(run("inbox", "assign", ids["From giro"], "--transfer"))
    assert f"with {ids['To savings'][:8]}" in second.stdout + second.stderr
    assert inbox(run) == []
    assert (entries(run), entries(run, "income")) == ([], [])


def test_the_other_side_can_be_named(run: Run, bank: Bank) -> None:
    bank([("2026-10-05", "-100", "To savings")])
    ids = bank([("2026-10-25", "100", "From giro")], "Savings")
    ok(run("inbox", "assign", ids["To savings"], "--transfer", "--to", ids["From giro"]))
    assert inbox(run) == []


def test_an_entry_that_was_typed_keeps_its_category_and_words(run: Run, bank: Bank) -> None:
    ids = bank([REWE])
    ok(run("expense", "add", "20", "gifts", "--date", "2026-10-04", "--note", "For Bob"))
    (typed,) = run("expense", "list", "--json").json["rows"]
    assert inbox(run)[0]["suggestion"] == f"the expense {typed['id'][:8]}"
    ok(run("inbox", "assign", ids["REWE Markt 11"], "--twin", typed["id"]))
    assert entries(run) == [("OTHER", "20.00", "For Bob")]
    assert inbox(run) == []
    ok(run("inbox", "unassign", ids["REWE Markt 11"], "--yes"))
    assert entries(run) == [("OTHER", "20.00", "For Bob")]  # it was there before
    ok(run("expense", "edit", typed["id"], "--amount", "21"))
    other = run("inbox", "assign", ids["REWE Markt 11"], "--twin", typed["id"], "--json")
    assert (other.exit_code, other.error["code"]) == (1, "NOT_A_TWIN")


def test_what_was_chosen_by_hand_is_offered_of_what_begins_alike(run: Run, bank: Bank) -> None:
    ids = bank([REWE, ("2026-10-12", "-31", "REWE Markt 12"), ("2026-10-13", "-3", "Kiosk")])
    ok(run("inbox", "assign", ids["REWE Markt 11"], "food/groceries"))
    assert {row["text"]: row["suggestion"] for row in inbox(run)} == {
        "REWE Markt 12": "FOOD/GROCERIES", "Kiosk": None
    }  # fmt: skip


def test_a_rule_of_its_words_can_be_added_and_decides_later(run: Run, bank: Bank) -> None:
    ids = bank([REWE, ("2026-10-12", "-31", "REWE Markt 12")])
    ok(run("inbox", "assign", ids["REWE Markt 11"], "food/groceries", "--rule"))
    (rule,) = run("rule", "list", "--json").json["rows"]
    assert (rule["words"], rule["category"]) == ("rewe markt", "FOOD")
    ok(run("rule", "apply"))
    assert entries(run) == [("FOOD", "20.00", "REWE Markt 11"), ("FOOD", "31.00", "REWE Markt 12")]


def test_money_put_into_an_asset_is_neither_income_nor_expense(run: Run, bank: Bank) -> None:
    ok(run("asset", "add", "Fund", "--category", "ETF_STOCKS"))
    ids = bank([("2026-10-05", "-100", "Fund plan")])
    ok(run("inbox", "assign", ids["Fund plan"], "--contribution", "Fund"))
    assert (inbox(run), entries(run)) == ([], [])


def test_a_row_that_was_assigned_can_be_taken_back_and_undone(run: Run, bank: Bank) -> None:
    ids = bank([REWE])
    row = ids["REWE Markt 11"]
    ok(run("inbox", "assign", row, "food"))
    assert run("inbox", "unassign", row).exit_code == 1  # it asks, and there is no terminal
    ok(run("inbox", "unassign", row, "--yes"))
    assert entries(run) == []
    assert [one["text"] for one in inbox(run)] == ["REWE Markt 11"]
    again = run("inbox", "unassign", row, "--yes", "--json")
    assert (again.exit_code, again.error["code"]) == (6, "ROW_WAITS")
    ok(run("inbox", "assign", row, "--ignore"))
    assert inbox(run) == []


def test_undo_takes_an_assignment_back_with_its_entry(
    run: Run, bank: Bank, books: psycopg.Connection[Any]
) -> None:
    ids = bank([REWE])
    seal(books)
    ok(run("inbox", "assign", ids["REWE Markt 11"], "food"))
    seal(books)
    ok(run("undo"))
    assert entries(run) == []
    assert [one["text"] for one in inbox(run)] == ["REWE Markt 11"]


def seal(books: psycopg.Connection[Any]) -> None:
    """What a commit does for the audit."""
    books.execute("SET CONSTRAINTS ALL IMMEDIATE")
    books.execute("SET CONSTRAINTS ALL DEFERRED")
