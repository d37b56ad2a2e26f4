"""The demo's household: its figures worked out another way, and the same on every machine."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

import finally_cli.model.household as package
from finally_cli.model.household import household
from finally_cli.model.household.loans import CAR_LOAN, MORTGAGE, Loan, rate_of, schedule
from finally_cli.model.household.rows import Household

MARCH_2010 = date(2010, 3, 1)
DEBTS = ("Mortgage", "Car loan", "Credit card")
# Change it when the household is meant to change; it is the same on every Python and platform.
DIGEST = "b2f94f9d8cc4f18b3c3da125877ae3f7b98a5def1fb0a923105b086ebaebdfc2"


@cache
def home() -> Household:
    return household()


@cache
def worth() -> dict[date, dict[str, Decimal]]:
    """Every total on record, by month and asset."""
    found: dict[date, dict[str, Decimal]] = defaultdict(dict)
    for row in home().snapshots:
        assert row.asset not in found[row.month], "one value a month"
        found[row.month][row.asset] = row.total
    return dict(found)


@cache
def prices() -> dict[tuple[str, str], Decimal]:
    """The price file read another way: by ticker and month as it is written there."""
    lines = Path(package.__file__).with_name("monthly_prices.csv").read_text().splitlines()
    assert lines[0] == "ticker,month,price_usd"
    cells = [line.split(",") for line in lines[1:]]
    return {(ticker, month): Decimal(price) for ticker, month, price in cells}


def months(first: str, last: str) -> list[str]:
    """`2000-04` and so on, both ends included."""
    start, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(start, end + 1)]


def bought(ticker: str, dollars: int, first: str, last: str) -> Decimal:
    """Shares bought by a savings plan, each month's cut after four decimals."""
    return sum(
        (
            (dollars / prices()[ticker, month]).quantize(Decimal("0.0001"), "ROUND_DOWN")
            for month in months(first, last)
        ),
        Decimal(0),
    )


# -- what is on record


def test_it_has_every_one_of_120_months() -> None:
    told = [f"{month:%Y-%m}" for month in worth()]
    assert told == months("2000-04", "2010-03")
    assert len(told) == 120


def test_it_has_the_same_rows_on_every_machine() -> None:
    rows = [
        repr(row)
        for field in ("assets", "snapshots", "rates", "market_caps", "income", "expenses")
        for row in getattr(home(), field)
    ]
    plans = (home().budgets, home().yearly_budgets, home().policies, home().recurring)
    rows += [repr(row) for listed in plans for row in listed]
    rows += [repr(row) for row in (*home().targets, *home().asset_targets, *home().purchases)]
    assert sha256("\n".join(rows).encode()).hexdigest() == DIGEST


def test_it_is_made_anew_each_time() -> None:
    assert household() == household()


def test_the_price_file_holds_what_was_published() -> None:
    assert len(prices()) == 560
    assert prices()["MSFT", "2000-04"] == Decimal("28.37")
    assert prices()["AAPL", "2010-03"] == Decimal("223.02")
    assert min(month for ticker, month in prices() if ticker == "GOOG") == "2004-08"


# -- the last month, figure by figure


def test_the_first_values_of_shares_are_their_number_times_the_price() -> None:
    april = worth()[date(2000, 4, 1)]
    # 60 shares at 31.01
    assert april["Apple"] == Decimal("1860.60")
    # 140 shares and 60.00 / 28.37 = 2.1149 more; 142.1149 * 28.37 = 4031.7997…
    assert april["Microsoft"] == Decimal("4031.80")
    # 1,500.00 / 102.37 = 14.6527 shares, and those times 102.37 = 1499.9969
    assert worth()[date(2004, 8, 1)]["Google"] == Decimal("1500.00")


def test_the_first_values_of_funds_are_their_number_times_fifty_dollars() -> None:
    april = worth()[date(2000, 4, 1)]
    # 120 held, 300.00 / 50 = 6 more; 80 held, 120.00 / 50 = 2.4 more
    assert april["Stock index fund"] == 126 * 50
    assert april["Bond fund"] == Decimal("82.4") * 50


@pytest.mark.parametrize(
    ("asset", "ticker", "held", "plans", "price", "value"),
    [
        ("Apple", "AAPL", 60, [(45, "2001-01", "2003-05"), (30, "2004-01", "2004-12")],
         "223.02", "50379.99"),
        ("IBM", "IBM", 30, [(50, "2000-06", "2002-12"), (60, "2006-01", "2008-10")],
         "125.55", "8775.48"),
        ("Microsoft", "MSFT", 140, [(60, "2000-04", "2003-05"), (75, "2005-01", "2008-10")],
         "28.80", "10722.04"),
        ("Amazon", "AMZN", 25, [(40, "2001-01", "2003-05"), (50, "2007-01", "2010-03")],
         "128.82", "17283.91"),
        ("Google", "GOOG", 0, [(1500, "2004-08", "2004-08"), (75, "2004-09", "2008-10"),
         (100, "2009-09", "2010-03")], "560.19", "14867.27"),
    ],
)  # fmt: skip
def test_a_share_in_the_last_month_is_all_that_was_ever_bought_at_its_price(
    asset: str, ticker: str, held: int, plans: list[tuple[int, str, str]], price: str, value: str
) -> None:
    shares = held + sum(bought(ticker, *plan) for plan in plans)
    worked_out = (shares * Decimal(price)).quantize(Decimal("0.01"))
    assert worth()[MARCH_2010][asset] == worked_out == Decimal(value)


def test_the_last_month_adds_up() -> None:
    assert worth()[MARCH_2010] == {
        "Checking": Decimal("3010.23"),
        "Savings": Decimal("67500.00"),
        # 500 in 2002-01 and 98 times 100 since, 3,000 taken back: 7,300 euro at 1.3600
        "Euro account": Decimal("9928.00"),
        "Microsoft": Decimal("10722.04"),
        "Amazon": Decimal("17283.91"),
        "IBM": Decimal("8775.48"),
        "Google": Decimal("14867.27"),
        "Apple": Decimal("50379.99"),
        "Stock index fund": Decimal("74258.04"),
        "Bond fund": Decimal("32080.60"),
        "Bakery share": Decimal("9400.00"),
        "House": Decimal("274500.00"),
        # 81 of 360 payments of 1,157.81 on 198,400 at 5.75 %
        "Mortgage": Decimal("-177958.85"),
        "Credit card": Decimal("-1364.53"),
    }
    # 572,705.56 owned less 179,323.38 owed
    assert sum(worth()[MARCH_2010].values()) == Decimal("393382.18")


# -- debts


@pytest.mark.parametrize("loan", [MORTGAGE, CAR_LOAN], ids=lambda loan: loan.asset)
def test_the_payments_are_worth_the_loan_at_its_rate(loan: Loan) -> None:
    """The annuity formula turned round: the payments, discounted, are what was lent."""
    growth = 1 + Fraction(loan.yearly) / 12
    lent = sum(rate_of(loan) / growth**number for number in range(1, loan.payments + 1))
    # Half a cent a payment at most, and that is worth less the later it comes.
    assert abs(Fraction(lent) - loan.principal) <= Fraction(loan.payments, 2)


def test_the_mortgage_after_81_payments_is_what_the_bank_says() -> None:
    """Balance = P (1 + r)^n - A ((1 + r)^n - 1) / r, with nothing rounded on the way."""
    monthly = Fraction("0.0575") / 12
    grown = (1 + monthly) ** 81
    balance = 198_400 * grown - Fraction("1157.81") * (grown - 1) / monthly
    assert rate_of(MORTGAGE) == 115_781
    assert abs(balance + Fraction(worth()[MARCH_2010]["Mortgage"])) < Fraction(1, 2)


@pytest.mark.parametrize("loan", [MORTGAGE, CAR_LOAN], ids=lambda loan: loan.asset)
def test_a_loan_is_paid_back_to_the_last_cent(loan: Loan) -> None:
    payments = schedule(loan)
    assert sum(payment.repaid for payment in payments) == loan.principal
    assert payments[-1].owed == 0
    equal = {payment.interest + payment.repaid for payment in payments[:-1]}
    assert equal == {rate_of(loan)}
    last = payments[-1].interest + payments[-1].repaid
    assert abs(last - rate_of(loan)) <= 200  # cents: what 360 roundings have left


def test_the_car_loan_is_closed_the_month_after_its_last_payment() -> None:
    (car_loan,) = (asset for asset in home().assets if asset.asset == "Car loan")
    assert car_loan.closed_on == date(2005, 4, 1)
    recorded = {month: of["Car loan"] for month, of in worth().items() if "Car loan" in of}
    assert (min(recorded), max(recorded)) == (date(2001, 3, 1), date(2005, 3, 1))
    assert recorded[date(2001, 3, 1)] == -14_400
    assert recorded[date(2005, 3, 1)] == 0


# -- cash


def test_the_cash_of_every_month_is_explained_to_the_cent() -> None:
    """Cash now less cash before = income - expenses + what is owed more - what was invested."""
    sums: dict[str, Counter[date]] = {"income": Counter(), "expenses": Counter()}
    for kind in ("income", "expenses", "purchases"):
        sums[kind] = Counter()
        for row in getattr(home(), kind):
            sums[kind][row.month] += row.amount
    before: tuple[Decimal, Decimal] | None = None
    for month, of in worth().items():
        cash = of["Checking"] + of["Savings"]
        owed = -sum((of.get(debt, Decimal(0)) for debt in DEBTS), Decimal(0))
        if before is not None:
            flows = sums["income"][month] - sums["expenses"][month] - sums["purchases"][month]
            assert cash - before[0] == flows + owed - before[1], month
        before = cash, owed


def test_no_account_is_ever_overdrawn() -> None:
    assert min(of["Checking"] for of in worth().values()) > 0
    assert min(of["Savings"] for of in worth().values()) > 0


def test_what_was_put_into_an_asset_is_in_its_next_value() -> None:
    """But for the first month, in which most of a value was theirs before."""
    put_in: Counter[str] = Counter()
    for row in home().purchases:
        if row.month > date(2000, 4, 1):
            put_in[row.asset] += row.amount  # type: ignore[assignment]
    told: Counter[str] = Counter()
    for snapshot in home().snapshots:
        if snapshot.contribution is not None:
            told[snapshot.asset] += snapshot.contribution  # type: ignore[assignment]
    assert told == put_in
    assert len(told) == 10  # five shares, two funds, the house, the bakery and the euro account


def test_what_is_put_in_is_recorded_in_its_month_and_where_that_has_none_in_the_next() -> None:
    kept = {(row.asset, row.month): row.contribution for row in home().snapshots}
    assert kept["Microsoft", date(2000, 4, 1)] is None  # 140 shares were theirs before
    assert kept["Microsoft", date(2000, 5, 1)] == 60
    assert kept["Microsoft", date(2003, 6, 1)] is None  # not on record: the plan had ended
    assert kept["House", date(2003, 6, 1)] == 248_000
    assert kept["House", date(2003, 7, 1)] is None
    # 100 euro at 1.4350 in August 2009, when nobody looked, and 100 at 1.4533 in September
    assert kept["Euro account", date(2009, 9, 1)] == Decimal("288.83")


def test_what_is_bought_is_worth_its_cost_on_that_day() -> None:
    """What a purchase adds to an asset is what it costs, but for a fraction of a share."""
    assert worth()[date(2003, 6, 1)]["House"] == 248_000
    assert worth()[date(2005, 9, 1)]["Bakery share"] == 8_000
    cost = {(row.asset, row.month): row.amount for row in home().purchases}
    assert cost["House", date(2003, 6, 1)] == 248_000
    # 500 euro at 0.87: the coins came in January 2002
    assert cost["Euro account", date(2002, 1, 1)] == worth()[date(2002, 1, 1)]["Euro account"]


# -- what the reports have to show


def test_a_value_in_euro_is_the_amount_times_that_months_rate() -> None:
    rates = {row.month: row.rate for row in home().rates}
    assert len(rates) == 120
    in_euro = [row for row in home().snapshots if row.currency == "EUR"]
    assert {row.asset for row in in_euro} == {"Euro account"}
    for row in in_euro:
        assert row.rate == rates[row.month]
        assert row.native_amount is not None
        assert row.rate is not None
        assert row.total == row.native_amount * row.rate


def test_one_value_is_missing_and_the_last_month_lacks_none() -> None:
    first = {name: min(m for m, of in worth().items() if name in of) for name in names()}
    closed = {row.asset: row.closed_on for row in home().assets if row.closed_on}
    missing = [
        (month, name)
        for month, of in worth().items()
        for name in names()
        if first[name] <= month < closed.get(name, date.max) and name not in of
    ]
    assert missing == [(date(2009, 8, 1), "Euro account")]


def test_only_the_bakery_is_ever_carried_and_it_is_in_the_last_month() -> None:
    carried = {row.asset for row in home().snapshots if row.carried}
    assert carried == {"Bakery share"}
    assert [row.asset for row in home().snapshots if row.carried and row.month == MARCH_2010]


def test_every_asset_has_values_and_every_value_an_asset() -> None:
    assert {row.asset for row in home().snapshots} == names()
    assert len(names()) == len(home().assets) == 15


def names() -> set[str]:
    return {row.asset for row in home().assets}


def test_income_and_expenses_lie_in_their_months_and_are_not_nothing() -> None:
    for expense in home().expenses:
        assert expense.amount != 0
        assert expense.spent_on is None or expense.spent_on.replace(day=1) == expense.month
    for income in home().income:
        assert income.amount > 0
        assert income.received_on is None or income.received_on.replace(day=1) == income.month
    assert 25 <= len(home().expenses) / 120 <= 40
    assert {row.category for row in home().income} == {
        "SALARY", "BONUS", "DIVIDEND", "RENTAL", "DONATION", "OTHER",
    }  # fmt: skip


def test_a_refund_is_a_negative_expense() -> None:
    refunds = {row.description for row in home().expenses if row.amount < 0}
    assert refunds == {"Income tax refund", "Winter coat, taken back", "Armchair, taken back"}


def test_heating_costs_more_in_winter() -> None:
    heating = {row.month: row.amount for row in home().expenses if row.subcategory == "HEATING"}
    assert len(heating) == 120
    for year in range(2001, 2010):
        assert heating[date(year, 1, 1)] > 3 * heating[date(year, 7, 1)]


def test_a_calculated_budget_is_last_months_with_what_was_left_of_it() -> None:
    budget = {(row.category, row.month): row for row in home().budgets}
    assert len(budget) == 8 * 120
    spent: Counter[tuple[str, date]] = Counter()
    for expense in home().expenses:
        spent[expense.category, expense.month] += expense.amount  # type: ignore[assignment]
    rolled = [row for row in home().budgets if row.calculated]
    assert {(row.category, row.policy) for row in rolled} == {
        ("FOOD", "carry"),
        ("OTHER", "adjust"),
    }
    assert {row.policy for row in home().budgets if not row.calculated} == {None}
    for row in rolled:
        before = budget[row.category, date(row.month.year, row.month.month - 1, 1)]
        left = before.budget_amount - Decimal(spent[row.category, before.month])
        assert row.budget_amount == before.budget_amount + (left if row.policy == "adjust" else 0)


def test_food_is_planned_anew_each_january_and_what_it_carries_stays_small() -> None:
    food = [row for row in home().budgets if row.category == "FOOD"]
    assert [row.month.month for row in food if not row.calculated] == [4] + [1] * 10
    carried = Decimal(0)
    for row in food:
        assert -row.budget_amount < carried < row.budget_amount
        went = [
            one.amount
            for one in home().expenses
            if (one.category, one.month) == ("FOOD", row.month)
        ]
        carried += row.budget_amount - sum(went)


def test_a_year_of_insurance_is_twelve_usual_months() -> None:
    assert [row.year for row in home().yearly_budgets] == list(range(2000, 2011))
    months = {row.month: row.budget_amount for row in home().budgets if row.category == "INSURANCE"}
    for row in home().yearly_budgets[1:]:
        assert row.category == "INSURANCE"
        assert row.budget_amount == 12 * months[date(row.year, 1, 1)]


def test_what_comes_back_begins_where_the_books_end() -> None:
    last = max(row.month for row in home().expenses)
    for item in home().recurring:
        assert (item.income is None) != (item.expense is None)
        assert last < item.first_month <= item.last_month
    # The prices of the last month on record, which go up in January only.
    paid = {row.description: row.amount for row in home().expenses if row.month == last}
    nursery, club = (
        next(item for item in home().recurring if item.description == name)
        for name in ("Day nursery", "Swimming club")
    )
    assert (nursery.amount, club.amount) == (paid["Day nursery"], paid["Swimming club"])


def test_the_targets_are_of_the_whole() -> None:
    assert sum(row.target_pct for row in home().targets) == 1
    assert sum(row.target_pct for row in home().asset_targets) == 1  # five shares alike
