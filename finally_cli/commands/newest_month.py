"""The newest month on record, which an option that takes a month means where it stands alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from finally_cli.commands.report.months import BUDGET_MONTH, LAST_MONTH, BudgetMonth, LastMonth
from finally_cli.model.month import NEWEST, CountedMonth, format_month, parse_month
from finally_cli.model.month_begins import current_month
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database

NEWEST_ENTRY = Statement("report/newest_entry", LastMonth)

# What the commands of a noun, or one report, are about; all others have values.
NEWEST_OF = {
    "budget": "budgets or expenses",
    "report.budget": "budgets or expenses",
    "expense": "expenses",
    "report.spending": "expenses",
    "income": "incomes",
    "report.cashflow": "incomes or expenses",
}
# Nouns whose months are of entries, too, though their newest is that of values.
OF_ENTRIES = {"category", "rule"}
ENTRIES = {"expenses": "expense", "incomes": "income", "incomes or expenses": None}


def resolve_months(
    db: Database, schema: str, given: Mapping[str, object], say: Callable[[str], None] | None = None
) -> dict[str, object]:
    """What a command was given, with the months that only the books say."""
    given = count_months(db, schema, given)
    return resolve_newest(db, schema, given, say) if NEWEST in given.values() else given


def resolve_newest(
    db: Database, schema: str, given: Mapping[str, object], say: Callable[[str], None] | None = None
) -> dict[str, object]:
    """What a command was given, with the month itself where an option stood alone.

    A command that writes has a way to `say` which month that is. Where nothing is on record
    yet, it is this month to write, and none to look at, which the command answers itself.
    """
    kind = kind_of(schema)
    month = newest_month(db, kind)
    if say is not None:
        why = f"the newest month with {kind}" if month else f"this month: there are no {kind} yet"
        month = month or month_now(db, schema)
        say(f"The month is {format_month(month)}, {why}.")
    return {name: month if value == NEWEST else value for name, value in given.items()}


def kind_of(schema: str) -> str:
    """What a command is about, by the name of its answer."""
    return NEWEST_OF.get(schema) or NEWEST_OF.get(schema.partition(".")[0], "values")


def count_months(db: Database, schema: str, given: Mapping[str, object]) -> dict[str, object]:
    """What a command was given, with the months that were counted from today read again where the
    months of entries begin with payday, and it is about those.
    """
    if db.user.month_begins == 1 or not is_of_entries(schema):
        return dict(given)
    now = current_month(db.user.month_begins)
    return {
        name: parse_month(value.typed, planned=value.planned, now=now)
        if isinstance(value, CountedMonth)
        else value
        for name, value in given.items()
    }


def month_now(db: Database, schema: str) -> date:
    """The current month of what a command is about: of entries, or of values."""
    return current_month(db.user.month_begins if is_of_entries(schema) else 1)


def is_of_entries(schema: str) -> bool:
    """Whether the months of a command are those of incomes and expenses."""
    return kind_of(schema) != "values" or schema.partition(".")[0] in OF_ENTRIES


def newest_month(db: Database, kind: str) -> date | None:
    """The newest month with something of a kind, but none that is still to come."""
    this = current_month(1 if kind == "values" else db.user.month_begins)
    found: LastMonth | BudgetMonth | None
    if kind in ENTRIES:
        found = db.one(NEWEST_ENTRY, kind=ENTRIES[kind], this_month=this)
    elif kind == "values":
        found = db.one(LAST_MONTH, this_month=this)
    else:
        found = db.one(BUDGET_MONTH, month=this)
    return found.month if found and found.month <= this else None
