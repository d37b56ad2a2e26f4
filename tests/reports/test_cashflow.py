"""finally report cashflow, on a household whose every figure is worked out here by hand.

Today is 2026-11-15.

            income   expenses      net   savings rate
2026-07       4000       3000     1000   0.25
2026-08       4000       5000    -1000   -0.25
2026-09       none       none              (nothing was recorded)
2026-10          0        100     -100   none: there is no income
2026-11       2000        500     1500   0.75, and not over
2026-12       9999                         posted ahead, still to come
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

HOUSEHOLD = """
    WITH ann AS (SELECT set_config('finally.user_id', id::text, true)::uuid AS id FROM users),
    came_in AS (
        INSERT INTO incoming_items (user_id, category_id, year, month, amount)
        SELECT ann.id, income_categories.id, 2026, earned.month, earned.amount
        FROM ann CROSS JOIN (VALUES
            ('SALARY', 7, 3500), ('BONUS', 7, 600), ('BONUS', 7, -100), ('SALARY', 8, 4000),
            ('SALARY', 11, 2000), ('SALARY', 12, 9999)
        ) AS earned (code, month, amount)
        JOIN income_categories USING (code)
    )
    INSERT INTO expense_items (user_id, category_id, year, month, amount)
    SELECT ann.id, expense_categories.id, 2026, spent.month, spent.amount
    FROM ann CROSS JOIN (VALUES
        ('RENT', 7, 2000), ('FOOD', 7, 1025.5), ('FOOD', 7, -25.5), ('RENT', 8, 2000),
        ('OTHER', 8, 3000), ('FOOD', 10, 100), ('FOOD', 11, 500)
    ) AS spent (code, month, amount)
    JOIN expense_categories USING (code)
"""


@pytest.fixture
def household(run: Run, books: psycopg.Connection[Any]) -> Run:
    books.execute(HOUSEHOLD)
    return run


def report(run: Run, *options: str) -> Any:
    shown = run("report", "cashflow", *options, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def flows(document: Any) -> dict[str, tuple[Any, ...]]:
    keys = ("income", "expenses", "net", "savings_rate", "whole")
    return {row["month"]: tuple(row[key] for key in keys) for row in document["rows"]}


def test_a_row_for_each_month_newest_first_up_to_now(household: Run) -> None:
    document = report(household)
    assert flows(document) == {
        "2026-11": ("2000.00", "500.00", "1500.00", "0.75", False),
        "2026-10": ("0.00", "100.00", "-100.00", None, True),
        "2026-09": (None, None, None, None, False),
        "2026-08": ("4000.00", "5000.00", "-1000.00", "-0.25", True),
        "2026-07": ("4000.00", "3000.00", "1000.00", "0.25", True),
    }
    assert list(flows(document)) == sorted(flows(document), reverse=True)
    assert (document["first"], document["last"]) == ("2026-07", "2026-11")


def test_the_average_is_of_whole_months_on_record_and_says_so(household: Run) -> None:
    document = report(household)
    assert document["totals"] == {
        "income": "10000.00",  # 4000 + 4000 + 0 + 2000
        "expenses": "8600.00",  # 3000 + 5000 + 100 + 500
        "net": "1400.00",
        "savings_rate": "0.14",
        "whole_months": 3,  # July, August, October
        "average_income": "2666.6667",  # 8000 / 3
        "average_expenses": "2700.00",  # 8100 / 3
        "average_net": "-33.3333",
        "average_savings_rate": "-0.0125",  # -100 / 8000
    }
    assert [(note["code"], note["message"]) for note in document["notes"]] == [
        (
            "PARTIAL_MONTH",
            "2026-11 is not over and left out of the average; the average is of 3 whole months.",
        ),
        ("EMPTY_MONTHS", "2026-09 has no entries: left out of the average."),
    ]


def test_the_table_ends_in_total_and_average(household: Run) -> None:
    assert household("report", "cashflow", "--from", "2026-07", "--to", "2026-08").stdout == (
        "Cash flow by month (EUR)\n"
        " Month       Income   Expenses         Net   Savings rate\n"
        + "─"
        * 58
        + "\n 2026-08   4,000.00   5,000.00   -1,000.00        -25.0 %\n"
        " 2026-07   4,000.00   3,000.00   +1,000.00         25.0 %\n"
        + "─"
        * 58
        + "\n Total     8,000.00   8,000.00        0.00          0.0 %\n"
        " Average   4,000.00   4,000.00        0.00          0.0 %\n"
    )


@pytest.mark.parametrize(
    ("options", "months"),
    [
        (["--months", "1"], ["2026-11"]),
        (["--months", "2"], ["2026-11", "2026-10"]),
        (["--month", "2026-08"], ["2026-08"]),
        (["--month", "2026-12"], ["2026-12"]),
        (["--from", "2026-10"], ["2026-11", "2026-10"]),
        (["--from", "2026-12"], ["2026-12"]),
        (["--to", "2026-08"], ["2026-08", "2026-07"]),
        (["--to", "2030-01", "--months", "50"], [f"2026-{m:02}" for m in range(12, 6, -1)]),
        (["--from", "2026-07", "--months", "2"], ["2026-08", "2026-07"]),
        (["--from", "2000-01", "--to", "2026-07"], ["2026-07"]),
    ],
)
def test_the_months_that_were_asked_for_and_are_on_record(
    options: list[str], months: list[str], household: Run
) -> None:
    assert list(flows(report(household, *options))) == months


def test_a_single_partial_month_has_no_average(household: Run) -> None:
    document = report(household, "--month", "this")
    assert document["totals"]["whole_months"] == 0
    assert document["totals"]["average_net"] is None
    assert document["notes"][0]["message"] == (
        "2026-11 is not over and left out of the average; there is no whole month to take an"
        " average of."
    )
    assert "Average" not in household("report", "cashflow", "--month", "this").stdout


def test_by_category_income_comes_first_and_the_largest_first(household: Run) -> None:
    document = report(household, "--by", "category")
    assert [tuple(row.values()) for row in document["rows"]] == [
        # 3500 + 4000 + 2000 of 10000; on average (3500 + 4000) / 3
        ("income", "SALARY", "Salary", "9500.00", "0.95", "2500.00"),
        ("income", "BONUS", "Bonus", "500.00", "0.05", "166.6667"),  # 600 - 100; / 3
        ("expense", "RENT", "Rent and housing", "4000.00", "0.465116", "1333.3333"),
        ("expense", "OTHER", "Other", "3000.00", "0.348837", "1000.00"),
        # 1000 + 100 + 500 of 8600; on average 1100 / 3
        ("expense", "FOOD", "Food", "1600.00", "0.186047", "366.6667"),
    ]
    assert document["totals"]["net"] == "1400.00"
    table = household("report", "cashflow", "--by", "category").stdout.splitlines()
    assert table[0] == "Cash flow by category, 2026-07 to 2026-11 (EUR)"
    assert table[-3].split() == ["Net", "1,400.00", "-33.33"]


def test_a_chart_draws_both_lines_and_names_them(household: Run) -> None:
    drawn = household("report", "cashflow", "--chart").stdout
    assert drawn.splitlines()[-1].strip() == "⠒⠒⠒⠒ income   ⠂⠂⠂⠂ expenses"
    assert "2026-07" in drawn.splitlines()[-2]


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (
            ["--month", "2026-07", "--months", "2"],
            "--month is one month; --months, --from and --to are several", "Leave one out.",
        ),
        (
            ["--from", "2026-08", "--to", "2026-07"],
            "--from is after --to", "Did you mean --from 2026-07 --to 2026-08?",
        ),
        (
            ["--from", "2026-07", "--to", "2026-08", "--months", "2"],
            "--months goes with --from or --to, not with both", "Leave one out.",
        ),
    ],
)  # fmt: skip
def test_months_that_do_not_go_together_are_refused(
    options: list[str], message: str, hint: str, household: Run
) -> None:
    assert household("report", "cashflow", *options) == Outcome(
        2, "", f"finally: {message}\n  {hint}\n"
    )


def test_empty_books_and_empty_months_are_told(run: Run) -> None:
    told = run("report", "cashflow")
    assert (told.exit_code, told.stdout) == (5, "")
    assert told.stderr.startswith("finally: there are no incomes and no expenses yet\n")
    run("income", "add", "5", "salary", "--month", "2026-08")
    assert run("report", "cashflow", "--month", "2026-10") == Outcome(
        5,
        "",
        "finally: there are no incomes and no expenses in these months\n"
        "  There are some from 2026-08 to 2026-08.\n",
    )
