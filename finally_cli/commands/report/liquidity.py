"""finally report liquidity: the cash in each account, and how long it would last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from finally_cli.commands.command import reads
from finally_cli.commands.options import MonthOption
from finally_cli.commands.report.allocation import TOTALS as MIX_TOTALS
from finally_cli.commands.report.mix import Within, drift_base, drift_base_notes
from finally_cli.commands.report.months import last_month
from finally_cli.commands.report.networth import month_notes, month_totals
from finally_cli.commands.report.waiting import average_waiting_notes
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Count, IsCarried, Kind, Money, Month, Months, Points, Share
from finally_cli.model.month import format_month
from finally_cli.model.month_begins import current_month
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

ShareWithin = Annotated[Decimal, Kind("share", "Within", same_as="share")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CashAccount:
    """A cash account in a month. `share` is of all assets, as a fraction.

    `share_within` and `target` are of what has targets, where these are the whole mix, and else of
    all assets, too.
    """

    asset: str
    carried: IsCarried
    value: Money | None
    share: Share | None
    share_within: ShareWithin | None
    target: Share | None
    drift: Points | None
    months_covered: Months | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CashTotals:
    """All cash together, and the months that the average spending is of."""

    cash: Money | None
    share: Share | None
    share_within: ShareWithin | None
    target: Share | None
    drift: Points | None
    months_covered: Months | None
    average_spending: Money | None
    spending_first: Month | None
    spending_last: Month | None
    spending_months: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageSpending:
    """The average that a table shows under the accounts."""

    average_spending: Money | None
    first_month: Month | None
    last_month: Month | None
    months: Count


LIQUIDITY = Statement("report/liquidity", CashAccount)
TOTALS = Statement("report/liquidity_totals", CashTotals)


@reads
def liquidity(db: Database, month: MonthOption = None) -> Result:
    """Show the cash in each account, and how long it would last.

    Examples:
        finally report liquidity
    """
    asked = month or last_month(db)
    worth = month_totals(db, asked)
    now = current_month(db.user.month_begins)
    totals = db.one(TOTALS, month=asked, this_month=now)
    assert totals is not None  # sums are always one row
    rows = db.all(LIQUIDITY, month=asked, average_spending=totals.average_spending)
    if not rows:
        raise NotFound(
            f"there is no cash account in {format_month(asked)}",
            "Add one with: finally asset add NAME --category CASH --value VALUE",
            code="NO_CASH",
        )
    currency = db.user.base_currency
    mix = db.one(MIX_TOTALS, month=asked)
    targets = mix.target if mix else None
    is_within_targets = totals.target is not None and drift_base(targets) is Within.TARGETS
    about = {"month": asked, "currency": currency, "within": drift_base(targets)}
    return Result(
        CashAccount,
        rows,
        f"Cash in {format_month(asked)} ({currency})",
        about=about,
        totals=totals,
        closing=[total_account(totals)],
        below=[Result(AverageSpending, [average_spending(totals)], about=about)]
        if totals.spending_months
        else [],
        notes=[
            *not_covered_notes(totals, asked),
            *(drift_base_notes(targets, mix.untargeted) if mix and is_within_targets else []),
            *month_notes(db, worth, asked),
            *average_waiting_notes(db, asked, totals.spending_last),
        ],
    )


def total_account(totals: CashTotals) -> CashAccount:
    """All accounts together, under the rule."""
    return CashAccount(
        asset="Cash", carried=False, value=totals.cash, share=totals.share,
        share_within=totals.share_within, target=totals.target, drift=totals.drift,
        months_covered=totals.months_covered,
    )  # fmt: skip


def average_spending(totals: CashTotals) -> AverageSpending:
    """What an average month costs, and which months say so."""
    return AverageSpending(
        average_spending=totals.average_spending, first_month=totals.spending_first,
        last_month=totals.spending_last, months=totals.spending_months,
    )  # fmt: skip


def not_covered_notes(totals: CashTotals, month: date) -> list[Note]:
    """Says why it is not known how long the cash would last."""
    if totals.average_spending is None:
        return [
            Note(
                "NO_ENTRIES",
                f"No month up to {format_month(month)} that is over has entries: how long the cash"
                " would last is not known.",
                "finally expense add AMOUNT CATEGORY --month last",
            )
        ]
    if totals.average_spending <= 0:
        return [
            Note(
                "NO_SPENDING",
                "On average nothing was spent, so there is no saying how long the cash would last.",
                "finally report cashflow",
            )
        ]
    return []
