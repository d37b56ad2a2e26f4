"""finally snapshot list, edit, delete and carry."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows, refusal


def ids_of_assets(run: Run) -> dict[str, str]:
    return {row["asset"]: row["id"] for row in run("asset", "list", "--all", "--json").json["rows"]}


@pytest.fixture
def household(run: Run) -> Run:
    """Two months of a checking account and a card; dollars in the first of them."""
    run("snapshot", "add", "Checking", "1000", "--category", "CASH", "--month", "2026-09")
    run("snapshot", "add", "Checking", "1100", "--month", "2026-10", "--note", "bonus")
    run("snapshot", "add", "Visa", "200", "--category", "CREDIT_CARD", "--month", "2026-09")
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD")
    run("snapshot", "add", "Dollars", "100", "--rate", "0.9", "--month", "2026-09")
    return run


# -- list


def test_empty_books_are_no_failure(run: Run) -> None:
    assert run("snapshot", "list") == Outcome(
        0,
        "Values (EUR)\nNo values yet. Record one with: finally snapshot add ASSET VALUE\n",
        "",
    )
    assert run("snapshot", "list", "--json").json["rows"] == []
    assert run("snapshot", "list", "--csv").stdout == (
        "month,asset,category,value,quantity,price,contribution,amount,currency,rate,carried,note,id\n"
    )


def test_values_are_listed_newest_first_and_by_month_and_asset(household: Run) -> None:
    def named(*options: str) -> list[tuple[str, str]]:
        return [(row["month"], row["asset"]) for row in list_rows(household, "snapshot", *options)]

    everything = [
        ("2026-10", "Checking"),
        ("2026-09", "Checking"),
        ("2026-09", "Dollars"),
        ("2026-09", "Visa"),
    ]
    assert named() == everything
    assert named("--month", "2026-09") == everything[1:]
    assert named("--asset", "CHECKING") == everything[:2]
    assert named("--asset", "visa", "--month", "last") == []


def test_the_list_is_a_table_with_a_row_for_each_value(household: Run) -> None:
    shown = household("snapshot", "list", "--month", "2026-10").stdout.splitlines()
    assert shown[0] == "Values (EUR)"
    assert shown[1].split() == ["Month", "Asset", "Value", "Note", "Id"]
    assert shown[3].split()[:4] == ["2026-10", "Checking", "1,100.00", "bonus"]
    assert len(shown) == 4


def test_the_csv_of_the_list_has_amounts_in_their_own_currency_too(household: Run) -> None:
    lines = household("snapshot", "list", "--month", "2026-09", "--csv").stdout.splitlines()
    (dollars,) = [line for line in lines if "Dollars" in line]
    assert dollars.startswith("2026-09,Dollars,CASH,90.00,,,,100.00,USD,0.9,false,,")


def test_the_list_of_an_unknown_asset_is_refused(household: Run) -> None:
    assert household("snapshot", "list", "--asset", "Viza") == refusal(
        5,
        'there is no asset named "Viza"',
        'Did you mean "Visa"? See them all with: finally asset list --all',
    )
    assert household("snapshot", "list", "--month", "2026-1").exit_code == 2


# -- edit


def test_a_value_is_changed_and_seen_in_the_report(household: Run) -> None:
    changed = household("snapshot", "edit", "checking", "--month", "2026-10", "--value", "-20")
    assert changed == Outcome(
        0, 'Recorded "Checking" at -20.00 EUR for 2026-10; it was 1,100.00.\n', ""
    )
    report = household("report", "networth", "--month", "2026-10", "--json")
    assert report.json["totals"]["net_worth"] == "-20.00"
    assert list_rows(household, "snapshot", "--month", "2026-10")[0]["note"] == "bonus"


def test_a_debt_is_edited_as_what_is_owed(household: Run) -> None:
    household("snapshot", "edit", "Visa", "--month", "2026-09", "--value", "250")
    assert list_rows(household, "snapshot", "--asset", "Visa")[0]["value"] == "-250.00"


def test_a_note_is_changed_and_an_empty_one_takes_it_away(household: Run) -> None:
    changed = household("snapshot", "edit", "Checking", "--month", "2026-10", "--note", "gift")
    assert changed == Outcome(0, 'Changed the note of "Checking" in 2026-10.\n', "")
    assert list_rows(household, "snapshot", "--month", "2026-10")[0]["note"] == "gift"
    household("snapshot", "edit", "Checking", "--month", "2026-10", "--note", "")
    (row,) = list_rows(household, "snapshot", "--month", "2026-10")
    assert (row["note"], row["value"]) == (None, "1100.00")


def test_a_new_note_leaves_a_carried_value_carried_and_a_new_value_does_not(
    household: Run,
) -> None:
    household("snapshot", "carry", "--month", "2026-10")
    for options, carried in ((["--note", "x"], True), (["--value", "5"], False)):
        household("snapshot", "edit", "Visa", "--month", "2026-10", *options)
        (row,) = (
            row
            for row in list_rows(household, "snapshot", "--month", "2026-10")
            if row["asset"] == "Visa"
        )
        assert row["carried"] is carried


def test_a_new_value_keeps_the_frozen_rate_and_a_new_rate_the_amount(household: Run) -> None:
    household("snapshot", "edit", "Dollars", "--month", "2026-09", "--value", "200")
    (row,) = list_rows(household, "snapshot", "--asset", "Dollars")
    assert (row["value"], row["amount"], row["rate"]) == ("180.00", "200.00", "0.9")
    household("snapshot", "edit", "Dollars", "--month", "2026-09", "--rate", "0.8")
    (row,) = list_rows(household, "snapshot", "--asset", "Dollars")
    assert (row["value"], row["amount"], row["rate"]) == ("160.00", "200.00", "0.8")


def test_a_new_rate_keeps_the_sign_of_a_foreign_debt(household: Run) -> None:
    household("asset", "add", "Loan", "--category", "LOAN", "--currency", "USD")
    household("snapshot", "add", "Loan", "100", "--rate", "0.9")
    household("snapshot", "edit", "Loan", "--rate", "0.5")
    (row,) = list_rows(household, "snapshot", "--asset", "Loan")
    assert (row["value"], row["amount"]) == ("-50.00", "-100.00")


def test_a_value_is_found_by_its_own_id_whatever_the_month(household: Run) -> None:
    (row,) = list_rows(household, "snapshot", "--asset", "Visa")
    household("snapshot", "edit", row["id"][:13], "--value", "1")
    assert list_rows(household, "snapshot", "--asset", "Visa")[0]["value"] == "-1.00"


def test_an_edit_in_json_shows_the_whole_value(household: Run) -> None:
    document = household(
        "snapshot", "edit", "Visa", "--month", "2026-09", "--value", "1", "--note", "n", "--json"
    ).json
    (row,) = document["rows"]
    assert document["schema"] == "finally.snapshot.edit/1"
    assert (row["asset"], row["value"], row["note"]) == ("Visa", "-1.00", "n")


def test_an_edit_that_makes_no_sense_is_refused(household: Run) -> None:
    checking = ids_of_assets(household)["Checking"][:8]
    assert household("snapshot", "edit", "Checking") == refusal(
        2,
        "there is nothing to change",
        "Give --value, --quantity, --price, --rate, --contribution or --note.",
    )
    assert household("snapshot", "edit", "Checking", "--value", "1") == refusal(
        5,
        '"Checking" has no value in 2026-11',
        f"See its values with: finally snapshot list --asset {checking}",
    )
    assert household(
        "snapshot", "edit", "Checking", "--month", "2026-10", "--rate", "2"
    ) == refusal(
        2,
        '"Checking" is in EUR, your own currency: it takes no rate',
        "Leave --rate out.",
    )
    assert household("snapshot", "edit", "Nothing", "--note", "x").exit_code == 5


# -- delete


def test_a_value_is_deleted_only_after_a_yes(household: Run) -> None:
    shown = household("snapshot", "delete", "Visa", "--month", "2026-09")
    assert shown == refusal(
        1,
        'Delete the value of "Visa" in 2026-09, -200.00: that needs a yes, and there is no'
        " terminal to ask on",
        "Say it on the command line: --yes",
    )
    assert len(list_rows(household, "snapshot", "--asset", "Visa")) == 1
    deleted = household("snapshot", "delete", "Visa", "--month", "2026-09", "--yes")
    assert deleted == Outcome(0, 'Deleted the value of "Visa" in 2026-09, which was -200.00.\n', "")
    assert list_rows(household, "snapshot", "--asset", "Visa") == []


def test_the_last_value_of_a_month_takes_the_month_away(household: Run) -> None:
    household("snapshot", "delete", "Checking", "--month", "2026-10", "-y")
    assert household("report", "networth", "--json").json["month"] == "2026-09"


def test_a_dry_run_of_a_deletion_asks_nothing_and_deletes_nothing(household: Run) -> None:
    tried = household("snapshot", "delete", "Visa", "--month", "2026-09", "--dry-run")
    assert tried == Outcome(
        0,
        'Would delete the value of "Visa" in 2026-09, which was -200.00.\n'
        "Dry run: nothing was changed.\n",
        "",
    )
    assert len(list_rows(household, "snapshot", "--asset", "Visa")) == 1


def test_a_deletion_in_json_names_what_is_gone(household: Run) -> None:
    shown = household("snapshot", "delete", "Visa", "--month", "2026-09", "-y", "--json").json
    assert shown == {
        "schema": "finally.snapshot.delete/1",
        "asset": "Visa",
        "currency": "EUR",
        "rows": [{"month": "2026-09", "value": "-200.00"}],
        "notes": [],
    }


def test_what_is_not_there_cannot_be_deleted(household: Run) -> None:
    visa = ids_of_assets(household)["Visa"][:8]
    assert household("snapshot", "delete", "Visa", "-y") == refusal(
        5,
        '"Visa" has no value in 2026-11',
        f"See its values with: finally snapshot list --asset {visa}",
    )
    assert household("snapshot", "delete", "ffffffff", "-y").exit_code == 5


def test_an_id_that_fits_two_values_is_refused(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    books.execute(
        "UPDATE asset_inputs SET id = overlay(id::text PLACING 'abcdef' FROM 1 FOR 6)::uuid"
        " WHERE (year, month) = (2026, 9)"
    )
    assert household("snapshot", "delete", "abcdef", "-y") == refusal(
        5, '"abcdef" fits several values', "Type more of the id."
    )


# -- carry


def test_what_is_missing_is_carried_forward_and_marked(household: Run) -> None:
    carried = household("snapshot", "carry", "--month", "2026-10", "--json").json
    assert [(row["asset"], row["value"], row["since"]) for row in carried["rows"]] == [
        ("Dollars", "90.00", "2026-09"),
        ("Visa", "-200.00", "2026-09"),
    ]
    october = {row["asset"]: row for row in list_rows(household, "snapshot", "--month", "2026-10")}
    assert {name: row["carried"] for name, row in october.items()} == {
        "Checking": False,
        "Dollars": True,
        "Visa": True,
    }
    dollars = october["Dollars"]
    assert (dollars["amount"], dollars["currency"], dollars["rate"]) == ("100.00", "USD", "0.9")
    totals = household("report", "networth", "--month", "2026-10", "--json").json["totals"]
    assert (totals["carried"], totals["missing"]) == (2, 0)
    assert totals["net_worth"] == "990.00"  # 1100 + 90 - 200


def test_the_table_of_a_carry_counts_what_it_carried(household: Run) -> None:
    shown = household("snapshot", "carry", "--month", "2026-10").stdout.splitlines()
    assert shown[0] == "Carried 2 values into 2026-10 (EUR)"
    assert shown[1].split() == ["Asset", "Month", "Value", "Since"]


def test_a_second_carry_finds_nothing(household: Run) -> None:
    household("snapshot", "carry", "--month", "2026-10")
    again = household("snapshot", "carry", "--month", "2026-10")
    assert again == Outcome(0, "Carried 0 values into 2026-10 (EUR)\nNothing was missing.\n", "")


def test_a_carry_takes_the_newest_value_before_and_never_one_from_later(household: Run) -> None:
    household("snapshot", "add", "Visa", "999", "--month", "2027-03", "--yes")
    household("snapshot", "carry", "--month", "2026-12")
    december = {
        row["asset"]: row["value"] for row in list_rows(household, "snapshot", "--month", "2026-12")
    }
    assert december == {"Checking": "1100.00", "Dollars": "90.00", "Visa": "-200.00"}
    assert household("snapshot", "carry", "--month", "2026-08", "--json").json["rows"] == []


def test_what_is_closed_is_not_carried(household: Run) -> None:
    household("asset", "close", "Visa", "--month", "2026-10")
    household("snapshot", "carry", "--month", "2026-10")
    assert {row["asset"] for row in list_rows(household, "snapshot", "--month", "2026-10")} == {
        "Checking",
        "Dollars",
    }


def test_a_carry_can_be_tried_first(household: Run) -> None:
    before = list_rows(household, "snapshot")
    tried = household("snapshot", "carry", "--month", "2026-10", "--dry-run")
    assert tried.stdout.startswith(
        "Would carry 2 values into 2026-10 (EUR) (dry run: nothing was changed)\n"
    )
    assert household("snapshot", "carry", "--dry-run", "--json").json["dry_run"] is True
    assert list_rows(household, "snapshot") == before


# -- a currency that was changed afterwards


def test_a_value_recorded_in_another_currency_can_still_be_edited(household: Run) -> None:
    """The account was in dollars and is now in euros; the old month keeps its frozen rate."""
    household("asset", "edit", "Dollars", "--currency", "EUR")
    noted = household("snapshot", "edit", "Dollars", "--month", "2026-09", "--note", "x")
    assert noted.exit_code == 0, noted.stderr
    edited = household("snapshot", "edit", "Dollars", "--month", "2026-09", "--value", "95")
    assert edited.exit_code == 0, edited.stderr
    (row,) = list_rows(household, "snapshot", "--asset", "Dollars")
    assert (row["value"], row["amount"], row["rate"]) == ("95.00", None, None)


def test_the_rate_of_one_currency_is_never_taken_for_another(household: Run) -> None:
    household("asset", "edit", "Dollars", "--currency", "GBP")
    assert household(
        "snapshot", "edit", "Dollars", "--month", "2026-09", "--value", "95"
    ) == refusal(
        5,
        "there is no rate from GBP to EUR in 2026-09",
        "Give it with --rate, or record it: finally fx set GBP/EUR RATE --month 2026-09",
    )
    assert household(
        "snapshot", "edit", "Dollars", "--month", "2026-09", "--rate", "1.2"
    ) == refusal(
        2,
        '"Dollars" was in USD in 2026-09, and is now in GBP',
        "Give its value too, with --value.",
    )
    household("snapshot", "edit", "Dollars", "--month", "2026-09", "--value", "10", "--rate", "1.2")
    (row,) = list_rows(household, "snapshot", "--asset", "Dollars")
    assert (row["value"], row["amount"], row["currency"]) == ("12.00", "10.00", "GBP")
