"""finally report networth: what a person owns less what they owe, and how it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.options import FromOption, MonthsOption, PeriodOption, ToOption
from finally_cli.commands.report.months import last_month
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import (
    CategoryName,
    Change,
    Code,
    Count,
    Gone,
    Growth,
    IsCarried,
    MissingChange,
    Money,
    Month,
    New,
    OneSide,
    Portion,
)
from finally_cli.model.month import add_months, format_month, refuse_reversed, this_month
from finally_cli.model.result import Chart, Note, Result, Sum
from finally_cli.model.text import plural, quote, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


class By(StrEnum):
    """What a row stands for."""

    CATEGORY = "category"
    ASSET = "asset"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryWorth:
    """One category in a month. `share` is of all assets; `change_pct` is a fraction."""

    category: Code
    name: CategoryName
    kind: Code
    value: Money | None
    share: Portion | None
    change: Change | None
    change_pct: Growth | None
    new: New | None
    gone: Gone | None
    missing_change: MissingChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetWorth:
    """One asset in a month."""

    asset: str
    category: Code
    kind: Code
    carried: IsCarried
    value: Money | None
    share: Portion | None
    change: Change | None
    change_pct: Growth | None
    new: New | None
    gone: Gone | None
    missing_change: MissingChange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetWorthTotals:
    """The whole month; debts are negative, so that assets and debts sum to net worth.

    net_worth - net_worth_before = change + new - gone + missing_change. `missing_before` counts
    assets with a value that the month before lacks.
    """

    assets: Money
    debts: Money
    net_worth: Money
    change: Change | None
    change_pct: Growth | None
    missing: Count
    carried: Count
    net_worth_before: Money | None
    new: New | None
    gone: Gone | None
    missing_change: MissingChange | None
    missing_before: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An asset without a value, and the month its newest earlier one is from."""

    asset: str
    last_month: Month | None


Worth = CategoryWorth | AssetWorth
BESIDE = ("change", "change_pct", "new", "gone", "missing_change")  # against the month before

NETWORTH = Statement("report/networth", CategoryWorth)
BY_ASSET = Statement("report/networth_by_asset", AssetWorth)
TOTALS = Statement("report/networth_totals", NetWorthTotals)
MISSING = Statement("report/networth_missing", Missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthWorth:
    """One month of the history; null where it holds no values."""

    month: Month
    assets: OneSide | None
    debts: OneSide | None
    net_worth: Money | None
    change: Change | None
    change_pct: Growth | None
    carried: Count
    missing: Count
    new: New | None
    gone: Gone | None
    missing_change: MissingChange | None


HISTORY = Statement("report/networth_history", MonthWorth)


@reads
def networth(
    db: Database,
    month: PeriodOption = None,
    by: Annotated[
        By, typer.Option("--by", help="A row for each category, or each asset.")
    ] = By.CATEGORY,
    months: MonthsOption = None,
    first: FromOption = None,
    last: ToOption = None,
    chart: Annotated[bool, typer.Option("--chart", help="Draw the months as a line.")] = False,
) -> Result:
    """Show net worth in a month, or month by month.

    Examples:
        finally report networth --month 2026-10 --by asset
        finally report networth --months 12 --chart
    """
    if months or first or last or chart:
        if month or by is not By.CATEGORY:
            raise BadUsage(
                "--month and --by show one month; --months, --from, --to and --chart a history",
                "Leave one or the other out.",
            )
        if months and first and last:
            raise BadUsage("--months goes with --from or --to, not with both", "Leave one out.")

        return networth_history(db, months, first, last, chart=chart)
    return networth_of_month(db, month or last_month(db), by)


def networth_history(
    db: Database, months: int | None, first: date | None, last: date | None, *, chart: bool
) -> Result:
    """A row per month, newest first."""
    if first and months and not last:
        last = add_months(first, months - 1)
    refuse_reversed(first, last)
    asked = {"first": first, "last": last, "months": months or 12}
    rows = db.all(HISTORY, **asked, this_month=this_month())
    if not rows:
        newest = last_month(db)  # says so where there is nothing to show
        rows = db.all(HISTORY, **asked, this_month=newest)
    known = [row for row in reversed(rows) if row.net_worth is not None]
    missing = [row for row in rows if row.missing]
    return Result(
        MonthWorth,
        rows,
        f"Net worth by month ({db.user.base_currency})",
        about={"currency": db.user.base_currency},
        nothing="No values in these months.",
        notes=[
            Note(
                "MISSING",
                f"{plural(len(missing), 'month lacks', 'months lack')} the value of an asset.",
                way_to_fill(missing[0]),
            )
        ]
        if missing
        else [],
        chart=Chart(
            [row.month for row in known],
            {"net worth": [row.net_worth for row in known if row.net_worth is not None]},
        )
        if chart
        else None,
    )


def way_to_fill(row: MonthWorth) -> str:
    """The command that shows what a month lacks, or fills it where it lacks everything."""
    if row.net_worth is None:
        return f"finally snapshot carry --month {format_month(row.month)}"
    return f"finally report networth --month {format_month(row.month)}"


def networth_of_month(db: Database, month: date, by: By) -> Result:
    """A row per category or asset, then the totals. Raises NotFound for a month without values."""
    totals = month_totals(db, month)
    statement: Statement[CategoryWorth] | Statement[AssetWorth]
    statement = NETWORTH if by is By.CATEGORY else BY_ASSET
    rows: Sequence[Worth] = db.all(statement, month=month)
    lines = total_rows(totals, by)
    return Result(
        statement.row,
        rows,
        f"Net worth in {format_month(month)} ({db.user.base_currency})",
        about={"month": month, "currency": db.user.base_currency},
        totals=totals,
        closing=lines,
        sums=total_sums(rows, lines),
        notes=[*month_notes(db, totals, month), *missing_before_notes(db, totals, month)],
    )


def month_totals(db: Database, month: date) -> NetWorthTotals:
    """The whole month. Raises NotFound for one without values."""
    totals = db.one(TOTALS, month=month)
    if totals is None:
        raise NotFound(
            f"there are no values in {format_month(month)}",
            f"The newest month with values is {format_month(last_month(db))}.",
            code="NO_SNAPSHOTS",
        )
    return totals


def total_rows(totals: NetWorthTotals, by: By) -> Sequence[Worth]:
    """The lines under the rule: assets, debts, net worth."""

    def line(name: str, value: Money, whole: NetWorthTotals | None = None) -> Worth:
        about = {"category": "", "kind": "", "value": value, "share": None}
        beside = {key: getattr(whole, key, None) for key in BESIDE}
        if by is By.CATEGORY:
            return CategoryWorth(name=name, **about, **beside)  # type: ignore[arg-type]
        return AssetWorth(asset=name, carried=False, **about, **beside)  # type: ignore[arg-type]

    return (
        line("Assets", totals.assets),
        line("Debts", totals.debts),
        line("Net worth", totals.net_worth, totals),
    )


def total_sums(rows: Sequence[Worth], lines: Sequence[Worth]) -> list[Sum]:
    """What each line under the rule is the sum of."""
    assets, debts, net_worth = lines
    return [
        Sum(assets, [row for row in rows if row.kind == "asset"]),
        Sum(debts, [row for row in rows if row.kind == "liability"]),
        Sum(net_worth, [assets, debts]),
    ]


def month_notes(db: Database, totals: NetWorthTotals, month: date) -> list[Note]:
    """What the figures leave out or take over, each with the command that mends it."""
    absent = db.all(MISSING, month=month) if totals.missing else []
    return [*missing_note(absent, month), *carried_note(totals.carried, month)]


def missing_before_notes(db: Database, totals: NetWorthTotals, month: date) -> list[Note]:
    """Says which assets have a value, and none in the month before, that they are compared with."""
    if not totals.missing_before:
        return []
    before = add_months(month, -1)
    still = {row.asset for row in db.all(MISSING, month=month)} if totals.missing else set()
    names = [quote(row.asset) for row in db.all(MISSING, month=before) if row.asset not in still]
    them = "it" if len(names) == 1 else "them"
    return [
        Note(
            "MISSING_BEFORE",
            f"{plural(len(names), 'asset had', 'assets had')} no value in {format_month(before)}"
            f"; changes are without {them}: {truncated_list(names)}.",
            f"finally snapshot carry --month {format_month(before)}",
        )
    ]


def missing_note(
    absent: Sequence[Missing], month: date, lacking: str = "values and changes are without"
) -> list[Note]:
    """Says which assets a month has no value of, and what is `lacking` them."""
    if not absent:
        return []
    names = truncated_list([quote(row.asset) for row in absent])
    them = "it" if len(absent) == 1 else "them"
    can_carry = any(row.last_month for row in absent)
    verb = "carry" if can_carry else "add"
    return [
        Note(
            "MISSING",
            f"{plural(len(absent), 'asset has', 'assets have')} no value in"
            f" {format_month(month)}"
            f"; {lacking} {them}: {names}.",
            f"finally snapshot {verb} --month {format_month(month)}",
        )
    ]


def carried_note(count: int, month: date) -> list[Note]:
    """Says how many values of a month were copied forward."""
    if not count:
        return []
    were = "value is" if count == 1 else "values are"
    return [
        Note(
            "CARRIED",
            f"{count:,} {were} carried forward from an earlier month.",
            f"finally snapshot add --month {format_month(month)}",
        )
    ]
