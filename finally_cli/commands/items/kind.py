"""An entry of money in or out, and what differs between the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from finally_cli.model.kinds import CategoryName, Code, Count, Day, Id, ItsMonth, Money, Remark
from finally_cli.model.money import format_money
from finally_cli.store.statements import Statement


class Item(Protocol):
    """One entry, as every statement on entries gives it back."""

    @property
    def month(self) -> date: ...
    @property
    def date(self) -> date | None: ...
    @property
    def category(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def note(self) -> str | None: ...
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTotals:
    """All entries that were asked for, or where there are too many, those that are shown."""

    amount: Money
    items: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalLine:
    """The line under the entries."""

    name: str
    amount: Money


ItemRow = TypeVar("ItemRow", bound=Item)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKind(Generic[ItemRow]):
    """Income or expenses: the words for them, and their statements."""

    noun: str  # of the commands, and the kind of its categories
    many: str
    add: Statement[ItemRow]
    list: Statement[ItemRow]
    totals: Statement[ItemTotals]
    totals_newest: Statement[ItemTotals]
    find: Statement[ItemRow]
    edit: Statement[ItemRow]
    delete: Statement[ItemRow]

    @property
    def has_subcategories(self) -> bool:
        return self.noun == "expense"


WORDS = {"income": ("of", "paid back of"), "expense": ("for", "given back for")}


def amount_in_words(kind: str, amount: Decimal, currency: str, category: str) -> str:
    """An amount with its category, for income or expense; a negative one is money back.

    >>> amount_in_words("expense", Decimal("-25"), "EUR", "Food")
    '25.00 EUR given back for Food'
    """
    forth, back = WORDS[kind]
    return f"{format_money(abs(amount))} {currency} {back if amount < 0 else forth} {category}"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeItem:
    """Money that came in; negative for what was paid back."""

    month: ItsMonth
    date: Day | None
    category: Code
    name: CategoryName
    amount: Money
    note: Remark | None
    id: Id


ADD_INCOME = Statement("income/add", IncomeItem)
LIST_INCOME = Statement("income/list", IncomeItem)
INCOME_TOTALS = Statement("income/totals", ItemTotals)
NEWEST_INCOME_TOTALS = Statement("income/totals_newest", ItemTotals)
FIND_INCOME = Statement("income/find", IncomeItem)
EDIT_INCOME = Statement("income/edit", IncomeItem)
DELETE_INCOME = Statement("income/delete", IncomeItem)
INCOME = ItemKind(
    noun="income", many="incomes",
    add=ADD_INCOME, list=LIST_INCOME, totals=INCOME_TOTALS, totals_newest=NEWEST_INCOME_TOTALS,
    find=FIND_INCOME, edit=EDIT_INCOME, delete=DELETE_INCOME,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseItem:
    """Money that went out; negative for what was given back."""

    month: ItsMonth
    date: Day | None
    category: Code
    subcategory: Code | None
    name: CategoryName
    amount: Money
    note: Remark | None
    id: Id


ADD_EXPENSE = Statement("expense/add", ExpenseItem)
LIST_EXPENSES = Statement("expense/list", ExpenseItem)
EXPENSE_TOTALS = Statement("expense/totals", ItemTotals)
NEWEST_EXPENSE_TOTALS = Statement("expense/totals_newest", ItemTotals)
FIND_EXPENSE = Statement("expense/find", ExpenseItem)
EDIT_EXPENSE = Statement("expense/edit", ExpenseItem)
DELETE_EXPENSE = Statement("expense/delete", ExpenseItem)
EXPENSE = ItemKind(
    noun="expense", many="expenses",
    add=ADD_EXPENSE, list=LIST_EXPENSES, totals=EXPENSE_TOTALS, totals_newest=NEWEST_EXPENSE_TOTALS,
    find=FIND_EXPENSE, edit=EDIT_EXPENSE, delete=DELETE_EXPENSE,
)  # fmt: skip
