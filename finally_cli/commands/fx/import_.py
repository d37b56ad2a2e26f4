"""finally fx import: published rates from a file that was downloaded by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.fx.fetch import ReplaceOption
from finally_cli.commands.fx.publish import find_wanted, nothing_wanted, record_rates
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.csv_file import open_binary, parse_file
from finally_cli.model.published_rates.days import LARGEST
from finally_cli.model.published_rates.read import read_published
from finally_cli.model.result import Result
from finally_cli.store.database import Database


def parse_rates(text: str) -> str:
    """The name of a file with rates, or `-`. Raises BadFile where there is none."""
    return parse_file(text, "rates")


def read_whole(file: str) -> bytes:
    """The bytes of a file of a size that rates may have. Raises BadFile."""
    with open_binary(file) as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadFile(
            f"the file is larger than {LARGEST >> 20} MB, and no list of rates is",
            "Give eurofxref-hist.xml of the European Central Bank, as it was downloaded.",
            code="FILE_TOO_LARGE",
        )
    return content


@writes(destroys=True)
def import_(
    db: Database,
    terminal: Terminal,
    file: Annotated[
        str,
        typer.Argument(parser=parse_rates, metavar="FILE", help="The file; - is standard input."),
    ],
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
    replace: ReplaceOption = False,
) -> Result:
    """Record the rates of month ends from a file of the European Central Bank.

    eurofxref-hist.xml, -hist-90d.xml or -daily.xml, the CSV or the zip that it comes in, or what a
    Frankfurter server answers. As finally fx fetch, without the network.

    Examples:
        finally fx import eurofxref-hist.xml
    """
    published = read_published(read_whole(file))
    wanted = find_wanted(db, month, first, last, replace=replace)
    if not wanted.rates:
        return nothing_wanted(db, wanted)
    return record_rates(db, terminal, published, wanted, source="ECB", replace=replace)
