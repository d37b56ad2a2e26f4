"""Two hundred generated households: the reports equal a plain re-computation with Decimal.

What is generated is small and mean: few categories and months, so that they meet; amounts of any
size and sign; months before, in and after the current one; refunds, negative budgets, empty months.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Run
from tests.store.test_schema_seed_queries import example
from tests.support.thoroughness import examples

MONTHS = [date(2026, month, 1) for month in range(7, 13)]
NOW = date(2026, 11, 1)  # tests/conftest.py sets the clock to the 15th
INCOME, EXPENSES = ("SALARY", "BONUS", "OTHER"), ("RENT", "FOOD", "OTHER")
SUBS = {"RENT": ("REPAIRS",), "FOOD": ("GROCERIES", "TAKEAWAY"), "OTHER": ()}
ZERO = Decimal(0)

amounts = st.one_of(
    st.integers(-500_00, 5_000_00),
    st.sampled_from([1, -1, 10**15, 33_33]),
).filter(bool).map(lambda cents: Decimal(cents).scaleb(-2))  # fmt: skip
fine_amounts = st.one_of(amounts, st.integers(1, 99_999).map(lambda n: Decimal(n).scaleb(-4)))


@dataclass(frozen=True)
class Spent:
    category: str
    sub: str | None
    month: date
    amount: Decimal


@dataclass(frozen=True)
class Household:
    income: list[tuple[str, date, Decimal]]
    expenses: list[Spent]
    budgets: dict[tuple[str, date], Decimal]
    years: dict[str, Decimal]


@st.composite
def spent(draw: st.DrawFn) -> Spent:
    category = draw(st.sampled_from(EXPENSES))
    sub = draw(st.sampled_from([None, *SUBS[category]]))
    return Spent(category, sub, draw(st.sampled_from(MONTHS)), draw(fine_amounts))


households = st.builds(
    Household,
    st.lists(st.tuples(st.sampled_from(INCOME), st.sampled_from(MONTHS), fine_amounts), max_size=8),
    st.lists(spent(), max_size=12),
    st.dictionaries(
        st.tuples(st.sampled_from(EXPENSES), st.sampled_from(MONTHS)),
        amounts,
        max_size=8,
    ),
    st.dictionaries(st.sampled_from(EXPENSES), amounts, max_size=2),
)


@pytest.fixture
def ann(books: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """Ann's empty books, and a neighbour who spends 777 in every month."""
    books.execute(
        "WITH bob AS (INSERT INTO users (email) VALUES ('bob@example.org') RETURNING id)"
        " SELECT set_config('finally.user_id', id::text, true) FROM bob"
    )
    books.execute(
        "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
        " SELECT current_user_id(), expense_categories.id, 2026, month, 777"
        " FROM expense_categories CROSS JOIN generate_series(7, 12) AS month"
    )
    books.execute(
        "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email LIKE 'ann%'"
    )
    return books


def load(db: psycopg.Connection[Any], household: Household) -> None:
    """Put a household into Ann's books."""
    me = "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email LIKE 'ann%'"
    db.execute(me)
    for code, month, amount in household.income:
        db.execute(
            "INSERT INTO incoming_items (user_id, category_id, year, month, amount)"
            " SELECT current_user_id(), id, %s, %s, %s FROM income_categories WHERE code = %s",
            [month.year, month.month, amount, code],
        )
    for one in household.expenses:
        db.execute(
            "INSERT INTO expense_items"
            " (user_id, category_id, subcategory_id, year, month, amount)"
            " SELECT current_user_id(), c.id, s.id, %s, %s, %s FROM expense_categories AS c"
            " LEFT JOIN expense_subcategories AS s ON s.category_id = c.id AND s.code = %s"
            " WHERE c.code = %s",
            [one.month.year, one.month.month, one.amount, one.sub, one.category],
        )
    for (code, month), plan in household.budgets.items():
        db.execute(
            "INSERT INTO budgets (user_id, category_id, year, month, budget_amount)"
            " SELECT current_user_id(), id, %s, %s, %s FROM expense_categories WHERE code = %s",
            [month.year, month.month, plan, code],
        )
    for code, plan in household.years.items():
        db.execute(
            "INSERT INTO yearly_budgets (user_id, category_id, year, budget_amount)"
            " SELECT current_user_id(), id, 2026, %s FROM expense_categories WHERE code = %s",
            [plan, code],
        )


def shown(run: Run, *words: str) -> Any:
    told = run("report", *words, "--user", "ann", "--json")
    assert told.exit_code in (0, 5), told.stderr
    return told.json if told.exit_code == 0 else None


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def rounded(value: Decimal, places: str) -> Decimal:
    return value.quantize(Decimal(places), ROUND_HALF_UP)


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    return rounded(part / whole, "0.000001") if whole > 0 else None


@examples(40)
@given(household=households)
def test_the_cash_flow_is_what_decimal_arithmetic_says(
    household: Household, run: Run, ann: psycopg.Connection[Any]
) -> None:
    with ann.transaction(force_rollback=True):
        load(ann, household)
        document = shown(run, "cashflow", "--from", "2026-07", "--to", "2026-12")
        came: dict[date, Decimal] = defaultdict(Decimal)
        went: dict[date, Decimal] = defaultdict(Decimal)
        for _, month, amount in household.income:
            came[month] += amount
        for one in household.expenses:
            went[one.month] += one.amount
        kept = sorted(came.keys() | went.keys())
        if not kept:
            assert document is None
            return
        first, last = kept[0], kept[-1]
        expected: dict[str, tuple[Decimal | None, ...]] = {}
        for month in MONTHS:
            if not first <= month <= last:
                continue
            if month not in kept:
                expected[f"{month:%Y-%m}"] = (None, None, None, None)
                continue
            net = came[month] - went[month]
            flow = (came[month], went[month], net, share(net, came[month]))
            expected[f"{month:%Y-%m}"] = flow
        assert {
            row["month"]: tuple(
                number(row[key]) for key in ("income", "expenses", "net", "savings_rate")
            )
            for row in document["rows"]
        } == expected
        whole = [month for month in kept if month < NOW]
        totals = {key: number(str(value)) for key, value in document["totals"].items() if value}
        assert totals.get("income", ZERO) == sum(came.values(), ZERO)
        assert totals.get("expenses", ZERO) == sum(went.values(), ZERO)
        assert document["totals"]["whole_months"] == len(whole)
        if whole:
            in_whole = sum((came[month] for month in whole), ZERO)
            out_whole = sum((went[month] for month in whole), ZERO)
            averages = (rounded(in_whole / len(whole), "0.0001"),
                        rounded((in_whole - out_whole) / len(whole), "0.0001"))  # fmt: skip
            assert (totals["average_income"], totals["average_net"]) == averages
        by_category: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for code, _, amount in household.income:
            by_category["income", code] += amount
        for one in household.expenses:
            by_category["expense", one.category] += one.amount
        rows = shown(run, "cashflow", "--from", "2026-07", "--to", "2026-12", "--by", "category")
        assert {
            (row["kind"], row["category"]): number(row["amount"]) for row in rows["rows"]
        } == dict(by_category)


@examples(40)
@given(household=households, month=st.sampled_from(MONTHS))
def test_the_budget_report_is_what_decimal_arithmetic_says(
    household: Household, month: date, run: Run, ann: psycopg.Connection[Any]
) -> None:
    with ann.transaction(force_rollback=True):
        load(ann, household)
        document = shown(run, "budget", "--month", f"{month:%Y-%m}")
        went: dict[str, Decimal] = defaultdict(Decimal)
        in_year: dict[str, Decimal] = defaultdict(Decimal)
        for one in household.expenses:
            if one.month == month:
                went[one.category] += one.amount
            if one.month <= month:
                in_year[one.category] += one.amount
        planned = {code: plan for (code, of), plan in household.budgets.items() if of == month}
        if not planned and not went and not household.years:
            assert document is None
            return
        rows = {row["category"]: row for row in document["rows"]}
        assert len(rows) == 8
        for code in EXPENSES:
            row, spent_here = rows[code], went[code]
            assert number(row["spent"]) == spent_here
            if code not in planned:
                assert (row["available"], row["left_over"], row["overspent"]) == (None, None, False)
            else:
                available = planned[code]
                used = share(spent_here, available)
                assert (number(row["budget"]), number(row["carried"])) == (available, ZERO)
                assert number(row["available"]) == available
                assert number(row["left_over"]) == available - spent_here
                assert number(row["used_pct"]) == used
                # Over is what is so as it is printed.
                assert row["overspent"] is (rounded(spent_here - available, "0.01") > 0)
                pace = used - Decimal("0.5") if used is not None and month == NOW else None
                assert number(row["pace"]) == pace
            if code in household.years:
                year = household.years[code]
                assert number(row["year_budget"]) == year
                assert number(row["year_left"]) == year - in_year[code]
                assert row["year_overspent"] is (rounded(in_year[code] - year, "0.01") > 0)
        totals = document["totals"]
        all_spent = sum(went.values(), ZERO)
        available = sum(planned.values(), ZERO)
        assert number(totals["spent"]) == all_spent
        unplanned = sum((spent for code, spent in went.items() if code not in planned), ZERO)
        by_year = sum(
            (went[code] for code in went if code not in planned and code in household.years), ZERO
        )
        assert number(totals["by_the_year"]) == by_year
        assert number(totals["unbudgeted"]) == unplanned - by_year
        assert number(totals["left_over"]) == available - (all_spent - unplanned)
        assert number(totals["used_pct"]) == share(all_spent - unplanned, available)


@examples(12)
@given(household=households)
def test_adjust_rolls_what_the_seeds_own_query_rolls(
    household: Household, run: Run, ann: psycopg.Connection[Any]
) -> None:
    listed = (
        "SELECT code, budget_amount, calculated FROM budgets"
        " JOIN expense_categories ON expense_categories.id = category_id"
        " WHERE budgets.user_id = current_user_id() AND month = 12 ORDER BY code"
    )
    with ann.transaction(force_rollback=True):
        load(ann, household)
        with ann.transaction(force_rollback=True):
            for (category,) in ann.execute("SELECT id FROM expense_categories").fetchall():
                me = ann.execute("SELECT current_user_id()").fetchone()
                assert me is not None
                ann.execute(
                    example("Budget Roll-Forward"),
                    {
                        "user_id": me[0], "category_id": category, "year": 2026, "month": 12,
                        "prev_year": 2026, "prev_month": 11,
                    },
                )  # fmt: skip
            by_seed = ann.execute(listed).fetchall()
        run("budget", "roll", "--month", "2026-12", "--user", "ann")
        load(ann, Household([], [], {}, {}))  # who it is, once more
        assert ann.execute(listed).fetchall() == by_seed


@examples(12)
@given(
    plans=st.lists(st.one_of(st.none(), amounts.filter(lambda a: a > 0)), min_size=6, max_size=6),
    spending=st.lists(fine_amounts, min_size=6, max_size=6),
    policies=st.lists(st.sampled_from(["adjust", "carry", "reset"]), min_size=6, max_size=6),
)
def test_a_chain_of_rolls_is_what_the_policies_say(
    plans: list[Decimal | None], spending: list[Decimal], policies: list[str],
    run: Run, ann: psycopg.Connection[Any],
) -> None:  # fmt: skip
    """Month by month: perhaps a new plan, an expense, then a roll by that month's policy."""
    plans = [plans[0] or Decimal(100), *plans[1:]]
    with ann.transaction(force_rollback=True):
        mine = ("--user", "ann")
        plan, budget, carried = ZERO, ZERO, ZERO
        for month, typed, went, policy in zip(MONTHS, plans, spending, policies, strict=True):
            if typed is not None:
                run("budget", "set", "food", str(typed), "--month", f"{month:%Y-%m}", *mine)
                plan = budget = typed
            run("expense", "add", str(went), "food", "--month", f"{month:%Y-%m}", *mine)
            run("budget", "policy", "food", policy, *mine)
            following = "2027-01" if month.month == 12 else f"2026-{month.month + 1:02}"
            (row,) = run("budget", "roll", "--month", following, *mine, "--json").json["rows"]
            left = budget + carried - went
            if policy == "adjust":
                budget, carried = budget + carried + left, ZERO
            else:
                budget, carried = plan, left if policy == "carry" else ZERO
            assert (number(row["budget"]), number(row["carried"])) == (budget, carried)
