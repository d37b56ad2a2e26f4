"""finally asset: add, list, edit, close, reopen, delete."""

from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal


def assets_by_name(run: Run, *options: str) -> dict[str, dict[str, Any]]:
    """The assets by name, which is the second look at every write here."""
    rows = run("asset", "list", *options, "--json").json["rows"]
    return {row["asset"]: row for row in rows}


@pytest.fixture
def checking(run: Run) -> Run:
    """One account with values in two months."""
    run("asset", "add", "Checking", "--category", "CASH", "--value", "5", "--month", "2026-09")
    run("snapshot", "add", "Checking", "7", "--month", "2026-10")
    return run


# -- add


def test_an_asset_is_added_and_listed(run: Run) -> None:
    added = run("asset", "add", "  World fund ", "--category", "etf_stocks", "--ticker", "VWCE")
    assert added == Outcome(0, 'Added "World fund" to ETF_STOCKS.\n', "")
    row = assets_by_name(run)["World fund"]
    assert row.pop("id")
    assert row == {
        "asset": "World fund",
        "category": "ETF_STOCKS",
        "category_name": "Stock ETFs",
        "kind": "asset",
        "ticker": "VWCE",
        "currency": "EUR",
        "value": None,
        "month": None,
        "closed": None,
        "kept_by": "value",
        "locked": False,
        "market_cap": None,
    }


def test_the_json_of_an_added_asset_is_the_asset(run: Run) -> None:
    document = run(
        "asset", "add", "Loan", "--category", "Loans", "--currency", "usd", "--json"
    ).json
    (row,) = document.pop("rows")
    assert document == {"schema": "finally.asset.add/1", "notes": []}
    assert row.pop("id") == assets_by_name(run)["Loan"]["id"]
    assert row == {
        "asset": "Loan",
        "category": "LOAN",
        "kind": "liability",
        "ticker": None,
        "currency": "USD",
        "kept_by": "value",
        "locked": False,
    }


def test_a_category_is_meant_by_its_code_or_its_name(run: Run) -> None:
    for name, category in (("A", "cash"), ("B", "Cash"), ("C", "single stocks"), ("D", "LOANS")):
        assert run("asset", "add", name, "--category", category).exit_code == 0
    assert [row["category"] for row in assets_by_name(run).values()] == [
        "SINGLE_STOCKS",
        "CASH",
        "CASH",
        "LOAN",
    ]


def test_a_first_value_comes_with_its_month(run: Run) -> None:
    added = run("asset", "add", "Car", "--category", "CASH", "--value", "-9", "--month", "2026-10")
    assert added.stdout == ('Added "Car" to CASH.\nRecorded "Car" at -9.00 EUR for 2026-10.\n')
    assert (assets_by_name(run)["Car"]["value"], assets_by_name(run)["Car"]["month"]) == (
        "-9.00",
        "2026-10",
    )


def test_a_first_value_in_another_currency_takes_its_rate(run: Run) -> None:
    command = ["asset", "add", "Gold", "--category", "CASH", "--currency", "USD", "--value", "10"]
    assert run(*command) == refusal(
        5,
        "there is no rate from USD to EUR in 2026-11",
        "Give it with --rate, or record it: finally fx set USD/EUR RATE --month 2026-11",
    )
    assert assets_by_name(run) == {}, "the asset is not left behind without its value"
    assert run(*command, "--rate", "0.9").exit_code == 0
    assert (assets_by_name(run)["Gold"]["value"], assets_by_name(run)["Gold"]["currency"]) == (
        "9.00",
        "USD",
    )


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message", "hint"),
    [
        (
            ["Car"],
            2,
            "an asset needs a category",
            "Give its code with --category; see them with: finally category list",
        ),
        ([], 2, "Missing argument 'NAME'", "See: finally asset add --help"),
        (
            ["Car", "--category", "MORTAGE"],
            5,
            'there is no category "MORTAGE"',
            'Did you mean "MORTGAGE"? See them all with: finally category list',
        ),
        (
            ["Car", "--category", "FOOD"],
            5,
            'there is no category "FOOD"',
            "See them all with: finally category list",
        ),
        (
            ["Car", "--category", "CASH", "--month", "2026-10"],
            2,
            "--month and --rate go with --value",
            "Give the value too.",
        ),
        (
            ["Car", "--category", "CASH", "--value", "1.234"],
            2,
            'the amount "1.234" can be read in two ways',
            "Write 1234 for thousands, or 1.2340 for decimals.",
        ),
        (
            ["Car", "--category", "CASH", "--currency", "XYZ"],
            2,
            'there is no currency "XYZ"',
            "Use a three-letter ISO 4217 code, such as EUR, USD or GBP.",
        ),
        (
            ["", "--category", "CASH"],
            2,
            "a name cannot be empty",
            "Give it at least one letter or digit.",
        ),
        (
            [" \t ", "--category", "CASH"],
            2,
            "a name cannot be empty",
            "Give it at least one letter or digit.",
        ),
        (
            ["x" * 201, "--category", "CASH"],
            2,
            f'the name "{"x" * 59}…" has 201 characters',
            "At most 200 fit here.",
        ),
        (
            ["Car\x1b[31m", "--category", "CASH"],
            2,
            'the name "Car\\x1b[31m" holds a control character',
            "Use one line of plain text; put the rest into --note.",
        ),
        (
            ["Car\udcff", "--category", "CASH"],
            2,
            'the name "Car\\udcff" holds a control character',
            "Use one line of plain text; put the rest into --note.",
        ),
        (
            ["Car", "--category", "CASH\udcff"],
            2,
            '"CASH\\udcff" is not valid text',
            "Type it in UTF-8.",
        ),
        (
            ["Car", "--category", "CASH", "--ticker", "x" * 33],
            2,
            f'the name "{"x" * 33}" has 33 characters',
            "At most 32 fit here.",
        ),
    ],
)
def test_an_asset_that_makes_no_sense_is_refused(
    arguments: list[str], exit_code: int, message: str, hint: str, run: Run
) -> None:
    assert run("asset", "add", *arguments) == refusal(exit_code, message, hint)
    assert assets_by_name(run) == {}


def test_a_name_is_taken_without_regard_to_case(checking: Run) -> None:
    assert checking("asset", "add", "CHECKING", "--category", "CRYPTO") == refusal(
        6, "there is already an asset of that name", "See them all with: finally asset list --all"
    )
    again = checking("asset", "add", "checking", "--category", "CASH", "--json")
    assert (again.error["code"], again.error["exit"]) == ("ASSET_EXISTS", 6)
    assert list(assets_by_name(checking)) == ["Checking"]


def test_a_name_of_200_characters_of_any_script_fits(run: Run) -> None:
    name = "漢" * 200
    assert run("asset", "add", name, "--category", "CASH").exit_code == 0
    assert list(assets_by_name(run)) == [name]


def test_an_addition_can_be_tried_first(run: Run) -> None:
    tried = run("asset", "add", "Car", "--category", "CASH", "--value", "5", "--dry-run")
    assert tried == Outcome(
        0,
        'Would add "Car" to CASH.\nWould record "Car" at 5.00 EUR for 2026-11.\n'
        "Dry run: nothing was changed.\n",
        "",
    )
    assert assets_by_name(run, "--all") == {}
    assert run("snapshot", "list", "--json").json["rows"] == []


# -- list


def test_no_assets_are_no_failure(run: Run) -> None:
    assert run("asset", "list").stdout == (
        "Assets and debts (EUR)\n"
        "No assets yet. Add one with: finally asset add NAME --category CODE\n"
    )
    assert run("asset", "list", "--csv").stdout == (
        "asset,category,category_name,kind,ticker,currency,value,month,closed,kept_by,locked,market_cap,id\n"
    )


def test_the_list_has_the_newest_value_of_each_and_debts_last(checking: Run) -> None:
    checking("asset", "add", "Aaa", "--category", "MORTGAGE", "--value", "3")
    shown = checking("asset", "list").stdout.splitlines()
    assert [line.split()[:4] for line in shown[3:]] == [
        ["Checking", "Cash", "7.00", "2026-10"],
        ["Aaa", "Mortgage", "-3.00", "2026-11"],
    ]


def test_the_table_never_cuts_an_amount_or_a_name(run: Run) -> None:
    largest = "99999999999999999999.9999"
    run("asset", "add", "n" * 200, "--category", "CASH", "--value", largest)
    shown = run("asset", "list").stdout
    assert "n" * 200 in shown
    assert "100,000,000,000,000,000,000.00" in shown  # rounded to cents for people
    assert assets_by_name(run)["n" * 200]["value"] == largest


# -- edit


def test_what_is_not_named_stays_as_it_is(checking: Run) -> None:
    edited = checking("asset", "edit", "checking", "--name", "Giro", "--ticker", "G")
    assert edited == Outcome(
        0, 'Renamed "Checking" to "Giro".\n"Giro" is now in CASH, in EUR, ticker G.\n', ""
    )
    row = assets_by_name(checking)["Giro"]
    assert (row["category"], row["ticker"], row["value"]) == ("CASH", "G", "7.00")
    checking("asset", "edit", "Giro", "--category", "crypto")
    row = assets_by_name(checking)["Giro"]
    assert (row["category"], row["ticker"]) == ("CRYPTO", "G")
    checking("asset", "edit", "Giro", "--ticker", "")
    assert assets_by_name(checking)["Giro"]["ticker"] is None


def test_the_case_of_a_name_can_be_changed(checking: Run) -> None:
    assert checking("asset", "edit", "Checking", "--name", "CHECKING").exit_code == 0
    assert list(assets_by_name(checking)) == ["CHECKING"]


def test_an_edit_that_makes_no_sense_is_refused(checking: Run) -> None:
    checking("asset", "add", "Car", "--category", "CASH")
    before = assets_by_name(checking)
    for arguments, outcome in (
        (
            ["Checking"],
            refusal(
                2,
                "there is nothing to change",
                "Give --name, --category, --ticker, --currency, --by or --locked.",
            ),
        ),
        (
            ["Chcking", "--name", "X"],
            refusal(
                5,
                'there is no asset named "Chcking"',
                'Did you mean "Checking"? See them all with: finally asset list --all',
            ),
        ),
        (
            ["Checking", "--name", "CAR"],
            refusal(
                6,
                "there is already an asset of that name",
                "See them all with: finally asset list --all",
            ),
        ),
        (
            ["Checking", "--category", "MORTGAGE"],
            refusal(
                6,
                "an asset with values cannot become a debt, nor a debt an asset",
                "Close it, and add a new one in the other category.",
            ),
        ),
        (
            ["Checking", "--category", "CSH"],
            refusal(
                5,
                'there is no category "CSH"',
                'Did you mean "CASH"? See them all with: finally category list',
            ),
        ),
    ):
        assert checking("asset", "edit", *arguments) == outcome
        assert assets_by_name(checking) == before


def test_an_asset_without_values_may_become_a_debt(run: Run) -> None:
    run("asset", "add", "Car", "--category", "CASH")
    assert run("asset", "edit", "Car", "--category", "LOAN").exit_code == 0
    assert assets_by_name(run)["Car"]["kind"] == "liability"


def test_an_edit_can_be_tried_first(checking: Run) -> None:
    assert checking("asset", "edit", "Checking", "--name", "X", "--dry-run").exit_code == 0
    assert list(assets_by_name(checking)) == ["Checking"]


# -- close and reopen


def test_a_closed_asset_leaves_the_list_and_keeps_its_history(checking: Run) -> None:
    assert checking("asset", "close", "Checking", "--month", "2026-11") == Outcome(
        0, 'Closed "Checking" from 2026-11 on.\n', ""
    )
    assert assets_by_name(checking) == {}
    assert assets_by_name(checking, "--all")["Checking"]["closed"] == "2026-11"
    assert len(checking("snapshot", "list", "--json").json["rows"]) == 2
    assert checking("asset", "reopen", "Checking") == Outcome(0, 'Opened "Checking".\n', "")
    assert checking("asset", "reopen", "Checking") == Outcome(
        0, 'It was open already: "Checking".\n', ""
    )
    assert assets_by_name(checking)["Checking"]["closed"] is None


def test_without_a_month_it_is_closed_from_this_one_on(checking: Run) -> None:
    assert checking("asset", "close", "Checking", "--json").json["rows"] == [
        {"asset": "Checking", "month": "2026-11"}
    ]


def test_an_asset_is_not_closed_before_its_last_value(checking: Run) -> None:
    id_ = assets_by_name(checking)["Checking"]["id"][:8]
    shown = checking("asset", "close", "Checking", "--month", "2026-09")
    assert shown == refusal(
        6,
        '"Checking" has a value in 2026-10, after that month',
        f"Close it later, or delete that value: finally snapshot delete {id_} --month 2026-10",
    )
    assert assets_by_name(checking)["Checking"]["closed"] is None
    hint = f"snapshot delete {id_} --month 2026-10 --yes".split()
    assert checking(*hint).exit_code == 0, "the hint works as it stands"
    assert checking("asset", "close", "Checking", "--month", "2026-09").exit_code == 0


def test_closing_and_opening_can_be_tried_first(checking: Run) -> None:
    checking("asset", "close", "Checking", "--dry-run")
    assert assets_by_name(checking)["Checking"]["closed"] is None
    checking("asset", "close", "Checking")
    checking("asset", "reopen", "Checking", "--dry-run")
    assert assets_by_name(checking) == {}


# -- delete


def test_an_asset_with_values_is_deleted_only_after_a_yes(checking: Run) -> None:
    assert checking("asset", "delete", "Checking") == refusal(
        1,
        'Delete "Checking" and 2 values with it: that needs a yes, and there is no terminal to'
        " ask on",
        "Say it on the command line: --yes",
    )
    assert checking("asset", "delete", "Checking", "--json").error["code"] == "NOT_CONFIRMED"
    assert "Checking" in assets_by_name(checking)
    deleted = checking("asset", "delete", "Checking", "--yes")
    assert deleted == Outcome(0, 'Deleted "Checking" and 2 values.\n', "")
    assert assets_by_name(checking, "--all") == {}
    assert checking("snapshot", "list", "--json").json["rows"] == []
    assert checking("report", "networth").exit_code == 5


SOURCE = (
    "INSERT INTO sources (user_id, source_name, currency, asset_id)"
    " SELECT user_id, 'City bank', 'EUR', {} FROM assets"
)
RULE = (
    "INSERT INTO rules (user_id, position, pattern, action, asset_id)"
    " SELECT user_id, 1, 'SAVED', 'contribution', id FROM assets"
)
BANK_ROW = (
    SOURCE.format("NULL")
    + """;
    INSERT INTO imports (user_id, source_id, file_name, file_hash, format, rows_read)
    SELECT user_id, id, 'october.csv', sha256('x'), 'csv', 1 FROM sources;
    INSERT INTO import_rows (
        user_id, import_id, source_id, line, day, amount, text, key, occurrence,
        decision, decided_by, asset_id, contributed
    )
    SELECT assets.user_id, imports.id, source_id, 2, '2026-10-02', -5, 'SAVED', gen_random_uuid(),
        1, 'contribution', 'rule', assets.id, 5
    FROM assets, imports
    """
)


@pytest.mark.parametrize(
    ("bank", "message", "hint"),
    [
        (
            SOURCE.format("id"),
            '"Checking" is the asset of the source "City bank"',
            "Take it from the source first.",
        ),
        (RULE, '1 rule puts money into "Checking"', "Delete what puts money there first."),
        (
            BANK_ROW,
            '1 bank row puts money into "Checking"',
            "Close it, and keep its history: finally asset close {id}",
        ),
    ],
)
def test_an_asset_that_a_bank_needs_is_not_deleted(
    checking: Run, books: psycopg.Connection[Any], bank: str, message: str, hint: str
) -> None:
    books.execute(bank.encode())
    id_ = assets_by_name(checking)["Checking"]["id"][:8]
    told = checking("asset", "delete", "Checking", "--yes")
    assert told == refusal(6, message, hint.format(id=id_))
    assert checking("asset", "delete", "Checking", "--json").error["code"] == "ASSET_IN_USE"
    assert "Checking" in assets_by_name(checking)


def test_an_asset_without_values_is_deleted_without_a_question(run: Run) -> None:
    run("asset", "add", "Car", "--category", "CASH")
    assert run("asset", "delete", "Car", "--json").json == {
        "schema": "finally.asset.delete/1",
        "snapshots": 0,
        "market_caps": 0,
        "prices": 0,
        "splits": 0,
        "targets": 0,
        "rows": [{"asset": "Car"}],
        "notes": [],
    }
    assert assets_by_name(run, "--all") == {}


@pytest.fixture
def acme(run: Run, books: psycopg.Connection[Any]) -> Run:
    """A share with a value, two market caps and a target in each of three sets."""
    run("asset", "add", "Acme", "--category", "SINGLE_STOCKS", "--value", "5")
    run("asset", "add", "Other", "--category", "SINGLE_STOCKS", "--value", "1")
    for name in ("Acme", "Other"):
        run("marketcap", "set", name, "3B", "--month", "2026-10")
        run("marketcap", "set", name, "4B")
    books.execute(
        "INSERT INTO asset_targets (user_id, asset_id, target_pct, year)"
        " SELECT user_id, id, 0.25, year FROM assets CROSS JOIN generate_series(2024, 2026) AS year"
    )
    return run


def left(books: psycopg.Connection[Any]) -> list[tuple[str, int, int, int]]:
    """Of each asset its values, market caps and targets, counted."""
    return books.execute(
        "SELECT asset_name,"
        " (SELECT count(*) FROM asset_inputs WHERE asset_id = assets.id),"
        " (SELECT count(*) FROM market_cap_history WHERE asset_id = assets.id),"
        " (SELECT count(*) FROM asset_targets WHERE asset_id = assets.id)"
        " FROM assets ORDER BY asset_name"
    ).fetchall()


def test_its_market_caps_and_targets_go_along_and_are_told(
    acme: Run, books: psycopg.Connection[Any]
) -> None:
    assert acme("asset", "delete", "Acme") == refusal(
        1,
        'Delete "Acme" and 1 value, 2 market caps and 3 targets with it: that needs a yes, and'
        " there is no terminal to ask on",
        "Say it on the command line: --yes",
    )
    assert left(books) == [("Acme", 1, 2, 3), ("Other", 1, 2, 3)]
    tried = acme("asset", "delete", "Acme", "--dry-run", "--json").json
    deleted = acme("asset", "delete", "Acme", "--yes", "--json").json
    assert (tried.pop("dry_run"), tried) == (True, deleted)
    assert deleted == {
        "schema": "finally.asset.delete/1",
        "snapshots": 1,
        "market_caps": 2,
        "prices": 0,
        "splits": 0,
        "targets": 3,
        "rows": [{"asset": "Acme"}],
        "notes": [],
    }
    assert left(books) == [("Other", 1, 2, 3)]
    assert [row["asset"] for row in acme("marketcap", "list", "--json").json["rows"]] == [
        "Other",
        "Other",
    ]
    assert acme("asset", "delete", "Other", "--yes").stdout == (
        'Deleted "Other", 1 value, 2 market caps and 3 targets.\n'
    )
    assert left(books) == []
    assert books.execute("SELECT count(*) FROM target_sets").fetchone() == (3,), "sets stay"


@pytest.mark.parametrize(
    ("table", "what"), [("market_cap_history", "3 targets"), ("asset_targets", "2 market caps")]
)
def test_what_it_has_none_of_is_not_told_but_the_rest_is_asked_about(
    acme: Run, books: psycopg.Connection[Any], table: str, what: str
) -> None:
    books.execute("DELETE FROM asset_inputs")
    books.execute(f"DELETE FROM {table}")
    told = acme("asset", "delete", "Acme").stderr
    assert told.startswith(f'finally: Delete "Acme" and {what} with it: that needs a yes')
    assert acme("asset", "delete", "Acme", "-y").stdout == f'Deleted "Acme" and {what}.\n'
    books.execute("DELETE FROM market_cap_history")
    books.execute("DELETE FROM asset_targets")
    assert acme("asset", "delete", "Other").stdout == 'Deleted "Other".\n'


def test_a_deletion_can_be_tried_first(checking: Run) -> None:
    assert checking("asset", "delete", "Checking", "--dry-run").stdout == (
        'Would delete "Checking" and 2 values.\nDry run: nothing was changed.\n'
    )
    assert assets_by_name(checking)["Checking"]["value"] == "7.00"


def test_only_the_named_asset_loses_its_values(checking: Run) -> None:
    checking("asset", "add", "Other", "--category", "CASH", "--value", "1")
    checking("asset", "delete", "Checking", "-y")
    assert [row["asset"] for row in checking("snapshot", "list", "--json").json["rows"]] == [
        "Other"
    ]


# -- whose they are


def test_a_neighbour_can_have_an_asset_of_the_same_name(
    checking: Run, books: psycopg.Connection[Any]
) -> None:
    checking("user", "add", "bob@example.org", "--currency", "EUR")
    bob = ("--user", "bob")
    assert checking("asset", "edit", "Checking", "--name", "X", *bob).exit_code == 5
    assert checking("asset", "add", "Checking", "--category", "CASH", *bob).exit_code == 0
    checking("asset", "delete", "Checking", "-y", *bob)
    assert assets_by_name(checking, "--user", "ann")["Checking"]["value"] == "7.00"


def test_a_neighbours_id_is_no_id(checking: Run) -> None:
    id_ = assets_by_name(checking)["Checking"]["id"]
    checking("user", "add", "bob@example.org", "--currency", "EUR")
    assert checking("asset", "delete", id_, "-y", "--user", "bob").exit_code == 5
    assert checking("snapshot", "list", "--asset", id_, "--user", "bob").exit_code == 5
    assert "Checking" in assets_by_name(checking, "--user", "ann")
