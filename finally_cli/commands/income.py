"""finally income: what came in."""

from __future__ import annotations

from finally_cli.commands.command import Noun, Terminal, reads, writes
from finally_cli.commands.items.add import add_item
from finally_cli.commands.items.delete import delete_items
from finally_cli.commands.items.edit import IdArgument, IdArguments, edit_item
from finally_cli.commands.items.explain import explain_item
from finally_cli.commands.items.kind import (
    INCOME,
)
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
from finally_cli.model.result import Result
from finally_cli.store.database import Database

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
    """Record money that came in.

    Examples:
        finally income add 4000 salary
        finally income add 120.50 dividend --date 2026-10-05 --note "World fund"
    """
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
    """List what came in, newest first.

    Examples:
        finally income list --month 2026
        finally income list --category salary --from 2026-07 --csv
    """
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
    """Change an income.

    Examples:
        finally income edit 1decfe56 --amount 4100 --note "With overtime"
    """
    return edit_item(
        db, INCOME, id, amount=amount, category=category, month=month, day=date, note=note
    )


@app.command()
@writes(destroys=True)
def delete(db: Database, terminal: Terminal, ids: IdArguments) -> Result:
    """Delete incomes.

    Examples:
        finally income delete 1decfe56
    """
    return delete_items(db, terminal, INCOME, ids)


@app.command()
@reads
def explain(db: Database, id: IdArgument) -> Result:  # noqa: A002  the word of the command line
    """Say where an income comes from: the bank's own words and what decided, or who wrote it.

    Examples:
        finally income explain 0950b28f
    """
    return explain_item(db, INCOME, id)
