"""The lists that go into CSV files and sheets: each as its command has it, with every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from finally_cli.commands.asset.list import LIST as ASSETS
from finally_cli.commands.budget.find import MOVES
from finally_cli.commands.budget.list import LIST as BUDGETS
from finally_cli.commands.budget.policy import POLICIES
from finally_cli.commands.command import Terminal
from finally_cli.commands.fx.list import LIST as RATES
from finally_cli.commands.goal.find import LIST as GOALS
from finally_cli.commands.import_.list import LIST as IMPORTS
from finally_cli.commands.items.kind import LIST_EXPENSES, LIST_INCOME
from finally_cli.commands.lookup import CATEGORIES
from finally_cli.commands.marketcap.list import LIST as CAPS
from finally_cli.commands.price.list import LIST as PRICES
from finally_cli.commands.recurring.item import LIST_RECURRING
from finally_cli.commands.rule.find import LIST as RULES
from finally_cli.commands.rule.row import RuleRow
from finally_cli.commands.snapshot.list import LIST as VALUES
from finally_cli.commands.source.list import LIST as SOURCES
from finally_cli.commands.targets.history import HISTORY
from finally_cli.model.exporting.part import Part
from finally_cli.model.kinds import Code, Count, Day, Id, Money
from finally_cli.model.month import next_month, this_month
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

Row = TypeVar("Row")
COUNTED = 1_000  # rows from one count on a terminal to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRow:
    """A row of a bank's file, in the account's sense and currency, and what became of it."""

    day: Day
    value_day: Day | None
    amount: Money
    currency: Code
    text: str
    counter_account: str | None
    bank_category: str | None
    balance: Money | None
    becomes: str
    decided_by: Code | None
    because: str | None
    source: str
    file: str
    line: Count
    id: Id


BANK_ROWS = Statement("export/bank_rows", BankRow)


def exported_lists(
    db: Database,
    profile: Profile,
    terminal: Terminal,
    what: frozenset[Part] | None,
    first: date | None,
    last: date | None,
) -> Iterator[tuple[str, Result]]:
    """Each list of the parts that are wanted, of all where `what` is None, with its name.

    What has a month is of the months from `first` to `last`, each of which may be None. The rows
    are read as they are written, one list after the other, and counted on a terminal.
    """
    done = 0
    with terminal.progress("Rows written") as told:

        def counted(rows: Iterable[object]) -> Iterator[object]:
            nonlocal done
            for row in rows:
                yield row
                done += 1
                if not done % COUNTED:
                    told(done)

        for part, name, result in every_list(db, profile, first, last):
            if what is None or part in what:
                yield name, replace(result, stream=counted(result.every_row))
        if done > COUNTED:
            told(done)


def every_list(
    db: Database, profile: Profile, first: date | None, last: date | None
) -> list[tuple[Part | None, str, Result]]:
    """Each list with the part that it is of, None where it goes with all of them."""
    months = {"first": first, "last": last}

    def listed(statement: Statement[Row], **params: object) -> Result:
        return result(statement.row, db.each(statement, **params))

    def result(row_type: type, rows: Iterable[object]) -> Result:
        return Result(row_type, stream=rows, about={"currency": db.user.base_currency})

    items = {**months, "category_id": None, "search": None, "limit": None}
    default = {"default_policy": profile.budget_policy, "category_id": None}
    return [
        (Part.ASSETS, "assets", listed(ASSETS, include_closed=True, last=last or next_month())),
        (Part.VALUES, "values", listed(VALUES, **months, asset_id=None)),
        (Part.ITEMS, "incomes", listed(LIST_INCOME, **items)),
        (Part.ITEMS, "expenses", listed(LIST_EXPENSES, **items, subcategory_id=None)),
        (Part.BUDGETS, "budgets", listed(BUDGETS, **months, **default)),
        (Part.BUDGETS, "budget_moves", listed(MOVES, **months, category_id=None)),
        (Part.POLICIES, "policies", listed(POLICIES, **default)),
        (Part.TARGETS, "targets", listed(HISTORY)),
        (Part.RATES, "rates", listed(RATES, **months)),
        (Part.CAPS, "caps", listed(CAPS, **months, asset_id=None)),
        (Part.PRICES, "prices", listed(PRICES, **months, asset_id=None)),
        (
            Part.RECURRING,
            "recurring",
            listed(LIST_RECURRING, month=this_month(), include_ended=True),
        ),
        (Part.GOALS, "goals", listed(GOALS, include_closed=True)),
        (Part.SOURCES, "sources", listed(SOURCES)),
        (Part.RULES, "rules", result(RuleRow, map(RuleRow.of, db.each(RULES)))),
        (Part.IMPORTS, "imports", listed(IMPORTS, source_id=None)),
        (Part.IMPORTS, "bank_rows", listed(BANK_ROWS, **months)),
        (None, "categories", listed(CATEGORIES, kind=None)),
    ]
