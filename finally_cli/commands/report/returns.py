"""finally report returns: what the money that was put into assets has earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands.arguments import FromOption, ToOption
from finally_cli.commands.report.cashflow_range import sum_years
from finally_cli.commands.report.returns_notes import command_for, returns_notes
from finally_cli.commands.report.returns_range import resolve_range
from finally_cli.commands.report.returns_rows import (
    RETURNS,
    UNKNOWN,
    MeasuredReturn,
    Return,
    Unknown,
    measure,
)
from finally_cli.commands.wiring import reads
from finally_cli.model.errors import NotFound
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database


class ReturnsBy(StrEnum):
    """What a row stands for."""

    ASSET = "asset"
    CATEGORY = "category"
    TOTAL = "total"


@reads
def returns(
    db: Database,
    first: FromOption = None,
    last: ToOption = None,
    by: Annotated[
        ReturnsBy,
        typer.Option("--by", help="A row for each asset, each category, or the total alone."),
    ] = ReturnsBy.ASSET,
) -> Sheet:
    """Show what the money you put in has earned.

    IRR is the yearly rate at which your money grew, weighed by how much there was of it; TWR is how
    much a coin grew that was there all the time, so that one asset compares with another. Money is
    taken to come in the middle of its month. Debts are left out.
    """
    begin, end = resolve_range(db, first, last)
    assets = db.all(RETURNS, first=begin, last=end, by="asset")
    unknown = db.all(UNKNOWN, first=begin, last=end)
    if not assets:
        raise no_contributions(unknown, begin, end)
    (total,) = return_rows(db, ReturnsBy.TOTAL, begin, end)
    named = [] if by is ReturnsBy.TOTAL else return_rows(db, by, begin, end)
    rows = [one.row for one in named] or [total.row]
    if by is ReturnsBy.ASSET:
        rows += [Return(asset=one.asset, category=one.category, name=None) for one in unknown]
    currency = db.user.base_currency
    return Sheet(
        Return,
        rows,
        f"Returns, {sum_years(begin, end)} ({currency})",
        about={"first": begin, "last": end, "currency": currency},
        totals=total.row,
        closing=closing_rows(total.row, by),
        notes=returns_notes([*named, total], assets, unknown, begin, end),
    )


def return_rows(db: Database, by: ReturnsBy, first: date, last: date) -> list[MeasuredReturn]:
    """Each asset, each category, or the total."""
    return [measure(one, first) for one in db.all(RETURNS, first=first, last=last, by=by.value)]


def closing_rows(total: Return, by: ReturnsBy) -> list[Return]:
    """The line under the rule, where the rows are not the total themselves."""
    match by:
        case ReturnsBy.ASSET:
            return [replace(total, asset="Total")]
        case ReturnsBy.CATEGORY:
            return [replace(total, name="Total")]
        case ReturnsBy.TOTAL:
            return []


def no_contributions(unknown: Sequence[Unknown], first: date, last: date) -> NotFound:
    """The refusal where there is no asset that a contribution is on record of."""
    if not unknown:
        return NotFound(
            f"there are no values of assets in {sum_years(first, last)}",
            "Returns are of what you own: finally asset list",
            code="NO_SNAPSHOTS",
        )
    return NotFound(
        "it is not on record of any asset what was put into it or taken out",
        f"Say how much it was in a month, or 0: {command_for(unknown[0])}",
        code="NO_CONTRIBUTIONS",
    )
