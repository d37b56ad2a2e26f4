"""finally target: set, list, clear, history, weigh."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal


def targets_in_force(run: Run, *options: str) -> dict[str, str]:
    """The targets in force: a category's share of all, `category/asset`'s of its category."""
    rows = run("target", "list", *options, "--json").json["rows"]
    return {
        row["category"] + (f"/{row['asset']}" if row["asset"] else ""): row["target"]
        or row["share_of_category"]
        for row in rows
    }


@pytest.fixture
def owned(run: Run) -> Run:
    """Two funds in one category, an account, and a debt."""
    for name, value, category in (
        ("World fund", "600", "ETF_STOCKS"), ("Value fund", "100", "ETF_STOCKS"),
        ("Checking", "300", "CASH"), ("Visa", "50", "CREDIT_CARD"),
    ):  # fmt: skip
        assert run("snapshot", "add", name, value, "--category", category).exit_code == 0
    return run


# -- set


def test_targets_are_set_from_this_month_on_and_told(run: Run) -> None:
    assert run("target", "set", "ETF_STOCKS", "60", "cash", "30%") == Outcome(
        0,
        "From 2026-11 on: Stock ETFs 60 %, Cash 30 %.\n"
        "The targets sum to 90 %: 10 % of what you own has none.\n",
        "",
    )
    assert run("target", "set", "cash", "40").stdout == (
        "From 2026-11 on: Cash 40 % (it was 30 %).\nThe targets sum to 100 %.\n"
    )
    assert run("target", "set", "cash", "40").stdout == (
        "From 2026-11 on: Cash 40 % (as it was).\nThe targets sum to 100 %.\n"
    )
    assert targets_in_force(run) == {"ETF_STOCKS": "0.6", "CASH": "0.4"}


def test_the_table_shows_shares_as_they_were_typed_and_their_sum(run: Run) -> None:
    run("target", "set", "etf_stocks", "33.3333", "crypto", "0")
    assert run("target", "list").stdout == (
        "Targets from 2026-11 on\n"
        " Category      Target\n"
        "──────────────────────\n"
        " Stock ETFs   33.3333 %\n".replace("Stock ETFs   ", "Stock ETFs   ")
        + " Crypto             0 %\n"
        "──────────────────────\n"
        " Sum          33.3333 %\n"
        "Note: The targets sum to 33.3333 %: 66.6667 % of what you own has none.\n"
        "  finally target set CODE PCT\n"
    ).replace("──────────────────────", "────────────────────────").replace(
        "Category      Target", "Category        Target"
    )


def test_a_new_set_begins_with_what_was_in_force_and_leaves_it_to_the_months_before(
    owned: Run,
) -> None:
    owned("target", "set", "etf_stocks", "60", "cash", "40", "--asset", "world fund", "70",
          "--from", "2026-01")  # fmt: skip
    told = owned("target", "set", "cash", "30", "--from", "2026-06")
    assert told.stdout.startswith("From 2026-06 on: Cash 30 % (it was 40 %).\n")
    before = {"ETF_STOCKS": "0.6", "ETF_STOCKS/World fund": "0.7", "CASH": "0.4"}
    assert targets_in_force(owned, "--month", "2025-12") == {}
    assert targets_in_force(owned, "--month", "2026-01") == before
    assert targets_in_force(owned, "--month", "2026-05") == before
    assert targets_in_force(owned, "--month", "2026-06") == before | {"CASH": "0.3"}
    told = owned("target", "set", "cash", "35", "--from", "2026-03")
    assert told.stdout.splitlines()[-1] == "They hold until 2026-06, when the next set begins."
    assert targets_in_force(owned) == before | {"CASH": "0.3"}


def test_a_month_before_does_not_move_when_todays_targets_do(owned: Run) -> None:
    owned("target", "set", "cash", "40", "--from", "2026-10")
    owned("snapshot", "add", "Checking", "300", "--month", "2026-10")
    report = ("report", "allocation", "--month", "2026-10", "--json")
    before = owned(*report).json
    owned("target", "set", "cash", "90")
    owned("target", "clear", "--yes")
    assert owned(*report).json == before


def test_assets_have_shares_of_their_category(owned: Run) -> None:
    told = owned(
        "target", "set", "cash", "10", "--asset", "world fund", "66.6667", "--asset", "VALUE FUND",
        "33.3333%",
    )  # fmt: skip
    assert told.stdout.splitlines()[0] == (
        'From 2026-11 on: Cash 10 %, "World fund" 66.6667 % of ETF_STOCKS,'
        ' "Value fund" 33.3333 % of ETF_STOCKS.'
    )
    rows = owned("target", "list", "--json").json["rows"]
    assert [(row["asset"], row["target"], row["share_of_category"]) for row in rows] == [
        (None, "0.1", None), ("World fund", None, "0.666667"), ("Value fund", None, "0.333333"),
    ]  # fmt: skip


def test_an_asset_shows_its_newest_share(
    owned: Run, books: psycopg.Connection[Any]
) -> None:  # fmt: skip
    def shown() -> Any:
        row = books.execute(
            "SELECT sub_target_pct::text FROM assets WHERE asset_name = 'World fund'"
        ).fetchone()
        return row and row[0]

    owned("target", "set", "--asset", "world fund", "70", "--from", "2026-01")
    owned("target", "set", "--asset", "world fund", "80", "--from", "2026-06")
    owned("target", "set", "--asset", "world fund", "75", "--from", "2026-01")
    assert shown() == "0.800000"
    owned("target", "clear", "--asset", "world fund")
    assert shown() is None


@pytest.mark.parametrize(
    ("words", "exit_code", "message"),
    [
        (["cash", "101"], 2, '"101" is more than 100 %'),
        (["cash", "-1"], 2, 'a share cannot be negative, as "-1" is'),
        (["cash", "1,5"], 2, '"1,5" is not a percentage'),
        (["cash"], 2, '"cash" has no percentage'),
        ([], 2, "there is no target to set"),
        (["40"], 2, '"40" follows no category and no asset'),
        (["cash", "40", "CASH", "30"], 2, '"Cash" is given twice'),
        (["--asset", "world fund", "40", "--asset", "World Fund", "30"], 2,
         '"World fund" is given twice'),
        (["cahs", "40"], 5, 'there is no category "cahs"'),
        (["--asset", "Wrld fund", "40"], 5, 'there is no asset named "Wrld fund"'),
        (["mortgage", "40"], 1, '"Mortgage" is a debt, which has no target share'),
        (["--asset", "visa", "40"], 1, '"Visa" is a debt, which has no target share'),
        (["food", "40"], 5, 'there is no category "food"'),
        (["cash", "60", "crypto", "40.0001"], 1,
         "the targets would sum to 100.0001 % of what you own: CASH 60 %, CRYPTO 40.0001 %"),
        (["--asset", "world fund", "60", "--asset", "value fund", "41"], 1,
         "the targets would sum to 101 % of ETF_STOCKS: World fund 60 %, Value fund 41 %"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_target_is_refused_and_nothing_is_written(
    words: list[str], exit_code: int, message: str, owned: Run
) -> None:
    told = owned("target", "set", *words, "--json")
    assert (told.exit_code, told.error["message"]) == (exit_code, message)
    assert told.error["hint"]
    assert owned("target", "history", "--json").json["rows"] == []


def test_a_slip_is_told_in_two_lines(run: Run) -> None:
    assert run("target", "set", "cahs", "40") == refusal(
        5,
        'there is no category "cahs"',
        'Did you mean "CASH"? See them all with: finally category list --kind asset',
    )


def test_more_than_the_whole_together_with_what_is_there_is_refused(run: Run) -> None:
    run("target", "set", "cash", "60")
    told = run("target", "set", "crypto", "50")
    assert told == refusal(
        1,
        "the targets would sum to 110 % of what you own: CASH 60 %, CRYPTO 50 %",
        "Lower the others in the same command, or clear them: finally target clear CODE",
    )
    assert run("target", "set", "crypto", "50", "cash", "50").exit_code == 0


def test_a_closed_asset_takes_none(owned: Run) -> None:
    owned("asset", "close", "world fund", "--month", "2026-12")
    assert owned("target", "set", "--asset", "world fund", "50").exit_code == 0
    told = owned("target", "set", "--asset", "world fund", "50", "--from", "2026-12", "--json")
    assert (told.exit_code, told.error["code"]) == (6, "ASSET_CLOSED")


def test_a_dry_run_sets_nothing(run: Run) -> None:
    told = run("target", "set", "cash", "60", "--dry-run")
    assert told.stdout.splitlines()[0] == "It would be so: From 2026-11 on: Cash 60 %."
    assert targets_in_force(run) == {}


# -- clear


def test_a_category_is_cleared_with_the_shares_of_its_assets(owned: Run) -> None:
    owned("target", "set", "cash", "40", "etf_stocks", "60", "--asset", "world fund", "70",
          "--from", "2026-01")  # fmt: skip
    told = owned("target", "clear", "etf_stocks")
    assert told.stdout == (
        "Cleared from 2026-11 on: Stock ETFs.\n"
        "The targets sum to 40 %: 60 % of what you own has none.\n"
    )
    assert targets_in_force(owned) == {"CASH": "0.4"}
    assert len(targets_in_force(owned, "--month", "2026-10")) == 3


def test_all_are_cleared_after_a_question(run: Run) -> None:
    run("target", "set", "cash", "40", "--from", "2026-01")
    told = run("target", "clear", "--json")
    assert (told.exit_code, told.error["code"]) == (1, "NOT_CONFIRMED")
    assert run("target", "clear", "--yes").stdout == "Cleared every target from 2026-11 on.\n"
    assert targets_in_force(run) == {}
    assert targets_in_force(run, "--month", "2026-10") == {"CASH": "0.4"}
    shown = run("target", "list")
    assert shown.stdout == "No targets in 2026-11. Set some with: finally target set CODE PCT\n"
    # 2026-11 is a set too, and an empty one.
    rows = run("target", "history", "--json").json["rows"]
    assert [(row["first_month"], row["next_month"], row["category"]) for row in rows] == [
        ("2026-11", None, None), ("2026-01", "2026-11", "CASH"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["crypto"], "TARGET_NOT_FOUND"),
        (["--asset", "world fund"], "TARGET_NOT_FOUND"),
        (["nosuch"], "CATEGORY_NOT_FOUND"),
        (["--from", "2025-01", "--yes"], "NO_TARGETS"),
    ],
)
def test_what_has_no_target_is_not_cleared(words: list[str], code: str, owned: Run) -> None:
    owned("target", "set", "cash", "40")
    told = owned("target", "clear", *words, "--json")
    assert (told.exit_code, told.error["code"]) == (5, code)
    assert targets_in_force(owned) == {"CASH": "0.4"}


# -- weigh


def test_shares_follow_market_caps_as_of_a_month(owned: Run) -> None:
    """3 of 4 and 1 of 4; in 2026-12, 3 of 8 and 5 of 8."""
    for name, cap, month in (
        ("world fund", "3000", "2026-10"), ("value fund", "1000", "2026-11"),
        ("value fund", "5000", "2026-12"),
    ):  # fmt: skip
        assert owned("marketcap", "set", name, cap, "--month", month).exit_code == 0
    told = owned("target", "weigh", "etf_stocks", "--by", "marketcap")
    assert told.stdout == (
        'From 2026-11 on, by market cap as of 2026-11: "World fund" 75 %, "Value fund" 25 %.\n'
        'Some market caps are older than 2026-11: "World fund" of 2026-10.\n'
    )
    assert targets_in_force(owned) == {
        "ETF_STOCKS/World fund": "0.75",
        "ETF_STOCKS/Value fund": "0.25",
    }
    told = owned("target", "weigh", "Stock ETFs", "--month", "2026-12", "--from", "2026-12")
    assert '"Value fund" 62.5 % (it was 25 %)' in told.stdout
    assert targets_in_force(owned, "--month", "2026-12") == {
        "ETF_STOCKS/Value fund": "0.625", "ETF_STOCKS/World fund": "0.375",
    }  # fmt: skip


def test_an_asset_without_a_cap_keeps_its_value_out_of_both_sides(owned: Run) -> None:
    owned("snapshot", "add", "Old fund", "40", "--category", "etf_stocks")
    owned("target", "set", "--asset", "old fund", "10")
    owned("marketcap", "set", "world fund", "2000")
    owned("marketcap", "set", "value fund", "1000")
    told = owned("target", "weigh", "etf_stocks", "--json").json
    # 2/3 and 1/3 in millionths: the one left over goes to 0.666666.67, the larger remainder.
    assert targets_in_force(owned) == {
        "ETF_STOCKS/World fund": "0.666667", "ETF_STOCKS/Value fund": "0.333333",
    }  # fmt: skip
    assert [note["message"] for note in told["notes"]] == [
        '"Old fund" has no market cap: it keeps its value, and the others share the rest.'
    ]
    # 1,040 in all, of which stocks should be half, 520. Less the 40 of Old fund that is 480, to be
    # dealt out as 320 and 160, to the cent.
    owned("target", "set", "etf_stocks", "50", "cash", "50")
    rows = owned("report", "allocation", "--by", "asset", "--json").json["rows"]
    assert {row["asset"]: row["to_move"] for row in rows} == {
        "World fund": "-280.00", "Value fund": "60.00", "Old fund": None, "Checking": "220.00",
    }  # fmt: skip


def test_nothing_is_weighed_without_market_caps(owned: Run) -> None:
    assert owned("target", "weigh", "etf_stocks") == refusal(
        5,
        "no asset in ETF_STOCKS has a market cap up to 2026-11",
        "Record one with: finally marketcap set ASSET VALUE",
    )
    told = owned("target", "weigh", "mortgage", "--json")
    assert (told.exit_code, told.error["code"]) == (1, "TARGET_OF_A_DEBT")


def test_a_neighbour_keeps_hers(run: Run, look: Run) -> None:
    run("target", "set", "cash", "40")
    assert targets_in_force(look, "--user", "bob") == {}
