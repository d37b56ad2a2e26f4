"""finally report allocation: the mix of assets that is, beside the one that was meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.options import MonthOption, MonthsOption
from finally_cli.commands.report.mix import (
    drift_base,
    drift_base_notes,
    joined_parts,
    mix_parts,
    mix_row_name,
    moved_as_one_notes,
    outside_band_notes,
    plan_moves,
    target_notes,
    untargeted_notes,
    value_notes,
)
from finally_cli.commands.report.months import last_month
from finally_cli.commands.report.networth import By
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import (
    CategoryName,
    Code,
    Count,
    Kind,
    Money,
    Month,
    Percent,
    Points,
    Portion,
    Shares,
    UnseenMoney,
)
from finally_cli.model.month import add_months, each_month, format_month
from finally_cli.model.percent import format_band, parse_band
from finally_cli.model.profile import Profile
from finally_cli.model.result import Bars, Chart, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

ToMove = Annotated[Decimal, Kind("change", "To move")]
Outside = Annotated[bool, Kind("text", "Out", spare=2)]  # of the band
ShareWithin = Annotated[Decimal, Kind("share", "Within", adds_up=True, same_as="share")]
SharePoints = Annotated[Decimal, Kind("points", "Change", spare=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryMix:
    """A category: its share of all assets and the one that was meant, as fractions.

    `share_within` is of what has targets, where these are the whole mix, and else of all assets.
    `drift` is what it is beyond the target, `to_move` what the plan of `rebalance` puts in.
    """

    category: Code
    name: CategoryName
    value: Money | None
    share: Portion | None
    share_within: ShareWithin | None
    target: Portion | None
    drift: Points | None
    to_move: ToMove | None
    outside: Outside
    value_before: UnseenMoney | None
    share_change: SharePoints | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetMix:
    """An asset, as above; `asset` is null where a category has a target and no asset."""

    asset: str | None
    category: Code
    name: CategoryName
    value: Money | None
    share: Portion | None
    share_within: ShareWithin | None
    target: Portion | None
    drift: Points | None
    to_move: ToMove | None
    outside: Outside
    value_before: UnseenMoney | None
    share_change: SharePoints | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MixTotals:
    """All assets, and the sum of the targets, which are in force from `first_month` on.

    `base` is what drifts are measured in.
    """

    value: Money
    value_before: Money | None
    target: Percent | None
    first_month: Month | None
    base: Money
    untargeted: Money
    missing: Count
    carried: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class MixLine:
    """The line under the rule."""

    name: CategoryName
    value: Money
    target: Portion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetMixLine:
    asset: str
    value: Money
    target: Portion | None


ALLOCATION = Statement("report/allocation", CategoryMix)
BY_ASSET = Statement("report/allocation_by_asset", AssetMix)
TOTALS = Statement("report/allocation_totals", MixTotals)


def refuse_bad_band(band: str | None) -> str | None:
    """The band as it is. Raises BadUsage where it cannot be read."""
    if band is not None:
        parse_band(band)
    return band


BandOption = Annotated[
    str | None,
    typer.Option(
        "--band",
        metavar="BAND",
        callback=refuse_bad_band,
        help="How far a share may be from its target: 5 points, or 25% of the target.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MixHistory:
    """A category's share of all assets in each month, null where that has no values, and its target
    in the last, of what `about` says."""

    category: Code
    name: CategoryName
    target: Portion | None
    shares: Shares


HISTORY = Statement("report/allocation_history", MixHistory)


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
) -> Result:
    """Show the mix of assets, how far it is from the targets, and what would meet them.

    A share further from its target than the band is marked; the band is also set in the
    configuration, with finally config set band BAND.

    Examples:
        finally report allocation --chart
        finally report allocation --by asset --band 25%
    """
    last = month or last_month(db)
    if months:
        if by is not By.CATEGORY or band:
            raise BadUsage(
                "--by and --band show one month; --months the shares of several", "Leave one out."
            )

        return allocation_history(db, last, months, chart=chart)
    return allocation_of_month(db, last, by, band or profile.band, chart=chart)


def allocation_history(db: Database, last: date, months: int, *, chart: bool) -> Result:
    """The shares of the months up to the last. Raises NotFound where that has no values."""
    totals = mix_totals(db, last)
    first = add_months(last, 1 - months)
    rows = db.all(HISTORY, first=first, last=last)
    kept = each_month(first, last)
    while len(kept) > 1 and all(row.shares[-len(kept)] is None for row in rows):
        kept.pop(0)  # months before the books begin
    cut = [
        MixHistory(
            category=row.category, name=row.name, target=row.target, shares=row.shares[-len(kept) :]
        )
        for row in rows
    ]
    return Result(
        MixHistory,
        cut,
        f"Allocation by month, to {format_month(last)}",
        about={
            "months": kept,
            "currency": db.user.base_currency,
            "within": drift_base(totals.target),
        },
        notes=drift_base_notes(totals.target, totals.untargeted),
        chart=mix_chart(cut, kept) if chart else None,
    )


def mix_totals(db: Database, month: date) -> MixTotals:
    """All assets of a month. Raises NotFound where it has no value of one."""
    totals = db.one(TOTALS, month=month)
    if totals is None:
        raise NotFound(
            f"there are no values of assets in {format_month(month)}",
            f"The newest month with values is {format_month(last_month(db))}.",
            code="NO_SNAPSHOTS",
        )
    return totals


def mix_chart(rows: list[MixHistory], months: list[date]) -> Chart:
    """A line for each category that has ever held something, over the months with values."""
    held = [row for row in rows if any(row.shares)]
    known = [
        place for place in range(len(months)) if all(row.shares[place] is not None for row in held)
    ]
    return Chart(
        [months[place] for place in known],
        {
            row.name: [share for place in known if (share := row.shares[place]) is not None]
            for row in held
        },
        in_percent=True,
    )


def allocation_of_month(db: Database, month: date, by: By, band: str, *, chart: bool) -> Result:
    """A row per category or asset. Raises NotFound for a month without values of assets."""
    totals = mix_totals(db, month)
    width = parse_band(band)
    statement: Statement[CategoryMix] | Statement[AssetMix]
    statement = ALLOCATION if by is By.CATEGORY else BY_ASSET
    rows: Sequence[CategoryMix | AssetMix]
    parts = mix_parts(db, month, by)
    moves = plan_moves(db, parts)
    rows = db.all(
        statement, month=month, points=width.points, of_target=width.of_target,
        planned=list(moves), moves=list(moves.values()),
    )  # fmt: skip
    as_one = joined_parts(parts, moves, rows) if by is By.ASSET else []
    currency = db.user.base_currency
    line: MixLine | AssetMixLine
    if by is By.CATEGORY:
        line = MixLine(name="Assets", value=totals.value, target=totals.target)
    else:
        line = AssetMixLine(asset="Assets", value=totals.value, target=totals.target)
    since = f", targets from {format_month(totals.first_month)} on" if totals.first_month else ""
    return Result(
        statement.row,
        rows,
        f"Allocation in {format_month(month)} ({currency}){since}",
        about={
            "month": month,
            "currency": currency,
            "band": band,
            "within": drift_base(totals.target),
        },
        totals=totals,
        closing=[line],
        notes=[
            *target_notes(totals.target, totals.untargeted, month),
            *untargeted_notes(rows, totals.target, as_one),
            *moved_as_one_notes(as_one, moves, currency),
            *outside_band_notes(rows, month, format_band(width), by_asset=by is By.ASSET),
            *value_notes(totals.missing, totals.carried, month),
        ],
        chart=mix_bars(rows) if chart else None,
    )


def mix_bars(rows: Sequence[CategoryMix | AssetMix]) -> Bars | None:
    """A bar for what each is held to its target by; none where no share means anything."""
    known = [
        (mix_row_name(row), row.share_within, row.target)
        for row in rows
        if row.share_within is not None
    ]
    if not known:
        return None
    return Bars(
        [name for name, _, _ in known],
        [share for _, share, _ in known],
        [target for _, _, target in known],
    )
