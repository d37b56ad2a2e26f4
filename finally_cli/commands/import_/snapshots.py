"""finally import snapshots: the values of many months from one file.

The lines go by COPY into a temporary table, and a few statements over all of them do the rest: all
of a file is written, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.import_.refusing import refuse_bad_lines
from finally_cli.commands.import_.telling import Written, told
from finally_cli.commands.wiring import Talk, writes
from finally_cli.model.csvfile import opened, parse_file, records
from finally_cli.model.errors import BadFile, Locked
from finally_cli.model.sheet import Sheet
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
