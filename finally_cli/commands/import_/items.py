"""finally import income, finally import expenses: entries of many months from one file.

The lines go by COPY into a temporary table, with their categories looked up on the way: row
security lets nothing be copied into the books themselves. All of a file is written, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.category.finding import categories_of
from finally_cli.commands.import_.refusing import refuse
from finally_cli.commands.import_.staging import File, bring, writing
from finally_cli.commands.import_.telling import ItemsWritten, told_of_items
from finally_cli.commands.wiring import Talk, writes
from finally_cli.model.csvfile import opened, records
from finally_cli.model.errors import BadFile, Conflict
from finally_cli.model.itemfile import KEY, STAGED, ItemFile
from finally_cli.model.kinds import Count
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Entries of a file that are in the books already, each counted as often as it is in both."""

    twins: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLock:
    is_held: bool


STAGE = Statement("import/stage_items", NoRows)
LOCK = Statement("import/lock", ImportLock)
UNSTAGE = Statement("import/unstage_items", NoRows)
INCOME_TWINS = Statement("import/income_twins", Twins)
EXPENSE_TWINS = Statement("import/expense_twins", Twins)
WRITE_INCOME = Statement("import/write_income", ItemsWritten)
WRITE_EXPENSES = Statement("import/write_expenses", ItemsWritten)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemImport:
    """Income or expenses: the word for them, and their statements."""

    noun: str  # also the kind of its categories
    twins: Statement[Twins]
    write: Statement[ItemsWritten]


INCOME = ItemImport(noun="income", twins=INCOME_TWINS, write=WRITE_INCOME)
EXPENSES = ItemImport(noun="expense", twins=EXPENSE_TWINS, write=WRITE_EXPENSES)

Again = Annotated[
    bool, typer.Option("--again", help="Import also what is in the books already, once more.")
]


@writes
def income(db: Database, talk: Talk, file: File, again: Again = False) -> Sheet:
    """Import what came in from a CSV file, all of it or nothing.

    A line an income, with the columns amount,category, and month (2026-10) or date (2026-10-05) or
    both, and perhaps note, in any order. What was paid back has a minus. A file whose every line is
    in the books already is refused, unless with --again.
    """
    return import_items(db, talk, INCOME, file, again=again)


@writes
def expenses(db: Database, talk: Talk, file: File, again: Again = False) -> Sheet:
    """Import what went out from a CSV file, all of it or nothing.

    A line an expense, with the columns amount,category, and month (2026-10) or date (2026-10-05) or
    both, and perhaps sub,note, in any order. A category may be FOOD/Groceries too. A refund has a
    minus. A file whose every line is in the books already is refused, unless with --again.
    """
    return import_items(db, talk, EXPENSES, file, again=again)


def import_items(db: Database, talk: Talk, kind: ItemImport, file: str, *, again: bool) -> Sheet:
    """Write every entry of a file, or refuse it."""
    categories = categories_of(db, kind.noun)
    with opened(file) as text:
        items = ItemFile(records(text, KEY), categories)
        db.run(STAGE)
        staged = bring(db, talk, f"{kind.noun}s", "staged_items", STAGED, items.rows())
    refuse(talk, items, items.bad)
    if not staged:
        raise BadFile("the file holds no entries", "Nothing was written.", code="FILE_EMPTY")
    db.run(LOCK)
    twins = 0 if again else twins_of(db, kind, staged)
    with writing(talk, f"{kind.noun}s", staged):
        result = db.one(kind.write)
    assert result is not None  # sums are always one row
    db.run(UNSTAGE)
    return told_of_items(talk, kind.noun, result, twins, db.user.base_currency)


def twins_of(db: Database, kind: ItemImport, staged: int) -> int:
    """How many entries are in the books already. Raises Conflict when all of them are."""
    result = db.one(kind.twins)
    twins = result.twins if result else 0
    if twins == staged:
        raise Conflict(
            "every entry of the file is in the books already",
            "Nothing was written. To import it all the same: --again",
            code="ALREADY_IMPORTED",
        )
    return twins
