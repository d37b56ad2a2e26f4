"""finally recurring: add, list, edit, stop and delete. It is November 2026."""

from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows, refusal
from tests.support.thoroughness import examples

AMOUNT_HINT = "Write it as 1234.56: digits, a point, at most four decimals."
MONTH_HINT = "Write it as 2026-10, oct 2026, oct, this, last, next, or -3 for three months ago."


def added(run: Run, *words: str) -> str:
    """Add a recurring item; its id."""
    outcome = run("recurring", "add", *words, "--json")
    assert outcome.exit_code == 0, outcome.stderr
    (row,) = outcome.json["rows"]
    return str(row["id"])


def only(run: Run) -> dict[str, Any]:
    (row,) = list_rows(run, "recurring", "--all")
    return row


def when(row: dict[str, Any]) -> tuple[Any, ...]:
    """How often, from, until, and next."""
    return row["every"], row["first_month"], row["last_month"], row["next_month"]


def posted(run: Run, *options: str) -> list[str]:
    return [row["month"] for row in run("recurring", "post", *options, "--json").json["rows"]]


# -- add


def test_what_comes_back_is_added_and_told(run: Run) -> None:
    outcome = run("recurring", "add", "expense", "1200", "rent", "--from", "2026-01")
    row = only(run)
    assert outcome == Outcome(
        0,
        f"Added 1,200.00 EUR for Rent and housing every month from 2026-01 ({row['id'][:8]}).\n"
        "It is due: write it down with finally recurring post\n",
        "",
    )
    assert row == {
        "kind": "expense",
        "category": "RENT",
        "subcategory": None,
        "name": "Rent and housing",
        "amount": "1200.00",
        "amount_from": None,
        "every": "month",
        "day": None,
        "first_month": "2026-01",
        "last_month": None,
        "next_month": "2026-01",
        "next_day": None,
        "next_amount": "1200.00",
        "note": None,
        "id": row["id"],
    }


def test_all_of_it_can_be_given(run: Run) -> None:
    words = ["recurring", "add", "expense", "90.5", "food", "--sub", "groceries", "--note", "Box"]
    outcome = run(*words, "--every", "quarter", "--from", "2027-01", "--until", "2027-12")
    assert outcome.stdout.startswith(
        "Added 90.50 EUR for Food / Groceries every quarter from 2027-01 until 2027-12 ("
    )
    assert "It is due" not in outcome.stdout
    row = only(run)
    assert (row["category"], row["subcategory"]) == ("FOOD", "GROCERIES")
    assert (row["name"], row["note"]) == ("Food / Groceries", "Box")
    assert when(row) == ("quarter", "2027-01", "2027-12", "2027-01")


def test_it_begins_this_month_and_never_ends_unless_another_is_given(run: Run) -> None:
    added(run, "income", "4000", "salary", "--until", "never")
    assert (only(run)["kind"], only(run)["category"]) == ("income", "SALARY")
    assert when(only(run)) == ("month", "2026-11", None, "2026-11")


def test_a_subcategory_may_be_named_alone(run: Run) -> None:
    added(run, "expense", "300", "groceries")
    added(run, "expense", "100", "FOOD/restaurants")
    assert [row["name"] for row in list_rows(run, "recurring")] == [
        "Food / Groceries",
        "Food / Restaurants and cafes",
    ]


def test_money_back_has_a_minus(run: Run) -> None:
    assert run("recurring", "add", "expense", "-25", "rent").stdout.startswith(
        "Added 25.00 EUR given back for Rent and housing every month from 2026-11 ("
    )
    assert run("recurring", "add", "income", "-5", "dividend").stdout.startswith(
        "Added 5.00 EUR paid back of Dividends every month from 2026-11 ("
    )
    assert [row["amount"] for row in list_rows(run, "recurring")] == ["-5.00", "-25.00"]


def test_the_json_of_what_was_added_has_the_keys_of_a_recurring_item(run: Run) -> None:
    document = run("recurring", "add", "income", "4000", "salary", "--json").json
    assert (document["schema"], document["currency"]) == ("finally.recurring.add/1", "EUR")
    keys = "kind category subcategory name amount every day first_month last_month note id"
    assert list(document["rows"][0]) == keys.split()


@pytest.mark.parametrize(
    ("words", "exit_code", "message", "hint"),
    [
        (
            ["gift", "1", "rent"],
            2,
            "Invalid value for 'KIND': 'gift' is not one of 'income', 'expense'",
            "See: finally recurring add --help",
        ),
        (["expense", "0", "rent"], 2, "an amount cannot be zero", AMOUNT_HINT),
        (["expense", "abc", "rent"], 2, '"abc" is not an amount of money', AMOUNT_HINT),
        (
            ["expense", "1", "rent", "--every", "day"],
            2,
            '"day" is not how often',
            "Write it as month, quarter or year, or as 2 weeks, 6 months, 2 years.",
        ),
        (["expense", "1", "rent", "--from", "never"], 2, '"never" is not a month', MONTH_HINT),
        (["expense", "1", "rent", "--until", "ever"], 2, '"ever" is not a month', MONTH_HINT),
        (
            ["income", "1", "salary", "--sub", "groceries"],
            2,
            "an income has no subcategory",
            "Leave --sub out.",
        ),
        (
            ["expense", "1", "rent", "--from", "2026-03", "--until", "2026-02"],
            2,
            "--until 2026-02 is before --from 2026-03",
            "The last month is the first one, or a later one.",
        ),
        (
            ["expense", "1", "rent", "--until", "2026-10"],
            2,
            "--until 2026-10 is before --from 2026-11",
            "The last month is the first one, or a later one.",
        ),
        (
            ["expense", "1", "zzz"],
            5,
            'there is no category "zzz"',
            "See them all with: finally category list --kind expense",
        ),
        (
            ["expense", "1", "rent", "--sub", "groceries"],
            5,
            'there is no subcategory "groceries" in RENT',
            "See them all with: finally category list --kind expense",
        ),
    ],
)
def test_what_makes_no_sense_is_not_added(
    words: list[str], exit_code: int, message: str, hint: str, run: Run
) -> None:
    assert run("recurring", "add", *words) == refusal(exit_code, message, hint)
    assert list_rows(run, "recurring", "--all") == []


def test_nothing_is_added_that_would_be_due_in_a_closed_category(run: Run) -> None:
    run("category", "add", "Sailing", "--kind", "expense")
    run("category", "close", "sailing", "--month", "2027-01")
    outcome = run("recurring", "add", "expense", "1", "sailing", "--from", "2026-01", "--json")
    assert (outcome.exit_code, outcome.error["code"]) == (6, "CATEGORY_CLOSED")
    assert outcome.error["message"] == "SAILING has been closed since 2027-01"
    assert list_rows(run, "recurring", "--all") == []
    added(run, "expense", "1", "sailing", "--until", "2026-12")  # ends before it closes


def test_adding_can_be_tried(run: Run) -> None:
    outcome = run("recurring", "add", "expense", "1200", "rent", "--dry-run")
    assert outcome.stdout.endswith("Dry run: nothing was changed.\n")
    assert list_rows(run, "recurring", "--all") == []


# -- list


def test_nothing_that_comes_back_is_said(run: Run) -> None:
    assert run("recurring", "list") == Outcome(
        0,
        "Recurring items (EUR)\n"
        "No recurring items. Add one with: finally recurring add KIND AMOUNT CATEGORY\n",
        "",
    )


def test_what_has_ended_is_listed_with_all_alone(run: Run) -> None:
    added(run, "expense", "1", "rent", "--from", "2026-01", "--until", "2026-10")
    added(run, "expense", "2", "rent", "--from", "2026-01", "--until", "2026-11")
    added(run, "expense", "3", "rent", "--from", "2027-06")
    assert sorted(row["amount"] for row in list_rows(run, "recurring")) == ["2.00", "3.00"]
    assert sorted(row["amount"] for row in list_rows(run, "recurring", "--all")) == [
        "1.00",
        "2.00",
        "3.00",
    ]


def test_income_comes_first_then_by_category_and_note(run: Run) -> None:
    for words in (
        ["expense", "1", "rent", "--note", "Garage"],
        ["expense", "2", "rent", "--note", "Flat"],
        ["expense", "3", "fees"],
        ["income", "4", "salary"],
        ["income", "5", "dividend"],
    ):
        added(run, *words)
    assert [row["amount"][0] for row in list_rows(run, "recurring")] == ["5", "4", "3", "2", "1"]


def test_the_next_month_is_the_first_that_is_due_and_not_posted(run: Run) -> None:
    added(
        run,
        "expense",
        "30",
        "fees",
        "--every",
        "quarter",
        "--from",
        "2026-02",
        "--until",
        "2026-09",
    )
    # due in 02, 05 and 08
    assert only(run)["next_month"] == "2026-02"
    assert posted(run, "--month", "2026-05") == ["2026-05"]
    assert only(run)["next_month"] == "2026-02"
    assert posted(run, "--month", "2026-02") == ["2026-02"]
    assert only(run)["next_month"] == "2026-08"
    assert posted(run) == ["2026-08"]
    assert only(run)["next_month"] is None


def test_the_last_year_that_can_be_recorded_is_the_end_of_all(run: Run) -> None:
    added(run, "expense", "1", "fees", "--every", "year", "--from", "2100-12")
    assert posted(run, "--month", "2100-12", "--yes") == ["2100-12"]
    assert only(run)["next_month"] is None


def test_what_comes_back_belongs_to_a_user(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent", "--note", "Flat")
    run("user", "add", "bob@example.org", "--currency", "EUR")
    assert list_rows(run, "recurring", "--all", "--user", "bob") == []
    for words in (["edit", rent, "--amount", "1"], ["stop", "flat"], ["delete", rent, "--yes"]):
        assert run("recurring", *words, "--user", "bob").exit_code == 5
    assert posted(run, "--user", "bob") == []


# -- the one that is meant


def test_it_is_meant_by_its_id_the_beginning_of_that_or_its_note(run: Run) -> None:
    rent = added(run, "expense", "1", "rent", "--note", "My flat")
    added(run, "expense", "1000", "fees", "--note", "Bank")
    for number, word in enumerate((rent, rent[:8], rent[:4].upper(), "my FLAT", " My flat "), 2):
        outcome = run("recurring", "edit", word, "--amount", str(number))
        assert outcome.exit_code == 0, outcome.stderr
        assert f"Now {number}.00 EUR for Rent and housing" in outcome.stdout


def test_one_that_has_ended_is_found_too(run: Run) -> None:
    added(run, "expense", "1", "rent", "--from", "2026-01", "--until", "2026-02", "--note", "Flat")
    assert run("recurring", "delete", "flat", "--yes").exit_code == 0


@pytest.mark.parametrize(
    "words", [["edit", "--amount", "1"], ["stop"], ["delete", "--yes"]], ids=lambda words: words[0]
)
def test_one_that_is_not_there_is_not_found(words: list[str], run: Run) -> None:
    added(run, "expense", "1", "rent", "--note", "Garage")
    verb, *options = words
    for wanted in ("abc", "00000000", ""):
        assert run("recurring", verb, wanted, *options) == refusal(
            5,
            f'there is no recurring item with the id or the note "{wanted}"',
            "See them all with: finally recurring list --all",
        )
    outcome = run("recurring", verb, "garag", *options, "--json")
    assert (outcome.exit_code, outcome.error["code"]) == (5, "RECURRING_NOT_FOUND")
    assert outcome.error["hint"] == (
        'Did you mean "Garage"? See them all with: finally recurring list --all'
    )


def test_a_note_that_fits_two_is_ambiguous(run: Run, books: psycopg.Connection[Any]) -> None:
    added(run, "expense", "1", "rent", "--note", "Flat")
    added(run, "expense", "2", "rent", "--note", "flat")
    hint = "Type its id, or more of it: finally recurring list --all"
    outcome = run("recurring", "stop", "FLAT", "--month", "2027-01")
    assert outcome == refusal(5, '"FLAT" fits several recurring items', hint)
    books.execute(
        "UPDATE recurring_items SET id = overlay(id::text placing 'abcd' from 1 for 4)::uuid"
    )
    outcome = run("recurring", "stop", "abcd", "--json")
    assert (outcome.exit_code, outcome.error["code"]) == (5, "ID_AMBIGUOUS")
    assert [row["last_month"] for row in list_rows(run, "recurring")] == [None, None]


# -- edit


def test_what_is_given_changes_and_nothing_else(run: Run) -> None:
    box = added(
        run, "expense", "90", "food", "--sub", "groceries", "--from", "2026-10", "--note", "Box"
    )
    before = only(run)
    assert run("recurring", "edit", box, "--amount", "95.5") == Outcome(
        0,
        "Now 95.50 EUR for Food / Groceries every month from 2026-10;"
        " it was 90.00 EUR for Food / Groceries every month from 2026-10.\n"
        "It holds from 2026-12 on: what is due before and not posted stays as it was.\n",
        "",
    )
    # 90 until then
    assert only(run) == before | {"amount": "95.50", "amount_from": "2026-12"}
    run("recurring", "edit", box, "--note", "Vegetables")
    run("recurring", "edit", box, "--until", "2026-12")
    assert only(run) == before | {
        "amount": "95.50",
        "amount_from": "2026-12",
        "note": "Vegetables",
        "last_month": "2026-12",
    }
    run("recurring", "edit", box, "--note", "", "--until", "never")
    assert only(run) == before | {"amount": "95.50", "amount_from": "2026-12", "note": None}


def test_the_category_changes_with_its_subcategory(run: Run) -> None:
    box = added(run, "expense", "90", "food", "--sub", "groceries")
    for words, path in (
        (["--sub", "restaurants"], ("FOOD", "RESTAURANTS")),
        (["--category", "fees"], ("FEES", None)),
        (["--category", "food", "--sub", "groceries"], ("FOOD", "GROCERIES")),
        (["--sub", ""], ("FOOD", None)),
        (["--category", "groceries"], ("FOOD", "GROCERIES")),
    ):
        assert run("recurring", "edit", box, *words).exit_code == 0
        assert (only(run)["category"], only(run)["subcategory"]) == path


def test_an_income_stays_one(run: Run) -> None:
    pay = added(run, "income", "4000", "salary")
    assert run("recurring", "edit", pay, "--category", "bonus").exit_code == 0
    assert (only(run)["kind"], only(run)["category"]) == ("income", "BONUS")
    assert run("recurring", "edit", pay, "--category", "rent").exit_code == 5
    assert run("recurring", "edit", pay, "--sub", "groceries") == refusal(
        2, "an income has no subcategory", "Leave --sub out."
    )


def entries(run: Run) -> dict[str, str]:
    """Each month with what was posted in it."""
    rows = run("expense", "list", "--json").json["rows"]
    assert len({row["month"] for row in rows}) == len(rows), "once a month"
    return {row["month"]: row["amount"] for row in reversed(rows)}


def post_all(run: Run, *ahead: str) -> dict[str, str]:
    """Post what is due, and months ahead; then everything that was ever posted."""
    posted(run)
    for month in ahead:
        posted(run, "--month", month, "--yes")
    return entries(run)


def test_what_is_due_already_or_posted_keeps_the_old_amount(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-10")
    run("recurring", "post", "--month", "2026-10")
    run("recurring", "edit", rent, "--amount", "1300")  # November is due since its 1st
    assert post_all(run, "2026-12") == {
        "2026-10": "1200.00", "2026-11": "1200.00", "2026-12": "1300.00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("since", "amounts"),
    [
        ("2026-08", ["1300.00"] * 6),  # before it began: from its beginning on
        ("2026-09", ["1300.00"] * 6),
        ("2026-11", ["1200.00"] * 2 + ["1300.00"] * 4),
        ("2027-02", ["1200.00"] * 5 + ["1300.00"]),
    ],
)
def test_an_amount_holds_from_the_month_that_is_given(
    since: str, amounts: list[str], run: Run
) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-09")
    assert run("recurring", "edit", rent, "--amount", "1300", "--from", since).exit_code == 0
    assert when(only(run)) == ("month", "2026-09", None, "2026-09")  # its beginning stays
    months = ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02"]
    assert post_all(run, *months[3:]) == dict(zip(months, amounts, strict=True))


def test_a_month_posted_ahead_is_passed_over(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent")
    posted(run)
    posted(run, "--month", "2026-12")
    told = run("recurring", "edit", rent, "--amount", "1300").stdout
    assert "It holds from" not in told  # nothing is due before 2027-01
    assert post_all(run, "2027-01") == {
        "2026-11": "1200.00", "2026-12": "1200.00", "2027-01": "1300.00",
    }  # fmt: skip


def test_one_change_follows_another(run: Run) -> None:
    # 100, 200 from December on, then 300 from October on: what was meant for later is overtaken.
    fee = added(run, "expense", "100", "fees", "--from", "2026-08")
    run("recurring", "edit", fee, "--amount", "200")
    run("recurring", "edit", fee, "--amount", "300", "--from", "2026-10")
    run("recurring", "edit", fee, "--amount", "400", "--from", "2027-01")
    assert post_all(run, "2026-12", "2027-01") == {
        "2026-08": "100.00", "2026-09": "100.00", "2026-10": "300.00", "2026-11": "300.00",
        "2026-12": "300.00", "2027-01": "400.00",
    }  # fmt: skip
    assert list_rows(run, "recurring", "--all") == [only(run)]


def test_what_an_item_was_is_listed_until_it_is_posted(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-10")
    run("recurring", "edit", rent, "--amount", "1300")
    assert (only(run)["amount"], only(run)["next_month"]) == ("1300.00", "2026-10")
    assert run("recurring", "list", "--json").json["notes"] == [
        {
            "code": "EARLIER",
            "message": "2026-10 to 2026-11 are not posted yet: 1,200.00 EUR for Rent and housing"
            " every month.",
            "command": "finally recurring post",
        },
        {
            "code": "COMING",
            "message": "From 2026-12 on: 1,300.00 EUR for Rent and housing every month.",
            "command": None,
        },
    ]
    posted(run)
    assert run("recurring", "list", "--json").json["notes"] == []
    assert only(run)["next_month"] == "2026-12"


def test_category_and_note_hold_from_then_on_too(run: Run) -> None:
    box = added(run, "expense", "90", "food", "--from", "2026-11", "--note", "Box")
    run("recurring", "edit", box, "--category", "fees", "--note", "Club")
    rows = [*run("recurring", "post", "--json").json["rows"],
            *run("recurring", "post", "--month", "2026-12", "--json").json["rows"]]  # fmt: skip
    assert [(row["month"], row["category"], row["note"]) for row in rows] == [
        ("2026-11", "FOOD", "Box"),
        ("2026-12", "FEES", "Club"),
    ]
    assert run("recurring", "edit", "club", "--amount", "95").exit_code == 0  # known by its note


def test_another_rhythm_leaves_what_is_due_already(run: Run) -> None:
    fee = added(run, "expense", "30", "fees", "--from", "2026-09")
    run("recurring", "edit", fee, "--every", "year", "--amount", "300")
    assert when(only(run)) == ("year", "2026-12", None, "2026-09")
    assert post_all(run, "2026-12", "2027-01", "2027-12") == {
        "2026-09": "30.00", "2026-10": "30.00", "2026-11": "30.00", "2026-12": "300.00",
        "2027-12": "300.00",
    }  # fmt: skip


def test_what_it_was_begins_ends_and_goes_with_it(run: Run) -> None:
    fee = added(run, "expense", "30", "fees", "--from", "2026-08")
    run("recurring", "edit", fee, "--amount", "40")
    run("recurring", "edit", fee, "--from", "2026-09")
    run("recurring", "edit", fee, "--until", "2026-10")
    assert when(only(run)) == ("month", "2026-09", "2026-10", "2026-09")
    assert post_all(run, "2026-12") == {"2026-09": "30.00", "2026-10": "30.00"}
    assert run("recurring", "delete", fee, "--yes").exit_code == 0
    assert list_rows(run, "recurring", "--all") == []
    assert entries(run) == {"2026-09": "30.00", "2026-10": "30.00"}


def test_both_ends_may_move_at_once(run: Run) -> None:
    fee = added(run, "expense", "30", "fees", "--from", "2026-09", "--until", "2026-10")
    run("recurring", "edit", fee, "--amount", "40", "--from", "2026-10")
    for first, last in (("2025-01", "2025-02"), ("2027-01", "2027-03")):
        told = run("recurring", "edit", fee, "--from", first, "--until", last)
        assert told.exit_code == 0, told.stderr
        assert when(only(run)) == ("month", first, last, first)
    assert post_all(run, "2027-01") == {"2027-01": "40.00"}


def test_what_ends_with_what_is_due_already_asks_from_when(run: Run) -> None:
    fee = added(run, "expense", "30", "fees", "--from", "2026-09", "--until", "2026-11")
    assert run("recurring", "edit", fee, "--amount", "40") == refusal(
        1,
        "it is due no more after 2026-11, and what is due already stays as it is",
        "Say from when on it is another: --from 2026-09",
    )
    run("recurring", "edit", fee, "--amount", "40", "--from", "2026-11")
    assert post_all(run) == {"2026-09": "30.00", "2026-10": "30.00", "2026-11": "40.00"}
    assert run("recurring", "edit", fee, "--amount", "50").exit_code == 0  # nothing is due


def test_the_same_amount_again_changes_nothing(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-10")
    told = run("recurring", "edit", rent, "--amount", "1200").stdout
    assert "It holds from" not in told
    assert run("recurring", "list", "--json").json["notes"] == []


def test_with_another_rhythm_it_begins_anew_where_it_is_due_next(run: Run) -> None:
    fee = added(run, "expense", "30", "fees", "--every", "quarter", "--from", "2026-01")
    assert posted(run) == ["2026-01", "2026-04", "2026-07", "2026-10"]
    run("recurring", "edit", fee, "--every", "month")
    # not in 02, 03, 05 …: what was posted stands for these
    assert when(only(run)) == ("month", "2027-01", None, "2027-01")
    assert posted(run) == []
    run("recurring", "edit", fee, "--every", "year", "--from", "2026-06")
    assert when(only(run)) == ("year", "2026-06", None, "2026-06")


def test_another_beginning_posts_no_month_again(run: Run) -> None:
    fee = added(run, "expense", "30", "fees", "--from", "2026-10")
    assert posted(run) == ["2026-10", "2026-11"]
    run("recurring", "edit", fee, "--from", "2026-08")
    assert when(only(run)) == ("month", "2026-08", None, "2026-08")
    assert posted(run) == ["2026-08", "2026-09"]
    assert only(run)["next_month"] == "2026-12"


@pytest.mark.parametrize(
    ("words", "exit_code", "message", "hint"),
    [
        ([], 2, "there is nothing to change", "See: finally recurring edit --help"),
        (["--amount", "0"], 2, "an amount cannot be zero", AMOUNT_HINT),
        (["--from", "never"], 2, '"never" is not a month', MONTH_HINT),
        (
            ["--from", "2027-02", "--until", "2027-01"],
            2,
            "--until 2027-01 is before --from 2027-02",
            "The last month is the first one, or a later one.",
        ),
        (
            ["--until", "2025-12"],
            1,
            "it would end in 2025-12, before it begins in 2026-01",
            "Give both --from and --until; --until never takes the end away.",
        ),
        (
            ["--from", "2028-01"],
            1,
            "it would end in 2027-12, before it begins in 2028-01",
            "Give both --from and --until; --until never takes the end away.",
        ),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    words: list[str], exit_code: int, message: str, hint: str, run: Run
) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-01", "--until", "2027-12")
    before = only(run)
    assert run("recurring", "edit", rent, *words) == refusal(exit_code, message, hint)
    assert only(run) == before


def test_nothing_is_made_due_in_a_closed_category(run: Run) -> None:
    run("category", "add", "Sailing", "--kind", "expense")
    rent = added(run, "expense", "1200", "rent", "--until", "2027-05")
    club = added(run, "expense", "5", "sailing", "--until", "2026-12")
    run("category", "close", "sailing", "--month", "2027-01")
    for words in ([rent, "--category", "sailing"], [club, "--until", "never"]):
        outcome = run("recurring", "edit", *words, "--json")
        assert (outcome.exit_code, outcome.error["code"]) == (6, "CATEGORY_CLOSED")
    assert run("recurring", "edit", club, "--amount", "6").exit_code == 0


def test_a_change_can_be_tried(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent")
    outcome = run("recurring", "edit", rent, "--amount", "1300", "--dry-run")
    assert outcome.stdout.endswith("Dry run: nothing was changed.\n")
    assert only(run)["amount"] == "1200.00"


# -- stop


def test_it_is_due_no_more_from_this_month_on(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-09")
    assert run("recurring", "stop", rent) == Outcome(
        0,
        "Stopped 1,200.00 EUR for Rent and housing every month from 2026-09 until 2026-10.\n",
        "",
    )
    assert list_rows(run, "recurring") == []
    assert posted(run) == ["2026-09", "2026-10"]


def test_it_is_due_no_more_from_a_given_month_on(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-09", "--until", "2027-12")
    run("recurring", "stop", rent, "--month", "2027-01")
    assert only(run)["last_month"] == "2026-12"


def test_what_has_ended_before_is_not_made_longer(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-01", "--until", "2026-03")
    assert run("recurring", "stop", rent).stdout == (
        "It had ended already: 1,200.00 EUR for Rent and housing every month"
        " from 2026-01 until 2026-03.\n"
    )
    assert only(run)["last_month"] == "2026-03"


@pytest.mark.parametrize("month", ["2026-11", "2026-10", "2000-01"])
def test_what_would_never_be_due_is_deleted_instead(month: str, run: Run) -> None:
    rent = added(run, "expense", "1200", "rent")
    assert run("recurring", "stop", rent, "--month", month) == refusal(
        1,
        "it begins in 2026-11, and would never be due",
        f"Delete it; what it has posted stays: finally recurring delete {rent[:8]}",
    )
    assert only(run)["last_month"] is None


def test_stopping_can_be_tried(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-01")
    assert run("recurring", "stop", rent, "--dry-run").exit_code == 0
    assert only(run)["last_month"] is None


# -- delete


def test_it_is_deleted_with_its_months_and_what_it_posted_stays(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    rent = added(run, "expense", "1200", "rent", "--from", "2026-10")
    other = added(run, "income", "4000", "salary", "--from", "2026-10")
    assert len(posted(run)) == 4
    assert run("recurring", "delete", rent, "--yes") == Outcome(
        0,
        "Deleted 1,200.00 EUR for Rent and housing every month from 2026-10;"
        " what it has posted stays.\n",
        "",
    )
    assert [row["id"] for row in list_rows(run, "recurring", "--all")] == [other]
    left = books.execute("SELECT DISTINCT recurring_id::text FROM recurring_postings").fetchall()
    assert left == [(other,)]
    assert len(run("expense", "list", "--json").json["rows"]) == 2
    assert posted(run) == []


def test_deleting_asks_first(run: Run) -> None:
    rent = added(run, "expense", "1200", "rent")
    assert run("recurring", "delete", rent) == refusal(
        1,
        "Delete 1,200.00 EUR for Rent and housing every month from 2026-11:"
        " that needs a yes, and there is no terminal to ask on",
        "Say it on the command line: --yes",
    )
    assert run("recurring", "delete", rent, "--dry-run").exit_code == 0
    assert len(list_rows(run, "recurring")) == 1


def test_a_category_that_comes_back_is_not_deleted_nor_closed(run: Run) -> None:
    run("category", "add", "Sailing", "--kind", "expense")
    added(run, "expense", "5", "sailing", "--from", "2027-01")
    for verb in ("delete", "close"):
        outcome = run("category", verb, "sailing", "--json")
        assert (outcome.exit_code, outcome.error["code"]) == (6, "CATEGORY_IN_USE")


# -- a plain model


SEPTEMBER, NOW = 0, 2  # months from 2026-09 on; it is November
MONTHS = ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02"]
edits = st.tuples(
    st.just("edit"), st.integers(1, 99), st.one_of(st.none(), st.integers(0, len(MONTHS) - 1))
)
postings = st.tuples(st.just("post"), st.one_of(st.none(), st.integers(0, len(MONTHS) - 1)))


@examples(15)
@given(steps=st.lists(st.one_of(edits, postings), min_size=2, max_size=9))
def test_each_month_is_posted_at_what_held_for_it(
    steps: list[Any], run: Run, books: psycopg.Connection[Any]
) -> None:
    """The model: what each month would be posted at, and what it was. An edit is of the months from
    one on; without one, of those after this month from the first on that is not posted."""
    with books.transaction(force_rollback=True):
        rent = added(run, "expense", "100", "rent", "--from", MONTHS[SEPTEMBER])
        holds = ["100.00"] * len(MONTHS)
        done: dict[str, str] = {}
        for step in steps:
            if step[0] == "edit":
                _, amount, since = step
                words = [] if since is None else ["--from", MONTHS[since]]
                assert (
                    run("recurring", "edit", rent, "--amount", str(amount), *words).exit_code == 0
                )
                if since is None:
                    since = NOW + 1
                    while since < len(MONTHS) and MONTHS[since] in done:
                        since += 1
                holds[since:] = [f"{amount}.00"] * (len(MONTHS) - since)
            else:
                words = [] if step[1] is None else ["--month", MONTHS[step[1]], "--yes"]
                posted(run, *words)
                due = range(NOW + 1) if step[1] is None else [step[1]]
                done = {MONTHS[month]: holds[month] for month in due} | done
        assert entries(run) == dict(sorted(done.items()))
        assert post_all(run, *MONTHS[NOW + 1 :]) == dict(zip(MONTHS, holds, strict=True)) | done
