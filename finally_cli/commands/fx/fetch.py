"""finally fx fetch: the rates of a central bank, of the month ends that the books use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.fx.publish import Wanted, find_wanted, nothing_wanted, record_rates
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.model.month import add_months, today
from finally_cli.model.profile import Profile
from finally_cli.model.published_rates.days import PublishedRates
from finally_cli.model.published_rates.read import read_published
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.download import download, refuse_address


class Source(StrEnum):
    """Who publishes: the European Central Bank, or a Frankfurter server, which has its rates."""

    ECB = "ecb"
    FRANKFURTER = "frankfurter"


NAMES = {Source.ECB: "ECB", Source.FRANKFURTER: "Frankfurter"}
ADDRESSES = {
    Source.ECB: "https://www.ecb.europa.eu/stats/eurofxref/",
    Source.FRANKFURTER: "https://api.frankfurter.dev/v1/",
}
RECENT = timedelta(days=80)  # that the bank's file of ninety days has for certain
AT_ONCE = 2  # months asked of Frankfurter: of more than ninety days it gives each week alone

UrlOption = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Where from, in place of the source's own address."),
]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Also in place of rates that were typed.")
]


@writes(destroys=True)
def fetch(
    db: Database,
    terminal: Terminal,
    profile: Profile,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
    source: Annotated[Source, typer.Option("--source", help="Who publishes them.")] = Source.ECB,
    url: UrlOption = None,
    replace: ReplaceOption = False,
) -> Result:
    """Fetch the rates of month ends that the European Central Bank publishes.

    Of the currencies that the books use, from the first month with a value in one of them; rates
    that you have typed stay. What is between two other currencies is crossed through the euro.
    Nothing but the request for the file leaves this machine.

    Examples:
        finally fx fetch --dry-run
        finally fx fetch --from 2026-01 --source frankfurter
    """
    wanted = find_wanted(db, month, first, last, replace=replace)
    if not wanted.rates:
        return nothing_wanted(db, wanted)
    published = PublishedRates()
    for address in addresses(source, url or profile.fx_url or ADDRESSES[source], wanted, db):
        published.days |= read_published(download(address)).days
    return record_rates(db, terminal, published, wanted, source=NAMES[source], replace=replace)


def addresses(source: Source, url: str, wanted: Wanted, db: Database) -> Iterator[str]:
    """Where the wanted months are. An address that ends in the name of a file is taken as it is."""
    if "." in url.rpartition("/")[2] and url.count("/") > 2:
        yield url
        return
    refuse_address(url)
    folder = url if url.endswith("/") else f"{url}/"
    if source is Source.ECB:
        recent = wanted.months[0] >= today() - RECENT
        yield folder + ("eurofxref-hist-90d.xml" if recent else "eurofxref-hist.xml")
        return
    symbols = ",".join(wanted.published(db.user.base_currency))
    for begin, end in spans(wanted.months):
        yield f"{folder}{begin}..{end}?base=EUR&symbols={symbols}"


def spans(months: Sequence[date]) -> Iterator[tuple[date, date]]:
    """The days of months that follow each other, some months at once."""
    left = list(months)
    while left:
        begin = left.pop(0)
        end = add_months(begin, 1)
        while left and left[0] == end and end < add_months(begin, AT_ONCE):
            left.pop(0)
            end = add_months(end, 1)
        yield begin, end - timedelta(days=1)
