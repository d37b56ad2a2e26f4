"""finally report budget, on a month whose every figure is worked out here by hand.

2026-11, today is the 15th of 30 days: half of the month is gone. Food carries what is left: 8950
were planned for it in 2026-10, and 9000 spent.

             budget  carried  available   spent     left    used   pace
RENT           1000        0       1000    1200     -200     1.2   +0.7    over
FOOD            600      -50        550     440      110     0.8   +0.3    400, 60, 20 back
INSURANCE       100        0        100       0      100     0     -0.5    900 of 1200 in 2026
WELLNESS       none                          50
OTHER          -100        0       -100      10     -110    none   none    over
budgeted       1600      -50       1550    1650     -100   1.064516
unbudgeted: 50; total: 1700
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

NOVEMBER = """
    WITH ann AS (SELECT set_config('finally.user_id', id::text, true)::uuid AS id FROM users),
    planned AS (
        INSERT INTO budgets (user_id, category_id, year, month, budget_amount)
        SELECT ann.id, expense_categories.id, 2026, plan.month, plan.amount
        FROM ann CROSS JOIN (VALUES
            ('RENT', 11, 1000), ('FOOD', 10, 8950), ('FOOD', 11, 600), ('INSURANCE', 11, 100),
            ('OTHER', 11, -100)
        ) AS plan (code, month, amount)
        JOIN expense_categories USING (code)
    ),
    rolled AS (
        INSERT INTO budget_policies (user_id, category_id, policy)
        SELECT ann.id, expense_categories.id, 'carry'
        FROM ann CROSS JOIN expense_categories WHERE code = 'FOOD'
    ),
    yearly AS (
        INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)
        SELECT ann.id, expense_categories.id, 2026, 1200
        FROM ann CROSS JOIN expense_categories WHERE code = 'INSURANCE'
    )
    INSERT INTO expense_items (user_id, category_id, subcategory_id, year, month, amount)
    SELECT ann.id, expense_categories.id, expense_subcategories.id, spent.year, spent.month,
        spent.amount
    FROM ann CROSS JOIN (VALUES
        ('RENT', NULL, 2026, 11, 1200), ('FOOD', 'GROCERIES', 2026, 11, 400),
        ('FOOD', NULL, 2026, 11, 60), ('FOOD', NULL, 2026, 11, -20),
        ('WELLNESS', 'SPORT', 2026, 11, 50), ('OTHER', NULL, 2026, 11, 10),
        ('INSURANCE', NULL, 2026, 3, 700), ('INSURANCE', NULL, 2026, 10, 200),
        ('INSURANCE', NULL, 2026, 12, 5000), ('INSURANCE', NULL, 2025, 12, 3000),
        ('FOOD', NULL, 2026, 10, 9000), ('RENT', NULL, 2025, 11, 9000)
    ) AS spent (code, sub, year, month, amount)
    JOIN expense_categories ON expense_categories.code = spent.code
    LEFT JOIN expense_subcategories ON expense_subcategories.code = spent.sub
"""
KEYS = ("budget", "carried", "available", "spent", "left_over", "used_pct", "pace", "overspent")
UNPLANNED: tuple[Any, ...] = (None, None, None, "0.00", None, None, None, False)


@pytest.fixture
def november(run: Run, books: psycopg.Connection[Any]) -> Run:
    books.execute(NOVEMBER)
    return run


def report(run: Run, *options: str) -> Any:
    shown = run("report", "budget", *options, "--json")
    assert shown.stderr == ""
    return shown.json


def by_category(document: Any) -> dict[str, tuple[Any, ...]]:
    return {row["category"]: tuple(row[key] for key in KEYS) for row in document["rows"]}


def test_every_category_has_its_line(november: Run) -> None:
    document = report(november)
    assert (document["month"], document["month_gone"]) == ("2026-11", "0.50")
    assert by_category(document) == {
        "RENT": ("1000.00", "0.00", "1000.00", "1200.00", "-200.00", "1.2", "0.7", True),
        "UTILITY": UNPLANNED,
        "FOOD": ("600.00", "-50.00", "550.00", "440.00", "110.00", "0.8", "0.3", False),
        "TRANSPORT": UNPLANNED,
        "FEES": UNPLANNED,
        "INSURANCE": ("100.00", "0.00", "100.00", "0.00", "100.00", "0", "-0.5", False),
        "WELLNESS": (None, None, None, "50.00", None, None, None, False),
        "OTHER": ("-100.00", "0.00", "-100.00", "10.00", "-110.00", None, None, True),
    }


def test_the_totals_hold_what_was_spent_without_a_plan(november: Run) -> None:
    assert report(november)["totals"] == {
        "budget": "1600.00",  # 1000 + 600 + 100 - 100
        "carried": "-50.00",
        "available": "1550.00",
        "spent": "1700.00",  # 1200 + 440 + 0 + 50 + 10
        "budgeted": "1650.00",
        "by_the_year": "0.00",
        "unbudgeted": "50.00",
        "left_over": "-100.00",  # 1550 - 1650
        "used_pct": "1.064516",  # 1650 / 1550 = 1.0645161…
        "pace": "0.564516",
        "budgets": 4,
        "items": 6,
    }


def test_what_has_a_budget_for_the_year_alone_is_not_unbudgeted(november: Run) -> None:
    march = report(november, "--month", "2026-03")["totals"]
    assert (march["spent"], march["by_the_year"], march["unbudgeted"]) == (
        "700.00", "700.00", "0.00",
    )  # fmt: skip
    shown = november("report", "budget", "--month", "2026-03").stdout
    assert " Budgeted by the year " in shown
    assert "Unbudgeted" not in shown


def test_a_year_is_shown_up_to_the_month(november: Run) -> None:
    (row,) = (row for row in report(november)["rows"] if row["year_budget"] is not None)
    # 700 in March and 200 in October; not the 5000 of December, nor those of the year before.
    assert {key: row[key] for key in row if key.startswith("year_")} == {
        "year_budget": "1200.00",
        "year_spent": "900.00",
        "year_left": "300.00",
        "year_used_pct": "0.75",
        "year_overspent": False,
    }
    (row,) = (
        row for row in report(november, "--month", "2026-12")["rows"] if row["year_overspent"]
    )
    assert row["year_spent"] == "5900.00"


def test_the_table_is_one_that_a_tired_person_reads(november: Run) -> None:
    assert november("report", "budget").stdout.splitlines() == [
        "Budget in 2026-11 (EUR), day 15: 50 % of the month is gone",
        " Category                Budget   Carried   Available      Spent      Left"
        "             Used %      Pace",
        "─" * 104,
        " Rent and housing      1,000.00      0.00    1,000.00   1,200.00   -200.00"
        "   120.0 % ▓▓▓▓▓▓▓!   +70.0 %",
        " Utilities                    –         –           –       0.00         –"
        "                  –         –",
        " Food                    600.00    -50.00      550.00     440.00   +110.00"
        "    80.0 % ██████▍░   +30.0 %",
        " Transport                    –         –           –       0.00         –"
        "                  –         –",
        " Fees                         –         –           –       0.00         –"
        "                  –         –",
        " Insurance and taxes     100.00      0.00      100.00       0.00   +100.00"
        "     0.0 % ░░░░░░░░   -50.0 %",
        " Wellness                     –         –           –      50.00         –"
        "                  –         –",
        " Other                  -100.00      0.00     -100.00      10.00   -110.00"
        "                  –         –",
        "─" * 104,
        " Budgeted              1,600.00    -50.00    1,550.00   1,650.00   -100.00"
        "   106.5 % ▓▓▓▓▓▓▓!   +56.5 %",
        " Unbudgeted                                                50.00",
        " Total                                                  1,700.00",
        "",
        "Of the whole of 2026, spent up to 2026-11 (EUR)",
        " Category                Budget    Spent      Left            Used %",
        "─" * 69,
        " Insurance and taxes   1,200.00   900.00   +300.00   75.0 % ██████░░",
    ]


def test_a_month_that_is_over_or_to_come_has_no_pace(november: Run) -> None:
    for month in ("2026-10", "2026-12"):
        document = report(november, "--month", month)
        assert document["month_gone"] is None
        assert {row["pace"] for row in document["rows"]} == {None}


def test_subcategories_are_opened_under_their_category(november: Run) -> None:
    rows = report(november, "--sub")["rows"]
    opened = [
        (row["category"], row["subcategory"], row["name"], row["spent"])
        for row in rows
        if row["category"] in ("FOOD", "WELLNESS", "RENT")
    ]
    assert opened == [
        ("RENT", None, "Rent and housing", "1200.00"),
        ("FOOD", None, "Food", "440.00"),
        ("FOOD", "GROCERIES", "Food / Groceries", "400.00"),
        ("FOOD", "", "Food / the rest", "40.00"),  # 60 - 20
        ("WELLNESS", None, "Wellness", "50.00"),
        ("WELLNESS", "SPORT", "Wellness / Sport and gym", "50.00"),
    ]


def test_check_shows_what_is_over_and_exits_with_1(november: Run) -> None:
    checked = november("report", "budget", "--check")
    assert checked.exit_code == 1
    assert checked.stdout.splitlines()[0].startswith("Over budget in 2026-11")
    assert " Rent and housing " in checked.stdout
    assert " Other " in checked.stdout
    assert "Food" not in checked.stdout
    checked = november("report", "budget", "--check", "--json")
    assert (checked.exit_code, [row["category"] for row in checked.json["rows"]]) == (
        1, ["RENT", "OTHER"],
    )  # fmt: skip


def test_check_finds_a_year_that_is_over(november: Run) -> None:
    checked = november("report", "budget", "--check", "--month", "2026-12", "--json")
    assert (checked.exit_code, [row["category"] for row in checked.json["rows"]]) == (
        1, ["INSURANCE"],
    )  # fmt: skip


def test_less_than_a_cent_is_over_nothing_in_a_month_or_a_year(run: Run) -> None:
    """As printed, 100.00 of 100.00 are spent: 0.004 more is not over, 0.005 is a cent."""
    run("budget", "set", "rent", "100", "--yearly", "100", "--month", "2026-11")
    run("expense", "add", "100.0040", "rent", "--month", "2026-11")
    assert run("report", "budget", "--check", "--month", "2026-11").exit_code == 0
    run("expense", "add", "0.0010", "rent", "--month", "2026-11")
    checked = run("report", "budget", "--check", "--month", "2026-11", "--json")
    assert checked.exit_code == 1
    (row,) = checked.json["rows"]
    assert (row["overspent"], row["year_overspent"]) == (True, True)


def test_check_exits_with_0_when_nothing_is_over(run: Run) -> None:
    run("budget", "set", "food", "100")
    run("expense", "add", "100", "food")
    assert run("report", "budget", "--check") == Outcome(
        0, "No category is over its budget in 2026-11.\n", ""
    )
    assert run("report", "budget", "--check", "-q") == Outcome(0, "", "")
    run("expense", "add", "0.01", "food")
    assert run("report", "budget", "--check").exit_code == 1


def test_without_a_month_it_is_the_newest_with_anything_in_it(run: Run) -> None:
    assert run("report", "budget") == Outcome(
        5,
        "",
        "finally: there are no budgets and no expenses yet\n  Plan one with: finally budget set"
        " CATEGORY AMOUNT, or look around with: finally demo\n",
    )
    run("expense", "add", "5", "food", "--month", "2027-02", "--yes")
    assert run("report", "budget") == Outcome(
        5,
        "",
        "finally: there are no budgets and no expenses up to 2026-11\n  The first are those of"
        " 2027-02: finally report budget --month 2027-02\n",
    )
    run("expense", "add", "5", "food", "--month", "2026-12")
    assert report(run)["month"] == "2026-12"  # the next one, as there is nothing else
    run("budget", "set", "food", "5", "--month", "2026-08")
    assert report(run)["month"] == "2026-08"
    run("expense", "add", "5", "food", "--month", "2026-09")
    assert report(run)["month"] == "2026-09"
    run("budget", "set", "food", "5")
    assert report(run)["month"] == "2026-11"


def test_a_month_with_nothing_in_it_is_refused(november: Run) -> None:
    told = november("report", "budget", "--month", "2020-01")
    assert told == Outcome(
        5,
        "",
        "finally: there are no budgets and no expenses in 2020-01\n"
        "  Plan it with: finally budget set CATEGORY AMOUNT --month 2020-01\n",
    )
    # Where there are budgets, the advice is a command that works as it stands.
    for month, way in (
        ("2027-01", "finally budget copy --from 2026-11 --month 2027-01"),
        ("2027-02", "finally budget roll --month 2027-02"),
    ):
        hint = november("report", "budget", "--month", month).stderr.splitlines()[1]
        assert hint == f"  Plan it with: {way}"
        assert november(*way.split()[1:]).exit_code == 0


def test_expenses_without_any_budget_are_shown_with_a_note(run: Run) -> None:
    run("expense", "add", "5", "food", "--month", "2026-10")
    document = report(run, "--month", "2026-10")
    assert document["totals"]["unbudgeted"] == "5.00"
    assert document["totals"]["used_pct"] is None
    assert document["notes"] == [
        {
            "code": "NO_BUDGETS",
            "message": "There are no budgets in 2026-10, and 1 expense.",
            "command": "finally budget set CATEGORY AMOUNT --month 2026-10",
        }
    ]


def test_a_closed_category_is_there_while_it_has_something(run: Run) -> None:
    run("category", "add", "Boat", "--kind", "expense")
    run("expense", "add", "5", "boat", "--month", "2026-09")
    run("category", "close", "boat", "--month", "2026-10")
    run("expense", "add", "5", "food", "--month", "2026-10")
    assert "BOAT" in by_category(report(run, "--month", "2026-09"))
    assert "BOAT" not in by_category(report(run, "--month", "2026-10"))


def test_the_parts_sum_to_the_totals(november: Run) -> None:
    document = report(november)
    for key in ("budget", "carried", "available", "spent", "left_over"):
        parts = sum(Decimal(row[key] or 0) for row in document["rows"])
        assert parts == Decimal(document["totals"][key]), key
