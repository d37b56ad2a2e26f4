"""finally category: list, add, rename, delete."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run


def refused(exit_code: int, message: str, hint: str) -> Outcome:
    return Outcome(exit_code, "", f"finally: {message}\n  {hint}\n")


def listed(run: Run, *options: str) -> list[tuple[str, str, str]]:
    rows = run("category", "list", *options, "--json").json["rows"]
    return [(row["kind"], row["category"], row["name"]) for row in rows if row["own"]]


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
        assert row["own"] is False
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
    assert listed(own) == [
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
    assert run("category", "add", *arguments) == refused(exit_code, message, hint)
    assert listed(run) == []


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
    assert {name for _, _, name in listed(own)} == {
        "Art and wine",
        "Friends",
        "Side job",
        "Climbing",
    }


@pytest.mark.parametrize("verb", [["rename", "{}", "X"], ["delete", "{}", "--yes"]])
def test_a_built_in_category_is_fixed(verb: list[str], own: Run) -> None:
    for category, code, kind in (("cash", "CASH", "asset"), ("food", "FOOD", "expense")):
        assert own("category", *[word.format(category) for word in verb]) == refused(
            1,
            f'"{code}" is built in and cannot be changed',
            f"Add one of your own: finally category add NAME --kind {kind}",
        )
    unknown = own("category", *[word.format("Hobies") for word in verb])
    assert unknown == refused(
        5,
        'there is no category "Hobies"',
        'Did you mean "HOBBIES"? See them all with: finally category list',
    )


def test_a_name_that_two_of_ones_own_share_must_be_told_apart(own: Run) -> None:
    own("category", "add", "Hobbies", "--kind", "income")
    assert own("category", "delete", "Hobbies", "-y") == refused(
        5, '"Hobbies" fits several categories', "Say which with --kind."
    )
    for code in ("RED", "WHITE"):
        own("category", "add", "Wine", "--kind", "asset", "--code", code)
    assert own("category", "delete", "wine", "-y") == refused(
        5, '"wine" fits several categories', "Type its code, or more of its id."
    )
    assert own("category", "delete", "Hobbies", "-y", "--kind", "income").exit_code == 0
    assert ("expense", "HOBBIES", "Hobbies") in listed(own)


def test_a_code_goes_before_a_name(run: Run) -> None:
    run("category", "add", "Wine", "--kind", "asset", "--code", "ART")
    run("category", "add", "Art", "--kind", "asset", "--code", "PICTURES")
    assert run("category", "rename", "art", "Vintage").stdout == 'ART is now called "Vintage".\n'


def test_a_deletion_asks_first(own: Run) -> None:
    assert own("category", "delete", "HOBBIES") == refused(
        1,
        'Delete the category "Hobbies": that needs a yes, and there is no terminal to ask on',
        "Say it on the command line: --yes",
    )
    assert own("category", "delete", "HOBBIES", "--dry-run").stdout == (
        'Deleted HOBBIES ("Hobbies").\nDry run: nothing was changed.\n'
    )
    assert len(listed(own)) == 4
    assert own("category", "delete", "HOBBIES", "--yes") == Outcome(
        0, 'Deleted HOBBIES ("Hobbies").\n', ""
    )
    assert len(listed(own)) == 3


def test_one_in_use_is_refused_with_the_count_of_what_uses_it(own: Run) -> None:
    own("asset", "add", "Bordeaux", "--category", "ART_AND_WINE")
    assert own("category", "delete", "ART_AND_WINE", "-y") == refused(
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
    assert listed(own, *bob) == []
    assert own("category", "rename", "HOBBIES", "X", *bob).exit_code == 5
    assert own("asset", "add", "A", "--category", "ART_AND_WINE", *bob).exit_code == 5
    assert own("category", "add", "Hobbies", "--kind", "expense", *bob).exit_code == 0
    assert own("category", "delete", "HOBBIES", "-y", *bob).exit_code == 0
    assert len(listed(own, "--user", "ann")) == 4


def test_writes_can_be_tried_first(own: Run) -> None:
    before = listed(own)
    own("category", "add", "New", "--kind", "asset", "--dry-run")
    own("category", "rename", "HOBBIES", "X", "--dry-run")
    assert listed(own) == before
