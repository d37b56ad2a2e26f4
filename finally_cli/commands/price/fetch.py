"""finally price fetch: prices that a program of the user's own gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as with_changes
from datetime import date, timedelta
from pathlib import PurePath
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.commands.price.match import AssetNames, PricedAsset
from finally_cli.commands.price.record import Choices, PricesImported, record_prices
from finally_cli.model.errors import BadUsage, ExitCode
from finally_cli.model.importing.prices.quotes import QuoteFile
from finally_cli.model.importing.prices.read import open_quotes
from finally_cli.model.month import (
    add_months,
    format_month,
    one_or_range,
    refuse_reversed,
    this_month,
    today,
)
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import fold_name, quote, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.user_program import ask_program, split_command

WITHOUT_TICKERS = "finally asset edit ASSET --ticker TICKER"


def parse_command(text: str) -> str:
    """A program and its arguments, as they were typed. Raises BadUsage for what is none."""
    split_command(text)
    return text


@writes(destroys=True)
def fetch(
    db: Database,
    terminal: Terminal,
    profile: Profile,
    with_: Annotated[
        str | None,
        typer.Option(
            "--with",
            parser=parse_command,
            metavar="COMMAND",
            help="Your own program; else that of price_command.",
        ),
    ] = None,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also in place of other prices on record.")
    ] = False,
) -> Result:
    """Have a program of your own say prices, and record them.

    It gets the tickers of what you keep by quantity, one a line, and answers with lines of ticker,
    date, price and currency, or with anything else that finally price import reads. The days that
    are wanted are in FINALLY_FROM and FINALLY_TO; without a month they are those of this one. It is
    run by no shell, for five minutes at most, and never sees a password of yours.

    Examples:
        finally price fetch --with "sh quotes" --month 2026-10 --dry-run
    """
    command = with_ if with_ is not None else profile.price_command
    if not command.strip():
        raise BadUsage(
            "nothing says which program to ask for prices",
            "Name it: --with COMMAND, or for all times: finally config set price_command COMMAND",
        )
    program = PurePath(split_command(command)[0]).name
    begin, end = days_of(month, first, last)
    names = AssetNames(db)
    held = [one for one in names.every if is_held(one, end)]
    bare = [one for one in held if not one.ticker]
    wanted = [one for one in held if one.ticker]
    notes = [] if not bare else [bare_note(bare)]
    if not wanted:
        said = "No asset that is kept by quantity and open has a ticker; nothing was asked for."
        return Result(PricesImported, [], "Prices", notes=notes, sentences=[said])
    tickers = {fold_name(one.ticker or ""): one.ticker or "" for one in wanted}
    db.suspend()  # nothing is held while it is at work
    try:
        answer = ask_program(
            command,
            "".join(f"{ticker}\n" for ticker in tickers.values()).encode(),
            {"FINALLY_FROM": begin.isoformat(), "FINALLY_TO": end.isoformat()},
        )
    finally:
        db.resume()
    file = open_quotes(answer) if answer.strip() else QuoteFile(form=program)
    choices = Choices(of_their_day=file.of_their_day, replace=replace, first=begin, last=end)
    if not file.names_assets and len(tickers) == 1:
        names.only = wanted
    result = record_prices(db, terminal, file, names, choices, source=program[:200])
    came = {row.asset for row in result.rows if isinstance(row, PricesImported)}
    missing = [one for one in wanted if one.asset not in came]
    if missing:
        shown = truncated_list([f"{quote(one.asset)} ({one.ticker})" for one in missing])
        notes.append(Note("PRICES_MISSING", f"No price came of {shown}."))
    if len(result.rows) == 1:
        for note in notes:
            terminal.say(note.message)
    return with_changes(
        result,
        notes=[*result.notes, *notes],
        exit_code=ExitCode.PARTLY if missing or bare else 0,
    )


def days_of(month: date | None, first: date | None, last: date | None) -> tuple[date, date]:
    """The days of which prices are wanted: none after today.

    Raises BadUsage for months to come.
    """
    begin, end = one_or_range(month, first, last)
    now = this_month()
    for asked in (begin, end):
        if asked is not None and asked > now:
            raise BadUsage(
                f"{format_month(asked)} is still to come, and has no prices",
                f"The newest month with prices is {format_month(now)}.",
            )
    begin = begin or end or now
    end = end or now
    refuse_reversed(begin, end)
    return begin, min(add_months(end, 1) - timedelta(days=1), today())


def is_held(asset: PricedAsset, day: date) -> bool:
    """Whether an asset is kept by quantity, and open in the month of a day."""
    is_open = asset.closed_on is None or asset.closed_on > day.replace(day=1)
    return asset.kept_by == "quantity" and is_open


def bare_note(assets: Sequence[PricedAsset]) -> Note:
    """Says which assets no price can be asked of."""
    shown = truncated_list([quote(one.asset) for one in assets])
    verb = "has" if len(assets) == 1 else "have"
    return Note("TICKERS_MISSING", f"{shown} {verb} no ticker to ask with.", WITHOUT_TICKERS)
