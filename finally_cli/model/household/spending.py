"""What went out: the habits lived month by month, and what happened once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from finally_cli.model.household.dice import Dice
from finally_cli.model.household.habits import HABITS, Habit
from finally_cli.model.household.loans import CAR_LOAN, MORTGAGE, payment_in
from finally_cli.model.household.months import MONTHS, halved_up, of_year, place

INFLATION = 25  # per thousand and year, of the prices of the first month


@dataclass(frozen=True, slots=True)
class Spent:
    """One expense in cents, negative when it came back; `day` 0 where nobody remembers it."""

    month: int
    category: str
    subcategory: str | None
    cents: int
    name: str
    day: int
    card: bool = False


ONCE = (
    Spent(place("2001-03"), "TRANSPORT", None, 17_400_00, "Car, second hand", 17),
    Spent(place("2003-06"), "FEES", None, 5_950_00, "Notary and closing costs", 24),
    Spent(place("2003-07"), "RENT", "FURNITURE", 5_480_00, "New kitchen", 21),
    Spent(place("2004-05"), "WELLNESS", "MEDICAL", 1_150_00, "Hospital, a child is born", 19),
    Spent(place("2005-12"), "OTHER", "TRAVEL", 2_890_00, "Flight to New Zealand", 9, card=True),
    Spent(place("2006-01"), "OTHER", "CLOTHING", -119_00, "Winter coat, taken back", 4, card=True),
    Spent(place("2007-08"), "RENT", "REPAIRS", 7_400_00, "New roof", 14),
    Spent(place("2009-11"), "RENT", "FURNITURE", -480_00, "Armchair, taken back", 13, card=True),
)

# Settled each April in cents; a refund is a negative expense.
INCOME_TAX = {
    2000: -412_00, 2001: 287_00, 2002: -655_00, 2003: -318_00, 2004: -1_190_00, 2005: -845_00,
    2006: 174_00, 2007: -390_00, 2008: 263_00, 2009: -1_420_00,
}  # fmt: skip


@cache
def spending() -> tuple[Spent, ...]:
    """Every expense of the ten years, by month."""
    all_of_them = [*lived(), *interest(), *ONCE]
    for year, cents in INCOME_TAX.items():
        name = "Income tax refund" if cents < 0 else "Income tax"
        month = place(f"{year}-04")
        all_of_them.append(Spent(month, "INSURANCE", "INCOME_TAX", cents, name, 22))
    all_of_them.sort(key=lambda spent: (spent.month, spent.day, spent.name, spent.cents))
    return tuple(all_of_them)


@cache
def lived() -> tuple[Spent, ...]:
    """What the habits cost."""
    spent = []
    for category, habits in HABITS.items():
        for habit in habits:
            dice = Dice(f"{habit.subcategory} {habit.names}")
            for month in range(habit.first, min(habit.last + 1, MONTHS)):
                for _ in range(habit.times * habit.when.count(of_year(month))):
                    spent.append(once(category, habit, month, dice))
    return tuple(spent)


def once(category: str, habit: Habit, month: int, dice: Dice) -> Spent:
    """A habit followed one time."""
    names = habit.names.split(", ")
    name = names[dice.between(0, len(names) - 1)]
    return Spent(
        month, category, habit.subcategory, cost(habit, month, dice), name,
        habit.day or dice.between(0, 28), habit.card,
    )  # fmt: skip


def cost(habit: Habit, month: int, dice: Dice) -> int:
    """What it costs that time, in cents: dearer each year, by season, more or less.

    A fixed price goes up once a year, in whole ten cents.
    """
    if not habit.spread:
        return price_of(habit, month)
    level = 12_000 + max(0, month) * INFLATION
    share = habit.season[of_year(month) - 1] * (100 + dice.between(-habit.spread, habit.spread))
    return halved_up(habit.cents * level * share, 12_000 * 10_000)


def price_of(habit: Habit, month: int) -> int:
    """Its price without more or less, in whole ten cents; it goes up once a year."""
    level = 12_000 + max(0, month - of_year(month) + 1) * INFLATION
    return halved_up(habit.cents * level, 12_000 * 10) * 10


def interest() -> Iterator[Spent]:
    """The part of each loan's payment that pays nothing back."""
    for month in range(MONTHS):
        if paid := payment_in(MORTGAGE, month):
            yield Spent(month, "RENT", "MORTGAGE_INTEREST", paid.interest, "Mortgage interest", 1)
        if paid := payment_in(CAR_LOAN, month):
            yield Spent(month, "FEES", "BANK_FEES", paid.interest, "Car loan interest", 5)
