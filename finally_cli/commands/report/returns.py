"""finally report returns: what the money that was put into assets has earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.options import FromOption, ToOption
from finally_cli.commands.report.months import last_month, months_on_record, no_values
from finally_cli.commands.report.returns_unknown import (
    UNKNOWN,
    Unknown,
    contribution_notes,
    derived_note,
    no_contributions,
)
from finally_cli.model.kinds import (
    CategoryName,
    Change,
    Code,
    Kind,
    Money,
    Month,
    UnseenMoney,
    UnseenMonth,
)
from finally_cli.model.month import (
    add_months,
    format_month,
    format_months,
    refuse_reversed,
    this_month,
)
from finally_cli.model.percent import format_percent
from finally_cli.model.result import Note, Result
from finally_cli.model.returns import ValuationSeries, a_year, dated_flows, time_weighted
from finally_cli.model.text import and_list, quote
from finally_cli.model.xirr import changes_sign, no_rate, rates
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

SAID = {
    "NOTHING_AT_WORK": "Nothing was at work in {}: nothing was there, or it came at the end of the"
    " last month and has earned nothing yet.",
    "NO_SIGN_CHANGE": "No IRR of {}: nothing was put in, or nothing is left of it.",
    "NO_RATE": "No IRR of {}: no yearly rate makes what was put in what it has become.",
    "RATE_BEYOND": "No IRR of {}: the time was so short that a yearly rate says nothing.",
    "NO_CAPITAL": "No TWR of {}: for some time nothing was at work, or less than nothing, or more"
    " was lost than there was.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsOnRecord:
    """The months on record, and whether the last one asked for is among them."""

    oldest: Month
    newest: Month
    has_last: bool


RANGE = Statement("report/returns_range", MonthsOnRecord)

Opening = Annotated[Decimal, Kind("money", "Opening", spare=1)]
PutIn = Annotated[Decimal, Kind("money", "Put in", spare=3)]  # no gain: without colour
Closing = Annotated[Decimal, Kind("money", "Closing", spare=4)]
MoneyWeighted = Annotated[Decimal, Kind("growth", "IRR a year")]
TimeWeighted = Annotated[Decimal, Kind("growth", "TWR")]
TimeWeightedAYear = Annotated[Decimal, Kind("growth", "TWR a year", spare=1)]
AtWork = Annotated[int, Kind("count", "Months", spare=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """An asset, a category or the total as the books have it, month by month."""

    asset: str | None
    category: str | None
    name: str | None
    opening: Money | None
    contributed: Money
    derived: Money | None
    closing: Money | None
    gain: Change | None
    worth: list[Decimal]
    put_in: list[Decimal]
    put_in_at_end: list[Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What an asset, a category (with its name) or all money has earned; the total has no name.

    Fractions: 0.05 is 5 %. Null for what cannot be told. The months are those with money at work.
    `derived` is the part of `contributed` that follows from quantities and prices.
    """

    asset: str | None
    category: Code | None
    name: CategoryName | None
    opening: Opening | None = None
    contributed: PutIn | None = None
    closing: Closing | None = None
    gain: Change | None = None
    money_weighted: MoneyWeighted | None = None
    time_weighted: TimeWeighted | None = None
    time_weighted_annual: TimeWeightedAYear | None = None
    first_month: UnseenMonth | None = None
    last_month: UnseenMonth | None = None
    months: AtWork = 0
    derived: UnseenMoney | None = None


RETURNS = Statement("report/returns", Progress)


@dataclass(frozen=True, slots=True)
class MeasuredReturn:
    """The figures of a row, the codes of the notes that say what it lacks, and all its rates."""

    row: Return
    lacks: tuple[str, ...] = ()
    rates: tuple[Decimal, ...] = ()


class ReturnsBy(StrEnum):
    """What a row stands for."""

    ASSET = "asset"
    CATEGORY = "category"
    TOTAL = "total"


ByOption = Annotated[
    ReturnsBy,
    typer.Option("--by", help="A row for each asset, each category, or the total alone."),
]


@reads
def returns(
    db: Database, first: FromOption = None, last: ToOption = None, by: ByOption = ReturnsBy.ASSET
) -> Result:
    """Show what the money you put in has earned.

    IRR is the yearly rate at which your money grew, weighed by how much there was of it; TWR is how
    much a coin grew that was there all the time, so that one asset compares with another. Money is
    taken to come in the middle of its month. Debts are left out.

    Examples:
        finally report returns --from 2026-01 --by category
    """
    begin, end = resolve_range(db, first, last)
    assets = db.all(RETURNS, first=begin, last=end, by="asset")
    unknown = db.all(UNKNOWN, first=begin, last=end)
    if not assets:
        raise no_contributions(unknown, begin, end)
    total, *named = [
        measure(one, begin)
        for each in dict.fromkeys((ReturnsBy.TOTAL, by))
        for one in db.all(RETURNS, first=begin, last=end, by=each.value)
    ]
    rows = [one.row for one in named] or [total.row]
    if by is ReturnsBy.ASSET:
        rows += [Return(asset=one.asset, category=one.category, name=None) for one in unknown]
    currency = db.user.base_currency
    return Result(
        Return,
        rows,
        f"Returns, {format_months(begin, end)} ({currency})",
        about={"first": begin, "last": end, "currency": currency},
        totals=total.row,
        closing=closing_rows(total.row, by),
        notes=returns_notes([*named, total], assets, unknown, begin, end),
    )


def resolve_range(db: Database, first: date | None, last: date | None) -> tuple[date, date]:
    """The first and the last month: those asked for, else all that are on record.

    The month before the first is where it is measured from; without --from that is the first one on
    record. Raises BadUsage for a range that ends before it begins, NotFound where there are no
    values to measure by.
    """
    refuse_reversed(first, last)
    found = db.one(RANGE, last=last)
    if found is None:
        last_month(db)  # says that the books are empty
        raise AssertionError("months with values are on record")
    end = last or found.newest
    if last is None and end > this_month() >= (first or found.oldest):
        end = last_month(db)  # by default nothing is still to come
    if not found.has_last:
        raise no_values(f"there are no values in {format_month(end)}", months_on_record(found))
    begin = max(first or add_months(found.oldest, 1), found.oldest)
    if first and first > end:
        raise no_values(
            f"there are no values from {format_month(first)} on", months_on_record(found)
        )
    if begin > end:
        raise no_values(
            f"{format_month(end)} is the first month with values: nothing comes before it",
            "What was earned shows from one month to the next. Record another with:"
            f" finally snapshot add --month {format_month(add_months(end, 1))}"
            if found.newest == end
            else months_on_record(found),
        )
    return begin, end


def measure(progress: Progress, first: date) -> MeasuredReturn:
    """The figures of one row, and why some are absent, by the codes of `returns_notes`.

    `first` is the month that follows the opening value.
    """
    course = ValuationSeries(progress.worth, progress.put_in, progress.put_in_at_end)
    at_work = course.at_work()
    row = Return(
        asset=progress.asset,
        category=progress.category,
        name=None if progress.asset else progress.name,
        opening=progress.opening,
        contributed=progress.contributed,
        derived=progress.derived,
        closing=progress.closing,
        gain=progress.gain,
        first_month=add_months(first, at_work[0] - 1) if at_work else None,
        last_month=add_months(first, at_work[-1] - 1) if at_work else None,
        months=len(at_work),
    )
    if row.gain is None:
        return MeasuredReturn(row, ("MISSING",))
    if not at_work:
        return MeasuredReturn(row, ("NOTHING_AT_WORK",))
    flows = dated_flows(course, first)
    found = rates(flows)
    lack = no_rate(found, is_both_ways=changes_sign(flows))
    earned = time_weighted(course)
    row = replace(
        row,
        money_weighted=None if lack else found[0],
        time_weighted=earned,
        time_weighted_annual=a_year(earned, len(at_work)),
    )
    lacks = (lack, None if earned is not None else "NO_CAPITAL")
    return MeasuredReturn(row, tuple(filter(None, lacks)), tuple(found))


def closing_rows(total: Return, by: ReturnsBy) -> list[Return]:
    """The line under the rule, where the rows are not the total themselves."""
    if by is ReturnsBy.TOTAL:
        return []
    by_asset = by is ReturnsBy.ASSET
    return [replace(total, asset="Total") if by_asset else replace(total, name="Total")]


def returns_notes(
    rows: Sequence[MeasuredReturn], assets: Sequence[Progress], unknown: Sequence[Unknown],
    first: date, last: date,
) -> list[Note]:  # fmt: skip
    """Why figures are absent from `rows`; which `assets` lack a value, and which are `unknown`."""
    found = [
        Note(
            code,
            said.format(and_list([return_row_name(one.row) for one in rows if code in one.lacks])),
        )
        for code, said in SAID.items()
        if any(code in one.lacks for one in rows)
    ]
    found += [several_rates_note(one) for one in rows if "SEVERAL_RATES" in one.lacks]
    if any("MISSING" in one.lacks for one in rows):
        for month, lack in (
            (add_months(first, -1), [asset for asset in assets if asset.opening is None]),
            (last, [asset for asset in assets if asset.closing is None]),
        ):
            found += missing_notes(month, [quote(asset.asset or "") for asset in lack])
    by_quantity = [one.asset or "" for one in assets if one.derived]
    return [*found, *derived_note(by_quantity), *contribution_notes(unknown)]


def return_row_name(row: Return) -> str:
    """What a sentence calls a row."""
    name = row.asset or row.name
    return quote(name) if name else "the total"


def several_rates_note(one: MeasuredReturn) -> Note:
    """Says which rates there are: each of them solves it, so that none is the answer."""
    return Note(
        "SEVERAL_RATES",
        f"No IRR of {return_row_name(one.row)}: money went in and out so that {len(one.rates)}"
        f" yearly rates solve it, {and_list([format_percent(rate) for rate in one.rates])}.",
    )


def missing_notes(month: date, names: Sequence[str]) -> list[Note]:
    """Says which assets lack the value that is measured from or up to."""
    if not names:
        return []
    has, it = ("has", "it") if len(names) == 1 else ("have", "them")
    return [
        Note(
            "MISSING",
            f"{and_list(names)} {has} no value in {format_month(month)}: what needs {it} is"
            " absent.",
            f"finally snapshot add --month {format_month(month)}",
        )
    ]
