"""finally budget: set, list, delete, copy; policies, rolling, and how a figure came to be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run, Server
from tests.support.outcomes import refusal
from tests.support.processes import Program


def spend(run: Run, amount: str, month: str, category: str = "food") -> None:
    assert run("expense", "add", amount, category, "--month", month).exit_code == 0


def plan(run: Run, amount: str, month: str, category: str = "food") -> None:
    assert run("budget", "set", category, amount, "--month", month).exit_code == 0


def roll(run: Run, *months: str) -> list[Any]:
    """Roll into each month; the rows of the last."""
    rows: list[Any] = []
    for month in months:
        rows = run("budget", "roll", "--month", month, "--json").json["rows"]
    return rows


def figures(run: Run, *options: str) -> list[tuple[str, str, str | None, str, str]]:
    """Every budget: period, category, carried, available, how; oldest first."""
    rows = run("budget", "list", *options, "--json").json["rows"]
    return [
        (row["period"], row["category"], row["carried"], row["available"], row["how"])
        for row in reversed(rows)
    ]


# -- set


def test_a_budget_is_planned_for_this_month_and_told(run: Run) -> None:
    assert run("budget", "set", "food", "600") == Outcome(
        0, "Planned 600.00 EUR for Food in 2026-11.\n", ""
    )
    assert run("budget", "set", "Food", "600").stdout == (
        "Planned 600.00 EUR for Food in 2026-11, as it was.\n"
    )
    assert run("budget", "set", "FOOD", "650").stdout == (
        "Planned 650.00 EUR for Food in 2026-11; it was 600.00.\n"
    )
    assert figures(run) == [("2026-11", "FOOD", "0.00", "650.00", "set")]


def test_a_budget_is_planned_for_each_month_of_a_range(run: Run) -> None:
    told = run("budget", "set", "rent", "1200.50", "--from", "2026-11", "--to", "2027-02")
    assert told.stdout == (
        "Planned 1,200.50 EUR for Rent and housing in each month from 2026-11 to 2027-02.\n"
    )
    assert [period for period, *_ in figures(run)] == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_a_budget_of_nothing_is_a_plan_too(run: Run) -> None:
    assert run("budget", "set", "food", "0").exit_code == 0
    assert figures(run) == [("2026-11", "FOOD", "0.00", "0.00", "set")]


def test_a_year_is_planned_beside_its_months(run: Run) -> None:
    told = run("budget", "set", "insurance", "100", "--yearly", "1200")
    assert told.stdout == (
        "Planned 100.00 EUR for Insurance and taxes in 2026-11.\n"
        "Planned 1,200.00 EUR for Insurance and taxes in all of 2026.\n"
    )
    assert run("budget", "set", "insurance", "--yearly", "1500", "--month", "2026-02").stdout == (
        "Planned 1,500.00 EUR for Insurance and taxes in all of 2026; it was 1,200.00.\n"
    )
    assert figures(run) == [
        ("2026", "INSURANCE", None, "1500.00", "set"),
        ("2026-11", "INSURANCE", "0.00", "100.00", "set"),
    ]


def test_a_dry_run_plans_nothing(run: Run) -> None:
    told = run("budget", "set", "food", "600", "--yearly", "9000", "--dry-run")
    assert told.stdout.endswith("Dry run: nothing was changed.\n")
    assert figures(run) == []


@pytest.mark.parametrize(
    ("arguments", "exit_code", "message", "hint"),
    [
        (
            ["food"], 2, "an amount is needed",
            "Give what it may cost in a month, or --yearly AMOUNT.",
        ),
        (
            ["food", "-5"], 2,
            "Invalid value for '[AMOUNT]': a budget cannot be negative, as \"-5\" is",
            "Write 0 for nothing.",
        ),
        (
            ["food", "1.234"], 2,
            'the amount "1.234" can be read in two ways',
            "Write 1234 for thousands, or 1.2340 for decimals.",
        ),
        (
            ["foood", "5"], 5, 'there is no category "foood"',
            'Did you mean "FOOD"? See them all with: finally category list --kind expense',
        ),
        (
            ["groceries", "5"], 2,
            '"FOOD/GROCERIES" is a subcategory, and budgets are for whole categories',
            "Give the category: FOOD",
        ),
        (
            ["food", "5", "--from", "2026-05"], 2, "a range has two ends",
            "Give --from and --to, or --month.",
        ),
        (
            ["food", "5", "--from", "2026-05", "--to", "2026-04"], 2, "--from is after --to",
            "Did you mean --from 2026-04 --to 2026-05?",
        ),
        (
            ["food", "5", "--from", "2026-05", "--to", "2026-06", "--month", "2026-05"], 2,
            "--month is one month; --from and --to are a range", "Leave one out.",
        ),
        (
            ["food", "--yearly", "5", "--from", "2026-05", "--to", "2026-06"], 2,
            "--yearly is for one year, and not for a range of months",
            "Name the year by one of its months, with --month.",
        ),
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(
    arguments: list[str], exit_code: int, message: str, hint: str, run: Run
) -> None:
    told = run("budget", "set", *arguments)
    assert told == refusal(exit_code, message.removeprefix("Invalid value for '[AMOUNT]': "), hint)
    assert figures(run) == []


def test_a_closed_category_gets_no_plan(run: Run) -> None:
    run("category", "add", "Boat", "--kind", "expense")
    run("category", "close", "boat", "--month", "2026-10")
    told = run("budget", "set", "boat", "5")
    assert told.exit_code == 6
    assert told.stderr.startswith("finally: BOAT has been closed since 2026-10\n")
    assert run("budget", "set", "boat", "5", "--month", "2026-09").exit_code == 0


# -- list, delete, copy


def test_budgets_are_listed_newest_first_as_a_table(run: Run) -> None:
    plan(run, "600", "2026-10")
    plan(run, "650", "2026-11")
    plan(run, "1000", "2026-11", "rent")
    run("budget", "set", "food", "--yearly", "7000")
    assert run("budget", "list").stdout.splitlines() == [
        "Budgets (EUR)",
        " Period    Category             Budget   How",
        "─" * 45,
        " 2026-11   Rent and housing   1,000.00   set",
        " 2026-11   Food                 650.00   set",
        " 2026-10   Food                 600.00   set",
        " 2026      Food               7,000.00   set",
    ]
    assert figures(run, "--month", "2026-10") == [
        ("2026", "FOOD", None, "7000.00", "set"),
        ("2026-10", "FOOD", "0.00", "600.00", "set"),
    ]
    assert len(figures(run, "--category", "rent")) == 1
    assert run("budget", "list", "--from", "2027-01").stdout == (
        "Budgets (EUR)\nNo budgets. Plan one with: finally budget set CATEGORY AMOUNT\n"
    )


def test_budgets_are_deleted_by_month_range_or_year(run: Run) -> None:
    run("budget", "set", "food", "5", "--from", "2026-01", "--to", "2026-12")
    run("budget", "set", "food", "--yearly", "60")
    told = run("budget", "delete", "food", "--month", "2026-03", "-y")
    assert told.stdout == "Deleted 1 budget of Food, in 2026-03.\n"
    told = run("budget", "delete", "food", "--from", "2026-02", "--to", "2026-05", "-y")
    assert told.stdout == ("Deleted 3 budgets of Food, in each month from 2026-02 to 2026-05.\n")
    assert run("budget", "delete", "food", "--yearly", "-y").stdout == (
        "Deleted 1 budget of Food, in all of 2026.\n"
    )
    assert len(figures(run)) == 8


def test_what_is_not_there_is_not_deleted_and_nothing_without_a_yes(run: Run) -> None:
    assert run("budget", "delete", "food", "-y") == refusal(
        5,
        "Food has no budget in 2026-11",
        "See them with: finally budget list --category FOOD",
    )
    plan(run, "5", "2026-11")
    asked = run("budget", "delete", "food")
    assert (asked.exit_code, asked.stdout) == (1, "")
    assert "needs a yes" in asked.stderr
    assert len(figures(run)) == 1


def test_a_month_is_copied_where_the_other_has_none(run: Run) -> None:
    plan(run, "600", "2026-10")
    plan(run, "1000", "2026-10", "rent")
    plan(run, "700", "2026-12")
    assert run("budget", "copy", "--from", "2026-10", "--to", "2026-12").stdout == (
        "Copied 1 budget from 2026-10 to 2026-12, without what is carried.\n"
        "Skipped Food: 2026-12 has 700.00 already.\n"
    )
    assert figures(run, "--month", "2026-12") == [
        ("2026-12", "FOOD", "0.00", "700.00", "set"),
        ("2026-12", "RENT", "0.00", "1000.00", "set"),
    ]


def test_a_copy_needs_two_months_and_something_to_copy(run: Run) -> None:
    assert run("budget", "copy", "--from", "2026-10", "--to", "2026-10") == refusal(
        2, "--from and --to are the same month", "Name two different ones."
    )
    assert run("budget", "copy", "--from", "2026-10", "--to", "2026-11") == refusal(
        5,
        "there are no budgets in 2026-10",
        "See which months have some with: finally budget list",
    )
    assert run("budget", "copy", "--from", "2026-10").exit_code == 2


# -- policies


def test_a_policy_is_told_set_listed_and_given_back(run: Run) -> None:
    assert run("budget", "policy", "food").stdout == (
        "Food: adjust, the default (next = budget + (budget - spent)).\n"
    )
    assert run("budget", "policy", "food", "carry").stdout == (
        "Food: carry (the plan again, and what is left is carried beside it).\n"
    )
    assert run("budget", "policy", "rent", "reset").exit_code == 0
    listed = run("budget", "policy", "--json").json
    assert listed["default_policy"] == "adjust"
    assert {row["category"]: row["policy"] for row in listed["rows"] if row["own"]} == {
        "FOOD": "carry",
        "RENT": "reset",
    }
    assert run("budget", "policy", "food", "default").exit_code == 0
    assert run("budget", "policy", "food", "--json").json["rows"] == [
        {
            "category": "FOOD",
            "name": "Food",
            "policy": "adjust",
            "carry_floor": None,
            "carry_cap": None,
            "own": False,
        }
    ]


def test_a_policy_that_is_none_is_refused(run: Run) -> None:
    told = run("budget", "policy", "food", "double")
    assert told.exit_code == 2
    assert "'double' is not one of 'adjust', 'carry', 'reset', 'default'" in told.stderr
    assert run("budget", "policy", "foood", "carry").exit_code == 5


def test_the_default_policy_comes_from_the_configuration(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    told = run("config", "set", "budget_policy", "double")
    assert told.exit_code == 2
    assert '"budget_policy" must be one of adjust, carry, reset' in told.stderr
    assert run("config", "set", "budget_policy", "carry").exit_code == 0
    assert run("config", "set", "profiles.home.budget_policy", "reset").exit_code == 0
    assert run("budget", "policy", "food", "--json").json["default_policy"] == "reset"
    run("config", "unset", "profiles.home.budget_policy")
    assert run("budget", "policy", "food", "--json").json["default_policy"] == "carry"
    plan(run, "100", "2026-01")
    spend(run, "80", "2026-01")
    (row,) = roll(run, "2026-02")
    assert (row["policy"], row["budget"], row["carried"]) == ("carry", "100.00", "20.00")


# -- roll: adjust


def test_adjust_is_the_formula_of_the_seed(run: Run) -> None:
    # 400 + (400 - (250 + 30 - 20)) = 400 + 140 = 540, refunds netted.
    plan(run, "400", "2026-01")
    for amount in ("250", "30", "-20"):
        spend(run, amount, "2026-01")
    (row,) = roll(run, "2026-02")
    assert (row["before"], row["spent"], row["budget"], row["carried"]) == (
        "400.00", "260.00", "540.00", "0.00",
    )  # fmt: skip
    # Nothing spent in February: 540 + 540 = 1080.
    (row,) = roll(run, "2026-03")
    assert row["available"] == "1080.00"


def test_adjust_keeps_a_negative_result_and_shows_it(run: Run) -> None:
    # 100 + (100 - 250) = -50; then, with nothing spent, -50 + (-50 - 0) = -100.
    plan(run, "100", "2026-01")
    spend(run, "250", "2026-01")
    roll(run, "2026-02", "2026-03")
    assert figures(run) == [
        ("2026-01", "FOOD", "0.00", "100.00", "set"),
        ("2026-02", "FOOD", "0.00", "-50.00", "adjust"),
        ("2026-03", "FOOD", "0.00", "-100.00", "adjust"),
    ]
    assert "-50.00" in run("budget", "list").stdout


# -- roll: carry


def test_carry_keeps_plan_and_carry_apart(run: Run) -> None:
    # Plan 100, spent 80 twice: 100, 120, 140, and never 160.
    run("budget", "policy", "food", "carry")
    plan(run, "100", "2026-01")
    for month in ("2026-01", "2026-02"):
        spend(run, "80", month)
    roll(run, "2026-02")
    (row,) = roll(run, "2026-03")
    assert (row["budget"], row["carried"], row["available"]) == ("100.00", "40.00", "140.00")
    assert [(period, carried, available) for period, _, carried, available, _ in figures(run)] == [
        ("2026-01", "0.00", "100.00"),
        ("2026-02", "20.00", "120.00"),
        ("2026-03", "40.00", "140.00"),
    ]


def test_carry_carries_what_was_overspent_too(run: Run) -> None:
    # 100 - 130 = -30: 70 is available; another 90 spent leaves -20: 80.
    run("budget", "policy", "food", "carry")
    plan(run, "100", "2026-01")
    spend(run, "130", "2026-01")
    spend(run, "90", "2026-02")
    roll(run, "2026-02", "2026-03")
    assert [available for *_, available, _ in figures(run)] == ["100.00", "70.00", "80.00"]


def test_a_new_plan_keeps_what_is_carried_and_is_carried_on(run: Run) -> None:
    # January 100, spent 80: February 100 + 20. The plan becomes 150: 170 are there, 150 spent:
    # March has the new plan and 20: 170.
    run("budget", "policy", "food", "carry")
    plan(run, "100", "2026-01")
    spend(run, "80", "2026-01")
    roll(run, "2026-02")
    assert run("budget", "set", "food", "150", "--month", "2026-02").stdout == (
        "Planned 150.00 EUR for Food in 2026-02; with 20.00 carried, 170.00 is available;"
        " it was 100.00.\n"
    )
    spend(run, "150", "2026-02")
    (row,) = roll(run, "2026-03")
    assert (row["budget"], row["carried"]) == ("150.00", "20.00")


# -- carried: from the facts, in any order of entry


def available(run: Run, month: str, category: str = "FOOD") -> tuple[str, str]:
    """What a category carries into a month, and what is available in it."""
    rows = run("report", "budget", "--month", month, "--json").json["rows"]
    (row,) = (row for row in rows if row["category"] == category)
    return row["carried"], row["available"]


POLICY = ("budget", "policy", "food", "carry")
SEPTEMBER = ("budget", "set", "food", "100", "--month", "2026-09")
OCTOBER = ("budget", "set", "food", "100", "--month", "2026-10")
BOTH = ("budget", "set", "food", "100", "--from", "2026-09", "--to", "2026-10")
COPIED = ("budget", "copy", "--from", "2026-09", "--month", "2026-10")
SPENT = ("expense", "add", "80", "food", "--month", "2026-09")


@pytest.mark.parametrize(
    "lines",
    [
        [POLICY, SEPTEMBER, SPENT, OCTOBER],
        [OCTOBER, SEPTEMBER, SPENT, POLICY],
        [SPENT, BOTH, POLICY],
        [SEPTEMBER, COPIED, POLICY, SPENT],
        [POLICY, SEPTEMBER, ("budget", "roll", "--month", "2026-10"), SPENT],
        [POLICY, SEPTEMBER, OCTOBER, ("budget", "roll", "--month", "2026-10"), SPENT],
    ],
    ids=["in order", "backwards", "as a range", "copied", "rolled before it was spent", "both"],
)
def test_a_month_carries_what_the_one_before_left_in_any_order(
    lines: list[tuple[str, ...]], run: Run
) -> None:
    # 100 planned, 80 spent: 20 are carried, and 100 + 20 are there.
    for line in lines:
        assert run(*line).exit_code == 0
    assert available(run, "2026-10") == ("20.00", "120.00")
    assert [row[2:4] for row in figures(run, "--month", "2026-10")] == [("20.00", "120.00")]
    totals = run("report", "budget", "--month", "2026-10", "--json").json["totals"]
    assert (totals["carried"], totals["available"]) == ("20.00", "120.00")


def test_what_is_carried_follows_each_late_change(run: Run) -> None:
    # October to January, 100 each; left of October 100 - 70 = 30, of November and December 100.
    run(*POLICY)
    run("budget", "set", "food", "100", "--from", "2026-10", "--to", "2027-01")
    spend(run, "70", "2026-10")
    assert available(run, "2027-01") == ("230.00", "330.00")
    spend(run, "-20", "2026-10")  # a refund: 50 are left
    assert available(run, "2027-01") == ("250.00", "350.00")
    spend(run, "180", "2026-12")  # December leaves -80: 50 + 100 - 80
    assert available(run, "2027-01") == ("70.00", "170.00")
    plan(run, "60", "2026-11")  # 40 less
    assert available(run, "2027-01") == ("30.00", "130.00")
    late = run("expense", "list", "--month", "2026-12", "--json").json["rows"][0]["id"]
    run("expense", "delete", late, "-y")
    assert available(run, "2027-01") == ("210.00", "310.00")
    assert run("report", "budget", "--month", "2027-01", "--json").json["notes"] == []


def test_a_month_without_a_budget_ends_what_is_carried(run: Run) -> None:
    run(*POLICY)
    run("budget", "set", "food", "100", "--from", "2026-09", "--to", "2026-11")
    assert available(run, "2026-11") == ("200.00", "300.00")
    run("budget", "delete", "food", "--month", "2026-10", "-y")
    assert available(run, "2026-11") == ("0.00", "100.00")
    plan(run, "10", "2026-10")
    assert available(run, "2026-11") == ("110.00", "210.00")  # 100, and 10


def test_another_category_has_a_chain_of_its_own(run: Run) -> None:
    run(*POLICY)
    run(*BOTH)
    run("budget", "set", "rent", "500", "--from", "2026-09", "--to", "2026-10")
    spend(run, "499", "2026-09", "rent")
    assert available(run, "2026-10") == ("100.00", "200.00")
    assert available(run, "2026-10", "RENT") == ("0.00", "500.00")


def test_the_default_policy_carries_what_no_policy_of_its_own_does(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    run(*BOTH)
    assert available(run, "2026-10") == ("0.00", "100.00")
    run("config", "set", "budget_policy", "carry")
    assert available(run, "2026-10") == ("100.00", "200.00")
    run("budget", "policy", "food", "reset")
    assert available(run, "2026-10") == ("0.00", "100.00")


def test_a_plan_set_by_hand_is_told_with_what_it_carries(run: Run) -> None:
    run(*POLICY)
    run(*SEPTEMBER)
    assert run(*OCTOBER).stdout == (
        "Planned 100.00 EUR for Food in 2026-10; with 100.00 carried, 200.00 is available.\n"
    )
    rolled = run("budget", "roll", "--month", "2026-10")
    assert (
        "Note: Food stays at 100.00, which you set; with 100.00 carried, 200.00 is available."
        in rolled.stdout
    )
    rows = run("budget", "explain", "food", "--month", "2026-10", "--json").json["rows"]
    assert [(row["month"], row["how"], row["because"]) for row in rows] == [
        ("2026-09", "set", "the beginning"),
        ("2026-10", "set", "100.00 + (100.00 − 0.00)"),
    ]


def test_a_month_that_was_rolled_keeps_its_policy_until_it_is_rolled_again(run: Run) -> None:
    # Rolled by carry: 100 + (100 - 80). By reset, the policy of now, it would be the plan alone.
    run(*POLICY)
    run(*SEPTEMBER)
    run(*SPENT)
    roll(run, "2026-10")
    run("budget", "policy", "food", "reset")
    assert available(run, "2026-10") == ("20.00", "120.00")
    assert stale(run, "2026-10") == (
        "Rolled now, 2026-10 would have Food 100.00 and not 120.00, since what came before has"
        " changed.",
        "finally budget roll --month 2026-10 --again",
    )
    mend(run, "2026-10")
    assert available(run, "2026-10") == ("0.00", "100.00")


def test_a_plan_typed_over_a_rolled_one_keeps_what_it_carried_until_it_is_rolled_again(
    run: Run,
) -> None:
    # Rolled by carry, 20 came over; 130 are typed over the plan: 150. By reset nothing comes over.
    for line in (POLICY, SEPTEMBER, SPENT):
        run(*line)
    roll(run, "2026-10")
    plan(run, "130", "2026-10")
    run("budget", "policy", "food", "reset")
    assert available(run, "2026-10") == ("20.00", "150.00")
    run("budget", "roll", "--month", "2026-10", "--again")
    assert available(run, "2026-10") == ("0.00", "130.00")
    assert figures(run, "--month", "2026-10")[0][4] == "set", "the plan is still a person's"


# -- adjust and reset: a stored plan that would come out otherwise


def stale(run: Run, month: str) -> tuple[str, str] | None:
    """What the report says of the plans of a month that would come out otherwise now."""
    notes = run("report", "budget", "--month", month, "--json").json["notes"]
    found = [(note["message"], note["command"]) for note in notes if note["code"] == "DIFFERS"]
    assert len(found) <= 1
    return found[0] if found else None


def mend(run: Run, month: str) -> Outcome:
    """Type the command that the report gives, as it stands."""
    found = stale(run, month)
    assert found is not None
    told = run(*found[1].split()[1:])
    assert told.exit_code == 0, told.stderr
    assert stale(run, month) is None
    return told


def test_a_late_expense_is_told_by_each_later_month_and_one_command_mends_all(run: Run) -> None:
    # Nothing spent: 100, 200, 400, 800. With 30 spent late in October: 170, then 340 and 680.
    plan(run, "100", "2026-10")
    roll(run, "2026-11", "2026-12", "2027-01")
    assert stale(run, "2027-01") is None
    spend(run, "30", "2026-10")
    assert stale(run, "2026-10") is None
    message = "Rolled now, {} would have Food {} and not {}, since what came before has changed."
    command = "finally budget roll --again --from 2026-11 --to 2027-01"
    for month, now, then in (
        ("2026-11", "170.00", "200.00"),
        ("2026-12", "340.00", "400.00"),
        ("2027-01", "680.00", "800.00"),
    ):
        assert stale(run, month) == (message.format(month, now, then), command)
    assert "Note: Rolled now, 2026-12 would have Food 340.00" in (
        run("report", "budget", "--month", "2026-12").stdout
    )
    mended = mend(run, "2026-12").stdout
    assert "Note: FOOD has 170.00 in 2026-11 now; it was 200.00." in mended
    assert [row[3] for row in figures(run)] == ["100.00", "170.00", "340.00", "680.00"]
    assert stale(run, "2027-01") is None


def test_what_was_set_in_between_ends_a_chain(run: Run) -> None:
    # October 100, November rolled to 200, December set to 50, January rolled to 100.
    plan(run, "100", "2026-10")
    roll(run, "2026-11")
    plan(run, "50", "2026-12")
    roll(run, "2027-01")
    spend(run, "30", "2026-10")
    assert stale(run, "2026-12") is None
    assert stale(run, "2027-01") is None
    found = stale(run, "2026-11")
    assert found is not None
    assert found[1] == "finally budget roll --month 2026-11 --again"


def test_a_chain_is_told_without_the_stale_one_that_comes_after_it(run: Run) -> None:
    """November follows from October, January from December; December is a plan of its own."""
    plan(run, "100", "2026-10")
    roll(run, "2026-11")
    plan(run, "50", "2026-12")
    roll(run, "2027-01")
    spend(run, "30", "2026-10")
    spend(run, "10", "2026-12")
    for month in ("2026-11", "2027-01"):
        found = stale(run, month)
        assert found is not None
        assert found[1] == f"finally budget roll --month {month} --again"


def test_a_rolled_month_is_stale_by_the_policy_of_now_from_the_first_month_on(run: Run) -> None:
    # Adjusted to 100 + (100 - 80) = 120; carry makes the same of it, 100 + 20: nothing to be told.
    plan(run, "100", "2026-09")
    spend(run, "80", "2026-09")
    roll(run, "2026-10")
    run(*POLICY)
    assert stale(run, "2026-10") is None
    spend(run, "10", "2026-09")  # ten less are left
    found = stale(run, "2026-10")
    assert found is not None
    assert "would have Food 110.00 and not 120.00" in found[0]


def test_reset_knows_the_plan_from_before_a_month_that_was_deleted(run: Run) -> None:
    # Adjusted from 100 to 200 and 400; with the month between gone, 100 is still what was typed.
    plan(run, "100", "2026-08")
    roll(run, "2026-09", "2026-10")
    run("budget", "delete", "food", "--month", "2026-09", "-y")
    run("budget", "policy", "food", "reset")
    (row,) = roll(run, "2026-11")
    assert (row["before"], row["budget"]) == ("400.00", "100.00")


def test_a_plan_that_reset_repeats_follows_the_plan_that_was_typed(run: Run) -> None:
    run("budget", "policy", "food", "reset")
    plan(run, "100", "2026-10")
    roll(run, "2026-11", "2026-12")
    spend(run, "30", "2026-10")
    assert stale(run, "2026-12") is None  # what was spent is forgotten
    plan(run, "120", "2026-10")
    mend(run, "2026-12")
    assert [row[3] for row in figures(run)] == ["120.00"] * 3


def test_several_categories_are_told_and_mended_together(run: Run) -> None:
    # Food from October: 100 + (100 - 30) = 170. Rent from November: 500 + (500 - 100) = 900.
    plan(run, "100", "2026-10")
    roll(run, "2026-11")
    plan(run, "500", "2026-11", "rent")
    roll(run, "2026-12")
    spend(run, "30", "2026-10")
    spend(run, "100", "2026-11", "rent")
    found = stale(run, "2026-12")
    assert found == (
        "Rolled now, 2026-12 would have Rent and housing 900.00 and not 1,000.00; Food 340.00 and"
        " not 400.00, since what came before has changed.",
        "finally budget roll --again --from 2026-11 --to 2026-12",
    )
    mend(run, "2026-12")
    assert available(run, "2026-12") == ("0.00", "340.00")
    assert available(run, "2026-12", "RENT") == ("0.00", "900.00")


def test_mending_a_chain_brings_back_nothing_that_was_deleted(run: Run) -> None:
    plan(run, "100", "2026-10")
    plan(run, "500", "2026-10", "rent")
    roll(run, "2026-11", "2026-12")
    run("budget", "delete", "rent", "--from", "2026-11", "--to", "2026-12", "-y")
    spend(run, "30", "2026-10")
    told = mend(run, "2026-12").stdout
    assert "Rent and housing in 2026-11 was not rolled before, and gets no budget." in told
    assert [row[1] for row in figures(run, "--from", "2026-11")] == ["FOOD", "FOOD"]


def test_a_roll_says_which_later_months_follow_from_it(run: Run) -> None:
    plan(run, "100", "2026-10")
    roll(run, "2026-11", "2026-12")
    spend(run, "30", "2026-10")
    told = run("budget", "roll", "--month", "2026-11", "--again", "--json").json
    assert [(note["code"], note["command"]) for note in told["notes"]] == [
        ("ROLLED_AGAIN", None),
        ("DIFFERS", "finally budget roll --month 2026-12 --again"),
    ]


def test_months_are_rolled_one_after_the_other(run: Run) -> None:
    plan(run, "100", "2026-10")
    told = run("budget", "roll", "--from", "2026-11", "--to", "2027-01")
    assert told.stdout.splitlines() == [
        "Budgets from 2026-11 to 2027-01, rolled one after another (EUR)",
        " Month     Category   Policy   Before   Spent   Budget",
        "─" * 55,
        " 2026-11   Food       adjust   100.00    0.00   200.00",
        " 2026-12   Food       adjust   200.00    0.00   400.00",
        " 2027-01   Food       adjust   400.00    0.00   800.00",
    ]
    assert [row[3] for row in figures(run)] == ["100.00", "200.00", "400.00", "800.00"]


# -- yearly budgets, and advice


def test_a_roll_into_january_brings_the_budgets_of_the_year(run: Run) -> None:
    run("budget", "set", "insurance", "--yearly", "2400")
    run("budget", "set", "rent", "--yearly", "9000")
    run("budget", "set", "rent", "--yearly", "9900", "--month", "2027-05")
    plan(run, "100", "2026-12")
    assert "YEAR_ROLLED" not in run("budget", "roll", "--month", "2026-12", "--json").stdout
    told = run("budget", "roll", "--month", "2027-01")
    assert told.stdout.splitlines()[-1] == (
        "Note: Insurance and taxes has 2,400.00 for all of 2027, as before."
    )
    years = [row for row in figures(run, "--from", "2027-01") if row[0] == "2027"]
    assert [(row[1], row[3]) for row in years] == [("INSURANCE", "2400.00"), ("RENT", "9900.00")]
    assert "2,400.00" not in run("budget", "roll", "--month", "2027-01").stdout  # once


def test_a_year_is_brought_where_december_has_no_budgets_and_not_into_a_closed_category(
    run: Run,
) -> None:
    run("category", "add", "Boat", "--kind", "expense")
    for category in ("insurance", "boat"):
        run("budget", "set", category, "--yearly", "2400")
    run("category", "close", "boat", "--month", "2027-01")
    told = run("budget", "roll", "--month", "2027-01", "--json").json
    assert [(note["code"], note["message"]) for note in told["notes"]] == [
        ("YEAR_ROLLED", "Insurance and taxes has 2,400.00 for all of 2027, as before."),
        ("CATEGORY_CLOSED", "Boat is closed, and gets no budget of 2027."),
    ]
    document = run("report", "budget", "--month", "2027-01", "--json").json
    assert [row["category"] for row in document["rows"] if row["year_budget"]] == ["INSURANCE"]


def test_the_advice_after_a_roll_into_an_empty_january_works_as_it_stands(run: Run) -> None:
    plan(run, "100", "2026-10")
    hint = run("budget", "roll", "--month", "2027-01", "--json").error["hint"]
    assert hint == "Plan 2027-01 with: finally budget copy --from 2026-10 --month 2027-01"
    assert run(*hint.split("finally ")[1].split()).exit_code == 0
    assert figures(run, "--month", "2027-01") == [("2027-01", "FOOD", "0.00", "100.00", "set")]


def test_a_copy_takes_the_newest_month_before(run: Run) -> None:
    plan(run, "100", "2026-08")
    plan(run, "200", "2026-09")
    assert run("budget", "copy", "--month", "2026-11").stdout == (
        "Copied 1 budget from 2026-09 to 2026-11, without what is carried.\n"
    )
    assert run("budget", "copy", "--month", "2026-08") == refusal(
        5,
        "there are no budgets before 2026-08",
        "Plan one with: finally budget set CATEGORY AMOUNT --month 2026-08",
    )
    assert run("budget", "copy", "--to", "2026-11", "--month", "2026-12") == refusal(
        2, "--to and --month both name the month that gets the budgets", "Give one."
    )
    assert run("budget", "copy") == refusal(
        2, "the month that gets the budgets is needed",
        "Name it: finally budget copy --month 2026-11",
    )  # fmt: skip


# -- roll: reset, and changes of policy


def test_reset_is_the_plan_again(run: Run) -> None:
    run("budget", "policy", "food", "reset")
    plan(run, "100", "2026-01")
    spend(run, "250", "2026-01")
    roll(run, "2026-02", "2026-03")
    assert [(c, a, how) for _, _, c, a, how in figures(run)] == [
        ("0.00", "100.00", "set"), ("0.00", "100.00", "reset"), ("0.00", "100.00", "reset"),
    ]  # fmt: skip


def test_reset_after_adjust_comes_back_to_what_was_planned(run: Run) -> None:
    # adjust: 100 + (100 - 80) = 120 for February; then reset gives the plan of January again.
    plan(run, "100", "2026-01")
    spend(run, "80", "2026-01")
    roll(run, "2026-02")
    run("budget", "policy", "food", "reset")
    (row,) = roll(run, "2026-03")
    assert (row["before"], row["available"]) == ("120.00", "100.00")


def test_adjust_after_carry_loses_nothing_that_was_left(run: Run) -> None:
    # carry: 100 + 20 for February, of which 80 are spent; then adjust: 120 + (120 - 80) = 160.
    run("budget", "policy", "food", "carry")
    plan(run, "100", "2026-01")
    spend(run, "80", "2026-01")
    roll(run, "2026-02")
    spend(run, "80", "2026-02")
    run("budget", "policy", "food", "adjust")
    (row,) = roll(run, "2026-03")
    assert (row["budget"], row["carried"]) == ("160.00", "0.00")


# -- roll: what it never does


def test_a_roll_never_overwrites_what_a_person_set_and_says_so(run: Run) -> None:
    plan(run, "100", "2026-01")
    plan(run, "500", "2026-01", "rent")
    plan(run, "77", "2026-02")
    told = run("budget", "roll", "--month", "2026-02")
    assert "Note: Food stays at 77.00, which you set." in told.stdout
    assert figures(run, "--month", "2026-02") == [
        ("2026-02", "FOOD", "0.00", "77.00", "set"),
        ("2026-02", "RENT", "0.00", "1000.00", "adjust"),  # 500 + (500 - 0)
    ]


def test_a_roll_run_twice_changes_nothing(run: Run, books: psycopg.Connection[Any]) -> None:
    plan(run, "100", "2026-01")
    roll(run, "2026-02")
    before = books.execute("SELECT * FROM budgets ORDER BY id").fetchall()
    told = run("budget", "roll", "--month", "2026-02", "--again")
    assert "Note: Rolled before, and the same: Food." in told.stdout
    assert books.execute("SELECT * FROM budgets ORDER BY id").fetchall() == before


def test_a_late_expense_moves_a_rolled_budget_only_when_asked(run: Run) -> None:
    # 100 + (100 - 0) = 200; with 30 spent late, 100 + (100 - 30) = 170.
    plan(run, "100", "2026-01")
    roll(run, "2026-02")
    spend(run, "30", "2026-01")
    told = run("budget", "roll", "--month", "2026-02")
    assert told.stdout.splitlines()[-2:] == [
        "Note: Food stays at 200.00, as it was rolled before; now it would be 170.00.",
        "  finally budget roll --month 2026-02 --again",
    ]
    assert figures(run, "--month", "2026-02")[0][3] == "200.00"
    again = run("budget", "roll", "--month", "2026-02", "--again")
    assert "Note: FOOD has 170.00 now; it was 200.00." in again.stdout
    assert figures(run, "--month", "2026-02")[0][3] == "170.00"


def test_again_leaves_what_a_person_set(run: Run) -> None:
    plan(run, "100", "2026-01")
    plan(run, "77", "2026-02")
    run("budget", "roll", "--month", "2026-02", "--again")
    assert figures(run, "--month", "2026-02") == [("2026-02", "FOOD", "0.00", "77.00", "set")]


def test_a_roll_from_a_month_without_budgets_is_refused(run: Run) -> None:
    plan(run, "100", "2026-01")
    assert run("budget", "roll", "--month", "2026-03") == refusal(
        5,
        "there are no budgets in 2026-02",
        "Plan 2026-03 with: finally budget copy --from 2026-01 --month 2026-03",
    )
    assert run("budget", "copy", "--from", "2026-01", "--month", "2026-03").exit_code == 0
    assert run("budget", "roll", "--month", "2026-03", "--json").error["code"] == "NO_BUDGETS"


def test_a_closed_category_is_not_rolled(run: Run) -> None:
    run("category", "add", "Boat", "--kind", "expense")
    plan(run, "50", "2026-01", "boat")
    plan(run, "100", "2026-01")
    run("category", "close", "boat", "--month", "2026-02")
    told = run("budget", "roll", "--month", "2026-02")
    assert "Note: Boat is closed, and gets no budget." in told.stdout
    assert [category for _, category, *_ in figures(run, "--month", "2026-02")] == ["FOOD"]


def test_a_dry_run_shows_a_roll_and_keeps_nothing(run: Run) -> None:
    plan(run, "100", "2026-01")
    told = run("budget", "roll", "--month", "2026-02", "--dry-run")
    assert "(dry run: nothing was changed)" in told.stdout
    assert "200.00" in told.stdout
    assert len(figures(run)) == 1


def test_a_roll_crosses_the_year(run: Run) -> None:
    plan(run, "100", "2025-12")
    spend(run, "60", "2025-12")
    (row,) = roll(run, "2026-01")
    assert row["available"] == "140.00"  # 100 + (100 - 60)


def test_nobody_elses_budgets_or_expenses_come_in(run: Run, books: psycopg.Connection[Any]) -> None:
    run("user", "add", "bob@example.org")
    run("budget", "set", "food", "777", "--month", "2026-01", "--user", "bob")
    run("expense", "add", "777", "food", "--month", "2026-01", "--user", "bob")
    run("budget", "policy", "food", "carry", "--user", "bob")
    mine = ("--user", "ann")
    run("budget", "set", "food", "100", "--month", "2026-01", *mine)
    rows = run("budget", "roll", "--month", "2026-02", *mine, "--json").json["rows"]
    assert [(row["policy"], row["spent"], row["available"]) for row in rows] == [
        ("adjust", "0.00", "200.00")
    ]


def test_two_people_roll_the_same_month_at_once(
    server: Server, fresh_database: str, tmp_path: Any
) -> None:
    program = Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})
    assert program("user", "add", "ann@example.org").exit_code == 0
    for category in ("food", "rent", "fees", "other"):
        program("budget", "set", category, "100", "--month", "2026-01")
    running = [program.start("budget", "roll", "--month", "2026-02", "--json") for _ in range(6)]
    ended = [(process.communicate(timeout=60), process.returncode) for process in running]
    assert [(code, err) for (_, err), code in ended] == [(0, "")] * 6
    with closing(server.connect(fresh_database)) as connection:
        found = connection.execute(
            "SELECT count(*), sum(budget_amount) FROM budgets WHERE month = 2"
        ).fetchone()
    assert found == (4, 800)  # four budgets of 100 + (100 - 0)


# -- explain


def test_a_figure_is_explained_month_by_month(run: Run) -> None:
    run("budget", "policy", "food", "carry")
    plan(run, "100", "2026-01")
    for month in ("2026-01", "2026-02"):
        spend(run, "80", month)
    roll(run, "2026-02", "2026-03")
    assert run("budget", "explain", "food", "--month", "2026-03").stdout.splitlines() == [
        "How the budget of Food in 2026-03 came to be (EUR)",
        " Month     How     Because                     Available   Spent      Left",
        "─" * 75,
        " 2026-01   set     the beginning                  100.00   80.00    +20.00",
        " 2026-02   carry   100.00 + (100.00 − 80.00)      120.00   80.00    +40.00",
        " 2026-03   carry   100.00 + (120.00 − 80.00)      140.00    0.00   +140.00",
    ]


def test_an_explanation_begins_where_a_budget_was_last_set(run: Run) -> None:
    for month in ("2026-01", "2026-03"):
        plan(run, "100", month)
    roll(run, "2026-02", "2026-04")
    told = run("budget", "explain", "food", "--month", "2026-04", "--json").json
    assert [(row["month"], row["how"], row["because"]) for row in told["rows"]] == [
        ("2026-03", "set", "the beginning"),
        ("2026-04", "adjust", "100.00 + (100.00 − 0.00)"),
    ]


def test_an_explanation_says_what_has_changed_since(run: Run) -> None:
    plan(run, "100", "2026-01")
    roll(run, "2026-02")
    spend(run, "30", "2026-01")
    told = run("budget", "explain", "food", "--month", "2026-02", "--json").json
    assert told["notes"] == [
        {
            "code": "DIFFERS",
            "message": "2026-02 was rolled to 200.00; now it would be 170.00, since what came"
            " before has changed.",
            "command": "finally budget roll --month 2026-02 --again",
        }
    ]


def test_a_month_without_a_budget_is_not_explained(run: Run) -> None:
    plan(run, "100", "2026-01")
    assert run("budget", "explain", "food", "--month", "2026-02") == refusal(
        5,
        "Food has no budget in 2026-02",
        "See its budgets with: finally budget list --category FOOD",
    )


# -- the seed's own query


def test_a_budget_that_the_seeds_query_rolled_is_taken_as_adjusted(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    plan(run, "100", "2026-01")
    books.execute(
        "INSERT INTO budgets (user_id, category_id, year, month, budget_amount, calculated)"
        " SELECT user_id, category_id, 2026, 2, 150, true FROM budgets"
    )
    assert figures(run, "--month", "2026-02") == [("2026-02", "FOOD", "0.00", "150.00", "adjust")]
    (row,) = roll(run, "2026-03")
    assert row["available"] == "300.00"  # 150 + (150 - 0)


@pytest.mark.parametrize("form", ["--csv", "--json"])
def test_what_programs_read_has_every_figure(
    form: str, run: Run, golden: Callable[[str, str], None]
) -> None:
    plan(run, "100", "2026-01")
    told = run("budget", "roll", "--month", "2026-02", form)
    golden(f"budget-roll.{form[2:]}", told.stdout)
