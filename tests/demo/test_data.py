"""The demo's files: their figures worked out another way."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from math import ceil

import pytest

from finally_cli.demo.household import read_file

CASH = ("Checking Maya", "Checking Tom", "Savings")
DEBTS = ("Mortgage", "Car loan", "Credit card")
SHARES = ("Microsoft", "Amazon", "IBM", "Google", "Apple")


def month_after(month: str, months: int = 1) -> str:
    """
    >>> month_after("2016-11", 3)
    '2017-02'
    """
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + months
    return f"{count // 12}-{count % 12 + 1:02}"


def months(first: str, last: str) -> list[str]:
    """`2016-01` and so on, both ends included."""
    found = [first]
    while found[-1] < last:
        found.append(month_after(found[-1]))
    return found


@cache
def file(name: str) -> list[dict[str, str]]:
    """The rows of a file, an empty cell as an empty text."""
    return [{column: cell or "" for column, cell in row.items()} for row in read_file(name)]


@cache
def worth() -> dict[str, dict[str, Decimal]]:
    """Every value on record, by month and asset."""
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in file("snapshots"):
        assert row["asset"] not in found[row["month"]], "one value a month"
        found[row["month"]][row["asset"]] = Decimal(row["value"])
    return dict(found)


def sums(name: str, column: str = "amount") -> Counter[str]:
    """What a column sums up to in each month."""
    found: Counter[str] = Counter()
    for row in file(name):
        found[row["month"]] += Decimal(row[column] or 0)  # type: ignore[assignment]
    return found


def of_asset(asset: str) -> dict[str, dict[str, str]]:
    """The rows of an asset's values by their months."""
    return {row["month"]: row for row in file("snapshots") if row["asset"] == asset}


# -- what is on record


def test_values_have_no_gap_and_the_last_december_has_entries_and_a_budget_alone() -> None:
    assert list(worth()) == months("2016-01", "2026-11")
    assert sorted(sums("expenses")) == sorted(sums("income")) == months("2016-01", "2026-12")
    assert [row["month"] for row in file("fx")] == months("2016-01", "2026-11")
    planned = {row["period"] for row in file("budgets") if row["every"] == "month"}
    assert sorted(planned) == months("2024-01", "2026-12")


def test_every_asset_has_values_until_it_is_closed() -> None:
    assert {row["asset"] for row in file("snapshots")} == {row["asset"] for row in file("assets")}
    missing = []
    for row in file("assets"):
        values = of_asset(row["asset"])
        assert {value["category"] for value in values.values()} == {row["category"]}
        last = month_after(row["closed"], -1) if row["closed"] else "2026-11"
        assert max(values) == last
        missing += [(m, row["asset"]) for m in months(min(values), last) if m not in values]
    assert missing == [("2021-08", "Euro account")]
    assert [row["asset"] for row in file("assets") if row["closed"]] == [
        "House deposit", "Car loan",
    ]  # fmt: skip


def test_entries_lie_in_their_months_and_are_not_nothing() -> None:
    for row in (*file("income"), *file("expenses")):
        assert Decimal(row["amount"]) != 0
        assert row["date"][:7] in ("", row["month"])
    assert 30 <= len(file("expenses")) / 132 <= 40
    assert {row["category"] for row in file("income")} == {
        "SALARY", "BONUS", "DIVIDEND", "RENTAL", "DONATION", "OTHER",
    }  # fmt: skip


def test_a_refund_is_a_negative_expense() -> None:
    assert min(Decimal(row["amount"]) for row in file("income")) > 0
    refunds = {row["note"] for row in file("expenses") if row["amount"].startswith("-")}
    assert refunds == {
        "Income tax refund", "Winter coat, taken back", "Armchair, taken back", "Shoes, taken back",
    }  # fmt: skip


def test_heating_costs_more_in_winter() -> None:
    heating = {
        row["month"]: Decimal(row["amount"])
        for row in file("expenses")
        if row["subcategory"] == "HEATING"
    }
    for year in range(2016, 2027):
        assert heating[f"{year}-01"] > 3 * heating[f"{year}-07"]


# -- cash and debts


def test_the_cash_of_every_month_is_explained_to_the_cent() -> None:
    """Cash now less cash before = income - expenses + what is owed more - what was put away."""
    income, expenses, put_in = sums("income"), sums("expenses"), sums("snapshots", "contribution")
    # 100 euro at 1.1388 in August 2021, when nobody looked, are in what September says.
    assert of_asset("Euro account")["2021-09"]["contribution"] == "226.37"
    put_in["2021-08"] += Decimal("113.88")  # type: ignore[assignment]
    put_in["2021-09"] -= Decimal("113.88")  # type: ignore[assignment]
    cash = {month: sum(of[account] for account in CASH) for month, of in worth().items()}
    owed = {month: -sum(of.get(debt, 0) for debt in DEBTS) for month, of in worth().items()}
    for month in months("2016-02", "2026-11"):
        before = month_after(month, -1)
        flows = income[month] - expenses[month] - put_in[month]
        assert cash[month] - cash[before] == flows + owed[month] - owed[before], month


def test_no_account_is_ever_overdrawn() -> None:
    assert min(of[account] for of in worth().values() for account in CASH) > 0


@pytest.mark.parametrize(
    ("loan", "note", "first", "principal", "yearly", "payments"),
    [
        ("Mortgage", "Mortgage interest", "2019-06", 297_600, "0.0365", 360),
        ("Car loan", "Car loan interest", "2017-03", 17_000, "0.054", 48),
    ],
)
def test_a_loan_is_paid_down_by_equal_payments(
    loan: str, note: str, first: str, principal: int, yearly: str, payments: int
) -> None:
    """P r / (1 - (1 + r)^-n): any textbook, such as Brealey, Myers, Allen, ch. 2."""
    rate = Decimal(yearly) / 12
    equal = (principal * rate / (1 - (1 + rate) ** -payments)).quantize(Decimal("0.01"))
    owed = {month: -of[loan] for month, of in worth().items() if loan in of}
    interest = {
        row["month"]: Decimal(row["amount"]) for row in file("expenses") if row["note"] == note
    }
    assert (min(owed), owed[first]) == (first, Decimal(principal))
    for before, month in zip(list(owed), list(owed)[1:], strict=False):
        assert interest[month] == (owed[before] * rate).quantize(Decimal("0.01"), "ROUND_HALF_EVEN")
        if owed[month] > 0:
            assert owed[before] - owed[month] + interest[month] == equal, month
    if loan == "Car loan":
        assert owed[max(owed)] == 0
        assert len(owed) == payments + 1


def test_the_house_is_bought_with_the_deposit_and_the_mortgage() -> None:
    bought = worth()["2019-06"]
    assert bought["House"] - 297_600 == Decimal("74400")
    taken = of_asset("House deposit")["2019-06"]
    # 49,499.41 in May, and a month of interest at 1.9 % a year: 78.37
    assert worth()["2019-05"]["House deposit"] == Decimal("49499.41")
    assert (taken["value"], taken["contribution"]) == ("0.00", "-49577.78")


# -- prices and rates

# The public data set `stocks` of vega-datasets, looked up by hand; 2000-01 there is 2016-09 here.
REAL = {
    ("Microsoft", "2016-09"): "39.81", ("Microsoft", "2026-11"): "28.80",
    ("Amazon", "2016-09"): "64.56", ("Amazon", "2025-07"): "42.70",
    ("Amazon", "2026-11"): "128.82", ("IBM", "2021-04"): "78.17", ("IBM", "2026-11"): "125.55",
    ("Google", "2021-04"): "102.37", ("Google", "2025-07"): "292.96",
    ("Google", "2026-11"): "560.19", ("Apple", "2016-09"): "25.94", ("Apple", "2026-11"): "223.02",
}  # fmt: skip
MILLIONS_OF_SHARES = {"Microsoft": 8_800, "Amazon": 445, "IBM": 1_300, "Google": 318, "Apple": 907}


@cache
def prices() -> dict[tuple[str, str], Decimal]:
    """What a share cost at the end of a month."""
    return {(row["asset"], row["date"][:7]): Decimal(row["price"]) for row in file("prices")}


def test_share_prices_are_the_real_ones_moved_in_time() -> None:
    assert {of: prices()[of] for of in REAL} == {of: Decimal(p) for of, p in REAL.items()}
    assert len(file("prices")) == len(prices()) == 4 * 123 + 68  # Google: from its 56th month on
    for row in file("prices"):
        day = date.fromisoformat(row["date"])
        assert (day + timedelta(days=1)).day == 1, "the last day of its month"
        assert row["currency"] == "USD"


def test_a_company_is_worth_its_shares_at_the_months_price() -> None:
    assert prices() == {
        (row["asset"], row["month"]): Decimal(row["market_cap"])
        / (MILLIONS_OF_SHARES[row["asset"]] * 1_000_000)
        for row in file("marketcaps")
    }


def test_shares_are_kept_by_quantity_and_nothing_else_is() -> None:
    kept = {row["asset"] for row in file("assets") if row["kept_by"] == "quantity"}
    assert kept == {row["asset"] for row in file("snapshots") if row["quantity"]} == set(SHARES)
    assert all(row["ticker"] for row in file("assets") if row["asset"] in kept)


@pytest.mark.parametrize("share", SHARES)
def test_a_holding_is_worth_its_shares_at_the_months_price(share: str) -> None:
    """Where nothing was put in, shares stay as many; else they are as many more as it bought."""
    held = Decimal(0)
    for month, row in of_asset(share).items():
        price = prices()[share, month]
        held += (Decimal(row["contribution"] or 0) / price).quantize(Decimal("0.000001"))
        assert (Decimal(row["quantity"]), Decimal(row["price"])) == (held, price), month
        worth = (held * price).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        assert Decimal(row["value"]) == worth, month


def test_a_value_in_euro_is_the_amount_times_that_months_rate() -> None:
    rates = {row["month"]: Decimal(row["rate"]) for row in file("fx")}
    in_euro = [row for row in file("snapshots") if row["currency"]]
    assert {row["asset"] for row in in_euro} == {"Euro account"}
    for row in in_euro:
        assert Decimal(row["rate"]) == rates[row["month"]]
        assert Decimal(row["value"]) == Decimal(row["amount"]) * Decimal(row["rate"])


def test_only_the_bakery_is_ever_carried() -> None:
    carried = [row for row in file("snapshots") if row["carried"] == "true"]
    assert {row["asset"] for row in carried} == {"Bakery"}
    for row in carried:
        assert Decimal(row["value"]) == worth()[month_after(row["month"], -1)]["Bakery"]


# -- plans


def test_an_adjusted_budget_is_the_last_one_with_what_was_left_of_it() -> None:
    spent: Counter[tuple[str, str]] = Counter()
    for row in file("expenses"):
        spent[row["category"], row["month"]] += Decimal(row["amount"])  # type: ignore[assignment]
    budgets = {(row["category"], row["period"]): row for row in file("budgets")}
    how = {(row["category"], row["how"]) for row in file("budgets") if row["how"] != "set"}
    assert how == {("FOOD", "carry"), ("WELLNESS", "adjust")}
    for (category, period), row in budgets.items():
        if row["how"] != "set":
            earlier = category, month_after(period, -1)
            budget = Decimal(budgets[earlier]["budget"])
            left = budget - spent[earlier] if row["how"] == "adjust" else 0
            assert Decimal(row["budget"]) == budget + left, period


@pytest.mark.parametrize("last", months("2025-12", "2026-11"))
def test_whichever_month_is_the_last_some_budgets_are_kept_and_some_are_not(last: str) -> None:
    spent: Counter[str] = Counter()
    for row in file("expenses"):
        if row["month"] == last:
            spent[row["category"]] += Decimal(row["amount"])  # type: ignore[assignment]
    left = [
        Decimal(row["budget"]) - spent[row["category"]]
        for row in file("budgets")
        if row["period"] == last and row["how"] == "set"
    ]
    assert min(left) < -10
    assert max(left) > 10


def test_insurance_is_planned_by_the_year_with_what_it_cost_the_year_before() -> None:
    """Twelve of its months, each rounded up to ten dollars; what was settled with the tax apart."""
    went: Counter[int] = Counter()
    for row in file("expenses"):
        if row["category"] == "INSURANCE" and row["subcategory"] != "INCOME_TAX":
            went[int(row["month"][:4])] += Decimal(row["amount"])  # type: ignore[assignment]
    planned = {int(row["period"]): row for row in file("budgets") if row["category"] == "INSURANCE"}
    assert {row["every"] for row in planned.values()} == {"year"}
    assert {year: Decimal(row["budget"]) for year, row in planned.items()} == {
        year: 12 * 10 * ceil(went[year - 1] / 120) for year in (2024, 2025, 2026)
    }


def test_each_set_of_targets_is_of_the_whole() -> None:
    whole: Counter[str] = Counter()
    within: Counter[str] = Counter()
    for row in file("targets"):
        whole[row["first_month"]] += Decimal(row["target"] or 0)  # type: ignore[assignment]
        within[row["first_month"]] += Decimal(row["share_of_category"] or 0)  # type: ignore
    assert whole == {"2016-01": 1, "2021-01": 1}
    assert within == {"2016-01": 0, "2021-01": 1}


STEP = {"month": 1, "quarter": 3, "year": 12}


@pytest.mark.parametrize("item", file("recurring"), ids=lambda item: str(item["note"]))
def test_what_recurs_has_one_entry_without_a_day_for_each_month_in_which_it_is_due(
    item: dict[str, str],
) -> None:
    entries = file("income") if item["kind"] == "income" else file("expenses")
    found = [
        row
        for row in entries
        if row["note"] == item["note"] and row["month"] >= item["first_month"]
    ]
    due = months(item["first_month"], min(item["last_month"] or "9999", "2026-12"))
    assert [row["month"] for row in found] == due[:: STEP[item["every"]]]
    for row in found:
        assert (row["date"], row["amount"]) == ("", item["amount"])
        assert row["category"] == item["category"]
        assert row.get("subcategory", "") == item["subcategory"]
