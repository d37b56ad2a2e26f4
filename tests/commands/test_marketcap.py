"""finally marketcap set, list and delete, and what the asset itself shows of it."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.commands.marketcap.newest import lock_market_caps
from finally_cli.commands.marketcap.set import SET
from finally_cli.store.database import CurrentUser, Database
from tests.commands.test_completion import offered
from tests.commands.test_output import wait_until_locked_out
from tests.conftest import Outcome, Run, Server
from tests.support.outcomes import refusal
from tests.support.processes import PATIENCE, Program

IN_FULL = "Write it as 3.1T, 450B, 12M or 900K, or in full: 3100000000000."


def list_market_caps(run: Run, *options: str) -> list[tuple[str, str, str, str, str | None]]:
    rows = run("marketcap", "list", *options, "--json").json["rows"]
    return [
        (row["month"], row["asset"], row["market_cap"], row["source"], row["change"])
        for row in rows
    ]


def on_the_asset(run: Run, name: str = "Acme", *options: str) -> str | None:
    """What `asset list` says of it: the second look at every write here."""
    rows = run("asset", "list", "--all", "--json", *options).json["rows"]
    (found,) = (row["market_cap"] for row in rows if row["asset"] == name)
    return found if found is None else str(found)


def kept_on_the_asset(books: psycopg.Connection[Any], name: str = "Acme") -> tuple[Any, ...]:
    """The columns themselves, of which no command shows the last two."""
    found = books.execute(
        "SELECT market_cap, market_cap_source, market_cap_synced_at IS NOT NULL FROM assets"
        " WHERE asset_name = %s",
        [name],
    ).fetchone()
    assert found is not None
    return tuple(found)


@pytest.fixture
def acme(run: Run) -> Run:
    """A share and a coin, without values, and a debt."""
    run("asset", "add", "Acme", "--category", "SINGLE_STOCKS", "--currency", "USD")
    run("asset", "add", "Coin", "--category", "CRYPTO")
    run("asset", "add", "Loan", "--category", "LOAN")
    return run


# -- set


def test_a_market_cap_is_recorded_for_a_month_and_replaced(acme: Run) -> None:
    said = 'Recorded the market cap of "Acme" at '
    assert acme("marketcap", "set", "acme", "3.1T", "--month", "2026-10") == Outcome(
        0, f"{said}3,100,000,000,000.00 EUR for 2026-10.\n", ""
    )
    assert acme("marketcap", "set", "Acme", "3.2T", "--month", "2026-10") == Outcome(
        0, f"{said}3,200,000,000,000.00 EUR for 2026-10; it was 3,100,000,000,000.00.\n", ""
    )
    assert list_market_caps(acme) == [("2026-10", "Acme", "3200000000000.00", "typed", None)]
    assert on_the_asset(acme) == "3200000000000.00"


def test_the_same_again_leaves_it_as_it_was_and_says_so(acme: Run) -> None:
    first = acme("marketcap", "set", "Acme", "450B", "--source", "annual report")
    before = list_market_caps(acme)
    again = acme("marketcap", "set", "Acme", "450000000000", "--source", "annual report")
    assert again == Outcome(0, first.stdout.replace(".\n", ", as it was.\n"), "")
    assert (
        list_market_caps(acme)
        == before
        == [("2026-11", "Acme", "450000000000.00", "annual report", None)]
    )


def test_the_same_from_another_source_says_that_it_has_one(acme: Run) -> None:
    acme("marketcap", "set", "Acme", "12M", "--source", "annual report")
    assert acme("marketcap", "set", "Acme", "12M").stdout == (
        'Recorded the market cap of "Acme" at 12,000,000.00 EUR for 2026-11, as it was,'
        ' now from "typed".\n'
    )
    assert list_market_caps(acme) == [("2026-11", "Acme", "12000000.00", "typed", None)]


def test_the_json_says_what_was_there(acme: Run) -> None:
    acme("marketcap", "set", "Acme", "900k", "--month", "last")
    document = acme("marketcap", "set", "Acme", "1m", "--month", "-1", "--source", "web", "--json")
    assert document.json == {
        "schema": "finally.marketcap.set/1",
        "currency": "EUR",
        "rows": [
            {
                "asset": "Acme",
                "month": "2026-10",
                "market_cap": "1000000.00",
                "source": "web",
                "previous_market_cap": "900000.00",
                "previous_source": "typed",
            }
        ],
        "notes": [],
    }
    assert acme("marketcap", "set", "Coin", "5", "--csv").stdout == (
        "asset,month,market_cap,source,previous_market_cap,previous_source\n"
        "Coin,2026-11,5.00,typed,,\n"
    )


def test_the_largest_and_the_finest_are_kept_exactly(acme: Run) -> None:
    for typed in ("99999999999999999999.9999", "0.0001"):
        assert acme("marketcap", "set", "Acme", typed).exit_code == 0
        assert list_market_caps(acme) == [("2026-11", "Acme", typed, "typed", None)]
        assert on_the_asset(acme) == typed


def test_an_id_will_do_and_a_closed_asset_still_has_a_market_cap(acme: Run) -> None:
    rows = acme("asset", "list", "--json").json["rows"]
    id_ = next(row["id"] for row in rows if row["asset"] == "Acme")
    acme("asset", "close", "Acme", "--month", "2026-01")
    assert acme("marketcap", "set", id_[:8], "7", "--month", "2026-10").exit_code == 0
    assert on_the_asset(acme) == "7.00"


def test_it_can_be_tried_first(acme: Run, books: psycopg.Connection[Any]) -> None:
    assert acme("marketcap", "set", "Acme", "7", "--dry-run").stdout == (
        'Would record the market cap of "Acme" at 7.00 EUR for 2026-11.\n'
        "Dry run: nothing was changed.\n"
    )
    assert list_market_caps(acme) == []
    assert kept_on_the_asset(books) == (None, None, False)


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code", "message", "hint"),
    [
        (["Acme", "0"], 2, "MARKET_CAP_NOT_ABOVE_ZERO", "a market cap is above zero", IN_FULL),
        (["Acme", "-5"], 2, "MARKET_CAP_NOT_ABOVE_ZERO", "a market cap is above zero", IN_FULL),
        (["Acme", "-3T"], 2, "MARKET_CAP_NOT_ABOVE_ZERO", "a market cap is above zero", IN_FULL),
        (["Acme", "3.1X"], 2, "USAGE", '"3.1X" is not an amount of money', IN_FULL),
        (
            ["Acme", "1.234B"],
            2,
            "USAGE",
            'the amount "1.234B" can be read in two ways',
            "Write 1234B for thousands, or 1.2340B for decimals.",
        ),
        (
            ["Acme", "100000000T"],
            2,
            "USAGE",
            'the amount "100000000T" is too large',
            "At most 20 digits fit before the point.",
        ),
        (["Acme"], 2, "USAGE", "Missing argument 'VALUE'", "See: finally marketcap set --help"),
        (
            ["Acme", "5", "--month", "2026-13"],
            2,
            "USAGE",
            '"2026-13" is not a month: there is no month 13',
            "Write it as 2026-10, oct 2026, oct, this, last, next, or -3 for three months ago.",
        ),
        (
            ["Acme", "5", "--source", "  "],
            2,
            "USAGE",
            "a source cannot be empty",
            "Say where the figure is from, or leave it out.",
        ),
        (
            ["Acme", "5", "--source", "x" * 201],
            2,
            "USAGE",
            f'the source "{"x" * 59}…" has 201 characters',
            "At most 200 fit here.",
        ),
        (
            ["Acme", "5", "--source", "a\nb"],
            2,
            "USAGE",
            'the source "a\\nb" holds a control character',
            "Use one line of plain text.",
        ),
        (
            ["Acm", "5"],
            5,
            "ASSET_NOT_FOUND",
            'there is no asset named "Acm"',
            'Did you mean "Acme"? See them all with: finally asset list --all',
        ),
        (
            ["loan", "5"],
            1,
            "MARKET_CAP_OF_A_DEBT",
            '"Loan" is a debt, and a debt has no market cap',
            "Record what is owed instead, with: finally snapshot add",
        ),
    ],
)
def test_a_market_cap_that_makes_no_sense_is_refused(
    acme: Run, arguments: list[str], exit_code: int, code: str, message: str, hint: str
) -> None:
    assert acme("marketcap", "set", *arguments) == refusal(exit_code, message, hint)
    error = acme("marketcap", "set", *arguments, "--json").error
    assert (error["code"], error["exit"]) == (code, exit_code)
    assert list_market_caps(acme) == []
    assert on_the_asset(acme) is None


def test_a_source_of_200_characters_fits(acme: Run) -> None:
    assert acme("marketcap", "set", "Acme", "5", "--source", "漢" * 200).exit_code == 0
    assert list_market_caps(acme)[0][3] == "漢" * 200


# -- what the asset shows


def test_the_asset_shows_the_newest_month_whichever_was_recorded_last(
    acme: Run, books: psycopg.Connection[Any]
) -> None:
    acme("marketcap", "set", "Acme", "5", "--month", "2026-10", "--source", "web")
    acme("marketcap", "set", "Acme", "9", "--month", "2025-12")
    assert kept_on_the_asset(books) == (Decimal(5), "web", True)
    acme("marketcap", "set", "Acme", "7", "--month", "2026-11")
    assert kept_on_the_asset(books) == (Decimal(7), "typed", True)
    acme("marketcap", "delete", "Acme", "--month", "2026-11", "-y")
    assert kept_on_the_asset(books) == (Decimal(5), "web", True)
    assert on_the_asset(acme) == "5.00"
    acme("marketcap", "delete", "Acme", "--month", "2026-10", "-y")
    acme("marketcap", "delete", "Acme", "--month", "2025-12", "-y")
    assert kept_on_the_asset(books) == (None, None, False)
    assert on_the_asset(acme) is None


def test_it_was_looked_up_when_its_month_was_written(
    acme: Run, books: psycopg.Connection[Any]
) -> None:
    acme("marketcap", "set", "Acme", "5")
    found = books.execute(
        "SELECT market_cap_synced_at = market_cap_history.updated_at FROM assets"
        " JOIN market_cap_history ON market_cap_history.asset_id = assets.id"
    ).fetchall()
    assert found == [(True,)]


def test_an_asset_that_nothing_was_recorded_of_is_not_touched(
    acme: Run, books: psycopg.Connection[Any]
) -> None:
    """Another program may have written what the coin shows, without a history of it."""
    books.execute("UPDATE assets SET market_cap = 1, market_cap_source = 'feed'"
                  " WHERE asset_name = 'Coin'")  # fmt: skip
    acme("marketcap", "set", "Acme", "5")
    acme("marketcap", "delete", "Acme", "-y")
    assert kept_on_the_asset(books, "Coin") == (Decimal(1), "feed", False)


def test_of_two_who_write_at_once_the_newer_month_shows(
    server: Server, fresh_database: str, tmp_path: Path
) -> None:
    """The second command begins before the first has ended, and writes an older month."""
    program = Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})
    with closing(server.connect(fresh_database, autocommit=True)) as owner:
        owner.execute("INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')")
        assert program("asset", "add", "Acme", "--category", "CRYPTO").exit_code == 0
        row = owner.execute("SELECT user_id::text, id::text FROM assets").fetchone()
        assert row is not None
        ann, acme = CurrentUser(id=row[0], email="", display_name=None, base_currency=""), row[1]
        with closing(server.connect(fresh_database)) as first:
            db = Database(first, ann)
            db.resume()
            with lock_market_caps(db, [acme]):
                newer = {"month": date(2026, 11, 1), "market_cap": Decimal(200)}
                db.one(SET, id=acme, source="first", **newer)
            second = program.start("marketcap", "set", "Acme", "100", "--month", "2026-10")
            wait_until_locked_out(server.dsn(fresh_database))
            first.commit()
        _, said = second.communicate(timeout=PATIENCE)
        assert (second.returncode, said) == (0, "")
        kept = owner.execute("SELECT market_cap, market_cap_source FROM assets").fetchall()
    assert kept == [(Decimal(200), "first")]


# -- list


@pytest.fixture
def history(acme: Run) -> Run:
    """Acme in three months that do not follow each other, the coin in two."""
    for name, value, month in (
        ("Coin", "1B", "2026-09"),
        ("Acme", "400B", "2026-03"),
        ("Acme", "500B", "2026-09"),
        ("Acme", "450B", "2026-10"),
        ("Coin", "3B", "2026-10"),
    ):
        acme("marketcap", "set", name, value, "--month", month)
    return acme


# 450/500 - 1 = -0.1; 500/400 - 1 = 0.25, from the last month that has one, six months before;
# 3/1 - 1 = 2.
ALL = [
    ("2026-10", "Acme", "450000000000.00", "typed", "-0.1"),
    ("2026-10", "Coin", "3000000000.00", "typed", "2"),
    ("2026-09", "Acme", "500000000000.00", "typed", "0.25"),
    ("2026-09", "Coin", "1000000000.00", "typed", None),
    ("2026-03", "Acme", "400000000000.00", "typed", None),
]


def test_the_newest_month_comes_first_with_the_growth_of_each(history: Run) -> None:
    assert list_market_caps(history) == ALL


def test_a_month_or_an_asset_alone_has_the_same_growth(history: Run) -> None:
    assert list_market_caps(history, "--month", "2026-10") == ALL[:2]
    assert list_market_caps(history, "--asset", "coin") == [ALL[1], ALL[3]]
    assert list_market_caps(history, "--asset", "Acme", "--month", "2026-09") == [ALL[2]]
    assert list_market_caps(history, "--month", "2026-08") == []
    assert list_market_caps(history, "--asset", "Loan") == []


def test_growth_is_rounded_to_six_decimals(acme: Run) -> None:
    acme("marketcap", "set", "Acme", "3", "--month", "2026-09")
    acme("marketcap", "set", "Acme", "2", "--month", "2026-10")
    assert list_market_caps(acme)[0][4] == "-0.333333"


def test_from_nothing_there_is_no_growth(acme: Run, books: psycopg.Connection[Any]) -> None:
    """The schema lets another program write zero."""
    acme("marketcap", "set", "Acme", "3", "--month", "2026-09")
    books.execute("UPDATE market_cap_history SET market_cap = 0")
    acme("marketcap", "set", "Acme", "2", "--month", "2026-10")
    assert list_market_caps(acme)[0][4] is None


def test_the_table_shows_growth_in_percent(history: Run) -> None:
    lines = history("marketcap", "list").stdout.splitlines()
    assert lines[0] == "Market caps (EUR)"
    assert [line.split() for line in lines[3:]] == [
        ["2026-10", "Acme", "450,000,000,000.00", "typed", "-10.0", "%"],
        ["2026-10", "Coin", "3,000,000,000.00", "typed", "+200.0", "%"],
        ["2026-09", "Acme", "500,000,000,000.00", "typed", "+25.0", "%"],
        ["2026-09", "Coin", "1,000,000,000.00", "typed", "–"],
        ["2026-03", "Acme", "400,000,000,000.00", "typed", "–"],
    ]
    assert history("marketcap", "list", "--asset", "Coin", "--csv").stdout == (
        "month,asset,market_cap,source,change\n"
        "2026-10,Coin,3000000000.00,typed,2\n"
        "2026-09,Coin,1000000000.00,typed,\n"
    )


def test_none_is_no_failure_and_an_unknown_asset_is_one(acme: Run) -> None:
    assert acme("marketcap", "list") == Outcome(
        0,
        "Market caps (EUR)\n"
        "No market caps yet. Record one with: finally marketcap set ASSET VALUE\n",
        "",
    )
    assert acme("marketcap", "list", "--asset", "Coins") == refusal(
        5,
        'there is no asset named "Coins"',
        'Did you mean "Coin"? See them all with: finally asset list --all',
    )


# -- delete


def test_a_market_cap_is_deleted_only_after_a_yes(history: Run) -> None:
    delete = ["marketcap", "delete", "Acme", "--month", "2026-10"]
    what = 'the market cap of "Acme" in 2026-10'
    assert history(*delete) == refusal(
        1,
        f"Delete {what}, 450,000,000,000.00: that needs a yes, and there is no terminal to ask on",
        "Say it on the command line: --yes",
    )
    assert history(*delete, "--json").error["code"] == "NOT_CONFIRMED"
    assert list_market_caps(history) == ALL
    assert history(*delete, "--yes") == Outcome(
        0, f"Deleted {what}, which was 450,000,000,000.00.\n", ""
    )
    assert list_market_caps(history) == ALL[1:]
    assert on_the_asset(history) == "500000000000.00"


def test_a_deletion_can_be_tried_first(history: Run) -> None:
    tried = history("marketcap", "delete", "Acme", "--month", "2026-10", "--dry-run")
    assert tried == Outcome(
        0,
        'Would delete the market cap of "Acme" in 2026-10, which was 450,000,000,000.00.\n'
        "Dry run: nothing was changed.\n",
        "",
    )
    assert list_market_caps(history) == ALL
    assert on_the_asset(history) == "450000000000.00"


def test_a_deletion_in_json_names_what_is_gone(history: Run) -> None:
    done = history("marketcap", "delete", "coin", "--month", "2026-09", "-y", "--json")
    assert done.json == {
        "schema": "finally.marketcap.delete/1",
        "asset": "Coin",
        "currency": "EUR",
        "rows": [{"month": "2026-09", "market_cap": "1000000000.00"}],
        "notes": [],
    }
    assert list_market_caps(history, "--asset", "Coin") == [(*ALL[1][:4], None)]


def test_what_is_not_there_is_not_deleted(history: Run) -> None:
    rows = history("asset", "list", "--json").json["rows"]
    id_ = next(row["id"] for row in rows if row["asset"] == "Acme")[:8]
    assert history("marketcap", "delete", "Acme", "-y") == refusal(
        5,
        '"Acme" has no market cap in 2026-11',
        f"See those it has with: finally marketcap list --asset {id_}",
    )
    error = history("marketcap", "delete", "Acme", "-y", "--json").error
    assert error["code"] == "MARKET_CAP_NOT_FOUND"
    assert list_market_caps(history, "--asset", id_) == ALL[0::2], "the hint works as it stands"
    assert history("marketcap", "delete", "Acne", "-y").exit_code == 5
    assert list_market_caps(history) == ALL


# -- whose they are


def test_a_neighbour_neither_sees_nor_changes_them(history: Run) -> None:
    rows = history("asset", "list", "--json").json["rows"]
    id_ = next(row["id"] for row in rows if row["asset"] == "Acme")
    history("user", "add", "bob@example.org", "--currency", "USD")
    bob = ("--user", "bob")
    assert list_market_caps(history, *bob) == []
    for words in (["set", id_, "1"], ["delete", id_, "-y"], ["list", "--asset", id_]):
        assert history("marketcap", *words, *bob).exit_code == 5
    history("asset", "add", "Acme", "--category", "SINGLE_STOCKS", *bob)
    history("marketcap", "set", "Acme", "1", "--month", "2026-10", *bob)
    ann = ("--user", "ann")
    assert list_market_caps(history, *ann) == ALL
    assert on_the_asset(history, "Acme", *ann) == "450000000000.00"
    assert on_the_asset(history, "Acme", *bob) == "1.00"
    history("marketcap", "delete", "Acme", "--month", "2026-10", "-y", *ann)
    assert list_market_caps(history, *bob) == [("2026-10", "Acme", "1.00", "typed", None)]


def test_the_currency_they_are_in_stays_while_there_are_any(acme: Run) -> None:
    assert acme("user", "edit", "--currency", "CHF").exit_code == 0
    acme("marketcap", "set", "Acme", "5")
    assert acme("user", "edit", "--currency", "USD").exit_code == 6
    assert acme("marketcap", "list", "--json").json["currency"] == "CHF"


# -- TAB


def test_assets_and_months_are_offered(program: Program) -> None:
    for verb in ("set", "delete", "list --asset"):
        assert offered(program, f"finally marketcap {verb} che") == ["Checking"]
    months = ["2026-11", "2026-10"]
    for verb in ("set Checking 5", "delete Checking", "list"):
        assert offered(program, f"finally marketcap {verb} --month 2026-1") == months
