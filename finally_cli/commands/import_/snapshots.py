"""finally import snapshots: the values of many months from one file.

The lines go by COPY into a temporary table, and a few statements over all of them do the rest: all
of a file is written, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.import_.refusing import refuse_bad_lines
from finally_cli.commands.import_.staging import FOLDED, File, bring, with_folded, writing
from finally_cli.commands.import_.telling import Written, told
from finally_cli.commands.snapshot.recording import Corrected
from finally_cli.commands.wiring import Talk, confirm_month, writes
from finally_cli.model.csvfile import Records, opened
from finally_cli.model.errors import BadFile, Locked
from finally_cli.model.sheet import Sheet
from finally_cli.model.valuefile import STAGED, ValueFile
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetAdded:
    asset: str


STAGE = Statement("import/stage", NoRows)
ADD_ASSETS = Statement("import/add_assets", AssetAdded)
WRITE = Statement("import/write", Written)
CORRECT_COPIES = Statement("import/correct_copies", Corrected)
UNSTAGE = Statement("import/unstage", NoRows)

CreateAssets = Annotated[
    bool,
    typer.Option("--create-assets", help="Add the assets that do not exist, in their category."),
]


@writes(dated=True)
def snapshots(db: Database, talk: Talk, file: File, create_assets: CreateAssets = False) -> Sheet:
    """Import the values of many months from a CSV file, all of them or none.

    Either a line a value, with the columns asset,month,value and perhaps category,currency,note and
    contribution, which is how much of it was put in; or a line an asset, with a column a month
    (2026-10) after asset and perhaps category,currency. An empty cell is no value. A debt is what
    is owed. An earlier value of the same month is replaced.
    """
    with opened(file) as text:
        values = ValueFile(Records(text))
        db.run(STAGE)
        rows = with_folded(values.rows())
        staged = bring(db, talk, "values", "staged_values", (*STAGED, FOLDED), rows)
    created = db.all(ADD_ASSETS) if create_assets else []
    refuse_bad_lines(db, talk, values, create_assets=create_assets)
    if not staged:
        raise BadFile("the file holds no values", "Nothing was written.", code="FILE_EMPTY")
    with writing(talk, "values", staged):
        result = db.one(WRITE)
    assert result is not None  # counts are always one row
    if result.added + result.replaced + result.unchanged != staged:
        raise Locked(
            "somebody else changed the same assets at the same moment; nothing was written",
            "Run the command again.",
        )
    if result.added:
        db.one(CORRECT_COPIES)
    confirm_month(talk, result.last_month)
    db.run(UNSTAGE)
    return told(talk, result, len(created))
