"""What the household spends its money on, one line a habit. The names are invented."""

from collections.abc import Mapping
from dataclasses import dataclass

from finally_cli.model.household.months import place

# How much of the usual a month costs, in per cent, January first.
EVEN = (100,) * 12
WINTER = (190, 180, 150, 100, 60, 35, 30, 30, 45, 90, 135, 175)
SUMMER = (80, 80, 85, 90, 105, 135, 150, 145, 110, 90, 80, 85)
DECEMBER = (75, 80, 90, 95, 100, 100, 95, 95, 100, 105, 120, 180)
EVERY = tuple(range(1, 13))
CLEAR = place("2003-06")  # the month in which they bought the house
END = place("2010-03")


@dataclass(frozen=True, slots=True)
class Habit:
    """Something paid for again and again.

    `names` are what it is called, one or another; `cents` is what it cost in 2000; `spread` by how
    many per cent it differs from time to time, 0 for what has a fixed price; `times` a month, in
    the months of the year `when`; by `card`, or from the checking account; on its `day`, or any.
    """

    subcategory: str
    names: str
    cents: int
    spread: int = 0
    times: int = 1
    when: tuple[int, ...] = EVERY
    season: tuple[int, ...] = EVEN
    first: int = 0
    last: int = END
    card: bool = False
    day: int = 0


HABITS: Mapping[str, tuple[Habit, ...]] = {
    "RENT": (
        Habit("HOUSE_RENT", "Rent", 1095_00, last=CLEAR, day=1),
        Habit(
            "REPAIRS",
            "Hardware store, Plumber, Painter",
            135_00,
            spread=70,
            first=CLEAR,
            when=(1, 3, 4, 6, 9, 10, 11),
        ),
        Habit(
            "FURNITURE",
            "Furniture, Kitchen appliance, Lamps and shelves",
            210_00,
            spread=60,
            when=(2, 5, 8, 11),
            card=True,
        ),
    ),
    "UTILITY": (
        Habit("ELECTRICITY", "City Power", 58_00, spread=10, season=SUMMER, day=12),
        Habit("HEATING", "Valley Gas", 64_00, spread=12, season=WINTER, day=14),
        Habit("WATER", "Water works", 71_00, spread=6, when=(1, 4, 7, 10), day=20),
        Habit("INTERNET_PHONE", "Internet", 34_90, day=5),
        Habit("INTERNET_PHONE", "Mobile phones", 52_00, spread=8, day=18),
    ),
    "FOOD": (
        Habit(
            "GROCERIES",
            "Greenfield Market, Corner grocer, Farmers' market",
            72_00,
            spread=35,
            times=6,
            season=DECEMBER,
            card=True,
        ),
        Habit(
            "RESTAURANTS",
            "Trattoria Lucia, Blue Door Cafe, Noodle House",
            38_00,
            spread=45,
            times=3,
            card=True,
        ),
        Habit("TAKEAWAY", "Pizza, Curry house", 19_50, spread=30, times=2, card=True),
    ),
    "TRANSPORT": (
        Habit("FUEL", "Fuel", 31_00, spread=20, times=2, card=True),
        Habit("PUBLIC_TRANSPORT", "City pass", 54_00, day=2),
        Habit("CAR_UPKEEP", "Garage, Tyres, Parking permit", 165_00, spread=55, when=(3, 6, 10)),
        Habit("TAXI", "Taxi", 17_00, spread=40, when=(1, 2, 5, 7, 11, 12), card=True),
    ),
    "FEES": (
        Habit("BANK_FEES", "Account fee", 6_00, day=28),
        Habit("BROKER_FEES", "Broker", 9_50, day=8),
        Habit("SUBSCRIPTIONS", "Newspaper", 16_90, card=True, day=4),
        Habit(
            "SUBSCRIPTIONS", "Film rental by mail", 15_90, first=place("2002-01"), card=True, day=9
        ),
    ),
    "INSURANCE": (
        Habit("CAR_INSURANCE", "Car insurance", 318_00, when=(4, 10), day=3),
        Habit("HEALTH_INSURANCE", "Health insurance", 212_00, day=1),
        Habit("LIFE_INSURANCE", "Life insurance", 38_00, first=CLEAR, day=6),
        Habit("HOME_INSURANCE", "Home insurance", 640_00, first=CLEAR + 1, when=(7,), day=10),
        Habit("PROPERTY_TAX", "Property tax", 1180_00, first=CLEAR + 1, when=(6, 12), day=15),
    ),
    "WELLNESS": (
        Habit("MEDICAL", "Pharmacy, Dentist, Family doctor", 44_00, spread=60),
        Habit("SPORT", "Swimming club", 46_00, day=7),
        Habit("PERSONAL_CARE", "Hairdresser", 42_00, spread=20, card=True),
    ),
    "OTHER": (
        Habit(
            "CLOTHING", "Clothes, Shoes, Winter coat", 86_00, spread=60, season=DECEMBER, card=True
        ),
        Habit("LEISURE", "Cinema, Books, Concert", 33_00, spread=50, times=2, card=True),
        Habit("TRAVEL", "Summer holiday", 1450_00, spread=20, when=(7,), card=True),
        Habit(
            "TRAVEL",
            "Weekend away, Train to the coast",
            240_00,
            spread=40,
            when=(3, 10, 12),
            card=True,
        ),
        Habit("EDUCATION", "Evening class", 195_00, when=(1, 9), day=11),
        Habit("CHILDREN", "Day nursery", 365_00, first=place("2004-11"), day=3),
        Habit(
            "CHILDREN",
            "Toys, Small clothes, Playgroup",
            48_00,
            spread=50,
            first=place("2004-05"),
            card=True,
        ),
        Habit("PETS", "Cat food and vet", 32_00, spread=40, first=place("2001-09"), card=True),
        Habit(
            "GIFTS",
            "Gifts",
            55_00,
            spread=40,
            when=(2, 5, 8, 11, 12, 12),
            season=DECEMBER,
            card=True,
        ),
    ),
}
