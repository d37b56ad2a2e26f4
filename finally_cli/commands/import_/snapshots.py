"""finally import snapshots: the values of many months from one file.

The lines go by COPY into a temporary table, and a few statements over all of them do the rest: all
of a file is written, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, confirm_month, writes
from finally_cli.commands.import_.errors import refuse_bad_lines
from finally_cli.commands.import_.stage import (
    FOLDED,
    File,
    add_folded_name,
    report_writing,
    stage_rows,
)
from finally_cli.commands.import_.summary import WrittenValues, import_summary
from finally_cli.commands.snapshot.record import Corrected
from finally_cli.model.errors import BadFile, Locked, Refused
from finally_cli.model.importing.csv_file import NumberedRecords, open_csv
from finally_cli.model.importing.values import Columns, ValueFile
from finally_cli.model.kinds import Count, Money
from finally_cli.model.money import format_money
from finally_cli.model.result import Result
from finally_cli.model.text import fold_name, plural, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetAdded:
    asset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The first of so many debts with a minus that were no credit before."""

    debts: Count
    line: int
    asset: str
    value: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetCurrency:
    asset: str
    currency: str


CURRENCIES = Statement("import/currencies", AssetCurrency)
STAGE = Statement("import/stage", NoRows)
ADD_ASSETS = Statement("import/add_assets", AssetAdded)
SLIPS = Statement("import/slips", Slip)
WRITE = Statement("import/write", WrittenValues)
WRITE_LIST = Statement("import/write_list", WrittenValues)
CORRECT_COPIES = Statement("import/correct_copies", Corrected)
UNSTAGE = Statement("import/unstage", NoRows)

CreateAssets = Annotated[
    bool,
    typer.Option("--create-assets", help="Add the assets that do not exist, in their category."),
]


@writes(dated=True)
def snapshots(
    db: Database, terminal: Terminal, file: File, create_assets: CreateAssets = False
) -> Result:
    """Import the values of many months from a CSV file, all of them or none.

    Either a line a value, with the columns asset,month,value and perhaps category,currency,note and
    contribution, which is how much of it was put in; or a line an asset, with a column a month
    (2026-10) after asset and perhaps category,currency; or what finally snapshot list --csv has
    written. An empty cell is no value. An earlier value of the same month is replaced.

    A debt is what is owed. A column named balance in place of value, or months as "2026-10
    balance", have debts below zero. A minus is asked about, unless the column is named owed.

    Examples:
        finally import snapshots history.csv --create-assets
    """
    with open_csv(file) as text:
        values = ValueFile(NumberedRecords(text), currency_lookup(db))
        db.run(STAGE)
        rows = add_folded_name(values.rows())
        columns = (*values.staged, FOLDED)
        staged = stage_rows(db, terminal, "values", "staged_values", columns, rows)
    created = db.all(ADD_ASSETS) if create_assets else []
    refuse_bad_lines(db, terminal, values, values.columns, create_assets=create_assets)
    if not staged:
        raise BadFile("the file holds no values", "Nothing was written.", code="FILE_EMPTY")
    slip = db.one(SLIPS) if values.columns.sign == "value" and not values.columns.is_list else None
    if slip is not None:
        confirm_slips(terminal, slip, values)
    written = record_staged(db, terminal, values.columns, staged)
    return import_summary(
        terminal, written, len(created), slip.debts if slip else 0, values.open_end()
    )


def record_staged(db: Database, terminal: Terminal, columns: Columns, staged: int) -> WrittenValues:
    """Record the values that are staged, so many, and clear their place.

    Raises Locked where somebody else changed the same assets meanwhile.
    """
    with report_writing(terminal, "values", staged):
        if columns.is_list:
            written = db.one(WRITE_LIST)
        else:
            written = db.one(WRITE, is_signed=columns.is_signed)
    assert written is not None  # counts are always one row
    if written.added + written.replaced + written.unchanged != staged:
        raise Locked(
            "somebody else changed the same assets at the same moment; nothing was written",
            "Run the command again.",
        )
    if written.added:
        db.one(CORRECT_COPIES)
    confirm_month(terminal, written.last_month)
    db.run(UNSTAGE)
    return written


def confirm_slips(terminal: Terminal, slip: Slip, values: ValueFile) -> None:
    """Go on only where debts with a minus are meant so. Raises Refused where nobody says it."""
    named = '"2026-10 balance"' if values.columns.months else "balance in place of value"
    message = (
        f"{plural(slip.debts, 'value')} of debts {'has' if slip.debts == 1 else 'have'} a minus,"
        f" as if they were owed to you: the first is {format_money(slip.value)} of"
        f" {quote(slip.asset)}"
        f" in line {slip.line}"
    )
    if terminal.cannot_ask and not terminal.yes:
        raise Refused(
            message,
            f"If debts are below zero in the file, name the column {named};"
            " if they are owed to you, say --yes.",
            code="NOT_CONFIRMED",
        )
    if not terminal.yes:
        terminal.say(f"{message}.")
        terminal.confirm("Import them so?")


def currency_lookup(db: Database) -> Callable[[str], str]:
    """The currency of an asset by its name; the user's own, for one that is not in the books.

    They are asked for now: nothing can be while a file is brought in.
    """
    known = {fold_name(row.asset): row.currency for row in db.all(CURRENCIES)}
    return lambda name: known.get(fold_name(name), db.user.base_currency)
