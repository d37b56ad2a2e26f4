"""finally budget roll: a month's budgets made from those of the month before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands.arguments import MonthOption
from finally_cli.commands.budget.asking import no_budgets
from finally_cli.commands.wiring import writes
from finally_cli.model.kinds import Available, Carried, CategoryName, Code, Flag, Money
from finally_cli.model.money import shown
from finally_cli.model.month import shifted, this_month, written
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Note, Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """One category: what the month before makes of it, and whether that was written."""

    category: Code
    name: CategoryName
    policy: str
    before: Money
    spent: Money
    budget: Money
    carried: Carried
    available: Available
    rolled: Flag
    why: Code | None
    kept: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledAgain:
    """A budget that was rolled before, and comes out differently now."""

    category: str
    previous: Money
    available: Money


ROLL = Statement("budget/roll", Rolled)
REROLL = Statement("budget/reroll", RolledAgain)


@writes
def roll(
    db: Database,
    profile: Profile,
    month: MonthOption = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="Work out anew what was rolled before; what you set stays."),
    ] = False,
) -> Sheet:
    """Make a month's budgets from those of the month before."""
    of_month = month or this_month()
    default = profile.budget_policy
    renewed = db.all(REROLL, month=of_month, default_policy=default) if again else []
    rows = db.all(ROLL, month=of_month, default_policy=default)
    if not rows:
        before = shifted(of_month, -1)
        raise no_budgets(
            before,
            f"Plan {written(of_month)} with: finally budget set CATEGORY AMOUNT"
            f" --month {written(of_month)}, or copy another month: finally budget copy",
        )
    return Sheet(
        Rolled,
        rows,
        f"Budgets of {written(of_month)}, rolled from {written(shifted(of_month, -1))}"
        f" ({db.user.base_currency})",
        about={"month": of_month, "currency": db.user.base_currency},
        notes=[*renewed_notes(renewed), *skipped(rows, renewed, of_month)],
    )


def renewed_notes(renewed: list[RolledAgain]) -> list[Note]:
    """What was worked out anew."""
    return [
        Note(
            "ROLLED_AGAIN",
            f"{row.category} has {shown(row.available)} now; it was {shown(row.previous)}.",
        )
        for row in renewed
    ]


def skipped(rows: list[Rolled], renewed: list[RolledAgain], month: date) -> list[Note]:
    """What was left as it is, and why."""
    notes = []
    same = [
        row.name
        for row in rows
        if row.why == "same" and row.category not in {one.category for one in renewed}
    ]
    if same:
        notes.append(Note("ROLLED_BEFORE", f"Rolled before, and the same: {', '.join(same)}."))
    for row in rows:
        kept = shown(row.kept) if row.kept is not None else ""
        if row.why == "set":
            notes.append(Note("SET_BY_HAND", f"{row.name} stays at {kept}, which you set."))
        elif row.why == "closed":
            notes.append(Note("CATEGORY_CLOSED", f"{row.name} is closed, and gets no budget."))
        elif row.why == "differs":
            notes.append(
                Note(
                    "DIFFERS",
                    f"{row.name} stays at {kept}, as it was rolled before; now it would be"
                    f" {shown(row.available)}.",
                    f"finally budget roll --month {written(month)} --again",
                )
            )
    return notes
