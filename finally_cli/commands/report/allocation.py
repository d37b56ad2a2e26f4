"""finally report allocation: the mix of assets that is, beside the one that was meant."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands.arguments import MonthOption, MonthsOption
from finally_cli.commands.report.allocation_month import allocation_of_month
from finally_cli.commands.report.networth_month import By, last_month
from finally_cli.commands.wiring import reads
from finally_cli.model.errors import BadUsage
from finally_cli.model.percent import parse_band
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database


def parse_band_text(band: str | None) -> str | None:
    """The same, when it can be read."""
    if band is not None:
        parse_band(band)
    return band


BandOption = Annotated[
    str | None,
    typer.Option(
        "--band",
        metavar="BAND",
        callback=parse_band_text,
        help="How far a share may be from its target: 5 points, or 25% of the target.",
    ),
]


@reads
def allocation(
    db: Database,
    profile: Profile,
    month: MonthOption = None,
    by: Annotated[
        By, typer.Option("--by", help="A row for each category, or each asset.")
    ] = By.CATEGORY,
    months: MonthsOption = None,
    band: BandOption = None,
    chart: Annotated[bool, typer.Option("--chart", help="Draw the shares.")] = False,
) -> Sheet:
    """Show the mix of assets, how far it is from the targets, and what would meet them.

    A share further from its target than the band is marked; the band is also set in the
    configuration, with finally config set band BAND.
    """
    last = month or last_month(db)
    if months:
        if by is not By.CATEGORY or band:
            raise BadUsage(
                "--by and --band show one month; --months the shares of several", "Leave one out."
            )
        from finally_cli.commands.report.allocation_history import allocation_history

        return allocation_history(db, last, months, chart=chart)
    return allocation_of_month(db, last, by, band or profile.band, chart=chart)
