"""finally budget move, moves and unmove, and the bounds to what is carried."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.commands.test_budget import plan, roll, spend
from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal


@pytest.fixture
def undo(run: Run, app: psycopg.Connection[Any]) -> Callable[[], None]:
    """Take the last command back, as if each had been committed."""
    seal = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"

    def take_back() -> None:
        app.execute(seal)
        assert run("undo").exit_code == 0
        app.execute(seal)

    return take_back


def explained(run: Run, category: str, month: str) -> list[tuple[str, str, str]]:
    """Each month of the chain: how it came to be, and what is available and left over."""
    rows = run("budget", "explain", category, "--month", month, "--json").json["rows"]
    return [(row["because"], row["available"], row["left_over"]) for row in rows]


def budgets(run: Run, month: str) -> dict[str, str]:
    """The budgets of a month that there are, and their sum."""
    report = run("report", "budget", "--month", month, "--json").json
    rows = {row["category"]: row["budget"] for row in report["rows"] if row["budget"] is not None}
    return rows | {"": report["totals"]["budget"]}


def test_both_budgets_change_and_the_sum_does_not(
    run: Run, undo: Callable[[], None], app: psycopg.Connection[Any]
) -> None:
    plan(run, "500", "2026-11")
    plan(run, "100", "2026-11", "transport")
    app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    told = run("budget", "move", "50", "food", "Transport", "--note", "a trip", "--json").json
    assert [
        told["rows"][0][field]
        for field in ("month", "from_category", "from_available", "to_category", "to_available")
    ] == ["2026-11", "FOOD", "450.00", "TRANSPORT", "150.00"]
    assert budgets(run, "2026-11") == {"FOOD": "450.00", "TRANSPORT": "150.00", "": "600.00"}
    listed = run("budget", "list", "--json").json["rows"]
    assert [(row["category"], row["budget"], row["moved"]) for row in listed] == [
        ("FOOD", "450.00", "-50.00"),
        ("TRANSPORT", "150.00", "50.00"),
    ]
    kept = run("budget", "moves", "--category", "food", "--json").json["rows"]
    assert [(row["month"], row["amount"], row["note"]) for row in kept] == [
        ("2026-11", "50.00", "a trip")
    ]
    assert run("export", "json").json["budgets"][0]["amount"] == "500.00"  # as it was planned
    undo()
    assert budgets(run, "2026-11") == {"FOOD": "500.00", "TRANSPORT": "100.00", "": "600.00"}


def test_moves_floors_and_caps_over_months_as_worked_out_by_hand(run: Run) -> None:
    """Food plans 500 and carries 0 to 100; transport plans 100 and carries all there is.

    2026-01  food  500 - 30              = 470, spent 450, left   20    transport 100 + 30 = 130, left 30
    2026-02  food  500 + 20              = 520, spent 580, left  -60    transport 100 + 30 = 130, left 80
    2026-03  food  500 +  0 (floor) + 40 = 540, spent 300, left  240    transport 100 + 80 - 40 = 140
    2026-04  food  500 + 100 (cap)       = 600, nothing spent           transport 100 + 140 = 240
    """  # noqa: E501
    run("budget", "policy", "transport", "carry")
    told = run("budget", "policy", "food", "carry", "--floor", "0", "--cap", "100")
    assert told.stdout == (
        "Food: carry, no less than 0.00, no more than 100.00"
        " (the plan again, and what is left is carried beside it).\n"
    )
    plan(run, "500", "2026-01")
    plan(run, "100", "2026-01", "transport")
    roll(run, "2026-02", "2026-03", "2026-04")
    for amount, month in (("450", "2026-01"), ("580", "2026-02"), ("300", "2026-03")):
        spend(run, amount, month)
    spend(run, "100", "2026-01", "transport")
    spend(run, "50", "2026-02", "transport")
    assert run("budget", "move", "30", "food", "transport", "--month", "2026-01").exit_code == 0
    assert run("budget", "move", "40", "transport", "food", "--month", "2026-03").exit_code == 0
    assert explained(run, "food", "2026-04") == [
        ("the beginning, 500.00 − 30.00 to Transport", "470.00", "20.00"),
        ("500.00 + (470.00 − 450.00)", "520.00", "-60.00"),
        ("500.00 + 0.00 (floor, for 520.00 − 580.00) + 40.00 from Transport", "540.00", "240.00"),
        ("500.00 + 100.00 (cap, for 540.00 − 300.00)", "600.00", "600.00"),
    ]
    assert explained(run, "transport", "2026-04") == [
        ("the beginning, 100.00 + 30.00 from Food", "130.00", "30.00"),
        ("100.00 + (130.00 − 100.00)", "130.00", "80.00"),
        ("100.00 + (130.00 − 50.00) − 40.00 to Food", "140.00", "140.00"),
        ("100.00 + (140.00 − 0.00)", "240.00", "240.00"),
    ]
    bounds = run("budget", "explain", "food", "--month", "2026-04", "--json").json["rows"]
    assert [row["bound"] for row in bounds] == [None, None, "floor", "cap"]
    for month in ("2026-01", "2026-02", "2026-03", "2026-04"):
        assert budgets(run, month)[""] == "600.00"
        notes = run("report", "budget", "--month", month, "--json").json["notes"]
        assert notes == []  # nothing would come out otherwise, were it rolled now


@pytest.mark.parametrize(("policy", "next_plan"), [("adjust", "500.00"), ("reset", "500.00")])
def test_the_next_plan_is_the_plan_and_not_the_move(policy: str, next_plan: str, run: Run) -> None:
    """Food has 50 less and spends all of the 450: adjust adds nothing to the 500, and takes nothing
    away; transport plans 100 and spends 150, which the 50 cover."""
    for category, amount, spent in (("food", "500", "450"), ("transport", "100", "150")):
        run("budget", "policy", category, policy)
        plan(run, amount, "2026-01", category)
        spend(run, spent, "2026-01", category)
    assert run("budget", "move", "50", "food", "transport", "--month", "2026-01").exit_code == 0
    assert [row["available"] for row in roll(run, "2026-02")] == [next_plan, "100.00"]
    because = {"adjust": "500.00 + (450.00 − 450.00)", "reset": "500.00 again"}[policy]
    if policy == "adjust":
        assert explained(run, "food", "2026-02")[-1][0] == because
    assert run("budget", "copy", "--from", "2026-01", "--to", "2026-03").exit_code == 0
    assert budgets(run, "2026-03") == {"FOOD": "500.00", "TRANSPORT": "100.00", "": "600.00"}


def test_what_was_rolled_keeps_its_bounds_until_it_is_rolled_again(run: Run) -> None:
    run("budget", "policy", "food", "carry")
    plan(run, "100", "2026-01")
    spend(run, "180", "2026-01")
    roll(run, "2026-02")  # 100 - 80 overspent = 20
    run("budget", "policy", "food", "--floor", "-30")
    report = run("report", "budget", "--month", "2026-02", "--json").json
    assert next(r for r in report["rows"] if r["category"] == "FOOD")["carried"] == "-80.00"
    assert [note["code"] for note in report["notes"]] == ["DIFFERS"]
    again = run("budget", "roll", "--month", "2026-02", "--again", "--json").json
    assert [row["available"] for row in again["rows"]] == ["70.00"]  # 100 - 30
    assert "FOOD has 70.00 now; it was 20.00." in again["notes"][0]["message"]
    assert run("report", "budget", "--month", "2026-02", "--json").json["notes"] == []


def test_a_bound_that_is_said_leaves_the_other_and_the_policy_alone_takes_both_off(
    run: Run,
) -> None:
    def now(*words: str) -> tuple[str | None, str | None]:
        assert run("budget", "policy", "food", *words).exit_code == 0
        row = run("budget", "policy", "food", "--json").json["rows"][0]
        return row["carry_floor"], row["carry_cap"]

    assert now("carry", "--floor", "-100") == ("-100.00", None)
    assert now("carry", "--cap", "300") == ("-100.00", "300.00")
    assert now("--floor", "0") == ("0.00", "300.00")
    assert now("--no-cap") == ("0.00", None)
    assert now("carry") == (None, None)
    assert now("--floor", "0", "--cap", "5") == ("0.00", "5.00")
    assert now("reset") == (None, None)


@pytest.mark.parametrize(
    ("words", "exit_code", "message", "hint"),
    [
        (["policy", "food", "carry", "--floor", "5"], 2,
         "a floor is 0 or below, and \"5\" is not",
         "Write 0 to carry nothing that was overspent, or -100 to carry 100 of it at most."),
        (["policy", "food", "carry", "--cap", "-5"], 2,
         "a cap is 0 or above, and \"-5\" is not",
         "Write 300 to carry 300 of what is left at most."),
        (["policy", "food", "reset", "--cap", "5"], 2,
         "a floor and a cap are of the policy carry, and Food would go by reset",
         "Say so with it: finally budget policy FOOD carry --floor 0"),
        (["policy", "food", "default", "--cap", "5"], 2,
         "a floor and a cap are of the policy carry, and Food would go by the default",
         "Say so with it: finally budget policy FOOD carry --floor 0"),
        (["policy", "food", "carry", "--cap", "5", "--no-cap"], 2,
         "--cap and --no-cap contradict each other", "Give one."),
        (["policy", "--floor", "0"], 2, "a floor and a cap are of one category",
         "Name it: finally budget policy CATEGORY carry --floor 0"),
        (["move", "0", "food", "transport"], 2,
         "nothing would be moved", "Give more than zero."),
        (["move", "-5", "food", "transport"], 2,
         "what is moved is above zero, and \"-5\" is not",
         "To move it the other way, name the two categories the other way round."),
        (["move", "1.234", "food", "transport"], 2, 'the amount "1.234" can be read in two ways',
         "Write 1234 for thousands, or 1.2340 for decimals."),
        (["move", "5", "food", "FOOD"], 2, "both categories are Food", "Name two different ones."),
        (["move", "5", "food", "groceries"], 2,
         '"FOOD/GROCERIES" is a subcategory, and budgets are for whole categories',
         "Give the category: FOOD"),
        (["move", "5", "fod", "transport"], 5, 'there is no category "fod"',
         'Did you mean "FOOD"? See them all with: finally category list --kind expense'),
        (["move", "5", "rent", "food"], 5,
         "Rent and housing has no budget in 2026-11 that money could come out of",
         "See which categories have one with: finally budget list --month 2026-11"),
        (["move", "5", "insurance", "food"], 5,
         "Insurance and taxes has no budget in 2026-11 that money could come out of, only one for"
         " all of 2026",
         "See which categories have one with: finally budget list --month 2026-11"),
        (["move", "5", "food", "insurance"], 1,
         "Insurance and taxes has no budget in 2026-11: it is planned for all of 2026, at"
         " 1,200.00",
         "Plan its month too, and move then: finally budget set INSURANCE 0 --month 2026-11"),
        (["move", "500.01", "food", "transport"], 1,
         "Food has 500.00 EUR in 2026-11, and 500.01 cannot be moved out of it",
         "Move all of it with: finally budget move 500.00 FOOD TRANSPORT --month 2026-11"),
        (["move", "5", "food", "transport", "--month", "2026-12"], 5,
         "there are no budgets in 2026-12", "Plan it with: finally budget roll --month 2026-12"),
        (["unmove", "12345678"], 5, 'there is no move with the id "12345678"',
         "The ids stand in: finally budget moves"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_moved(
    words: list[str], exit_code: int, message: str, hint: str, run: Run
) -> None:
    plan(run, "500", "2026-11")
    run("budget", "set", "insurance", "--yearly", "1200")
    assert run("budget", *words) == refusal(exit_code, message, hint)
    assert run("budget", "moves", "--json").json["rows"] == []
    assert budgets(run, "2026-11")[""] == "500.00"


def test_a_category_without_a_budget_gets_one_of_what_was_moved(
    run: Run, undo: Callable[[], None], app: psycopg.Connection[Any]
) -> None:
    plan(run, "500", "2026-11")
    app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    told = run("budget", "move", "50", "food", "fees").stdout
    move = run("budget", "moves", "--json").json["rows"][0]["id"]
    assert told == (
        f"Moved 50.00 EUR from Food to Fees, which had no budget there, in 2026-11 ({move[:8]}):"
        " Food has 450.00 now, and Fees 50.00.\n"
    )
    assert budgets(run, "2026-11") == {"FOOD": "450.00", "FEES": "50.00", "": "500.00"}
    undo()
    assert budgets(run, "2026-11") == {"FOOD": "500.00", "": "500.00"}


def test_a_category_that_is_closed_takes_nothing_and_gives_what_it_has(run: Run) -> None:
    run("category", "add", "GARDEN", "--kind", "expense")
    plan(run, "80", "2026-11", "garden")
    plan(run, "500", "2026-11")
    run("category", "close", "garden", "--month", "2026-10")
    told = run("budget", "move", "5", "food", "garden")
    assert (told.exit_code, "closed" in told.stderr) == (6, True)
    assert run("budget", "move", "80", "garden", "food").exit_code == 0
    assert budgets(run, "2026-11") == {"FOOD": "580.00", "GARDEN": "0.00", "": "580.00"}


def test_more_than_is_left_is_moved_and_said(run: Run) -> None:
    plan(run, "500", "2026-11")
    spend(run, "480", "2026-11")
    told = run("budget", "move", "50", "food", "fees")
    assert told.exit_code == 0
    assert told.stdout.endswith(
        "\nFood is over its budget in 2026-11 now: 480.00 were spent of 450.00.\n"
    )


def test_a_budget_that_was_moved_from_is_not_deleted_before_that_is_taken_back(run: Run) -> None:
    plan(run, "500", "2026-11")
    plan(run, "100", "2026-11", "transport")
    run("budget", "move", "50", "food", "transport")
    run("budget", "move", "20", "transport", "food")
    moves = [row["id"][:8] for row in run("budget", "moves", "--json").json["rows"]]
    told = run("budget", "delete", "food", "--yes")
    assert told.exit_code == 6
    assert f"Take that back first: finally budget unmove {' '.join(moves)}" in told.stderr
    assert run("budget", "unmove", *moves, "--yes") == Outcome(0, "Took back 2 moves.\n", "")
    assert budgets(run, "2026-11") == {"FOOD": "500.00", "TRANSPORT": "100.00", "": "600.00"}
    assert run("budget", "delete", "food", "--yes").exit_code == 0


def test_a_new_plan_and_a_roll_leave_what_was_moved(run: Run) -> None:
    plan(run, "500", "2026-11")
    plan(run, "100", "2026-11", "transport")
    run("budget", "move", "50", "food", "transport")
    assert run("budget", "set", "food", "550", "--month", "2026-11").stdout == (
        "Planned 550.00 EUR for Food in 2026-11; with 50.00 moved out, 500.00 is available;"
        " it was 500.00.\n"
    )
    plan(run, "100", "2026-10")
    note = run("budget", "roll", "--month", "2026-11", "--json").json["notes"][0]
    assert note["message"] == (
        "Food stays at 550.00, which you set; with 50.00 moved out, 500.00 is available."
    )


def test_ledgers_are_told_budgets_with_what_was_moved(run: Run) -> None:
    plan(run, "500", "2026-11")
    plan(run, "100", "2026-11", "transport")
    run("budget", "move", "0.125", "food", "transport")
    journal = run("export", "hledger").stdout
    assert "499.875 EUR" in journal and "100.125 EUR" in journal


def test_a_list_of_budgets_is_imported_as_it_was_planned(run: Run, tmp_path: Path) -> None:
    plan(run, "500", "2026-11")
    plan(run, "100", "2026-11", "transport")
    run("budget", "move", "50", "food", "transport")
    file = tmp_path / "budgets.csv"
    file.write_text(run("budget", "list", "--csv").stdout, encoding="utf-8")
    run("user", "add", "bob@example.org", "--currency", "EUR")
    assert run("import", "budgets", str(file), "--user", "bob").exit_code == 0
    rows = run("budget", "list", "--user", "bob", "--json").json["rows"]
    assert [(row["category"], row["budget"]) for row in rows] == [
        ("FOOD", "500.00"),
        ("TRANSPORT", "100.00"),
    ]


def test_a_closed_month_stays_as_it_is(run: Run, app: psycopg.Connection[Any]) -> None:
    plan(run, "500", "2026-09")
    plan(run, "100", "2026-09", "transport")
    run("budget", "move", "50", "food", "transport", "--month", "2026-09")
    move = run("budget", "moves", "--json").json["rows"][0]["id"]
    roll(run, "2026-10")
    close = "SELECT close_month(user_id, '2026-09-01', '{}') FROM budgets LIMIT 1"
    assert app.execute(close).fetchone() == (True,)
    for words in (
        ("move", "5", "food", "transport", "--month", "2026-09"),
        ("unmove", move, "--yes"),
    ):
        told = run("budget", *words, "--json")
        assert (told.exit_code, json.loads(told.stderr.splitlines()[-1])["code"]) == (
            6,
            "MONTH_CLOSED",
        )
    assert budgets(run, "2026-09") == {"FOOD": "450.00", "TRANSPORT": "150.00", "": "600.00"}
    # A bound that is new counts from the open months on: what is closed is not written.
    assert run("budget", "policy", "food", "carry", "--floor", "0").exit_code == 0
    assert run("budget", "roll", "--again", "--month", "2026-10").exit_code == 0


def test_books_with_moves_and_bounds_come_back_from_json_as_they_were(
    run: Run, app: psycopg.Connection[Any], undo: Callable[[], None], tmp_path: Path
) -> None:
    plan(run, "500", "2026-10")
    plan(run, "100", "2026-10", "transport")
    app.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    run("budget", "policy", "food", "carry", "--floor", "-10.5", "--cap", "300")
    run("budget", "move", "50", "food", "transport", "--month", "2026-10", "--note", "a trip")
    roll(run, "2026-11")
    kept = run("export", "json").json
    assert {(row["carry_floor"], row["carry_cap"]) for row in kept["budgets"]} == {
        (None, None),
        ("-10.50", "300.00"),
    }
    file = tmp_path / "books.json"
    file.write_text(json.dumps(kept), encoding="utf-8")
    undo()  # all three: the policy, the move, and what was rolled
    assert run("export", "json").json["budget_moves"] == []
    assert run("import", "json", str(file)).exit_code == 0
    now = run("export", "json").json
    for table in ("budgets", "budget_moves", "budget_policies"):
        assert now[table] == kept[table]
    assert explained(run, "food", "2026-11")[-1][1] == "800.00"  # 500, and 300 of the 450
