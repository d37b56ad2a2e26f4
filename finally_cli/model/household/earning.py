"""What came in from work, people and the room above the garage; what money earns is in living."""

from collections.abc import Iterator
from dataclasses import dataclass

from finally_cli.model.household.dice import Dice
from finally_cli.model.household.months import MONTHS, halved_up, of_year, place, year_of

HOSPITAL, SCHOOL = "Salary, St. Clare Hospital", "Salary, Hillside School"
OUT_OF_WORK = range(place("2008-12"), place("2009-07"))  # the school closed
LET_SINCE = place("2003-10")
NO_BONUS = (2001, 2008)


@dataclass(frozen=True, slots=True)
class Earned:
    """One income in cents; `day` 0 where nobody remembers it."""

    month: int
    category: str
    cents: int
    name: str
    day: int


ONCE = (
    Earned(place("2003-03"), "DONATION", 30_000_00, "From Aunt May's estate", 11),
    Earned(place("2003-07"), "OTHER", 385_00, "Moving sale", 0),
    Earned(place("2004-05"), "DONATION", 1_500_00, "Gifts for the baby", 0),
    Earned(place("2007-09"), "OTHER", 240_00, "Old bicycle sold", 0),
)


def earning() -> list[Earned]:
    """Every income of the ten years that does not depend on what they own, by month."""
    all_of_them = [*ONCE]
    for month in range(MONTHS):
        all_of_them += [*from_work(month), *from_room(month)]
        if of_year(month) == 12:
            all_of_them.append(Earned(month, "DONATION", 250_00, "Christmas, from the parents", 24))
    return sorted(all_of_them, key=lambda earned: (earned.month, earned.day, earned.name))


def from_work(month: int) -> Iterator[Earned]:
    """Take-home pay, the bonus in December, and benefits while there is no work."""
    hospital = raised(2_730_00, month, 32, of_year(place("2001-04")))
    yield Earned(month, "SALARY", hospital, HOSPITAL, 25)
    if of_year(month) == 12 and year_of(month) not in NO_BONUS:
        share = Dice(f"bonus {year_of(month)}").between(70, 115)
        yield Earned(
            month, "BONUS", halved_up(hospital * share, 10_000) * 100, "Year-end bonus", 18
        )
    if month in OUT_OF_WORK:
        yield Earned(month, "OTHER", 1_120_00, "Unemployment benefit", 12)
    else:
        yield Earned(month, "SALARY", raised(1_700_00, month, 28, 7), SCHOOL, 15)


def raised(cents: int, month: int, rise: int, in_month: int) -> int:
    """Pay that goes up by so many per thousand in one month of each year, in whole dollars."""
    for earlier in range(1, month + 1):
        if of_year(earlier) == in_month:
            cents = halved_up(cents * (1000 + rise), 1000 * 100) * 100
    return cents


def from_room(month: int) -> Iterator[Earned]:
    """The room above the garage, let since autumn 2003 and empty now and then."""
    empty = (place("2006-06"), place("2006-07"), place("2008-09"))
    if month >= LET_SINCE and month not in empty:
        yield Earned(month, "RENTAL", from_room_in(month), "Room above the garage", 3)


def from_room_in(month: int) -> int:
    """What the room is let for, a little more each year."""
    return 420_00 + (month - LET_SINCE) // 12 * 15_00
