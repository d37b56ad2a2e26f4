"""finally marketcap: what whole companies and coins are worth, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import Noun, Terminal, confirm_month, reads, writes
from finally_cli.commands.import_.errors import refuse_faults
from finally_cli.commands.import_.stage import (
    FOLDED,
    File,
    add_folded_name,
    report_writing,
    stage_rows,
)
from finally_cli.commands.import_.summary import open_end_notes, span_in_words
from finally_cli.commands.lookup import FoundAsset, find_asset
from finally_cli.commands.options import (
    AssetArgument,
    FromOption,
    MonthOption,
    PeriodOption,
    ToOption,
)
from finally_cli.model.errors import BadFile, Locked, NotFound, Refused
from finally_cli.model.importing.csv_file import NumberedRecords, open_csv
from finally_cli.model.importing.line_file import BadLine
from finally_cli.model.importing.marketcaps import STAGED, MarketCapFile, parse_source
from finally_cli.model.kinds import Count, Growth, Id, Kind, Money, Month
from finally_cli.model.mills import in_mills
from finally_cli.model.money import format_money, parse_market_cap
from finally_cli.model.month import format_month, next_month, one_or_range, this_month
from finally_cli.model.result import Result
from finally_cli.model.text import plural, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement

app = Noun("What whole companies and coins are worth, month by month.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetId:
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAsset:
    asset: str


LOCK = Statement("marketcap/lock", AssetId)
SHOW_NEWEST = Statement("marketcap/show_newest", ShownAsset)


@contextmanager
def lock_market_caps(db: Database, asset_ids: list[str]) -> Iterator[None]:
    """Change market caps of these assets, and have the assets show the newest that there is then.

    Nobody else changes them in between: of two commands that write different months at once, the
    second would otherwise not see the first one's, and might show its own although it is older.
    """
    db.run(LOCK, asset_ids=asset_ids)
    yield
    db.run(SHOW_NEWEST, asset_ids=asset_ids, last=next_month())


SOURCE_TYPED = "typed"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapSet:
    """A market cap as it is kept, in the user's currency, and what its month held before."""

    asset: str
    month: Month
    market_cap: Money
    source: str
    previous_market_cap: Money | None
    previous_source: str | None


SET = Statement("marketcap/set", MarketCapSet)

MarketCapArgument = Annotated[
    Decimal,
    typer.Argument(
        parser=in_mills(parse_market_cap),
        metavar="VALUE",
        help="In your own currency: 3.1T, 450B, 12M, 900K, or in full.",
    ),
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source",
        parser=parse_source,
        metavar="TEXT",
        help=f'Where the figure is from; "{SOURCE_TYPED}" if left out.',
    ),
]


@app.command("set")
@writes(dated=True)
def set_(
    db: Database,
    asset: AssetArgument,
    market_cap: MarketCapArgument,
    month: MonthOption = None,
    source: SourceOption = None,
) -> Result:
    """Record what a whole company or coin is worth in a month.

    The value is in your own currency, whatever the asset's is. K, M, B and T stand for thousands,
    millions, billions (9 zeros) and trillions (12 zeros). An earlier value of the same month is
    replaced; the asset shows that of its newest month.

    Examples:
        finally marketcap set Acme 1.1B --month 2026-01
        finally marketcap set "World fund" 3.1T --source "The fund's page"
    """
    found = find_asset(db, asset)
    if found.is_debt:
        raise Refused(
            f"{quote(found.asset)} is a debt, and a debt has no market cap",
            "Record what is owed instead, with: finally snapshot add",
            code="MARKET_CAP_OF_A_DEBT",
        )
    with lock_market_caps(db, [found.id]):
        rows = db.all(
            SET, id=found.id, month=month or this_month(), market_cap=market_cap,
            source=source or SOURCE_TYPED,
        )  # fmt: skip
    currency = db.user.base_currency
    return Result(
        MarketCapSet,
        rows,
        "Recorded",
        about={"currency": currency},
        sentences=[market_cap_sentence(row, currency) for row in rows],
    )


def market_cap_sentence(row: MarketCapSet, currency: str) -> str:
    """A market cap in words, with what its month held before."""
    text = (
        f"Recorded the market cap of {quote(row.asset)} at {format_money(row.market_cap)}"
        f" {currency} for {format_month(row.month)}"
    )
    if row.previous_market_cap is None:
        return f"{text}."
    if row.previous_market_cap != row.market_cap:
        return f"{text}; it was {format_money(row.previous_market_cap)}."
    if row.previous_source != row.source:
        return f"{text}, as it was, now from {quote(row.source)}."
    return f"{text}, as it was."


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapListed:
    """A market cap in the user's currency, and its growth since the asset's one before."""

    month: Month
    asset: str
    market_cap: Money
    source: Annotated[str, Kind("text", spare=1)]
    change: Growth | None


LIST = Statement("marketcap/list", MarketCapListed)


@app.command("list")
@reads(paged=True)
def list_(
    db: Database,
    asset: Annotated[
        str | None,
        typer.Option(
            "--asset", metavar="ASSET", help="Of one asset only.", autocompletion=completion.assets
        ),
    ] = None,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
) -> Result:
    """List recorded market caps, newest month first.

    They are in your own currency. The change is since the last month before that has one recorded.

    Examples:
        finally marketcap list --asset Acme
    """
    start, end = one_or_range(month, first, last)
    found = find_asset(db, asset) if asset else None
    return Result(
        MarketCapListed,
        title=f"Market caps ({db.user.base_currency})",
        about={"currency": db.user.base_currency},
        stream=db.each(LIST, first=start, last=end, asset_id=found.id if found else None),
        nothing="No market caps yet. Record one with: finally marketcap set ASSET VALUE",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapDeleted:
    month: Month
    market_cap: Money


DELETE = Statement("marketcap/delete", MarketCapDeleted)


@app.command()
@writes(destroys=True)
def delete(
    db: Database, terminal: Terminal, asset: AssetArgument, month: MonthOption = None
) -> Result:
    """Delete the market cap of one asset in one month.

    Examples:
        finally marketcap delete Acme --month 2026-01
    """
    found = find_asset(db, asset)
    of_month = month or this_month()
    before = db.one(LIST, asset_id=found.id, first=of_month, last=of_month)
    if before is None:
        raise no_market_cap(found, of_month)
    what = f"the market cap of {quote(found.asset)} in {format_month(of_month)}"
    terminal.confirm(f"Delete {what}, {format_money(before.market_cap)}?")
    with lock_market_caps(db, [found.id]):
        deleted = db.one(DELETE, id=found.id, month=of_month)
    if deleted is None:  # somebody else was faster
        raise no_market_cap(found, of_month)
    return Result(
        MarketCapDeleted,
        [deleted],
        "Deleted",
        about={"asset": found.asset, "currency": db.user.base_currency},
        sentences=[f"Deleted {what}, which was {format_money(deleted.market_cap)}."],
    )


def no_market_cap(asset: FoundAsset, month: date) -> NotFound:
    """The refusal where a month holds no market cap of an asset."""
    return NotFound(
        f"{quote(asset.asset)} has no market cap in {format_month(month)}",
        f"See those it has with: finally marketcap list --asset {asset.id[:8]}",
        code="MARKET_CAP_NOT_FOUND",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketCapFault:
    """Why the books do not take a market cap; `first_line` is where its month has one already."""

    line: int
    month: Month
    fault: str
    asset: str
    first_line: int | None


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
STAGED_ASSETS = Statement("marketcap/staged_assets", AssetId)
WRITE = Statement("marketcap/write", MarketCapsImported)
UNSTAGE = Statement("marketcap/unstage", NoRows)


@app.command("import")
@writes(dated=True)
def import_(db: Database, terminal: Terminal, file: File) -> Result:
    """Import market caps from a CSV file, all of them or none.

    A line a market cap, with the columns asset,market_cap,month and perhaps source, in any order;
    or what finally marketcap list --csv has written.
    The value is in your own currency, in full or as 3.1T, 450B, 12M or 900K; the source is where it
    is from, and "file" where that is left out. An earlier value of the same month is replaced.

    Examples:
        finally marketcap import caps.csv
    """
    with open_csv(file) as text:
        caps = MarketCapFile(NumberedRecords(text), db.user.base_currency)
        db.run(STAGE)
        rows = add_folded_name(caps.rows())
        staged = stage_rows(
            db, terminal, "market caps", "staged_market_caps", (*STAGED, FOLDED), rows
        )
    refuse_faults(
        terminal, caps, caps.bad + [describe_market_cap_fault(fault) for fault in db.all(BAD_LINES)]
    )
    if not staged:
        raise BadFile("the file holds no market caps", "Nothing was written.", code="FILE_EMPTY")
    assets = [asset.id for asset in db.all(STAGED_ASSETS)]
    with lock_market_caps(db, assets), report_writing(terminal, "market caps", staged):
        written = db.one(WRITE)
    if written is None or written.added + written.replaced + written.unchanged != staged:
        raise Locked(
            "somebody else changed the same assets at the same moment; nothing was written",
            "Run the command again.",
        )
    confirm_month(terminal, written.last_month)
    db.run(UNSTAGE)
    sentence = (
        f"Imported {plural(staged, 'market cap')}"
        f" {span_in_words(written.first_month, written.last_month)}:"
        f" {written.added:,} added, {written.replaced:,} replaced, {written.unchanged:,} unchanged."
    )
    notes = open_end_notes(caps.open_end())
    for note in notes:
        terminal.say(note.message)
    about = {"currency": db.user.base_currency}
    return Result(
        MarketCapsImported, [written], "Imported", about, notes=notes, sentences=[sentence]
    )


def describe_market_cap_fault(fault: MarketCapFault) -> BadLine:
    """A fault in words, at its place in the file."""
    asset = quote(fault.asset)
    match fault.fault:
        case "asset_unknown":
            reason = f"there is no asset named {asset}"
        case "debt":
            reason = f"{asset} is a debt, and a debt has no market cap"
        case _:
            month = format_month(fault.month)
            reason = f"{asset} has a market cap for {month} in line {fault.first_line} already"
    return BadLine(fault.line, reason)
