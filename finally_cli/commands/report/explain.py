"""finally report explain: why net worth changed, in parts that sum to the change exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finally_cli.commands.command import reads
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.commands.report.explain_moves import (
    MOVED,
    TOTALS,
    AssetMove,
    Balance,
    asset_moves,
    derived_table,
    in_json,
    put_into_assets,
)
from finally_cli.commands.report.explain_notes import explain_notes
from finally_cli.commands.report.months import last_month, months_on_record, no_values
from finally_cli.commands.report.waiting import calendar_notes
from finally_cli.model.kinds import (
    Change,
    Code,
    Count,
    Gone,
    MissingChange,
    Money,
    Month,
    New,
)
from finally_cli.model.month import (
    add_months,
    format_month,
    format_months,
    one_or_range,
    this_month,
)
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The months asked for, and the nearest that hold values."""

    before: Month
    last: Month
    before_kept: Month | None
    last_kept: Month | None
    oldest: Month
    newest: Month


RANGE = Statement("report/explain_range", Ends)


# The parts that are told of each asset, in this order, with their names for people.
OF_AN_ASSET = {"debt_paid": "Debt paid", "value": "Value", "currency": "Currency"}
# What only one of two months knows, and is no part of the change.
APART = {"new": "New", "gone": "Gone", "missing": "No value"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePart:
    """One reason why net worth changed; without an asset it is the whole household's."""

    part: Code
    why: str
    asset: str | None
    amount: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTotals:
    """The change of what both months know: saved + value + currency changes + unexplained.

    net_worth - net_worth_before = change + new - gone + missing_change. `debt_paid` is a part of
    what was saved; `missing` counts assets, `carried` values.
    """

    net_worth_before: Money
    net_worth: Money
    change: Change
    income: Money
    expenses: Money
    saved: Change
    debt_paid: Change
    value_change: Change
    currency_change: Change
    missing_change: Change
    unexplained: Change
    missing: Count
    carried: Count
    new: Money
    gone: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeChange:
    """A line under the rule: the change, or what stands apart from it."""

    why: str
    asset: str | None = None
    amount: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEnd:
    """One of the two months that are compared."""

    month: Month
    net_worth: Money
    change: Change | None
    new: New | None
    gone: Gone | None
    missing_change: MissingChange | None


@reads
def explain(
    db: Database, month: PeriodOption = None, first: FromOption = None, last: ToOption = None
) -> Result:
    """Show why net worth changed: saved, paid off, market, currency.

    A month is compared with the one before it. The parts sum to the change, to the last digit.

    Examples:
        finally report explain --from 2026
    """
    before, last = compare_months(db, month, first, last)
    first = add_months(before, 1)
    moved = db.all(MOVED, before=before, last=last)
    sums = {one.part: one.amount for one in moved if one.asset is None}
    balance = db.one(
        TOTALS, before=before, last=last, put_in=sums["put_in"], debt_paid=sums["debt_paid"],
        apart=sums["new"] + sums["gone"] + sums["missing"],
    )  # fmt: skip
    assert balance is not None  # both months have values
    currency = db.user.base_currency
    totals = ChangeTotals(
        net_worth_before=balance.net_worth_before, net_worth=balance.net_worth,
        change=balance.change, income=balance.income, expenses=balance.expenses,
        saved=balance.saved, debt_paid=sums["debt_paid"], unexplained=balance.unexplained,
        value_change=sums["value"], currency_change=sums["currency"], carried=balance.carried,
        missing_change=sums["missing"], missing=len(asset_moves(moved, "missing")),
        new=sums["new"], gone=-sums["gone"],
    )  # fmt: skip
    rows, apart = change_parts(moved, balance), parts_apart(moved)
    title = f"Why net worth changed {'in' if first == last else 'from'}"
    title = f"{title} {format_months(first, last)} ({currency})"
    about = {"first": first, "last": last, "currency": currency}
    put = put_into_assets(moved)
    below = [*derived_table(put, currency), month_ends(before, last, totals, currency)]
    notes = [*explain_notes(db, moved, balance, before, last), *calendar_notes(db, first, last)]
    lines = [WholeChange(why="Change", amount=balance.change)]
    # What lacks both values moves nothing: the note names it, and JSON has it.
    shown = [one for one in apart if one.amount]
    lines += [WholeChange(why=one.why, asset=one.asset, amount=one.amount) for one in shown]
    return Result(
        ChangePart,
        [*rows, *apart],
        title,
        about=about,
        totals=totals,
        closing=lines[:1],
        below=below,
        beside={"put_in": in_json(put)},
        notes=notes,
        table=Result(ChangePart, rows, title, about=about, closing=lines, below=below, notes=notes),
    )


def compare_months(
    db: Database, month: date | None, first: date | None, last: date | None
) -> tuple[date, date]:
    """The month whose end is compared with, and the month at whose end the change is complete.

    Without options those are the newest month with values and the one before it. Raises BadUsage
    for options that do not go together, NotFound where one of the two months has no values.
    """
    first, last = one_or_range(month, first, last)
    ends = db.one(RANGE, first=first, last=last)
    if ends is None:
        last_month(db)  # says that the books are empty
        raise AssertionError("months with values are on record")
    if last is None and ends.last > this_month() >= (first or ends.oldest):
        newest = last_month(db)  # by default nothing is still to come
        ends = db.one(RANGE, first=first or newest, last=newest) or ends
    if ends.last_kept != ends.last:
        raise no_values(f"there are no values in {format_month(ends.last)}", months_on_record(ends))
    if first and ends.before >= ends.last:
        raise no_values(
            f"there are no values from {format_month(first)} on", months_on_record(ends)
        )
    if ends.before == ends.last:
        raise no_values(
            f"{format_month(ends.last)} is the first month with values: nothing comes before it",
            months_on_record(ends),
        )
    if ends.before_kept != ends.before:
        raise no_values(
            f"there are no values in {format_month(ends.before)}, which"
            f" {format_month(ends.last)} is compared with",
            compare_since(ends),
        )
    return ends.before, ends.last


def compare_since(ends: Ends) -> str:
    """A month to compare with instead, and the command that does it."""
    other = ends.before_kept or ends.oldest
    if other >= ends.last:
        return f"The first month with values is {format_month(ends.oldest)}."
    return (
        f"{format_month(other)} has values: finally report explain"
        f" --from {format_month(add_months(other, 1))} --to {format_month(ends.last)}"
    )


def change_parts(moved: Sequence[AssetMove], balance: Balance) -> list[ChangePart]:
    """A row for each part: what was saved, then those of the assets, then what is unexplained."""
    found = [
        ChangePart(part=name, why=part_name(name, one), asset=one.asset, amount=one.amount)
        for name in OF_AN_ASSET
        for one in asset_moves(moved, name)
    ]
    saved = ChangePart(part="saved", why="Saved", asset=None, amount=balance.saved_beside_debt)
    rest = ChangePart(part="unexplained", why="Unexplained", asset=None, amount=balance.unexplained)
    return [saved, *found, rest]


def parts_apart(moved: Sequence[AssetMove]) -> list[ChangePart]:
    """A row for each asset that only one of the two months knows, by what it is."""
    return [
        ChangePart(part=name, why=why, asset=one.asset, amount=one.amount)
        for name, why in APART.items()
        for one in asset_moves(moved, name)
    ]


def part_name(part: str, one: AssetMove) -> str:
    """The part's name for people."""
    return "Borrowed" if part == "debt_paid" and one.amount < 0 else OF_AN_ASSET[part]


def month_ends(before: date, last: date, totals: ChangeTotals, currency: str) -> Result:
    """Net worth at both ends, as a table of its own."""
    return Result(
        MonthEnd,
        [
            MonthEnd(
                month=before, net_worth=totals.net_worth_before, change=None,
                new=None, gone=None, missing_change=None,
            ),
            MonthEnd(
                month=last, net_worth=totals.net_worth, change=totals.change,
                new=totals.new, gone=totals.gone, missing_change=totals.missing_change,
            ),
        ],
        about={"currency": currency},
    )  # fmt: skip
