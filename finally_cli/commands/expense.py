"""finally expense: what went out."""

from __future__ import annotations

from finally_cli.commands.command import Noun, Terminal, reads, writes
from finally_cli.commands.items.add import add_item
from finally_cli.commands.items.delete import delete_items
from finally_cli.commands.items.edit import IdArgument, IdArguments, edit_item
from finally_cli.commands.items.explain import explain_item
from finally_cli.commands.items.kind import (
    EXPENSE,
)
from finally_cli.commands.items.list import LimitOption, SearchOption, list_items
from finally_cli.commands.options import (
    AmountArgument,
    AmountOption,
    DateOption,
    ExpenseCategory,
    ExpenseCategoryOption,
    FromOption,
    MonthOption,
    NoteOption,
    PeriodOption,
    SubOption,
    ToOption,
)
from finally_cli.model.result import Result
from finally_cli.store.database import Database

app = Noun("What went out.")


@app.command()
@writes(dated=True)
def add(
    db: Database,
    amount: AmountArgument,
    category: ExpenseCategory,
    sub: SubOption = None,
    month: MonthOption = None,
    date: DateOption = None,
    note: NoteOption = None,
) -> Result:
    """Record money that went out; a refund has a minus.

    Examples:
        finally expense add 42.50 food/groceries --date yesterday
        finally expense add -60 other --note "A coat given back"
    """
    return add_item(db, EXPENSE, amount, category, sub=sub, month=month, day=date, note=note)


@app.command("list")
@reads(paged=True)
def list_(
    db: Database,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
    category: ExpenseCategoryOption = None,
    search: SearchOption = None,
    limit: LimitOption = None,
) -> Result:
    """List what went out, newest first.

    Examples:
        finally expense list --month last --category food
        finally expense list --from 2026-07 --search electricity
    """
    return list_items(
        db, EXPENSE, month=month, first=first, last=last,
        category=category, search=search, limit=limit,
    )  # fmt: skip


@app.command()
@writes(dated=True)
def edit(
    db: Database,
    id: IdArgument,  # noqa: A002  the word of the command line
    amount: AmountOption = None,
    category: ExpenseCategoryOption = None,
    sub: SubOption = None,
    month: MonthOption = None,
    date: DateOption = None,
    note: NoteOption = None,
) -> Result:
    """Change an expense.

    Examples:
        finally expense edit df373998 --category food/restaurants
    """
    return edit_item(
        db, EXPENSE, id,
        amount=amount, category=category, sub=sub, month=month, day=date, note=note,
    )  # fmt: skip


@app.command()
@writes(destroys=True)
def delete(db: Database, terminal: Terminal, ids: IdArguments) -> Result:
    """Delete expenses.

    Examples:
        finally expense delete df373998 f53b6e79
    """
    return delete_items(db, terminal, EXPENSE, ids)


@app.command()
@reads
def explain(db: Database, id: IdArgument) -> Result:  # noqa: A002  the word of the command line
    """Say where an expense comes from: the bank's own words and what decided, or who wrote it.

    Examples:
        finally expense explain 8e6c2515
    """
    return explain_item(db, EXPENSE, id)
