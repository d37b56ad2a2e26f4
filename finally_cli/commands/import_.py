"""finally import: history in one go, from a file.

The lines go by COPY into a temporary table, and a few statements over all of them do the rest. All
of a file is written, or nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from finally_cli.commands.wiring import Noun, Talk, writes
from finally_cli.model.csvfile import opened, parse_file, records
from finally_cli.model.errors import BadFile, Locked
from finally_cli.model.kinds import Count, Month
from finally_cli.model.month import written
from finally_cli.model.sheet import Note, Sheet
from finally_cli.model.text import plural, quoted
from finally_cli.model.valuefile import STAGED, BadLine, ValueFile
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """No rows: the statement is run for its effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    enable_nestloop: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetImported:
    asset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why the books do not take a value. What `said` and `kept` are depends on the fault."""

    line: int
    month: Month | None
    fault: str
    asset: str
    said: str | None
    kept: str | None
    first_line: int | None


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
    first_month: Month | None
    last_month: Month | None


STAGE = Statement("import/stage", Nothing)
PLAN = Statement("import/plan", Planned)
UNSTAGE = Statement("import/unstage", Nothing)
ADD_ASSETS = Statement("import/add_assets", AssetImported)
BAD_LINES = Statement("import/bad_lines", Fault)
WRITE = Statement("import/write", Written)

app = Noun("Bring history in from a file.")


@app.callback()
def import_() -> None:
    """Bring history in from a file."""


@app.command()
@writes
def snapshots(
    db: Database,
    talk: Talk,
    file: Annotated[
        str,
        typer.Argument(parser=parse_file, metavar="FILE", help="A CSV file; - is standard input."),
    ],
    create_assets: Annotated[
        bool,
        typer.Option("--create-assets", help="Add assets that do not exist, in their category."),
    ] = False,
) -> Sheet:
    """Import the values of many months from a CSV file, all of them or none.

    Either a line a value, with the columns asset,month,value and perhaps category,currency,note; or
    a line an asset, with a column a month (2026-10) after asset and perhaps category,currency. An
    empty cell is no value. A debt is what is owed. A value of the same month is replaced.
    """
    with opened(file) as stream:
        values = ValueFile(records(stream))
        db.run(STAGE)
        db.run(PLAN)
        with talk.progress("Reading values") as told:
            staged = db.copy("staged_values", STAGED, values.rows(), told)
    created = db.all(ADD_ASSETS) if create_assets else []
    refuse_bad_lines(db, talk, values, create_assets)
    if not staged:
        raise BadFile("the file holds no values", "Nothing was written.", code="FILE_EMPTY")
    result = written_values(db, staged)
    db.run(UNSTAGE)
    return told_of(talk, result, len(created))


def refuse_bad_lines(db: Database, talk: Talk, values: ValueFile, create_assets: bool) -> None:
    """List every bad line and raise BadFile, if there is one."""
    faults = db.all(BAD_LINES)
    bad = [*values.bad, *(explained(fault, values, create_assets) for fault in faults)]
    if not bad:
        return
    bad.sort(key=lambda one: one.line)
    for one in bad:
        column = f", column {one.column}" if one.column else ""
        talk.say(f"line {one.line}{column}: {one.reason}")
    unknown = any(fault.fault == "asset_unknown" for fault in faults)
    raise BadFile(
        f"{len({one.line for one in bad}):,} of {plural(values.lines, 'line')} cannot be imported;"
        " nothing was written",
        "Mend them in the file and import it again."
        + (" To add assets that do not exist: --create-assets" * (unknown and not create_assets)),
        code="BAD_LINES",
        details={"lines": [asdict(one) for one in bad]},
    )


def explained(fault: Fault, values: ValueFile, create_assets: bool) -> BadLine:
    """A fault in words, at its place in the file."""
    asset, month = quoted(fault.asset), written(fault.month) if fault.month else ""
    said, kept = fault.said or "", fault.kept or ""
    needs = ", and its lines name no category to add it in" * create_assets
    reason = {
        "asset_unknown": f"there is no asset named {asset}{needs}",
        "category_unknown": f"there is no category {quoted(said)} of assets or debts",
        "category_differs": f"{asset} is in {kept}, not in {quoted(said)}",
        "currency_differs": f"{asset} is in {kept}, not in {said}",
        "closed": f"{asset} has been closed since {kept}",
        "repeated": f"{asset} has another value for {month} in line {fault.first_line}",
        "no_rate": f"there is no rate from {said} to {kept} in {month}:"
        f" finally fx set {said}/{kept} RATE --month {month}",
        "too_large": f"the value is too large once it is turned into {kept}",
    }[fault.fault]
    column = values.columns.heading_of(fault.month.isoformat()) if fault.month else None
    return BadLine(fault.line, reason, column)


def written_values(db: Database, staged: int) -> Written:
    """Write what is staged. Raises Locked if the books changed since it was looked at."""
    result = db.one(WRITE)
    assert result is not None  # counts are always one row
    if result.added + result.replaced + result.unchanged != staged:
        raise Locked(
            "somebody else changed these assets at the same moment; nothing was written",
            "Run the command again.",
        )
    return result


def told_of(talk: Talk, result: Written, created: int) -> Sheet:
    """What was written, in words and in counts."""
    imported = Imported(
        added=result.added,
        replaced=result.replaced,
        unchanged=result.unchanged,
        assets_added=created,
        first_month=result.first_month,
        last_month=result.last_month,
    )
    notes = []
    if result.negative_debts:
        message = (
            f"{plural(result.negative_debts, 'value')} of debts came with a minus, as if you were"
            " owed them: a debt is written as what is owed."
        )
        notes.append(Note("NEGATIVE_DEBTS", message))
        talk.say(message)
    return Sheet(Imported, [imported], "Imported", notes=notes, sentences=sentences(imported))


def sentences(imported: Imported) -> list[str]:
    """The counts in words."""
    assert imported.first_month is not None and imported.last_month is not None  # it has values
    first, last = written(imported.first_month), written(imported.last_month)
    total = imported.added + imported.replaced + imported.unchanged
    months = f"for {first}" if first == last else f"from {first} to {last}"
    told = [f"Added {plural(imported.assets_added, 'asset')}."] if imported.assets_added else []
    return [
        *told,
        f"Imported {plural(total, 'value')} {months}: {imported.added:,} added,"
        f" {imported.replaced:,} replaced, {imported.unchanged:,} unchanged.",
    ]
