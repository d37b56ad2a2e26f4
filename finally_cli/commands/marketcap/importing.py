"""finally marketcap import: market caps of many months from one file, all of them or none."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.import_.refusing import refuse_faults
from finally_cli.commands.import_.staging import (
    FOLDED,
    File,
    add_folded_name,
    report_writing,
    stage_rows,
)
from finally_cli.commands.import_.telling import months_in_words, open_end_notes
from finally_cli.commands.marketcap.showing import lock_market_caps
from finally_cli.commands.wiring import Talk, confirm_month, writes
from finally_cli.model.csvfile import Records, opened
from finally_cli.model.errors import BadFile, Locked
from finally_cli.model.kinds import Count, Id, Month
from finally_cli.model.linefile import BadLine
from finally_cli.model.marketcapfile import STAGED, MarketCapFile
from finally_cli.model.month import written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import plural, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapFault:
    """Why the books do not take a market cap; `first_line` is where its month has one already."""

    line: int
    month: Month
    fault: str
    asset: str
    first_line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedAsset:
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapsImported:
    """What a file changed: market caps added, replaced and left as they were."""

    added: Count
    replaced: Count
    unchanged: Count
    first_month: Month
    last_month: Month


STAGE = Statement("marketcap/stage", NoRows)
BAD_LINES = Statement("marketcap/bad_lines", MarketCapFault)
STAGED_ASSETS = Statement("marketcap/staged_assets", StagedAsset)
WRITE = Statement("marketcap/write", MarketCapsImported)
UNSTAGE = Statement("marketcap/unstage", NoRows)


@writes(dated=True)
def import_(db: Database, talk: Talk, file: File) -> Sheet:
    """Import market caps from a CSV file, all of them or none.

    A line a market cap, with the columns asset,market_cap,month and perhaps source, in any order;
    or what finally marketcap list --csv has written.
    The value is in your own currency, in full or as 3.1T, 450B, 12M or 900K; the source is where it
    is from, and "file" where that is left out. An earlier value of the same month is replaced.
    """
    with opened(file) as text:
        caps = MarketCapFile(Records(text), db.user.base_currency)
        db.run(STAGE)
        rows = add_folded_name(caps.rows())
        staged = stage_rows(db, talk, "market caps", "staged_market_caps", (*STAGED, FOLDED), rows)
    refuse_faults(talk, caps, caps.bad + [describe_fault(fault) for fault in db.all(BAD_LINES)])
    if not staged:
        raise BadFile("the file holds no market caps", "Nothing was written.", code="FILE_EMPTY")
    assets = [asset.id for asset in db.all(STAGED_ASSETS)]
    with lock_market_caps(db, assets), report_writing(talk, "market caps", staged):
        result = db.one(WRITE)
    if result is None or result.added + result.replaced + result.unchanged != staged:
        raise Locked(
            "somebody else changed the same assets at the same moment; nothing was written",
            "Run the command again.",
        )
    confirm_month(talk, result.last_month)
    db.run(UNSTAGE)
    sentence = (
        f"Imported {plural(staged, 'market cap')}"
        f" {months_in_words(result.first_month, result.last_month)}:"
        f" {result.added:,} added, {result.replaced:,} replaced, {result.unchanged:,} unchanged."
    )
    notes = open_end_notes(caps.cut())
    for note in notes:
        talk.say(note.message)
    about = {"currency": db.user.base_currency}
    return Sheet(MarketCapsImported, [result], "Imported", about, notes=notes, sentences=[sentence])


def describe_fault(fault: MarketCapFault) -> BadLine:
    """A fault in words, at its place in the file."""
    asset = quoted(fault.asset)
    match fault.fault:
        case "asset_unknown":
            reason = f"there is no asset named {asset}"
        case "debt":
            reason = f"{asset} is a debt, and a debt has no market cap"
        case _:
            month = written(fault.month)
            reason = f"{asset} has a market cap for {month} in line {fault.first_line} already"
    return BadLine(fault.line, reason)
