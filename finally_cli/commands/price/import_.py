"""finally price import: prices from a file, of a price service, a portfolio program or a ledger."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.options import CurrencyOption
from finally_cli.commands.price.match import AssetNames
from finally_cli.commands.price.record import Choices, record_prices
from finally_cli.model.errors import BadUsage
from finally_cli.model.importing.csv_file import STDIN, open_binary, parse_file
from finally_cli.model.importing.prices.quotes import Sayings
from finally_cli.model.importing.prices.read import open_quotes, read_content
from finally_cli.model.result import Result
from finally_cli.store.database import Database


class Dates(StrEnum):
    """In which order days are written."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class Shares(StrEnum):
    """Which shares prices before a split are of: those of today, or those of their day."""

    TODAY = "today"
    THEN = "then"


DatesOption = Annotated[
    Dates | None, typer.Option("--dates", help="In which order days are written.")
]
DecimalOption = Annotated[
    str | None,
    typer.Option(
        "--decimal", metavar="MARK", help="What stands before decimals: a point (.) or a comma (,)."
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="What it is read in, such as cp1250."),
]
OfAsset = Annotated[
    str | None,
    typer.Option(
        "--asset",
        metavar="ASSET",
        help="Which asset it is, where the file does not say it.",
        autocompletion=completion.assets,
    ),
]


def parse_prices(text: str) -> str:
    """The name of a file with prices, or `-`. Raises BadFile where there is none."""
    return parse_file(text, "price")


def sayings(dates: Dates | None, decimal: str | None, encoding: str | None) -> Sayings:
    """What the command line says of how a file is read. Raises BadUsage."""
    from finally_cli.model.bank.encoding import parse_encoding

    if decimal not in (None, ".", ","):
        raise BadUsage(f"--decimal is {decimal}, and no mark before decimals", "Say . or ,")
    return Sayings(
        dates=dates.value if dates else None,
        decimal="," if decimal == "," else "." if decimal else None,
        encoding=parse_encoding(encoding) if encoding else None,
    )


@writes(destroys=True)
def import_(
    db: Database,
    terminal: Terminal,
    file: Annotated[
        str,
        typer.Argument(parser=parse_prices, metavar="FILE", help="The file; - is standard input."),
    ],
    asset: OfAsset = None,
    currency: CurrencyOption = None,
    shares: Annotated[
        Shares | None,
        typer.Option(
            "--shares",
            help="Whose prices before a split are: of the shares of today, or of then.",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also in place of other prices on record.")
    ] = False,
    dates: DatesOption = None,
    decimal: DecimalOption = None,
    encoding: EncodingOption = None,
) -> Result:
    """Import prices from a file, all of them or none.

    CSV as Stooq, Yahoo, Portfolio Performance and Ghostfolio write it, Ghostfolio's JSON, P lines
    of hledger and ledger, price directives of beancount, or what finally price list --csv has
    written. Assets are found by ticker, else by name. Prices on record stay, unless they are to be
    replaced.

    Examples:
        finally price import prices.csv
        finally price import prices.csv --asset "World fund" --dry-run
    """
    said = sayings(dates, decimal, encoding)
    only = find_asset(db, asset) if asset else None
    names = AssetNames(db, only, currency)
    with open_binary(file) as stream:
        quotes = open_quotes(read_content(stream), said)
    if not quotes.names_assets and only is None:
        names.use_file_name("" if file == STDIN else file)
    of_their_day = quotes.of_their_day if shares is None else shares is Shares.THEN
    choices = Choices(of_their_day=of_their_day, replace=replace)
    return record_prices(db, terminal, quotes, names, choices, source=quotes.form)
