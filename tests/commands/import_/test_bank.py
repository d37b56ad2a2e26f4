"""finally import bank: rows come in once, whatever is done to files and books in between."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Outcome, Run
from tests.support.bank_files import Line, mt940, ofx, write

Bank = Callable[..., Outcome]
AN_ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{8}\b"
COFFEE = ("2026-10-01", "-3.50", "Coffee")
OCTOBER = [COFFEE, COFFEE, ("2026-10-05", "-20.00", "REWE Markt"), ("2026-10-20", "50", "Refund")]
# -3.50 - 3.50 - 20 + 50 = 23.00; in 50.00, out -27.00.


@pytest.fixture
def bank(run: Run, tmp_path: Path) -> Bank:
    """Import a text as a bank's file of the source Giro."""

    def imported(content: str, *options: str, name: str = "giro.ofx") -> Outcome:
        return run(
            "import", "bank", write(tmp_path, content, name), "--source", "Giro", "--json", *options
        )

    return imported


def states(outcome: Outcome) -> list[str]:
    return [row["state"] for row in outcome.json["rows"]]


def counts(outcome: Outcome) -> dict[str, Any]:
    totals = outcome.json["totals"]
    return {key: totals[key] for key in ("rows", "new", "known", "waiting")}


def test_a_dry_run_says_of_each_row_what_becomes_of_it_and_keeps_nothing(bank: Bank) -> None:
    tried = bank(ofx(OCTOBER), "--dry-run")
    assert [(row["day"], row["amount"], row["text"]) for row in tried.json["rows"]] == [
        ("2026-10-01", "-3.50", "Coffee"),
        ("2026-10-01", "-3.50", "Coffee"),
        ("2026-10-05", "-20.00", "REWE Markt"),
        ("2026-10-20", "50.00", "Refund"),
    ]
    assert {(row["state"], row["becomes"]) for row in tried.json["rows"]} == {("new", "inbox")}
    totals = tried.json["totals"]
    assert (totals["rows"], totals["sum"]) == (4, "23.00")
    assert (totals["money_in"], totals["money_out"]) == ("50.00", "-27.00")
    assert counts(bank(ofx(OCTOBER), "--dry-run")) == {
        "rows": 4, "new": 4, "known": 0, "waiting": 4
    }  # fmt: skip


@pytest.mark.parametrize(
    "again",
    [
        ofx(OCTOBER),
        ofx(reversed(OCTOBER)),
        ofx([(day, amount, f"  {text.replace(' ', '   ')} ") for day, amount, text in OCTOBER]),
        ofx([(day, amount, text.upper()) for day, amount, text in OCTOBER]),
        ofx(OCTOBER[2:]),
    ],
    ids=["the same", "in another order", "with other blanks", "in capitals", "a part of it"],
)
def test_what_came_once_is_known(bank: Bank, again: str) -> None:
    bank(ofx(OCTOBER))
    assert set(states(bank(again))) == {"known"}


def test_of_rows_alike_on_a_day_as_many_are_new_as_there_are_more(bank: Bank) -> None:
    bank(ofx([COFFEE]))
    assert counts(bank(ofx([COFFEE, COFFEE, COFFEE]))) == {
        "rows": 3, "new": 2, "known": 1, "waiting": 2
    }  # fmt: skip
    assert counts(bank(ofx([COFFEE] * 3)))["new"] == 0


def test_a_row_that_was_posted_late_into_a_covered_day_comes_in(bank: Bank) -> None:
    bank(ofx(OCTOBER))
    late = ("2026-10-05", "-7.10", "Kiosk")
    found = bank(ofx([*OCTOBER[:3], late, OCTOBER[3]]))
    assert [(row["text"], row["state"]) for row in found.json["rows"] if row["state"] == "new"] == [
        ("Kiosk", "new")
    ]


def test_ids_tell_apart_what_is_alike_in_files_that_each_bring_the_newest(bank: Bank) -> None:
    """By the text the second file's coffee would be the first one's."""
    bank(ofx([Line(*COFFEE, id="B2026-1"), Line("2026-10-02", "-1", "Bus", id="B2026-2")]))
    assert counts(bank(ofx([Line(*COFFEE, id="B2026-3")])))["new"] == 1
    assert counts(bank(ofx([Line(*COFFEE, id="B2026-1")])))["new"] == 0


def test_ids_that_count_the_rows_of_a_file_are_none(bank: Bank) -> None:
    """The second file begins a row later, and counts from 1 again: both its rows are known."""
    bank(ofx([Line(*row, id=str(n)) for n, row in enumerate(OCTOBER, start=1)]))
    second = ofx([Line(*row, id=str(n)) for n, row in enumerate(OCTOBER[2:], start=1)])
    assert states(bank(second)) == ["known", "known"]


def test_ids_that_seemed_to_count_and_turn_out_to_be_ids_bring_nothing_twice(bank: Bank) -> None:
    """A bank whose ids are a sequence from 1: in its first file they look like a mere count."""
    rows = [Line(*row, id=str(n)) for n, row in enumerate(OCTOBER, start=1)]
    bank(ofx(rows))
    buses = [Line("2026-10-22", "-1", "Bus", id=number) for number in ("5", "7")]
    assert states(bank(ofx([*rows[2:], *buses]))) == ["known", "known", "new", "new"]


def test_a_row_whose_day_moved_is_known_by_its_id(bank: Bank) -> None:
    bank(ofx([Line(*COFFEE, id="X1"), Line("2026-10-01", "-9", "Bus", id="X2")]))
    moved = bank(ofx([Line("2026-10-02", "-3.50", "Coffee", id="X1")]))
    (row,) = moved.json["rows"]
    assert (row["state"], row["because"]) == ("known", "known, and booked on 2026-10-01 before")


def test_the_same_days_in_another_format_bring_nothing_twice(bank: Bank) -> None:
    """The texts differ, and the bank's ids are in one of them alone."""
    bank(ofx([Line(*row, id=f"Q{n}") for n, row in enumerate(OCTOBER)], account="DE1"))
    found = bank(
        mt940(
            [("2026-10-01", "-3.50", "KARTE COFFEE"), ("2026-10-01", "-3.50", "KARTE COFFEE"),
             ("2026-10-05", "-20.00", "REWE"), ("2026-10-21", "-1.00", "NEW")],
            account="DE1", opening=("100.00", "2026-09-30"), closing=("72.00", "2026-10-21"),
        ),
        name="giro.sta",
    )  # fmt: skip
    assert states(found) == ["known", "known", "known", "new"]


def test_rows_stay_known_where_a_bank_changed_the_columns_of_its_words(
    bank: Bank, run: Run
) -> None:
    """Also when the next file of the new columns has days that came in the old ones."""
    old = "Date,Amount,Payee\n2026-10-01,-3.50,Coffee\n2026-10-02,-20.00,REWE\n"
    new = (
        "Day;Reference;Sum\n2026-10-01;Card 12;-3.50\n2026-10-02;Card 13;-20.00\n"
        "2026-10-02;Card 14;-20.00\n2026-10-03;Card 15;-5.00\n"
    )
    options = ("--dates", "ymd", "--decimal", ".", "--sign", "as-is")
    assert counts(bank(old, *options, name="old.csv"))["new"] == 2
    run("source", "edit", "Giro", "--layout", "")
    columns = ("--columns", "day=Day,text=Reference,amount=Sum")
    assert states(bank(new, *options, *columns, name="new.csv")) == ["known"] * 2 + ["new"] * 2
    again = new + "2026-10-04;Card 16;-20.00\n"
    assert states(bank(again, name="again.csv")) == ["known"] * 4 + ["new"]


def test_a_row_whose_entry_was_deleted_stays_deleted_unless_it_is_wanted(
    bank: Bank, run: Run
) -> None:
    run("rule", "add", "rewe", "--category", "FOOD")
    bank(ofx(OCTOBER))
    (entry,) = run("expense", "list", "--month", "2026-10", "--json").json["rows"]
    run("expense", "delete", entry["id"], "--yes")
    again = bank(ofx(OCTOBER))
    assert set(states(again)) == {"known"}
    assert "deleted by you" in str(again.json["rows"][2]["because"])
    assert run("expense", "list", "--month", "2026-10", "--json").json["rows"] == []
    bank(ofx(OCTOBER), "--resurrect")
    (back,) = run("expense", "list", "--month", "2026-10", "--json").json["rows"]
    assert (back["amount"], back["note"], back["category"]) == ("20.00", "REWE Markt", "FOOD")
    assert counts(bank(ofx(OCTOBER), "--resurrect"))["new"] == 0


def test_what_a_person_changes_of_an_entry_does_not_bring_its_row_again(
    bank: Bank, run: Run
) -> None:
    run("rule", "add", "rewe", "--category", "FOOD")
    bank(ofx(OCTOBER))
    (entry,) = run("expense", "list", "--month", "2026-10", "--json").json["rows"]
    run("expense", "edit", entry["id"], "--amount", "19", "--note", "Cake", "--category", "OTHER")
    assert counts(bank(ofx(OCTOBER)))["new"] == 0
    (kept,) = run("expense", "list", "--month", "2026-10", "--json").json["rows"]
    assert (kept["amount"], kept["note"], kept["category"]) == ("19.00", "Cake", "OTHER")


def test_pending_rows_are_left_out_until_they_are_booked(bank: Bank) -> None:
    """A CSV file says it in a column; the booked row comes once, the pending one never."""
    text = "Date,Amount,Text,Status\n2026-10-01,-3.50,Coffee,{}\n2026-10-02,-4.00,Bus,Booked\n"
    options = ("--words", "pending=Pending")
    first = bank(text.format("Pending"), *options, name="giro.csv")
    assert sorted(states(first)) == ["new", "pending"]
    assert first.json["totals"]["rows"] == 1
    assert sorted(states(bank(text.format("Booked"), name="giro.csv"))) == ["known", "new"]


def test_an_entry_that_was_typed_is_held_against_its_row(bank: Bank, run: Run) -> None:
    """One coffee was typed without a day, the shop two days off; five of four rows are no twins."""
    run("expense", "add", "3.50", "FOOD", "--month", "2026-10")
    run("expense", "add", "20", "FOOD", "--date", "2026-10-03")
    run("income", "add", "50", "OTHER", "--date", "2026-10-26")  # six days off
    run("rule", "add", "coffee", "--category", "FOOD")
    run("rule", "add", "rewe", "--category", "FOOD")
    found = bank(ofx(OCTOBER))
    assert states(found) == ["twin", "new", "twin", "new"]
    assert [row["becomes"] for row in found.json["rows"]] == ["inbox", "FOOD", "inbox", "inbox"]
    entries = run("expense", "list", "--month", "2026-10", "--json").json["rows"]
    assert sorted(row["amount"] for row in entries) == ["20.00", "3.50", "3.50"]


def test_of_entries_alike_as_many_rows_are_held_as_there_are(bank: Bank, run: Run) -> None:
    """Three coffees of 1 October, one of 4 October; typed: two of 1, one of 6 October and one of
    no day. The two are nearest to 1 October, the sixth to the fourth, the last to the third."""
    for when in ("--date=2026-10-01", "--date=2026-10-01", "--date=2026-10-06", "--month=2026-10"):
        run("expense", "add", "3.50", "FOOD", when)
    rows = [COFFEE] * 3 + [("2026-10-04", "-3.50", "Coffee")]
    assert states(bank(ofx([*rows, COFFEE]), "--dry-run")) == ["twin"] * 4 + ["new"]
    held = bank(ofx(rows))
    assert states(held) == ["twin"] * 4
    ids = {row["because"].split()[5] for row in held.json["rows"]}
    assert len(ids) == 4, held.json["rows"]


def test_two_sides_of_a_transfer_are_offered_as_a_pair(
    bank: Bank, run: Run, tmp_path: Path
) -> None:
    bank(ofx([("2026-10-05", "-500", "To savings")]))
    other = write(tmp_path, ofx([("2026-10-08", "500", "From giro")], account="S2"), "savings.ofx")
    found = run("import", "bank", other, "--source", "Savings", "--json")
    (row,) = found.json["rows"]
    assert (row["state"], row["becomes"]) == ("transfer", "inbox")
    assert row["because"] == "Giro has the opposite on 2026-10-05"


def test_the_other_side_on_an_own_account_is_a_transfer(run: Run, tmp_path: Path) -> None:
    """MT940 names the account of the other side, which is one of the sources."""
    savings = write(tmp_path, ofx([("2026-10-01", "1", "Interest")], account="DE99"), "savings.ofx")
    run("import", "bank", savings, "--source", "Savings")
    giro = mt940(
        [("2026-10-05", "-500.00", "166?00UEBERTRAG?20AUF SPARKONTO?31DE99?32ANNA")],
        opening=("900.00", "2026-09-30"), closing=("400.00", "2026-10-31")
    )  # fmt: skip
    found = run("import", "bank", write(tmp_path, giro, "g.sta"), "--source", "Giro", "--json")
    (row,) = found.json["rows"]
    assert (row["state"], row["becomes"]) == ("transfer", "transfer")
    assert row["because"] == "its other side is your source Savings"


def test_an_amount_in_another_currency_is_turned_at_the_rate_of_its_month(
    bank: Bank, run: Run
) -> None:
    """20.00 USD at 0.90 are 18.00 EUR; September has no rate, and its row waits."""
    run("fx", "set", "USD/EUR", "0.90", "--month", "2026-10")
    run("rule", "add", "rewe", "--category", "FOOD")
    rows = [("2026-09-30", "-10", "REWE 1"), ("2026-10-05", "-20", "REWE 2")]
    found = bank(ofx(rows, currency="USD"))
    assert [(row["becomes"], row["because"]) for row in found.json["rows"]] == [
        ("inbox", "there is no rate from USD to EUR in 2026-09"),
        ("FOOD", 'rule 1: "rewe" → FOOD'),
    ]
    (entry,) = run("expense", "list", "--json").json["rows"]
    assert (entry["amount"], entry["date"]) == ("18.00", "2026-10-05")


def test_a_file_of_another_account_or_currency_is_refused(bank: Bank) -> None:
    bank(ofx(OCTOBER))
    other = bank(ofx(OCTOBER, account="999888777"))
    assert (other.exit_code, other.error["code"]) == (7, "OTHER_ACCOUNT")
    assert "…8777" in other.error["message"] and "…2333" in other.error["message"]
    dollars = bank(ofx(OCTOBER, currency="USD"))
    assert (dollars.exit_code, dollars.error["code"]) == (7, "OTHER_ACCOUNT")


def test_a_file_whose_account_nobody_knows_asks_for_a_name(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, ofx(OCTOBER))
    refused = run("import", "bank", file, "--json")
    assert (refused.exit_code, refused.error["code"]) == (7, "SOURCE_NOT_SAID")
    assert "--source NAME" in refused.error["hint"]
    run("import", "bank", file, "--source", "Giro")
    assert run("import", "bank", file, "--json").exit_code == 0, "the file says it from then on"


def test_all_files_of_a_command_are_written_or_none(run: Run, tmp_path: Path) -> None:
    good = write(tmp_path, ofx(OCTOBER), "good.ofx")
    bad = write(tmp_path, ofx([("2026-02-31", "-1", "x")]), "bad.ofx")
    refused = run("import", "bank", good, bad, "--source", "Giro", "--json")
    assert (refused.exit_code, refused.error["code"]) == (7, "BAD_LINES")
    assert run("import", "list", "--json").json["rows"] == []
    partly = run("import", "bank", good, bad, "--source", "Giro", "--keep-going", "--json")
    assert partly.exit_code == 3
    assert partly.json["totals"]["new"] == 4
    assert [note["code"] for note in partly.json["notes"]] == ["ROWS_LEFT_OUT"]


def test_what_a_dry_run_prints_is_as_the_golden_files_have_it(
    run: Run, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    """A row of each kind: by a rule, ignored, a twin, known, in the inbox, and left by the bank."""
    run("rule", "add", "rewe", "--category", "FOOD/Groceries")
    run("rule", "add", "info", "--ignore")
    run("expense", "add", "3.50", "FOOD", "--date", "2026-10-02", "--note", "Coffee")
    earlier = mt940(
        [("2026-09-30", "-8.00", "BUS 7")],
        opening=("108.00", "2026-09-29"),
        closing=("100.00", "2026-09-30"),
    )
    run("import", "bank", write(tmp_path, earlier, "september.sta"), "--source", "Giro")
    file = mt940(
        [
            ("2026-09-30", "-8.00", "BUS 7"),
            ("2026-10-01", "-3.50", "COFFEE"),
            ("2026-10-05", "-20.00", "REWE MARKT =1+1"),
            ("2026-10-05", "0.00", "INFO: NEW TERMS"),
            ("2026-10-20", "50.00", "[red]REFUND"),
        ],
        opening=("108.00", "2026-09-29"),
        closing=("126.50", "2026-10-31"),  # 108 - 8 - 3.50 - 20 + 50
    )
    name = write(tmp_path, file, "october.sta")
    for form, options in {"txt": [], "json": ["--json"], "csv": ["--csv"]}.items():
        shown = run("import", "bank", name, "--source", "Giro", "--dry-run", *options)
        assert shown.exit_code == 0
        golden(f"import-bank.{form}", re.sub(AN_ID, "00000000", shown.stdout))
