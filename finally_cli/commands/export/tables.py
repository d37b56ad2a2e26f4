"""The tables of the books as exports have them, in an order in which none refers to a later one.

What is not here is no part of an export: the audit, keys of commands, logins and shares; and what
is worked out of the rest, such as net worth by month. Closed months stand beside them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from finally_cli.commands.export import bank_rows, budget_rows, rows
from finally_cli.model.exporting.part import Part
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database

ASSET_CATEGORIES = Statement("export/asset_categories", rows.AssetCategory)
INCOME_CATEGORIES = Statement("export/income_categories", rows.ItemCategory)
EXPENSE_CATEGORIES = Statement("export/expense_categories", rows.ItemCategory)
EXPENSE_SUBCATEGORIES = Statement("export/expense_subcategories", rows.Subcategory)
ASSETS = Statement("export/assets", rows.Asset)
GOALS = Statement("export/goals", rows.Goal)
GOAL_PARTS = Statement("export/goal_parts", rows.GoalPart)
SOURCES = Statement("export/sources", bank_rows.Source)
RULES = Statement("export/rules", bank_rows.Rule)
IMPORTS = Statement("export/imports", bank_rows.ImportedFile)
IMPORT_ROWS = Statement("export/import_rows", bank_rows.BankRow)
VALUES = Statement("export/values", rows.Value)
INCOMES = Statement("export/incomes", rows.Income)
EXPENSES = Statement("export/expenses", rows.Expense)
BUDGETS = Statement("export/budgets", budget_rows.Budget)
BUDGET_MOVES = Statement("export/budget_moves", budget_rows.BudgetMove)
YEARLY_BUDGETS = Statement("export/yearly_budgets", budget_rows.YearlyBudget)
BUDGET_POLICIES = Statement("export/budget_policies", budget_rows.BudgetPolicy)
TARGET_SETS = Statement("export/target_sets", rows.TargetSet)
TARGETS = Statement("export/targets", rows.CategoryTarget)
ASSET_TARGETS = Statement("export/asset_targets", rows.AssetTarget)
RATES = Statement("export/rates", rows.ExchangeRate)
PRICES = Statement("export/prices", rows.PriceOfDay)
SPLITS = Statement("export/splits", rows.Split)
MARKET_CAPS = Statement("export/market_caps", rows.MarketCap)
RECURRING = Statement("export/recurring", rows.Recurring)
RECURRING_POSTINGS = Statement("export/recurring_postings", rows.RecurringPosting)
CLOSES = Statement("export/closes", rows.Close)  # which an import makes anew, and does not write


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the books, and how its rows are asked for.

    It is wanted with `part`, and comes with the parts `beside`, whose rows refer to it. `dated`:
    it has rows of months. `names` are fields that say for people what an id beside them is, and
    `links` those that refer to what a part may not hold: bank rows, and the files they came in.
    """

    name: str
    title: str
    statement: Statement[Any]
    part: Part
    beside: frozenset[Part] = frozenset()
    dated: bool = False
    names: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def is_in(self, what: Collection[Part] | None) -> bool:
        """Whether it comes where these parts are wanted; None is all of them."""
        return what is None or self.part in what or not self.beside.isdisjoint(what)

    def rows(self, db: Database, first: date | None, last: date | None) -> Iterator[Any]:
        """Its rows in a stable order, read in parts; of the months from first to last, if dated."""
        months = {"first": first, "last": last} if self.dated else {}
        return db.each(self.statement, **months)


def table(
    title: str,
    statement: Statement[Any],
    part: Part,
    *beside: Part,
    dated: bool = False,
    names: tuple[str, ...] = (),
    links: tuple[str, ...] = (),
) -> Table:
    """A table that goes by the name of its statement."""
    name = statement.name.removeprefix("export/")
    return Table(
        name=name,
        title=title,
        statement=statement,
        part=part,
        beside=frozenset(beside),
        dated=dated,
        names=names,
        links=links,
    )


OF_ASSETS = (
    Part.VALUES,
    Part.TARGETS,
    Part.CAPS,
    Part.PRICES,
    Part.GOALS,
    Part.SOURCES,
    Part.RULES,
    Part.IMPORTS,
)
OF_INCOMES = (Part.RECURRING, Part.RULES)
OF_EXPENSES = (Part.BUDGETS, Part.POLICIES, *OF_INCOMES)
TABLES = (
    table("Asset categories", ASSET_CATEGORIES, Part.ASSETS, *OF_ASSETS),
    table("Income categories", INCOME_CATEGORIES, Part.ITEMS, *OF_INCOMES),
    table("Expense categories", EXPENSE_CATEGORIES, Part.ITEMS, *OF_EXPENSES),
    table("Expense subcategories", EXPENSE_SUBCATEGORIES, Part.ITEMS, *OF_INCOMES),
    table("Assets", ASSETS, Part.ASSETS, *OF_ASSETS),
    table("Sources", SOURCES, Part.SOURCES, Part.RULES, Part.IMPORTS, names=("asset",)),
    table("Rules", RULES, Part.RULES, names=("source", "asset")),
    table("Imports", IMPORTS, Part.IMPORTS, dated=True, names=("source",)),
    table(
        "Import rows",
        IMPORT_ROWS,
        Part.IMPORTS,
        dated=True,
        names=("source", "asset"),
        links=("pair_id",),
    ),
    table("Values", VALUES, Part.VALUES, dated=True, names=("asset",), links=("import_id",)),
    table("Incomes", INCOMES, Part.ITEMS, dated=True, names=("name",), links=("import_row_id",)),
    table("Expenses", EXPENSES, Part.ITEMS, dated=True, names=("name",), links=("import_row_id",)),
    table("Budgets", BUDGETS, Part.BUDGETS, dated=True),
    table("Budget moves", BUDGET_MOVES, Part.BUDGETS, dated=True),
    table("Yearly budgets", YEARLY_BUDGETS, Part.BUDGETS, dated=True),
    table("Budget policies", BUDGET_POLICIES, Part.POLICIES),
    table("Target sets", TARGET_SETS, Part.TARGETS, dated=True),
    table("Targets", TARGETS, Part.TARGETS, dated=True),
    table("Asset targets", ASSET_TARGETS, Part.TARGETS, dated=True, names=("asset",)),
    table("Rates", RATES, Part.RATES, dated=True),
    table("Market caps", MARKET_CAPS, Part.CAPS, dated=True, names=("asset",)),
    table("Prices", PRICES, Part.PRICES, dated=True, names=("asset",)),
    table("Splits", SPLITS, Part.PRICES, Part.VALUES, names=("asset",)),
    table("Goals", GOALS, Part.GOALS),
    table("Goal parts", GOAL_PARTS, Part.GOALS, names=("goal", "asset")),
    table("Recurring", RECURRING, Part.RECURRING),
    table("Recurring postings", RECURRING_POSTINGS, Part.RECURRING, dated=True),
)
