"""What the household means to do: budgets, and the mix of assets it wants."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from finally_cli.model.household.habits import HABITS
from finally_cli.model.household.months import MONTHS, first_day, halved_up, money, of_year, year_of
from finally_cli.model.household.rows import Budget, Target
from finally_cli.model.household.spending import Spent, interest, lived

# Of these, every second month of a quarter takes over what the first has left or overspent.
ROLLED = ("FOOD", "OTHER")
ROLLED_IN = (2, 5, 8, 11)

TARGETS = tuple(
    Target(category=category, target_pct=Decimal(share))
    for category, share in {
        "SINGLE_STOCKS": "0.15",
        "ETF_STOCKS": "0.20",
        "ETF_BONDS": "0.10",
        "PRIVATE_EQUITY": "0.02",
        "REAL_ESTATE": "0.45",
        "CASH": "0.08",
    }.items()
)


def budgets(spent: Iterable[Spent]) -> tuple[Budget, ...]:
    """A budget for every category and month: what the year before cost a month, in tens of dollars.

    Rolled forward as the product does it: last month's budget, and what was left of it.
    """
    went: Counter[tuple[str, int]] = Counter()
    for one in spent:
        went[one.category, one.month] += one.cents
    usual = usual_cost()
    rows = []
    for category in HABITS:
        before = 0
        for month in range(MONTHS):
            rolled = category in ROLLED and of_year(month) in ROLLED_IN and month > 0
            cents = usual[category, max(year_of(month) - 1, 2000)]
            if rolled:
                cents = before + (before - went[category, month - 1])
            rows.append(
                Budget(
                    category=category,
                    month=first_day(month),
                    budget_amount=money(cents),
                    calculated=rolled,
                )
            )
            before = cents
    return tuple(rows)


def usual_cost() -> dict[tuple[str, int], int]:
    """What each category cost a month in a year, on average, without what happened once."""
    sums: Counter[tuple[str, int]] = Counter()
    for one in (*lived(), *interest()):
        sums[one.category, year_of(one.month)] += one.cents
    months = Counter(year_of(month) for month in range(MONTHS))
    return {
        (category, year): halved_up(cents, months[year] * 1000) * 1000
        for (category, year), cents in sums.items()
    }
