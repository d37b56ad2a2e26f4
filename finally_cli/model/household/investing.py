"""What is put into shares, funds and the rest, month by month, and what it became."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from finally_cli.model.household.months import halved_up, place
from finally_cli.model.household.prices import BOND_FUND, STOCK_FUND, price_of

UNIT = 10_000  # shares are counted in ten thousandths

# What they held before the first month on record, in whole shares.
HELD = {"Microsoft": 140, "IBM": 30, "Amazon": 25, "Apple": 60, STOCK_FUND: 120, BOND_FUND: 80}


@dataclass(frozen=True, slots=True)
class Plan:
    """So many cents into one thing in every month from `first` to `last`, both included."""

    asset: str
    first: str
    last: str
    cents: int

    def runs_in(self, month: int) -> bool:
        return place(self.first) <= month <= place(self.last)


PLANS = (
    Plan("Microsoft", "2000-04", "2003-05", 60_00),
    Plan("Microsoft", "2005-01", "2008-10", 75_00),
    Plan("IBM", "2000-06", "2002-12", 50_00),
    Plan("IBM", "2006-01", "2008-10", 60_00),
    Plan("Amazon", "2001-01", "2003-05", 40_00),
    Plan("Amazon", "2007-01", "2010-03", 50_00),
    Plan("Apple", "2001-01", "2003-05", 45_00),
    Plan("Apple", "2004-01", "2004-12", 30_00),
    Plan("Google", "2004-08", "2004-08", 1_500_00),
    Plan("Google", "2004-09", "2008-10", 75_00),
    Plan("Google", "2009-09", "2010-03", 100_00),
    Plan(STOCK_FUND, "2000-04", "2003-05", 300_00),
    Plan(STOCK_FUND, "2003-11", "2006-12", 450_00),
    Plan(STOCK_FUND, "2007-01", "2008-11", 650_00),
    Plan(STOCK_FUND, "2008-12", "2009-08", 250_00),
    Plan(STOCK_FUND, "2009-09", "2010-03", 800_00),
    Plan(BOND_FUND, "2000-04", "2003-05", 120_00),
    Plan(BOND_FUND, "2004-01", "2008-11", 300_00),
    Plan(BOND_FUND, "2009-09", "2010-03", 350_00),
)


@dataclass(slots=True)
class Holdings:
    """How much is held of each share and fund, in ten thousandths."""

    units: dict[str, int] = field(
        default_factory=lambda: {asset: shares * UNIT for asset, shares in HELD.items()}
    )

    def buy(self, month: int) -> Iterator[tuple[str, int]]:
        """Follow the plans of a month; each asset bought and its cost in cents."""
        for plan in PLANS:
            if plan.runs_in(month):
                bought = plan.cents * UNIT // price_of(plan.asset)[month]
                self.units[plan.asset] = self.units.get(plan.asset, 0) + bought
                yield plan.asset, plan.cents

    def worth(self, asset: str, month: int) -> int:
        """The value in cents at the month's price."""
        return halved_up(self.units[asset] * price_of(asset)[month], UNIT)
