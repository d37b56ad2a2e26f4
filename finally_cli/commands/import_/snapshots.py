"""finally import snapshots: the values of many months from one file.

The lines go by COPY into a temporary table, and a few statements over all of them do the rest: all
of a file is written, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.import_.refusing import refuse_bad_lines
from finally_cli.commands.wiring import Talk, writes
from finally_cli.model.csvfile import opened, parse_file, records
from finally_cli.model.errors import BadFile, Locked
from finally_cli.model.kinds import Count, Month
from finally_cli.model.month import written
from finally_cli.model.sheet import Note, Sheet
from finally_cli.model.text import plural
from finally_cli.model.valuefile import STAGED, ValueFile
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

MANY = 5_000  # values, from which on a person would wonder whether anything happens


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """No rows: the statement is run for what it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    enable_nestloop: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetAdded:
    asset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    added: Count
    replaced: Count
    unchanged: Count
    negative_debts: Count
    first_month: Month | None
    last_month: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a file changed: values added, replaced and left as they were, and assets added."""

    added: Count
    replaced: Count
    unchanged: Count
    assets_added: Count
    first_month: Month
    last_month: Month


STAGE = Statement("import/stage", Nothing)
PLAN = Statement("import/plan", Planned)
ADD_ASSETS = Statement("import/add_assets", AssetAdded)
WRITE = Statement("import/write", Written)
UNSTAGE = Statement("import/unstage", Nothing)

File = Annotated[
    str, typer.Argument(parser=parse_file, metavar="FILE", help="A CSV file; - is standard input.")
]
CreateAssets = Annotated[
    bool,
    typer.Option("--create-assets", help="Add the assets that do not exist, in their category."),
]


@writes
def snapshots(db: Database, talk: Talk, file: File, create_assets: CreateAssets = False) -> Sheet:
    """Import the values of many months from a CSV file, all of them or none.

    Either a line a value, with the columns asset,month,value and perhaps category,currency,note; or
    a line an asset, with a column a month (2026-10) after asset and perhaps category,currency. An
    empty cell is no value. A debt is what is owed. An earlier value of the same month is replaced.
    """
    with opened(file) as text:
        values = ValueFile(records(text))
        staged = stage(db, talk, values)
    created = db.all(ADD_ASSETS) if create_assets else []
    refuse_bad_lines(db, talk, values, create_assets=create_assets)
    if not staged:
        raise BadFile("the file holds no values", "Nothing was written.", code="FILE_EMPTY")
    result = write(db, talk, staged)
    if result.added + result.replaced + result.unchanged != staged:
        raise Locked(
            "somebody else changed the same assets at the same moment; nothing was written",
            "Run the command again.",
        )
    db.run(UNSTAGE)
    return told(talk, result, len(created))


def stage(db: Database, talk: Talk, values: ValueFile) -> int:
    """Bring every line that can be read to the server; how many values that are."""
    db.run(STAGE)
    db.run(PLAN)
    with talk.progress("Reading values") as progress:
        staged = db.copy("staged_values", STAGED, values.rows(), progress)
        if staged >= MANY:
            progress(staged)
    return staged


def write(db: Database, talk: Talk, staged: int) -> Written:
    """Write what is staged, and count what that changed."""
    with talk.progress("Writing values", staged) as progress:
        if staged >= MANY:
            progress(0)
        result = db.one(WRITE)
        if staged >= MANY:
            progress(staged)
    assert result is not None  # counts are always one row
    return result


def told(talk: Talk, result: Written, assets_added: int) -> Sheet:
    """What was written, in words and in counts."""
    assert result.first_month is not None and result.last_month is not None  # there are values
    imported = Imported(
        added=result.added,
        replaced=result.replaced,
        unchanged=result.unchanged,
        assets_added=assets_added,
        first_month=result.first_month,
        last_month=result.last_month,
    )
    notes = []
    if result.negative_debts:
        message = (
            f"{plural(result.negative_debts, 'value')} of debts came with a minus, as if they were"
            " owed to you: a debt is written as what is owed."
        )
        talk.say(message)
        notes.append(Note("NEGATIVE_DEBTS", message))
    return Sheet(Imported, [imported], "Imported", notes=notes, sentences=sentences(imported))


def sentences(imported: Imported) -> list[str]:
    """The counts in words."""
    first, last = written(imported.first_month), written(imported.last_month)
    months = f"for {first}" if first == last else f"from {first} to {last}"
    total = imported.added + imported.replaced + imported.unchanged
    values = (
        f"Imported {plural(total, 'value')} {months}: {imported.added:,} added,"
        f" {imported.replaced:,} replaced, {imported.unchanged:,} unchanged."
    )
    if not imported.assets_added:
        return [values]
    return [f"Added {plural(imported.assets_added, 'asset')}.", values]
