"""What another beginning of months does: items with a day move, and budgets are rolled again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from finally_cli.commands.budget.arguments import newest_before
from finally_cli.commands.budget.roll import REROLL
from finally_cli.model.kinds import Count, Month
from finally_cli.model.month import LAST_YEAR, add_months, each_month, format_month
from finally_cli.model.month_begins import begins_in_words, current_month, first_day, last_day
from finally_cli.model.text import plural
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUser:
    """The user to whose books nobody adds meanwhile."""

    month_begins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """How many items move, and how many stay since a month is closed."""

    moved: Count
    kept: Count
    first_month: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsMoved:
    moved: Count


NO_MOVES = Moves(moved=0, kept=0, first_month=None)
HOLD = Statement("user/hold", HeldUser)
COUNT_MOVES = Statement("user/count_moves", Moves)
MOVE_ITEMS = Statement("user/move_items", ItemsMoved)
AFTER_ALL = date(LAST_YEAR + 1, 1, 1)


def hold_user(db: Database) -> int:
    """Let nobody add to the books until the transaction ends; the day their months begin with."""
    (held,) = db.all(HOLD)
    return held.month_begins


def roll_again(db: Database, since: date, default_policy: str) -> int:
    """Have what was rolled follow the months from one on, whose expenses are others; how many."""
    newest = newest_before(db, AFTER_ALL)
    if newest is None:
        return 0
    months = each_month(add_months(since, 1), newest)
    asked = ({"month": month, "default_policy": default_policy} for month in months)
    return sum(len(db.all(REROLL, **given)) for given in asked)


def moves_in_words(begins: int, moves: Moves, rolled: int) -> list[str]:
    """What became of months, of items, and of budgets."""
    month = current_month(begins)
    said = "Months of income and expenses are the calendar's."
    if begins > 1:
        said = (
            f"Months of income and expenses begin {begins_in_words(begins)}: {format_month(month)}"
            f" is from {first_day(month, begins)} to {last_day(month, begins)}."
        )
    sentences = [said]
    if moves.moved:
        several = plural(moves.moved, "entry to the month of its", "entries to the months of their")
        sentences.append(f"Moved {several} {'day' if moves.moved == 1 else 'days'}.")
    if moves.kept:
        stay = plural(moves.kept, "entry stays where it is", "entries stay where they are")
        sentences.append(f"{stay}: the month of each, or that of its day, is closed.")
    if rolled:
        sentences.append(f"Rolled {plural(rolled, 'budget')} again.")
    return sentences
