"""Ten years lived month by month: what comes in, goes out, is put aside, and is then on record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from finally_cli.model.household import belongings as own
from finally_cli.model.household.earning import Earned, earning
from finally_cli.model.household.intentions import (
    ASSET_TARGETS,
    POLICIES,
    TARGETS,
    budgets,
    recurring,
    yearly_budgets,
)
from finally_cli.model.household.investing import Holdings
from finally_cli.model.household.loans import CAR_LOAN, MORTGAGE, owed_in, payment_in
from finally_cli.model.household.months import MONTHS, halved_up, of_year, year_of
from finally_cli.model.household.prices import BOND_FUND, EURO, HOUSE, SHARES, STOCK_FUND
from finally_cli.model.household.recording import Recorder
from finally_cli.model.household.rows import Household
from finally_cli.model.household.spending import Spent, spending

Dated = TypeVar("Dated", Earned, Spent)

# Yearly interest on savings, in hundredths of a per cent.
INTEREST = {
    2000: 340, 2001: 250, 2002: 150, 2003: 100, 2004: 100, 2005: 200, 2006: 330, 2007: 340,
    2008: 190, 2009: 80, 2010: 60,
}  # fmt: skip
PAID_OUT = {STOCK_FUND: 45, BOND_FUND: 90}  # by a fund each quarter, per ten thousand of its value

# The checking account is kept between these, and brought back to the middle from savings.
LEAST, MIDDLE, MOST = 1_500_00, 3_000_00, 5_500_00


class Life:
    """The household's accounts, in cents, as they stand at the end of a month."""

    def __init__(self) -> None:
        self.checking, self.savings, self.card, self.euros = 3_800_00, 12_400_00, 640_00, 0
        self.holdings = Holdings()
        self.recorder = Recorder()
        self.earned = by_month(earning())
        self.spent = by_month(spending())

    def live(self, month: int) -> None:
        """One month: money comes in and goes out, something is put aside, all is written down."""
        earned = [*self.earned[month], *self.yields(month)]
        spent = self.spent[month]
        bought = [*self.holdings.buy(month), *self.put_aside(month)]
        self.settle(month, earned, spent, sum(cost for _, cost in bought))
        self.recorder.flows(month, earned, spent, bought)
        self.record(month)

    def yields(self, month: int) -> Iterator[Earned]:
        """What money earned: interest every month, what the funds pay out every quarter."""
        interest = halved_up(self.savings * INTEREST[year_of(month)], 120_000)
        yield Earned(month, "OTHER", interest, "Interest on savings", 28)
        if of_year(month) in (3, 6, 9, 12):
            for fund, share in PAID_OUT.items():
                paid = halved_up(self.holdings.worth(fund, month) * share, 10_000)
                yield Earned(month, "DIVIDEND", paid, fund, 27)

    def put_aside(self, month: int) -> Iterator[tuple[str, int]]:
        """What went into the house, the bakery and the euro account."""
        yield from own.bought_outright(month).items()
        if moved := own.euros_moved(month):
            self.euros += moved
            yield own.EURO_ACCOUNT, moved * EURO[month] // 100

    def settle(self, month: int, earned: list[Earned], spent: list[Spent], invested: int) -> None:
        """Move the money. The card is paid in full a month later."""
        by_card = sum(one.cents for one in spent if one.card)
        paid = sum(one.cents for one in spent) - by_card + self.card
        self.checking += sum(one.cents for one in earned) - paid - invested
        self.card = by_card
        for loan in (MORTGAGE, CAR_LOAN):
            if month == loan.month:
                self.checking += loan.principal
            if payment := payment_in(loan, month):
                self.checking -= payment.repaid
        if not LEAST <= self.checking <= MOST:
            moved = (self.checking - MIDDLE) // 100_00 * 100_00
            self.checking -= moved
            self.savings += moved

    def record(self, month: int) -> None:
        """Write down what everything is worth."""
        put = self.recorder.put
        put(own.CHECKING, month, self.checking)
        put(own.SAVINGS, month, self.savings)
        if self.euros:
            self.recorder.put_euros(own.EURO_ACCOUNT, month, self.euros)
        for asset in (*SHARES, STOCK_FUND, BOND_FUND):
            if asset in self.holdings.units:
                put(asset, month, self.holdings.worth(asset, month))
        bakery, carried = own.bakery_value(month)
        if bakery:
            put(own.BAKERY, month, bakery, carried=carried)
        if month >= MORTGAGE.month:
            put(own.HOUSE_NAME, month, HOUSE[month])
            put(MORTGAGE.asset, month, -owed_in(MORTGAGE, month))
        if CAR_LOAN.month <= month < own.CAR_LOAN_CLOSED:
            put(CAR_LOAN.asset, month, -owed_in(CAR_LOAN, month))
        put(own.CARD, month, -self.card)


def by_month(dated: Iterable[Dated]) -> dict[int, list[Dated]]:
    """The same things, month by month."""
    months: dict[int, list[Dated]] = defaultdict(list)
    for one in dated:
        months[one.month].append(one)
    return months


def household() -> Household:
    """All that is on record after ten years; always the same."""
    life = Life()
    for month in range(MONTHS):
        life.live(month)
    kept = life.recorder
    return Household(
        assets=own.assets(),
        snapshots=tuple(kept.snapshots),
        rates=tuple(kept.rates()),
        market_caps=own.market_caps(),
        income=tuple(kept.income),
        expenses=tuple(kept.expenses),
        budgets=budgets(spending()),
        yearly_budgets=yearly_budgets(),
        policies=POLICIES,
        recurring=recurring(),
        targets=TARGETS,
        asset_targets=ASSET_TARGETS,
        purchases=tuple(kept.purchases),
    )
