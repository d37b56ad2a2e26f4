"""The tables of a file of books: how each is written, and what tells its rows from one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from finally_cli.commands.export.tables import TABLES, Table
from finally_cli.model.errors import BadUsage
from finally_cli.model.importing.book_fields import BookTable, Value, book_table
from finally_cli.model.rules import refuse_pattern
from finally_cli.store.statements import NoRows, Statement

CHUNK = 20_000  # rows that one statement writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A field that says which row of another table is meant, by its id or its code."""

    field: str
    other: str
    key: str = "id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How the rows of a table are written.

    `key` are the fields that no two rows have alike, beside the id, and `named` those that a person
    knows a row by. All rows are one `chunk` where they refer to others of their own table.
    """

    statement: Statement[NoRows]
    named: tuple[str, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    decimals: dict[str, int] = field(default_factory=dict)
    chunk: int = CHUNK


WRITE_ASSET_CATEGORIES = Statement("books/write_asset_categories", NoRows)
WRITE_INCOME_CATEGORIES = Statement("books/write_income_categories", NoRows)
WRITE_EXPENSE_CATEGORIES = Statement("books/write_expense_categories", NoRows)
WRITE_EXPENSE_SUBCATEGORIES = Statement("books/write_expense_subcategories", NoRows)
WRITE_ASSETS = Statement("books/write_assets", NoRows)
WRITE_SOURCES = Statement("books/write_sources", NoRows)
WRITE_RULES = Statement("books/write_rules", NoRows)
WRITE_IMPORTS = Statement("books/write_imports", NoRows)
WRITE_IMPORT_ROWS = Statement("books/write_import_rows", NoRows)
WRITE_VALUES = Statement("books/write_values", NoRows)
WRITE_INCOMES = Statement("books/write_incomes", NoRows)
WRITE_EXPENSES = Statement("books/write_expenses", NoRows)
WRITE_BUDGETS = Statement("books/write_budgets", NoRows)
WRITE_BUDGET_MOVES = Statement("books/write_budget_moves", NoRows)
WRITE_YEARLY_BUDGETS = Statement("books/write_yearly_budgets", NoRows)
WRITE_BUDGET_POLICIES = Statement("books/write_budget_policies", NoRows)
WRITE_TARGET_SETS = Statement("books/write_target_sets", NoRows)
WRITE_TARGETS = Statement("books/write_targets", NoRows)
WRITE_ASSET_TARGETS = Statement("books/write_asset_targets", NoRows)
WRITE_RATES = Statement("books/write_rates", NoRows)
WRITE_MARKET_CAPS = Statement("books/write_market_caps", NoRows)
WRITE_PRICES = Statement("books/write_prices", NoRows)
WRITE_SPLITS = Statement("books/write_splits", NoRows)
WRITE_GOALS = Statement("books/write_goals", NoRows)
WRITE_GOAL_PARTS = Statement("books/write_goal_parts", NoRows)
WRITE_RECURRING = Statement("books/write_recurring", NoRows)
WRITE_RECURRING_POSTINGS = Statement("books/write_recurring_postings", NoRows)

IN_ASSET_CATEGORY = Reference(field="category", other="asset_categories", key="code")
IN_INCOME_CATEGORY = Reference(field="category", other="income_categories", key="code")
IN_EXPENSE_CATEGORY = Reference(field="category", other="expense_categories", key="code")
IN_SUBCATEGORY = Reference(field="subcategory", other="expense_subcategories", key="code")
IN_ONE_OF_THEM = (
    Reference(field="income_category", other="income_categories", key="code"),
    Reference(field="expense_category", other="expense_categories", key="code"),
    IN_SUBCATEGORY,
)
OF_ASSET = Reference(field="asset_id", other="assets")
OF_SOURCE = Reference(field="source_id", other="sources")
OF_BANK_ROW = Reference(field="import_row_id", other="import_rows")
AT_ONCE = 2**31 - 1

WRITINGS = {
    "asset_categories": Writing(statement=WRITE_ASSET_CATEGORIES, named=("code",), key=("code",)),
    "income_categories": Writing(statement=WRITE_INCOME_CATEGORIES, named=("code",), key=("code",)),
    "expense_categories": Writing(
        statement=WRITE_EXPENSE_CATEGORIES, named=("code",), key=("code",)
    ),
    "expense_subcategories": Writing(
        statement=WRITE_EXPENSE_SUBCATEGORIES,
        named=("code",),
        key=("code",),
        references=(IN_EXPENSE_CATEGORY,),
    ),
    "assets": Writing(
        statement=WRITE_ASSETS, named=("asset",), key=("asset",), references=(IN_ASSET_CATEGORY,)
    ),
    "sources": Writing(
        statement=WRITE_SOURCES, named=("source",), key=("source",), references=(OF_ASSET,)
    ),
    "rules": Writing(
        statement=WRITE_RULES,
        named=("pattern",),
        references=(OF_SOURCE, OF_ASSET, *IN_ONE_OF_THEM),
    ),
    "imports": Writing(
        statement=WRITE_IMPORTS,
        named=("file",),
        key=("source_id", "file_hash"),
        references=(OF_SOURCE,),
    ),
    "import_rows": Writing(
        statement=WRITE_IMPORT_ROWS,
        named=("date", "text"),
        key=("source_id", "key", "occurrence"),
        references=(
            OF_SOURCE,
            Reference(field="import_id", other="imports"),
            OF_ASSET,
            Reference(field="pair_id", other="import_rows"),
        ),
    ),
    "values": Writing(
        statement=WRITE_VALUES,
        named=("asset", "month"),
        key=("asset_id", "month"),
        references=(OF_ASSET, Reference(field="import_id", other="imports")),
    ),
    "incomes": Writing(
        statement=WRITE_INCOMES,
        named=("month", "category", "note"),
        references=(IN_INCOME_CATEGORY, OF_BANK_ROW),
    ),
    "expenses": Writing(
        statement=WRITE_EXPENSES,
        named=("month", "category", "note"),
        references=(IN_EXPENSE_CATEGORY, IN_SUBCATEGORY, OF_BANK_ROW),
    ),
    "budgets": Writing(
        statement=WRITE_BUDGETS,
        named=("month", "category"),
        key=("category", "month"),
        references=(IN_EXPENSE_CATEGORY,),
    ),
    "budget_moves": Writing(
        statement=WRITE_BUDGET_MOVES,
        named=("month", "from_category", "to_category"),
        references=(
            Reference(field="from_category", other="expense_categories", key="code"),
            Reference(field="to_category", other="expense_categories", key="code"),
        ),
    ),
    "yearly_budgets": Writing(
        statement=WRITE_YEARLY_BUDGETS,
        named=("year", "category"),
        key=("category", "year"),
        references=(IN_EXPENSE_CATEGORY,),
    ),
    "budget_policies": Writing(
        statement=WRITE_BUDGET_POLICIES,
        named=("category",),
        key=("category",),
        references=(IN_EXPENSE_CATEGORY,),
    ),
    "target_sets": Writing(statement=WRITE_TARGET_SETS, named=("month",), key=("month",)),
    "targets": Writing(
        statement=WRITE_TARGETS,
        named=("month", "category"),
        key=("category", "month"),
        references=(IN_ASSET_CATEGORY,),
        chunk=AT_ONCE,
    ),
    "asset_targets": Writing(
        statement=WRITE_ASSET_TARGETS,
        named=("month", "asset"),
        key=("asset_id", "month"),
        references=(OF_ASSET,),
        chunk=AT_ONCE,
    ),
    "rates": Writing(
        statement=WRITE_RATES,
        named=("month", "from_currency", "to_currency"),
        key=("from_currency", "to_currency", "month"),
        decimals={"rate": 42},
    ),
    "market_caps": Writing(
        statement=WRITE_MARKET_CAPS,
        named=("asset", "month"),
        key=("asset_id", "month"),
        references=(OF_ASSET,),
    ),
    "prices": Writing(
        statement=WRITE_PRICES,
        named=("asset", "date"),
        key=("asset_id", "date"),
        references=(OF_ASSET,),
    ),
    "splits": Writing(
        statement=WRITE_SPLITS,
        named=("asset", "date"),
        key=("asset_id", "date"),
        references=(OF_ASSET,),
    ),
    "goals": Writing(
        statement=WRITE_GOALS,
        named=("goal",),
        key=("goal",),
        decimals={"months_of_spending": 2, "times_yearly_spending": 2},
    ),
    "goal_parts": Writing(
        statement=WRITE_GOAL_PARTS,
        named=("asset", "category"),
        key=("goal_id", "asset_id", "category"),
        references=(Reference(field="goal_id", other="goals"), OF_ASSET, IN_ASSET_CATEGORY),
    ),
    "recurring": Writing(
        statement=WRITE_RECURRING,
        named=("first_month", "note"),
        references=(*IN_ONE_OF_THEM, Reference(field="succeeded_by", other="recurring")),
        chunk=AT_ONCE,
    ),
    "recurring_postings": Writing(
        statement=WRITE_RECURRING_POSTINGS,
        named=("month", "date"),
        key=("recurring_id", "month", "date"),
        references=(Reference(field="recurring_id", other="recurring"),),
    ),
}
TARGETS = ("targets", "asset_targets")  # which a set holds, and none is of two


def ignored(table: Table) -> list[str]:
    """The fields of a table that no two books are compared by."""
    return ["id", "created_at", "updated_at", *table.names]


def book_tables() -> dict[str, BookTable]:
    """The tables by name, as a file of books is read."""
    read: dict[str, BookTable] = {}
    for table in TABLES:
        writing = WRITINGS[table.name]
        read[table.name] = book_table(
            table.name, table.statement.row, table.names, table.links, writing.decimals
        )
    read["rules"] = replace(read["rules"], check=check_rule)
    return read


def check_rule(row: Mapping[str, Value | None]) -> None:
    """Raise ValueError for an expression that is none: with such a rule no bank row is read."""
    pattern = row.get("pattern")
    if row.get("is_regex") and isinstance(pattern, str):
        try:
            refuse_pattern(pattern, True)
        except BadUsage as error:
            raise ValueError(f"pattern cannot be used: {error.message}") from None
