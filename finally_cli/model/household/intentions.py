"""What the household means to do: budgets, and the mix of assets it wants."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from finally_cli.model.household.belongings import assets
from finally_cli.model.household.earning import from_room_in
from finally_cli.model.household.habits import HABITS
from finally_cli.model.household.months import MONTHS, first_day, halved_up, money, of_year, year_of
from finally_cli.model.household.rows import (
    AssetTarget,
    Budget,
    Policy,
    RecurringItem,
    Target,
    YearlyBudget,
)
from finally_cli.model.household.spending import Spent, interest, lived, price_of

# Planned anew each January, and rolled from month to month until the next.
CARRIED = "FOOD"
# Of this, every second month of a quarter takes over what the first has left or overspent.
ADJUSTED, ADJUSTED_IN = "OTHER", (2, 5, 8, 11)
BY_THE_YEAR = "INSURANCE"  # which has large bills in few months
POLICIES = (Policy(category=CARRIED, policy="carry"), Policy(category="RENT", policy="reset"))

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
ASSET_TARGETS = tuple(
    AssetTarget(asset=asset.asset, target_pct=asset.sub_target_pct)
    for asset in assets()
    if asset.sub_target_pct is not None
)


def budgets(spent: Iterable[Spent]) -> tuple[Budget, ...]:
    """A budget for every category and month: what the year before cost a month, in tens of dollars.

    Rolled forward as the product does it, by carry or by adjust. What is carried is never let go
    of, and would grow with every year that costs more: its plan is what its own year costs.
    """
    went: Counter[tuple[str, int]] = Counter()
    for one in spent:
        went[one.category, one.month] += one.cents
    usual = usual_cost()
    rows = []
    for category in HABITS:
        before, left = 0, 0
        for month in range(MONTHS):
            policy = rolled_by(category, month)
            year = year_of(month) if category == CARRIED else max(year_of(month) - 1, 2000)
            cents = usual[category, year]
            if policy == "adjust":
                cents = before + left
            rows.append(
                Budget(
                    category=category,
                    month=first_day(month),
                    budget_amount=money(cents),
                    calculated=policy is not None,
                    policy=policy,
                )
            )
            before, left = cents, cents - went[category, month]
    return tuple(rows)


def rolled_by(category: str, month: int) -> str | None:
    """The policy by which a category's budget was rolled in a month; None where it was set."""
    if category == CARRIED and of_year(month) != 1 and month > 0:
        return "carry"
    if category == ADJUSTED and of_year(month) in ADJUSTED_IN and month > 0:
        return "adjust"
    return None


def yearly_budgets() -> tuple[YearlyBudget, ...]:
    """What insurance and taxes may cost in each year: twelve usual months of the year before."""
    usual = usual_cost()
    return tuple(
        YearlyBudget(
            category=BY_THE_YEAR,
            year=year,
            budget_amount=money(12 * usual[BY_THE_YEAR, max(year - 1, 2000)]),
        )
        for year in sorted({year_of(month) for month in range(MONTHS)})
    )


def recurring() -> tuple[RecurringItem, ...]:
    """What comes back in the year after the last month on record."""
    first, last = first_day(MONTHS), first_day(MONTHS + 11)
    items = [
        RecurringItem(
            income="RENTAL",
            amount=money(from_room_in(MONTHS)),
            description="Room above the garage",
            every="month",
            first_month=first,
            last_month=last,
        )
    ]
    for category, name, every, begins in (
        ("OTHER", "Day nursery", "month", MONTHS),
        ("WELLNESS", "Swimming club", "month", MONTHS),
        ("UTILITY", "Water works", "quarter", MONTHS),
        ("INSURANCE", "Home insurance", "year", MONTHS + 3),
    ):
        habit = next(habit for habit in HABITS[category] if habit.names == name)
        items.append(
            RecurringItem(
                expense=category,
                subcategory=habit.subcategory,
                description=name,
                every=every,
                amount=money(price_of(habit, MONTHS)),
                first_month=first_day(begins),
                last_month=last,
            )
        )
    return tuple(items)


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
