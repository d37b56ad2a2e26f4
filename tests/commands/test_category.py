"""finally category: list, add, rename, close, reopen, delete; categories and subcategories."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal


def list_own(run: Run, *options: str) -> list[tuple[str, str, str]]:
    rows = run("category", "list", *options, "--json").json["rows"]
    return [
        (row["kind"], "/".join(filter(None, (row["category"], row["subcategory"]))), row["name"])
        for row in rows
        if row["own"]
    ]


@pytest.fixture
def own(run: Run) -> Run:
    """One category of the user's own for each kind."""
    for name, kind in (
        ("Art and wine", "asset"),
        ("Family", "liability"),
        ("Side job", "income"),
        ("Hobbies", "expense"),
    ):
        assert run("category", "add", name, "--kind", kind).exit_code == 0
    return run


def test_the_built_in_categories_are_those_of_the_design(run: Run) -> None:
    rows = run("category", "list", "--json").json["rows"]
    found: dict[str, list[str]] = {}
    for row in rows:
        assert (row["own"], row["closed"]) == (False, None)
        if row["subcategory"] is None:
            found.setdefault(row["kind"], []).append(row["category"])
    assert {kind: " ".join(codes) for kind, codes in found.items()} == {
        "asset": "SINGLE_STOCKS ETF_BONDS ETF_STOCKS CRYPTO PRIVATE_EQUITY BUSINESS_PROFITS"
        " REAL_ESTATE CASH",
        "liability": "MORTGAGE LOAN CREDIT_CARD",
        "income": "SALARY BONUS DIVIDEND RENTAL DONATION OTHER",
        "expense": "RENT UTILITY FOOD TRANSPORT FEES INSURANCE WELLNESS OTHER",
    }


def test_a_category_of_ones_own_is_listed_after_the_built_in_ones_of_its_kind(own: Run) -> None:
    rows = own("category", "list", "--kind", "asset", "--json").json["rows"]
    assert [row["category"] for row in rows][-2:] == ["CASH", "ART_AND_WINE"]
    assert {row["kind"] for row in rows} == {"asset"}
    assert list_own(own) == [
        ("asset", "ART_AND_WINE", "Art and wine"),
        ("liability", "FAMILY", "Family"),
        ("income", "SIDE_JOB", "Side job"),
        ("expense", "HOBBIES", "Hobbies"),
    ]


def test_an_added_category_is_told_and_used(run: Run) -> None:
    assert run("category", "add", " Wine cellar ", "--kind", "asset") == Outcome(
        0, 'Added asset category WINE_CELLAR ("Wine cellar").\n', ""
    )
    for name, category in (("Bordeaux", "wine_cellar"), ("Rioja", "wine cellar")):
        run("asset", "add", name, "--category", category, "--value", "50")
    (row,) = run("report", "networth", "--json").json["rows"]
    assert (row["category"], row["name"], row["value"]) == ("WINE_CELLAR", "Wine cellar", "100.00")


def test_a_code_may_be_given_and_is_written_in_capitals(run: Run) -> None:
    added = run("category", "add", "日本", "--kind", "expense", "--code", "japan", "--json")
    assert added.json["rows"] == [{"category": "JAPAN", "name": "日本", "kind": "expense"}]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message", "hint"),
    [
        (
            ["Wine"],
            2,
            "a category needs a kind",
            "Give --kind asset, liability, income or expense.",
        ),
        (
            ["Wine", "--kind", "thing"],
            2,
            "Invalid value for '--kind': 'thing' is not one of 'asset', 'liability', 'income',"
            " 'expense'",
            "See: finally category add --help",
        ),
        (
            ["日本", "--kind", "asset"],
            2,
            '"日本" makes no code for a category',
            "Give one with --code: up to 40 letters, digits and _, a letter first.",
        ),
        (
            ["Wine", "--kind", "asset", "--code", "1_WINE"],
            2,
            '"1_WINE" makes no code for a category',
            "Give one with --code: up to 40 letters, digits and _, a letter first.",
        ),
        (
            ["x" * 41, "--kind", "asset"],
            2,
            f'"{"x" * 41}" makes no code for a category',
            "Give one with --code: up to 40 letters, digits and _, a letter first.",
        ),
        (
            ["x" * 101, "--kind", "asset"],
            2,
            f'the name "{"x" * 59}…" has 101 characters',
            "At most 100 fit here.",
        ),
        (
            ["", "--kind", "asset"],
            2,
            "a name cannot be empty",
            "Give it at least one letter or digit.",
        ),
        (
            ["FOD/Wine"],
            5,
            'there is no category "FOD"',
            'Did you mean "FOOD"? See them all with: finally category list --kind expense',
        ),
        (
            ["CASH/Purse"],  # of assets
            5,
            'there is no category "CASH"',
            "See them all with: finally category list --kind expense",
        ),
        (
            ["FOOD/ "],
            2,
            "a name cannot be empty",
            "Give it at least one letter or digit.",
        ),
        (
            ["Groceries/Apples"],
            2,
            "FOOD/GROCERIES is a subcategory, and has none of its own",
            "Add it beside that one: finally category add FOOD/NAME",
        ),
        (
            ["FOOD/日本"],
            2,
            '"日本" makes no code for a category',
            "Give one with --code: up to 40 letters, digits and _, a letter first.",
        ),
        (
            ["FOOD/Fuel"],
            6,
            'there is already a subcategory "FUEL", in TRANSPORT',
            "A subcategory's code is its own in all categories. Give another with --code.",
        ),
        (
            ["Cash", "--kind", "asset"],
            6,
            'there is already a category "CASH"',
            "See them with: finally category list --kind asset",
        ),
        (
            ["My cash", "--kind", "asset", "--code", "cash"],
            6,
            'there is already a category "CASH"',
            "See them with: finally category list --kind asset",
        ),
    ],
)
def test_a_category_that_makes_no_sense_is_refused(
    arguments: list[str], exit_code: int, message: str, hint: str, run: Run
) -> None:
    assert run("category", "add", *arguments) == refusal(exit_code, message, hint)
    assert list_own(run) == []


@pytest.mark.parametrize("kind", ["asset", "liability"])
def test_assets_and_debts_share_their_codes(kind: str, run: Run) -> None:
    """They are one table, and a code must mean one category where an asset is added."""
    for code in ("CASH", "MORTGAGE"):
        added = run("category", "add", "Mine", "--kind", kind, "--code", code, "--json")
        assert (added.error["exit"], added.error["code"]) == (6, "CATEGORY_EXISTS")


def test_a_code_may_be_the_same_in_another_kind(own: Run) -> None:
    assert own("category", "add", "Hobbies", "--kind", "income").exit_code == 0
    assert own("category", "add", "Hobbies", "--kind", "income").exit_code == 6


def test_a_category_of_ones_own_is_renamed_by_code_name_or_id(own: Run) -> None:
    assert own("category", "rename", "hobbies", "Sport") == Outcome(
        0, 'HOBBIES is now called "Sport".\n', ""
    )
    assert own("category", "rename", "SPORT", "Climbing").exit_code == 0
    rows = own("category", "list", "--json").json["rows"]
    (id_,) = (row["id"] for row in rows if row["name"] == "Family")
    assert own("category", "rename", id_[:8], "Friends").exit_code == 0
    assert {name for _, _, name in list_own(own)} == {
        "Art and wine",
        "Friends",
        "Side job",
        "Climbing",
    }


@pytest.mark.parametrize("verb", [["rename", "{}", "X"], ["delete", "{}", "--yes"]])
def test_a_built_in_category_is_fixed(verb: list[str], own: Run) -> None:
    for category, code, kind in (("cash", "CASH", "asset"), ("food", "FOOD", "expense")):
        assert own("category", *[word.format(category) for word in verb]) == refusal(
            1,
            f'"{code}" is built in and cannot be changed',
            f"Add one of your own: finally category add NAME --kind {kind}",
        )
    unknown = own("category", *[word.format("Hobies") for word in verb])
    assert unknown == refusal(
        5,
        'there is no category "Hobies"',
        'Did you mean "HOBBIES"? See them all with: finally category list',
    )


def test_a_name_that_two_of_ones_own_share_must_be_told_apart(own: Run) -> None:
    own("category", "add", "Hobbies", "--kind", "income")
    assert own("category", "delete", "Hobbies", "-y") == refusal(
        5, '"Hobbies" fits several categories', "Say which with --kind."
    )
    for code in ("RED", "WHITE"):
        own("category", "add", "Wine", "--kind", "asset", "--code", code)
    assert own("category", "delete", "wine", "-y") == refusal(
        5, '"wine" fits several categories', "Type its code, or more of its id."
    )
    assert own("category", "delete", "Hobbies", "-y", "--kind", "income").exit_code == 0
    assert ("expense", "HOBBIES", "Hobbies") in list_own(own)


def test_a_code_goes_before_a_name(run: Run) -> None:
    run("category", "add", "Wine", "--kind", "asset", "--code", "ART")
    run("category", "add", "Art", "--kind", "asset", "--code", "PICTURES")
    assert run("category", "rename", "art", "Vintage").stdout == 'ART is now called "Vintage".\n'


def test_a_deletion_asks_first(own: Run) -> None:
    assert own("category", "delete", "HOBBIES") == refusal(
        1,
        'Delete the category "Hobbies": that needs a yes, and there is no terminal to ask on',
        "Say it on the command line: --yes",
    )
    assert own("category", "delete", "HOBBIES", "--dry-run").stdout == (
        'Would delete HOBBIES ("Hobbies").\nDry run: nothing was changed.\n'
    )
    assert len(list_own(own)) == 4
    assert own("category", "delete", "HOBBIES", "--yes") == Outcome(
        0, 'Deleted HOBBIES ("Hobbies").\n', ""
    )
    assert len(list_own(own)) == 3


def test_one_in_use_is_refused_with_the_count_of_what_uses_it(own: Run) -> None:
    own("asset", "add", "Bordeaux", "--category", "ART_AND_WINE")
    assert own("category", "delete", "ART_AND_WINE", "-y") == refusal(
        6, '"ART_AND_WINE" is used by 1 entry', "Move them to another category first."
    )
    own("asset", "add", "Rioja", "--category", "ART_AND_WINE")
    error = own("category", "delete", "ART_AND_WINE", "-y", "--json").error
    assert (error["code"], error["uses"]) == ("CATEGORY_IN_USE", 2)
    for name in ("Bordeaux", "Rioja"):
        own("asset", "edit", name, "--category", "CASH")
    assert own("category", "delete", "ART_AND_WINE", "-y").exit_code == 0


@pytest.mark.parametrize(
    ("category", "insertion"),
    [
        (
            "ART_AND_WINE",
            "INSERT INTO category_allocation_targets (user_id, category_id, target_pct)"
            " SELECT user_id, id, 0.5 FROM asset_categories WHERE code = 'ART_AND_WINE'",
        ),
        (
            "SIDE_JOB",
            "INSERT INTO incoming_items (user_id, category_id, year, month, amount)"
            " SELECT user_id, id, 2026, 10, 5 FROM income_categories WHERE code = 'SIDE_JOB'",
        ),
        (
            "HOBBIES",
            "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
            " SELECT user_id, id, 2026, 10, 5 FROM expense_categories WHERE code = 'HOBBIES'",
        ),
        (
            "HOBBIES",
            "INSERT INTO budgets (user_id, category_id, year, month, budget_amount)"
            " SELECT user_id, id, 2026, 10, 5 FROM expense_categories WHERE code = 'HOBBIES'",
        ),
        (
            "HOBBIES",
            "INSERT INTO expense_subcategories (user_id, category_id, code, name)"
            " SELECT user_id, id, 'SAILING', 'Sailing' FROM expense_categories"
            " WHERE code = 'HOBBIES'",
        ),
        (
            "HOBBIES",
            "INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)"
            " SELECT user_id, id, 2026, 5 FROM expense_categories WHERE code = 'HOBBIES'",
        ),
        (
            "HOBBIES",
            "INSERT INTO budget_policies (user_id, category_id, policy)"
            " SELECT user_id, id, 'carry' FROM expense_categories WHERE code = 'HOBBIES'",
        ),
        (
            "HOBBIES",
            "INSERT INTO recurring_items (user_id, expense_category_id, amount, every, first_month)"
            " SELECT user_id, id, 5, 'year', '2026-01-01' FROM expense_categories"
            " WHERE code = 'HOBBIES'",
        ),
        (
            "SIDE_JOB",
            "INSERT INTO recurring_items (user_id, income_category_id, amount, every, first_month)"
            " SELECT user_id, id, 5, 'year', '2026-01-01' FROM income_categories"
            " WHERE code = 'SIDE_JOB'",
        ),
    ],
)
def test_whatever_uses_a_category_counts(
    category: str, insertion: str, own: Run, books: psycopg.Connection[Any]
) -> None:
    books.execute(insertion)
    error = own("category", "delete", category, "-y", "--json").error
    assert (error["exit"], error["code"], error["uses"]) == (6, "CATEGORY_IN_USE", 1)


def test_nothing_of_a_neighbours_categories_shows_or_can_be_touched(own: Run) -> None:
    own("user", "add", "bob@example.org", "--currency", "EUR")
    bob = ("--user", "bob")
    assert list_own(own, *bob) == []
    assert own("category", "rename", "HOBBIES", "X", *bob).exit_code == 5
    assert own("asset", "add", "A", "--category", "ART_AND_WINE", *bob).exit_code == 5
    assert own("category", "add", "Hobbies", "--kind", "expense", *bob).exit_code == 0
    assert own("category", "delete", "HOBBIES", "-y", *bob).exit_code == 0
    assert len(list_own(own, "--user", "ann")) == 4


def test_writes_can_be_tried_first(own: Run) -> None:
    before = list_own(own)
    own("category", "add", "New", "--kind", "asset", "--dry-run")
    own("category", "rename", "HOBBIES", "X", "--dry-run")
    assert list_own(own) == before


# -- subcategories


@pytest.fixture
def sailing(own: Run) -> Run:
    """A subcategory of the user's own in a category of their own, and one in a built-in one."""
    assert own("category", "add", "hobbies/Sailing").exit_code == 0
    assert own("category", "add", "FOOD/Wine & beer").exit_code == 0
    return own


def test_a_subcategory_is_added_into_its_category_and_listed_there(own: Run) -> None:
    assert own("category", "add", "food/ Wine & beer ") == Outcome(
        0, 'Added FOOD/WINE_BEER ("Wine & beer").\n', ""
    )
    added = own("category", "add", "Hobbies/帆", "--code", "sailing", "--json").json
    assert added == {
        "schema": "finally.category.add/1",
        "rows": [
            {"category": "HOBBIES", "subcategory": "SAILING", "name": "帆", "kind": "expense"}
        ],
        "notes": [],
    }
    rows = own("category", "list", "--kind", "expense", "--json").json["rows"]
    assert [row["subcategory"] for row in rows if row["category"] == "FOOD"] == [
        None,
        "GROCERIES",
        "RESTAURANTS",
        "TAKEAWAY",
        "WINE_BEER",
    ]
    (sailing,) = (row for row in rows if row["subcategory"] == "SAILING")
    assert sailing.pop("id")
    assert sailing == {
        "category": "HOBBIES",
        "subcategory": "SAILING",
        "name": "帆",
        "kind": "expense",
        "own": True,
        "closed": None,
    }


def test_an_added_subcategory_can_be_recorded_in_at_once(sailing: Run) -> None:
    assert sailing("expense", "add", "5", "wine & beer").stdout.startswith(
        "Recorded 5.00 EUR for Food / Wine & beer in 2026-11 ("
    )


def test_a_slash_makes_a_subcategory_of_expenses_and_of_nothing_else(run: Run) -> None:
    added = run("category", "add", "FOOD/Wine", "--kind", "expense", "--json").json["rows"]
    assert added[0]["subcategory"] == "WINE"
    assert run("category", "add", "Art/wine", "--kind", "asset").stdout == (
        'Added asset category ART_WINE ("Art/wine").\n'
    )


def test_a_subcategory_that_is_there_already_stays_as_it_is_and_that_is_said(
    sailing: Run,
) -> None:
    before = list_own(sailing)
    assert sailing("category", "add", "HOBBIES/sailing") == Outcome(
        0, 'HOBBIES/SAILING is there already ("Sailing").\n', ""
    )
    again = sailing("category", "add", "FOOD/groceries", "--json")
    assert again.json["rows"] == [
        {"category": "FOOD", "subcategory": "GROCERIES", "name": "Groceries", "kind": "expense"}
    ]
    assert list_own(sailing) == before


def test_a_code_that_is_taken_in_another_category_is_a_conflict(sailing: Run) -> None:
    taken = sailing("category", "add", "FOOD/Sailing", "--json").error
    assert (taken["exit"], taken["code"]) == (6, "CATEGORY_EXISTS")
    assert taken["message"] == 'there is already a subcategory "SAILING", in HOBBIES'
    assert sailing("category", "add", "FOOD/Sailing", "--code", "BOAT_FOOD").exit_code == 0


def test_a_subcategory_may_have_the_code_of_a_category(run: Run) -> None:
    assert run("category", "add", "OTHER/Rent").stdout == 'Added OTHER/RENT ("Rent").\n'
    assert "for Rent and housing in" in run("expense", "add", "5", "rent").stdout
    assert "for Other / Rent in" in run("expense", "add", "5", "other/rent").stdout


@pytest.mark.parametrize("wanted", ["sailing", "SAILING", "HOBBIES/sailing", "hobbies/Sailing"])
def test_a_subcategory_of_ones_own_is_renamed(wanted: str, sailing: Run) -> None:
    assert sailing("category", "rename", wanted, "Boats") == Outcome(
        0, 'HOBBIES/SAILING is now called "Boats".\n', ""
    )
    assert ("expense", "HOBBIES/SAILING", "Boats") in list_own(sailing)


def test_a_subcategory_of_ones_own_is_deleted_when_nothing_uses_it(sailing: Run) -> None:
    id_ = sailing("expense", "add", "5", "sailing", "--json").json["rows"][0]["id"]
    assert sailing("category", "delete", "sailing", "-y") == refusal(
        6,
        '"HOBBIES/SAILING" is used by 1 entry',
        "Move them to another category first, or keep it and close it:"
        " finally category close HOBBIES/SAILING",
    )
    sailing("expense", "edit", id_, "--sub", "")
    assert sailing("category", "delete", "sailing") == refusal(
        1,
        'Delete the category "Sailing": that needs a yes, and there is no terminal to ask on',
        "Say it on the command line: --yes",
    )
    assert sailing("category", "delete", "sailing", "-y") == Outcome(
        0, 'Deleted HOBBIES/SAILING ("Sailing").\n', ""
    )
    assert ("expense", "HOBBIES/SAILING", "Sailing") not in list_own(sailing)


def test_a_recurring_expense_uses_its_subcategory(
    sailing: Run, books: psycopg.Connection[Any]
) -> None:
    books.execute(
        "INSERT INTO recurring_items"
        " (user_id, expense_category_id, subcategory_id, amount, every, first_month)"
        " SELECT user_id, category_id, id, 5, 'year', '2026-01-01' FROM expense_subcategories"
        " WHERE code = 'SAILING'"
    )
    error = sailing("category", "delete", "sailing", "-y", "--json").error
    assert (error["code"], error["uses"]) == ("CATEGORY_IN_USE", 1)


def test_a_rule_uses_its_category_and_its_subcategory(
    sailing: Run, books: psycopg.Connection[Any]
) -> None:
    books.execute(
        "INSERT INTO rules"
        " (user_id, position, pattern, action, expense_category_id, subcategory_id)"
        " SELECT user_id, 1, 'PIER', 'category', category_id, id FROM expense_subcategories"
        " WHERE code = 'SAILING'"
    )
    error = sailing("category", "delete", "sailing", "-y", "--json").error
    assert (error["code"], error["uses"]) == ("CATEGORY_IN_USE", 1)
    books.execute("UPDATE rules SET subcategory_id = NULL")
    assert sailing("category", "delete", "sailing", "-y").exit_code == 0
    error = sailing("category", "delete", "hobbies", "-y", "--json").error
    assert (error["code"], error["uses"]) == ("CATEGORY_IN_USE", 1)


@pytest.mark.parametrize(
    "verb",
    [["rename", "groceries", "X"], ["delete", "FOOD/GROCERIES", "-y"], ["close", "groceries"]],
)
def test_a_built_in_subcategory_is_fixed(verb: list[str], sailing: Run) -> None:
    assert sailing("category", *verb) == refusal(
        1,
        '"FOOD/GROCERIES" is built in and cannot be changed',
        "Add one of your own: finally category add FOOD/NAME --kind expense",
    )


def test_subcategories_of_a_neighbour_do_not_show_and_their_codes_are_free(sailing: Run) -> None:
    sailing("user", "add", "bob@example.org", "--currency", "EUR")
    bob = ("--user", "bob")
    assert list_own(sailing, *bob) == []
    assert sailing("category", "rename", "sailing", "X", *bob).exit_code == 5
    assert sailing("expense", "add", "5", "sailing", *bob).exit_code == 5
    assert sailing("category", "add", "FOOD/Sailing", *bob).exit_code == 0
    assert ("expense", "HOBBIES/SAILING", "Sailing") in list_own(sailing, "--user", "ann")


# -- closing


def closed(run: Run, *options: str) -> dict[str, str]:
    """The closed categories, and since when."""
    rows = run("category", "list", *options, "--json").json["rows"]
    return {row["subcategory"] or row["category"]: row["closed"] for row in rows if row["closed"]}


def recurring(books: psycopg.Connection[Any], last_month: str | None) -> None:
    """A recurring expense in HOBBIES, up to a month or without end."""
    books.execute(
        "INSERT INTO recurring_items"
        " (user_id, expense_category_id, amount, every, first_month, last_month)"
        " SELECT user_id, id, 5, 'month', '2026-01-01', %s FROM expense_categories"
        " WHERE code = 'HOBBIES'",
        [last_month],
    )


def test_a_category_is_closed_from_a_month_on(sailing: Run) -> None:
    assert sailing("category", "close", "hobbies", "--month", "2026-09") == Outcome(
        0, "Closed HOBBIES from 2026-09 on.\n", ""
    )
    assert sailing("category", "close", "Side job").stdout == "Closed SIDE_JOB from 2026-11 on.\n"
    document = sailing("category", "close", "sailing", "--month", "last", "--json").json
    assert document == {
        "schema": "finally.category.close/1",
        "month": "2026-10",
        "rows": [{"category": "SAILING", "name": "Sailing"}],
        "notes": [],
    }
    assert closed(sailing) == {"HOBBIES": "2026-09", "SAILING": "2026-10", "SIDE_JOB": "2026-11"}
    lines = sailing("category", "list", "--kind", "income").stdout.splitlines()
    assert lines[1].split() == ["Category", "Name", "Kind", "Own", "Closed", "Id"]
    assert lines[-1].split()[:-1] == ["SIDE_JOB", "Side", "job", "income", "yes", "2026-11"]


def test_nothing_is_recorded_in_a_closed_category_from_its_month_on(sailing: Run) -> None:
    sailing("category", "close", "hobbies", "--month", "2026-09")
    for category in ("HOBBIES", "HOBBIES/SAILING"):
        for month in ("2026-09", "2026-10", "2026-12"):
            assert sailing("expense", "add", "5", category, "--month", month) == refusal(
                6,
                "HOBBIES has been closed since 2026-09",
                "To open it again: finally category reopen HOBBIES",
            )
    error = sailing("expense", "add", "5", "hobbies", "--json").error
    assert (error["exit"], error["code"]) == (6, "CATEGORY_CLOSED")
    assert sailing("expense", "list", "--json").json["rows"] == []
    assert sailing("expense", "add", "5", "hobbies", "--month", "2026-08").exit_code == 0


def test_a_closed_subcategory_leaves_its_category_open(sailing: Run) -> None:
    sailing("category", "close", "sailing", "--month", "2026-09")
    for words in (["sailing"], ["hobbies", "--sub", "sailing"]):
        assert sailing("expense", "add", "5", *words) == refusal(
            6,
            "HOBBIES/SAILING has been closed since 2026-09",
            "To open it again: finally category reopen HOBBIES/SAILING",
        )
    assert sailing("expense", "add", "5", "hobbies").exit_code == 0


def test_an_open_category_of_a_like_name_is_offered_instead_of_a_closed_one(sailing: Run) -> None:
    sailing("category", "add", "HOBBIES/Yachts")
    sailing("category", "add", "HOBBIES/Yacht")
    sailing("category", "close", "yachts", "--month", "2026-09")
    assert sailing("expense", "add", "5", "yachts") == refusal(
        6,
        "HOBBIES/YACHTS has been closed since 2026-09",
        'Did you mean "HOBBIES/YACHT"? To open it again: finally category reopen HOBBIES/YACHTS',
    )


def test_what_is_in_a_closed_category_keeps_being_shown(own: Run) -> None:
    own("expense", "add", "5", "hobbies", "--month", "2026-08")
    own("category", "close", "hobbies", "--month", "2026-09")
    assert own("expense", "list", "--category", "hobbies", "--json").json["totals"] == {
        "amount": "5.00",
        "items": 1,
    }


def test_a_category_with_entries_in_that_month_or_later_is_not_closed(own: Run) -> None:
    for month in ("2026-08", "2026-10"):
        own("expense", "add", "5", "hobbies", "--month", month)
    for month in ("2026-08", "2026-09", "2026-10"):
        assert own("category", "close", "hobbies", "--month", month) == refusal(
            6,
            '"HOBBIES" has entries in 2026-10',
            f"Close it later, or move them: finally expense list --category HOBBIES --from {month}",
        )
    error = own("category", "close", "hobbies", "--month", "2026-10", "--json").error
    assert (error["exit"], error["code"]) == (6, "CATEGORY_HAS_LATER_ENTRIES")
    assert closed(own) == {}
    assert own("category", "close", "hobbies", "--month", "2026-11").exit_code == 0


def test_incomes_and_entries_in_a_subcategory_stand_against_closing_too(sailing: Run) -> None:
    sailing("income", "add", "5", "side job", "--month", "2026-10")
    assert sailing("category", "close", "side job", "--month", "2026-10") == refusal(
        6,
        '"SIDE_JOB" has entries in 2026-10',
        "Close it later, or move them: finally income list --category SIDE_JOB --from 2026-10",
    )
    sailing("expense", "add", "5", "sailing", "--month", "2026-10")
    assert sailing("category", "close", "sailing", "--month", "2026-09").stderr.startswith(
        'finally: "HOBBIES/SAILING" has entries in 2026-10\n'
    )
    assert sailing("category", "close", "hobbies", "--month", "2026-09").exit_code == 6
    assert closed(sailing) == {}


@pytest.mark.parametrize("last_month", [None, "2026-11-01", "2026-12-01"])
def test_a_category_in_which_something_is_still_due_is_not_closed(
    last_month: str | None, own: Run, books: psycopg.Connection[Any]
) -> None:
    recurring(books, last_month)
    assert own("category", "close", "hobbies", "--month", "2026-11") == refusal(
        6,
        "1 recurring item is still due in HOBBIES",
        "Stop them first: finally recurring list",
    )
    recurring(books, last_month)
    error = own("category", "close", "hobbies", "--month", "2026-11", "--json").error
    assert (error["code"], error["message"]) == (
        "CATEGORY_IN_USE",
        "2 recurring items are still due in HOBBIES",
    )
    assert closed(own) == {}


def test_a_category_in_which_everything_due_is_over_is_closed(
    own: Run, books: psycopg.Connection[Any]
) -> None:
    recurring(books, "2026-10-01")
    assert own("category", "close", "hobbies", "--month", "2026-11").exit_code == 0


def test_a_closed_category_is_opened_again(sailing: Run) -> None:
    sailing("category", "close", "hobbies")
    assert sailing("category", "reopen", "hobbies") == Outcome(0, "Opened HOBBIES.\n", "")
    assert closed(sailing) == {}
    assert sailing("expense", "add", "5", "hobbies").exit_code == 0
    assert sailing("category", "reopen", "hobbies") == Outcome(
        0, "It was open already: HOBBIES.\n", ""
    )
    sailing("category", "close", "sailing", "--month", "2026-12")
    document = sailing("category", "reopen", "sailing", "--json").json
    assert document == {
        "schema": "finally.category.reopen/1",
        "rows": [{"category": "SAILING", "name": "Sailing"}],
        "notes": [],
    }


@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_only_categories_of_ones_own_and_of_entries_are_closed(verb: str, own: Run) -> None:
    assert own("category", verb, "food") == refusal(
        1,
        '"FOOD" is built in and cannot be changed',
        "Add one of your own: finally category add NAME --kind expense",
    )
    for category in ("ART_AND_WINE", "FAMILY"):
        assert own("category", verb, category) == refusal(
            1,
            f'"{category}" sorts what you own or owe, and is not closed itself',
            "Close what is in it: finally asset close ASSET",
        )
    error = own("category", verb, "family", "--json").error
    assert error["code"] == "CATEGORY_OF_ASSETS"
    assert own("category", verb, "Hobies") == refusal(
        5,
        'there is no category "Hobies"',
        'Did you mean "HOBBIES"? See them all with: finally category list',
    )


def test_closing_and_opening_can_be_tried_first(own: Run) -> None:
    assert own("category", "close", "hobbies", "--dry-run").stdout == (
        "Would close HOBBIES from 2026-11 on.\nDry run: nothing was changed.\n"
    )
    assert closed(own) == {}
    own("category", "close", "hobbies")
    own("category", "reopen", "hobbies", "--dry-run")
    assert closed(own) == {"HOBBIES": "2026-11"}


def test_a_neighbours_category_is_not_closed(own: Run) -> None:
    own("user", "add", "bob@example.org", "--currency", "EUR")
    assert own("category", "close", "hobbies", "--user", "bob").exit_code == 5
    assert closed(own, "--user", "ann") == {}


def test_only_expenses_have_subcategories(run: Run) -> None:
    assert run("category", "add", "SALARY/Ann", "--kind", "income") == refusal(
        2,
        '"SALARY/Ann" names a subcategory, and only expenses have them',
        "Leave out what stands before the slash.",
    )
    assert list_own(run) == []
    # A slash in the name of an asset category is a slash.
    assert run("category", "add", "Art/Wine", "--kind", "asset").exit_code == 0
