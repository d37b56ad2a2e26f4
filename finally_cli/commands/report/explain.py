"""finally report explain: why net worth changed, in parts that sum to the change exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finally_cli.commands.arguments import FromOption, PeriodOption, ToOption
from finally_cli.commands.report.cashflow_range import sum_years
from finally_cli.commands.report.explain_notes import AssetMove, Balance, explain_notes
from finally_cli.commands.report.explain_range import compare_months
from finally_cli.commands.wiring import reads
from finally_cli.model.kinds import Change, Code, Count, Money, Month
from finally_cli.model.month import shifted
from finally_cli.model.sheet import Sheet
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

# The parts that are told of each asset, in this order, with their names for people.
OF_AN_ASSET = {
    "debt_paid": "Debt paid",
    "value": "Value",
    "currency": "Currency",
    "missing": "No value",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePart:
    """One reason why net worth changed; without an asset it is the whole household's."""

    part: Code
    why: str
    asset: str | None
    amount: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTotals:
    """The whole change: saved + value + currency + missing changes + unexplained.

    `debt_paid` is a part of what was saved; `missing` counts assets, `carried` values.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeChange:
    """The line under the rule."""

    why: str
    amount: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEnd:
    """One of the two months that are compared."""

    month: Month
    net_worth: Money
    change: Change | None


MOVED = Statement("report/explain", AssetMove)
TOTALS = Statement("report/explain_totals", Balance)


@reads
def explain(
    db: Database, month: PeriodOption = None, first: FromOption = None, last: ToOption = None
) -> Sheet:
    """Show why net worth changed: saved, paid off, market, currency.

    A month is compared with the one before it. The parts sum to the change, to the last digit.
    """
    before, last = compare_months(db, month, first, last)
    first = shifted(before, 1)
    moved = db.all(MOVED, before=before, last=last)
    sums = {one.part: one.amount for one in moved if one.asset is None}
    balance = db.one(
        TOTALS, before=before, last=last, put_in=sums["put_in"], debt_paid=sums["debt_paid"]
    )
    assert balance is not None  # both months have values
    currency = db.user.base_currency
    return Sheet(
        ChangePart,
        change_parts(moved, balance),
        f"Why net worth changed {in_or_from(first, last)} ({currency})",
        about={"first": first, "last": last, "currency": currency},
        totals=ChangeTotals(
            net_worth_before=balance.net_worth_before, net_worth=balance.net_worth,
            change=balance.change, income=balance.income, expenses=balance.expenses,
            saved=balance.saved, debt_paid=sums["debt_paid"], value_change=sums["value"],
            currency_change=sums["currency"], missing_change=sums["missing"],
            unexplained=balance.unexplained,
            missing=len(asset_moves(moved, "missing")), carried=balance.carried,
        ),
        closing=[WholeChange(why="Change", amount=balance.change)],
        below=[month_ends(before, last, balance, currency)],
        notes=explain_notes(db, moved, balance, before, last),
    )  # fmt: skip


def in_or_from(first: date, last: date) -> str:
    """The months in a sentence."""
    return f"{'in' if first == last else 'from'} {sum_years(first, last)}"


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


def asset_moves(moved: Sequence[AssetMove], part: str) -> list[AssetMove]:
    """One part of each asset that has it, the largest first."""
    return [one for one in moved if one.part == part and one.asset is not None]


def part_name(part: str, one: AssetMove) -> str:
    """The part's name for people."""
    return "Borrowed" if part == "debt_paid" and one.amount < 0 else OF_AN_ASSET[part]


def month_ends(before: date, last: date, balance: Balance, currency: str) -> Sheet:
    """Net worth at both ends, as a table of its own."""
    return Sheet(
        MonthEnd,
        [
            MonthEnd(month=before, net_worth=balance.net_worth_before, change=None),
            MonthEnd(month=last, net_worth=balance.net_worth, change=balance.change),
        ],
        about={"currency": currency},
    )
