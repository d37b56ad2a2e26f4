"""finally import income, finally import expenses: entries of many months from one file.

The lines go by COPY into a temporary table, with their categories looked up on the way: row
security lets nothing be copied into the books themselves. All of a file is written, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, confirm_month, writes
from finally_cli.commands.import_.errors import refuse_faults
from finally_cli.commands.import_.stage import File, report_writing, stage_rows
from finally_cli.commands.import_.summary import ItemsWritten, items_summary
from finally_cli.commands.lookup import categories_of
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.csv_file import NumberedRecords, open_csv
from finally_cli.model.importing.items import KEY, STAGED, ItemFile, Staged
from finally_cli.model.kinds import Count
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """How many entries of a file are in the books already."""

    passed_over: Count


STAGE = Statement("import/stage_items", NoRows)
UNSTAGE = Statement("import/unstage_items", NoRows)
PASS_OVER_INCOME = Statement("import/pass_over_income", PassedOver)
PASS_OVER_EXPENSES = Statement("import/pass_over_expenses", PassedOver)
WRITE_INCOME = Statement("import/write_income", ItemsWritten)
WRITE_EXPENSES = Statement("import/write_expenses", ItemsWritten)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemImport:
    """Income or expenses: the word for them, and their statements."""

    noun: str  # also the kind of its categories
    pass_over: Statement[PassedOver]
    write: Statement[ItemsWritten]


INCOME = ItemImport(noun="income", pass_over=PASS_OVER_INCOME, write=WRITE_INCOME)
EXPENSES = ItemImport(noun="expense", pass_over=PASS_OVER_EXPENSES, write=WRITE_EXPENSES)

Again = Annotated[
    bool, typer.Option("--again", help="Import also what is in the books already, once more.")
]


@writes(dated=True)
def income(db: Database, terminal: Terminal, file: File, again: Again = False) -> Result:
    """Import what came in from a CSV file, all of it or nothing.

    A line an income, with the columns amount,category, and month (2026-10) or date (2026-10-05) or
    both, and perhaps note, in any order; or what finally income list --csv has written. What was
    paid back has a minus. What is in the books already is passed over, unless with --again; so are
    lines of 0.00.

    Examples:
        finally import income salaries.csv
    """
    return import_items(db, terminal, INCOME, file, again=again)


@writes(dated=True)
def expenses(db: Database, terminal: Terminal, file: File, again: Again = False) -> Result:
    """Import what went out from a CSV file, all of it or nothing.

    A line an expense, with the columns amount,category, and month (2026-10) or date (2026-10-05) or
    both, and perhaps sub,note, in any order; or what finally expense list --csv has written. A
    category may be FOOD/Groceries too. A refund has a minus. What is in the books already is passed
    over, unless with --again; so are lines of 0.00.

    Examples:
        finally import expenses bank.csv --dry-run
        finally import expenses bank.csv
    """
    return import_items(db, terminal, EXPENSES, file, again=again)


def import_items(
    db: Database, terminal: Terminal, kind: ItemImport, file: str, *, again: bool
) -> Result:
    """Write every entry of a file, or refuse it."""
    categories = categories_of(db, kind.noun)
    with open_csv(file) as text:
        user = db.user
        items = ItemFile(
            NumberedRecords(text, KEY), categories, user.base_currency, user.month_begins
        )
        staged = stage_items(db, terminal, kind, items.rows())
    refuse_faults(terminal, items, items.bad)
    if not staged and not items.zeros:
        raise BadFile("the file holds no entries", "Nothing was written.", code="FILE_EMPTY")
    written, passed_over = record_items(
        db, terminal, kind, staged, again=again, newest_first=items.is_ours
    )
    return items_summary(terminal, kind.noun, written, passed_over, items, db.user.base_currency)


def stage_items(db: Database, terminal: Terminal, kind: ItemImport, rows: Iterable[Staged]) -> int:
    """Bring entries to where they are looked at; how many they are."""
    db.run(STAGE)
    return stage_rows(db, terminal, f"{kind.noun}s", "staged_items", STAGED, rows)


def record_items(
    db: Database,
    terminal: Terminal,
    kind: ItemImport,
    staged: int,
    *,
    again: bool,
    newest_first: bool,
) -> tuple[ItemsWritten, int]:
    """Record the entries that are staged, so many; what was written, and how many passed over."""
    db.lock_user()
    passed = None if again else db.one(kind.pass_over)
    with report_writing(terminal, f"{kind.noun}s", staged):
        written = db.one(kind.write, newest_first=newest_first)
    assert written is not None  # sums are always one row
    confirm_month(terminal, written.last_month)
    db.run(UNSTAGE)
    return written, passed.passed_over if passed else 0
