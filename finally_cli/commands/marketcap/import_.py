"""finally marketcap import: market caps from a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import Terminal, confirm_month, writes
from finally_cli.commands.import_.errors import refuse_faults
from finally_cli.commands.import_.stage import (
    FOLDED,
    File,
    add_folded_name,
    report_writing,
    stage_rows,
)
from finally_cli.commands.import_.summary import open_end_notes, span_in_words
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.marketcap.newest import AssetId, lock_market_caps
from finally_cli.commands.price.match import AssetNames, read_currency, refuse_unmatched
from finally_cli.commands.price.record import passed_over_notes
from finally_cli.model.errors import BadFile, Locked, Refused
from finally_cli.model.importing.csv_file import STDIN, NumberedRecords, decode, open_binary
from finally_cli.model.importing.line_file import BadLine
from finally_cli.model.importing.marketcaps import STAGED, MarketCapFile, Staged
from finally_cli.model.importing.monthly_caps import MonthlyCaps, is_daily
from finally_cli.model.importing.prices.quotes import Quote, QuoteFile
from finally_cli.model.importing.prices.read import open_quotes, read_content
from finally_cli.model.kinds import Count, Month
from finally_cli.model.month import format_month
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural, quote
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


@writes(dated=True)
def import_(
    db: Database,
    terminal: Terminal,
    file: File,
    asset: Annotated[
        str | None,
        typer.Option(
            "--asset",
            metavar="ASSET",
            help="Which asset it is, where a file of days does not say it.",
            autocompletion=completion.assets,
        ),
    ] = None,
) -> Result:
    """Import market caps from a CSV file, all of them or none.

    A line a market cap, with the columns asset,market_cap,month and perhaps source, in any order;
    or what finally marketcap list --csv has written.
    The value is in your own currency, in full or as 3.1T, 450B, 12M or 900K; the source is where it
    is from, and "file" where that is left out. An earlier value of the same month is replaced.
    Of a file with a date and a market_cap a day, as services give it, each month's last day counts.

    Examples:
        finally marketcap import caps.csv
    """
    with open_binary(file) as stream:
        begin = stream.peek(1)
        caps: QuoteFile | MarketCapFile
        if asset is not None or is_daily(begin):
            caps, rows, notes = read_days(db, file, read_content(stream, "market cap"), asset)
        else:
            text = decode(stream)
            monthly = MarketCapFile(NumberedRecords(text), db.user.base_currency)
            caps, rows, notes = monthly, monthly.rows(), []
        db.run(STAGE)
        staged = stage_rows(
            db, terminal, "market caps", "staged_market_caps", (*STAGED, FOLDED),
            add_folded_name(rows),
        )  # fmt: skip
        if isinstance(caps, MarketCapFile):
            text.detach()
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
    end = caps.open_end() if isinstance(caps, MarketCapFile) else caps.open_end
    notes = [*notes, *open_end_notes(end)]
    for note in notes:
        terminal.say(note.message)
    about = {"currency": db.user.base_currency}
    return Result(
        MarketCapsImported, [written], "Imported", about, notes=notes, sentences=[sentence]
    )


def read_days(
    db: Database, file: str, content: bytes, asset: str | None
) -> tuple[QuoteFile, Iterator[Staged], list[Note]]:
    """The market caps of a file of days, as they are staged, and what was left out of it.

    Raises BadFile and BadUsage, and Refused for figures in another currency than the books.
    """
    only = find_asset(db, asset) if asset else None
    names = AssetNames(db, only)
    quotes = open_quotes(content, what="market cap")
    if not quotes.names_assets and only is None:
        names.use_file_name("" if file == STDIN else file)
    own = db.user.base_currency

    def find(one: Quote) -> list[str]:
        code, _ = read_currency(one.currency, {own})
        if code and code != own:
            raise Refused(
                f"market caps are in {own} here, and that in line {one.line} is in {quote(code)}",
                f"Download them in {own}.",
                code="MARKET_CAP_IN_ANOTHER_CURRENCY",
            )
        return [each.asset for each in names.only or names.named(one.name)]

    quotes.is_wanted = names.wants
    caps = MonthlyCaps(quotes, find)
    caps.read()
    if not caps.kept and names.unknown:
        raise refuse_unmatched(names, "market caps")
    return quotes, caps.rows(), passed_over_notes(quotes, names, 0, "market cap")


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
