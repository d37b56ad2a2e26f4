"""finally expense: refunds and subcategories; test_items.py looks at what income has too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run
from tests.support.outcomes import refusal


def places(run: Run, *options: str) -> list[tuple[Any, ...]]:
    """Category, subcategory and amount of each expense."""
    rows = run("expense", "list", *options, "--json").json["rows"]
    return [(row["category"], row["subcategory"], row["amount"]) for row in rows]


def add(run: Run, *arguments: str) -> str:
    """Record an expense, and give its id."""
    (row,) = run("expense", "add", *arguments, "--json").json["rows"]
    return str(row["id"])


@pytest.fixture
def groceries(run: Run) -> tuple[Run, str]:
    """One expense in FOOD/GROCERIES, and its id."""
    return run, add(run, "5", "groceries", "--month", "2026-10")


# -- refunds


def test_a_refund_is_typed_with_a_minus(run: Run) -> None:
    told = run("expense", "add", "-25", "food")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.startswith("Recorded 25.00 EUR given back for Food in 2026-11 (")
    assert places(run) == [("FOOD", None, "-25.00")]


@pytest.mark.parametrize(
    "words",
    [
        ["-25", "food", "--date", "2026-11-05"],
        ["--date", "2026-11-05", "-25", "food"],
        ["--date", "2026-11-05", "--", "-25", "food"],
        ["−25", "food", "--date", "2026-11-05"],
        ["-25.00", "food", "--date=2026-11-05"],
    ],
)
def test_a_refund_may_stand_anywhere_on_the_line(words: list[str], run: Run) -> None:
    assert run("expense", "add", *words).exit_code == 0
    (row,) = run("expense", "list", "--json").json["rows"]
    assert (row["amount"], row["date"]) == ("-25.00", "2026-11-05")


def test_refunds_net_against_their_category(run: Run) -> None:
    for amount, category in (
        ("100", "food"),
        ("-25", "food"),
        ("40", "transport"),
        ("-60", "other"),
    ):
        add(run, amount, category)
    for category, total, count in (("food", "75.00", 2), ("other", "-60.00", 1)):
        totals = run("expense", "list", "--category", category, "--json").json["totals"]
        assert totals == {"amount": total, "items": count}
    totals = run("expense", "list", "--json").json["totals"]
    assert totals == {"amount": "55.00", "items": 4}  # 100 - 25 + 40 - 60


# -- subcategories


@pytest.mark.parametrize(
    "words",
    [
        ["food", "--sub", "groceries"],
        ["FOOD", "--sub", "Groceries"],
        ["groceries"],
        ["food/groceries"],
        ["Food/GROCERIES"],
        ["groceries", "--sub", "groceries"],
    ],
)
def test_a_subcategory_is_meant_in_several_ways(words: list[str], run: Run) -> None:
    told = run("expense", "add", "5", *words)
    assert told.stdout.startswith("Recorded 5.00 EUR for Food / Groceries in 2026-11 (")
    assert places(run) == [("FOOD", "GROCERIES", "5.00")]


@pytest.mark.parametrize(
    ("words", "exit_code", "message", "hint"),
    [
        (
            ["food", "--sub", "fuel"],  # of TRANSPORT
            5,
            'there is no subcategory "fuel" in FOOD',
            "See them all with: finally category list --kind expense",
        ),
        (
            ["food", "--sub", "restarants"],
            5,
            'there is no subcategory "restarants" in FOOD',
            'Did you mean "FOOD/RESTAURANTS"?'
            " See them all with: finally category list --kind expense",
        ),
        (
            ["food", "--sub", ""],
            5,
            'there is no subcategory "" in FOOD',
            "See them all with: finally category list --kind expense",
        ),
        (
            ["food/fuel"],
            5,
            'there is no category "food/fuel"',
            'Did you mean "TRANSPORT/FUEL" or "FOOD"?'
            " See them all with: finally category list --kind expense",
        ),
        (
            ["groceries", "--sub", "restaurants"],
            2,
            "FOOD/GROCERIES and --sub name two subcategories",
            "Leave one of them out.",
        ),
    ],
)
def test_a_subcategory_that_is_none_of_the_category_is_refused(
    words: list[str], exit_code: int, message: str, hint: str, run: Run
) -> None:
    assert run("expense", "add", "5", *words) == refusal(exit_code, message, hint)
    assert places(run) == []


def test_an_unknown_subcategory_has_a_code_of_its_own(run: Run) -> None:
    error = run("expense", "add", "5", "food", "--sub", "fuel", "--json").error
    assert (error["exit"], error["code"]) == (5, "SUBCATEGORY_NOT_FOUND")


def test_the_json_names_both(run: Run) -> None:
    (row,) = run("expense", "add", "5", "groceries", "--json").json["rows"]
    assert row.pop("id")
    assert row == {
        "month": "2026-11",
        "date": None,
        "category": "FOOD",
        "subcategory": "GROCERIES",
        "name": "Food / Groceries",
        "amount": "5.00",
        "note": None,
    }


def test_a_category_is_listed_with_its_subcategories_and_one_of_them_alone(run: Run) -> None:
    for amount, category in (
        ("5", "food"),
        ("7", "groceries"),
        ("-2", "restaurants"),
        ("9", "taxi"),
    ):
        add(run, amount, category)
    for category, total, count in (
        ("food", "10.00", 3),  # 5 + 7 - 2
        ("food/groceries", "7.00", 1),
        ("Restaurants and cafes", "-2.00", 1),
        ("transport", "9.00", 1),
        ("transport/fuel", "0.00", 0),
    ):
        totals = run("expense", "list", "--category", category, "--json").json["totals"]
        assert totals == {"amount": total, "items": count}, category
        assert len(places(run, "--category", category)) == count


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (["--amount", "6"], ("FOOD", "GROCERIES", "6.00")),
        (["--sub", "restaurants"], ("FOOD", "RESTAURANTS", "5.00")),
        (["--sub", ""], ("FOOD", None, "5.00")),
        (["--category", "food"], ("FOOD", None, "5.00")),
        (["--category", "transport"], ("TRANSPORT", None, "5.00")),
        (["--category", "transport", "--sub", "taxi"], ("TRANSPORT", "TAXI", "5.00")),
        (["--category", "transport/taxi"], ("TRANSPORT", "TAXI", "5.00")),
        (["--category", "taxi", "--sub", ""], ("TRANSPORT", None, "5.00")),
        (["--month", "2026-09", "--note", "x"], ("FOOD", "GROCERIES", "5.00")),
    ],
)
def test_a_change_of_the_category_takes_the_subcategory_along_or_away(
    change: list[str], place: tuple[str | None, ...], groceries: tuple[Run, str]
) -> None:
    run, id_ = groceries
    assert run("expense", "edit", id_, *change).exit_code == 0
    assert places(run) == [place]


def test_a_change_of_the_subcategory_is_told(groceries: tuple[Run, str]) -> None:
    run, id_ = groceries
    assert run("expense", "edit", id_, "--sub", "restaurants").stdout == (
        "Now 5.00 EUR for Food / Restaurants and cafes in 2026-10;"
        " it was 5.00 EUR for Food / Groceries in 2026-10.\n"
    )


def test_a_subcategory_of_another_category_is_no_change(groceries: tuple[Run, str]) -> None:
    run, id_ = groceries
    assert run("expense", "edit", id_, "--sub", "fuel") == refusal(
        5,
        'there is no subcategory "fuel" in FOOD',
        "See them all with: finally category list --kind expense",
    )
    assert run("expense", "edit", id_, "--category", "taxi", "--sub", "fuel") == refusal(
        2, "TRANSPORT/TAXI and --sub name two subcategories", "Leave one of them out."
    )
    assert places(run) == [("FOOD", "GROCERIES", "5.00")]


def test_an_expense_is_not_moved_into_a_month_of_a_closed_subcategory(run: Run) -> None:
    run("category", "add", "FOOD/Wine")
    run("category", "close", "wine", "--month", "2026-09")
    id_ = add(run, "5", "wine", "--month", "2026-08")
    for change in (["--month", "2026-09"], ["--date", "2026-10-05"]):
        told = run("expense", "edit", id_, *change)
        assert told.exit_code == 6
        assert told.stderr.startswith("finally: FOOD/WINE has been closed since 2026-09\n")
    assert run("expense", "edit", id_, "--month", "2026-07").exit_code == 0
    assert run("expense", "edit", id_, "--month", "2026-10", "--sub", "").exit_code == 0
    assert places(run, "--month", "2026-10") == [("FOOD", None, "5.00")]


def test_a_subcategory_of_a_closed_category_is_not_advised(run: Run) -> None:
    run("category", "add", "Hobby", "--kind", "expense")
    run("category", "add", "HOBBY/Hobby tools")
    run("category", "close", "hobby")
    assert run("expense", "add", "5", "hobby") == refusal(
        6,
        "HOBBY has been closed since 2026-11",
        "To open it again: finally category reopen HOBBY",
    )


def test_deleted_expenses_are_told_with_their_subcategory(groceries: tuple[Run, str]) -> None:
    run, id_ = groceries
    document = run("expense", "delete", id_, "-y", "--json").json
    assert [(row["category"], row["subcategory"]) for row in document["rows"]] == [
        ("FOOD", "GROCERIES")
    ]
    assert places(run) == []
