"""finally income: what came in."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.command import Noun, Terminal, reads, writes
from finally_cli.commands.items.add import add_item
from finally_cli.commands.items.delete import delete_items
from finally_cli.commands.items.edit import IdArgument, IdArguments, edit_item
from finally_cli.commands.items.kind import ItemKind, ItemTotals
from finally_cli.commands.items.list import LimitOption, SearchOption, list_items
from finally_cli.commands.options import (
    AmountArgument,
    AmountOption,
    DateOption,
    FromOption,
    IncomeCategory,
    IncomeCategoryOption,
    MonthOption,
    NoteOption,
    PeriodOption,
    ToOption,
)
from finally_cli.model.kinds import CategoryName, Code, Day, Id, ItsMonth, Money, Remark
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


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


ADD = Statement("income/add", IncomeItem)
LIST = Statement("income/list", IncomeItem)
TOTALS = Statement("income/totals", ItemTotals)
TOTALS_NEWEST = Statement("income/totals_newest", ItemTotals)
FIND = Statement("income/find", IncomeItem)
EDIT = Statement("income/edit", IncomeItem)
DELETE = Statement("income/delete", IncomeItem)

INCOME = ItemKind(
    noun="income", many="incomes",
    add=ADD, list=LIST, totals=TOTALS, totals_newest=TOTALS_NEWEST,
    find=FIND, edit=EDIT, delete=DELETE,
)  # fmt: skip

app = Noun("What came in.")


@app.command()
@writes(dated=True)
def add(
    db: Database,
    amount: AmountArgument,
    category: IncomeCategory,
    month: MonthOption = None,
    date: DateOption = None,
    note: NoteOption = None,
) -> Result:
    """Record money that came in."""
    return add_item(db, INCOME, amount, category, month=month, day=date, note=note)


@app.command("list")
@reads(paged=True)
def list_(
    db: Database,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
    category: IncomeCategoryOption = None,
    search: SearchOption = None,
    limit: LimitOption = None,
) -> Result:
    """List what came in, newest first."""
    return list_items(
        db, INCOME, month=month, first=first, last=last,
        category=category, search=search, limit=limit,
    )  # fmt: skip


@app.command()
@writes(dated=True)
def edit(
    db: Database,
    id: IdArgument,  # noqa: A002  the word of the command line
    amount: AmountOption = None,
    category: IncomeCategoryOption = None,
    month: MonthOption = None,
    date: DateOption = None,
    note: NoteOption = None,
) -> Result:
    """Change an income."""
    return edit_item(
        db, INCOME, id, amount=amount, category=category, month=month, day=date, note=note
    )


@app.command()
@writes(destroys=True)
def delete(db: Database, terminal: Terminal, ids: IdArguments) -> Result:
    """Delete incomes."""
    return delete_items(db, terminal, INCOME, ids)
