"""Budgets of a whole year, brought into the next by a roll into January."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finally_cli.model.kinds import CategoryName, Code, Flag, Money
from finally_cli.model.money import shown
from finally_cli.model.sheet import Note
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledYear:
    """A category's budget of a year, planned again, or not because the category is closed."""

    year: int
    category: Code
    name: CategoryName
    budget: Money
    rolled: Flag


ROLL_YEAR = Statement("budget/roll_year", RolledYear)


def roll_year(db: Database, year: int) -> list[RolledYear]:
    """Plan for a year what the one before planned; one that is there already stays."""
    return db.all(ROLL_YEAR, year=year)


def year_notes(rows: list[RolledYear]) -> list[Note]:
    """What the year has now: the plan again, whatever was left of the year before."""
    return [
        Note("YEAR_ROLLED", f"{row.name} has {shown(row.budget)} for all of {row.year}, as before.")
        if row.rolled
        else Note("CATEGORY_CLOSED", f"{row.name} is closed, and gets no budget of {row.year}.")
        for row in rows
    ]
