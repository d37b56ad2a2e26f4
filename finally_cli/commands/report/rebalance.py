"""finally report rebalance: what to buy and to sell to come closest to the targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.options import MonthOption
from finally_cli.commands.report.allocation import mix_totals
from finally_cli.commands.report.mix import (
    MixPart,
    drift_base,
    drift_base_notes,
    mix_parts,
    smallest_amount,
    value_notes,
)
from finally_cli.commands.report.months import last_month
from finally_cli.commands.report.networth import By
from finally_cli.model.errors import BadUsage, NotFound, Refused
from finally_cli.model.kinds import CategoryName, Code, Kind, Money, Points, Portion, UnseenShare
from finally_cli.model.mills import in_mills
from finally_cli.model.money import format_money, format_sum, parse_money
from finally_cli.model.month import format_month
from finally_cli.model.rebalancing import distribute, may_take_up, most_out, movable
from finally_cli.model.result import Note, Result
from finally_cli.model.rounding import round_to
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

Trade = Annotated[Decimal, Kind("change", "Buy or sell")]
Becomes = Annotated[Decimal, Kind("money", "Becomes", spare=1)]
ShareBefore = Annotated[Decimal, Kind("share", "Share", same_as="share_within", spare=1)]
WithinBefore = Annotated[Decimal, Kind("share", "Within", same_as="share", spare=1)]
DriftBefore = Annotated[Decimal, Kind("points", "Drift", spare=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trading:
    """What to buy, below zero to sell, of a category or asset; drifts are fractions.

    Shares are of all assets, but `share_within`, drifts and target are within what `about` says.
    The line for all of them has no category, and its drifts are summed without their signs.
    """

    category: Code | None
    name: CategoryName | None
    asset: str | None
    value: Money
    to_move: Trade
    value_after: Becomes
    share: ShareBefore | None
    share_after: UnseenShare | None
    share_within: WithinBefore | None
    target: Portion | None
    drift_before: DriftBefore | None
    drift_after: Points | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TradingLine:
    """The line under the rule."""

    name: CategoryName
    value: Money
    to_move: Trade
    value_after: Becomes
    share: ShareBefore | None
    share_within: WithinBefore | None
    target: Portion | None


DRIFT = Statement("report/rebalance_drift", Trading)


def parse_positive_amount(text: str) -> Decimal:
    """An amount of money above zero."""
    amount = parse_money(text)
    if amount <= 0:
        raise BadUsage(f"{quote(text)} is not above zero", "Write it as 1234.56.")
    return amount


@reads
def rebalance(
    db: Database,
    month: MonthOption = None,
    contribute: Annotated[
        Decimal | None,
        typer.Option(
            "--contribute",
            parser=in_mills(parse_positive_amount),
            metavar="AMOUNT",
            help="New money to put in.",
        ),
    ] = None,
    withdraw: Annotated[
        Decimal | None,
        typer.Option(
            "--withdraw",
            parser=in_mills(parse_positive_amount),
            metavar="AMOUNT",
            help="Money to take out.",
        ),
    ] = None,
    no_sell: Annotated[
        bool, typer.Option("--no-sell", help="Only buy, with the new money.")
    ] = False,
    min_trade: Annotated[
        Decimal | None,
        typer.Option(
            "--min-trade",
            parser=in_mills(parse_positive_amount),
            metavar="AMOUNT",
            help="Leave out what is less; the rest is planned again.",
        ),
    ] = None,
    by: Annotated[
        By, typer.Option("--by", help="A row for each category, or each asset.")
    ] = By.CATEGORY,
) -> Result:
    """Show what to buy and sell to come closest to the targets.

    Of all plans it is the one whose shares have the least sum of squared drifts. What has no target
    is left alone. With --no-sell, new money goes where it lessens the drift most.

    Examples:
        finally report rebalance
        finally report rebalance --contribute 1000 --no-sell
    """
    if contribute and withdraw:
        raise BadUsage("--contribute puts in and --withdraw takes out", "Leave one of them out.")
    if no_sell and withdraw:
        raise BadUsage("what is withdrawn has to be sold", "Leave --no-sell out.")
    if no_sell and not contribute:
        raise BadUsage(
            "without selling there is nothing to buy with", "Say how much with --contribute AMOUNT."
        )
    added = contribute or (-withdraw if withdraw else Decimal(0))
    if min_trade and added and abs(added) < min_trade:
        raise BadUsage("the amount itself is less than --min-trade", "Lower --min-trade.")
    of_month = month or last_month(db)
    return plan_trades(db, of_month, by, added, sells=not no_sell, least=min_trade or Decimal(0))


def plan_trades(
    db: Database, month: date, by: By, added: Decimal, *, sells: bool, least: Decimal
) -> Result:
    """A row per category or asset with a target: what to buy or sell, and its drift.

    Raises NotFound without values or targets, Refused where so much cannot be taken out, or nothing
    may take up what is put in.
    """
    currency = db.user.base_currency
    unit = smallest_amount(db, added)
    totals = mix_totals(db, month)
    parts = mix_parts(db, month, by, added)
    holdings = [part.holding for part in parts]
    if not parts:
        raise no_targets(month, has_targets=False)
    if added >= 0 and not any(part.category_target for part in parts):
        raise no_targets(month, has_targets=True)
    if added > 0 and not may_take_up(holdings):
        raise nothing_to_buy()
    most = most_out(holdings, unit)
    if -added > most:
        raise too_much(sum((part.value for part in parts), Decimal(0)), most, currency)
    if movable(holdings) + added < 0:
        raise overdrawn(-movable(holdings), currency)
    amounts = distribute(holdings, added, sells=sells, least=least, unit=unit)
    rows = db.all(
        DRIFT,
        categories=[part.category for part in parts],
        names=[part.name for part in parts],
        assets=[part.asset for part in parts],
        values=[part.value for part in parts],
        moves=amounts,
        shares=[part.share for part in parts],
        shares_within=[part.share_within for part in parts],
        targets_before=[part.target_before for part in parts],
        targets=[part.target for part in parts],
        whole=totals.value,
        base=totals.base,
        added=added,
    )
    whole = rows.pop()
    line = TradingLine(
        name="All of them", value=whole.value, to_move=whole.to_move,
        value_after=whole.value_after, share=whole.share, share_within=whole.share_within,
        target=whole.target,
    )  # fmt: skip
    return Result(
        Trading,
        rows,
        f"{plan_title(added)} in {format_month(month)} ({currency})",
        about={
            "month": month,
            "currency": currency,
            "added": added,
            "sells": sells,
            "within": drift_base(totals.target),
        },
        totals=whole,
        closing=[line],
        notes=[
            *drift_notes(whole),
            *empty_plan_notes(parts, added),
            *drift_base_notes(totals.target, totals.untargeted),
            *kept_notes(parts, totals.value - whole.value, currency),
            *value_notes(totals.missing, totals.carried, month),
        ],
    )


def no_targets(month: date, *, has_targets: bool) -> NotFound:
    """The refusal of a plan without a target to meet."""
    what = "every target is 0" if has_targets else "there are no targets"
    return NotFound(
        f"{what} in {format_month(month)}",
        f"Set some with: finally target set CODE PCT --from {format_month(month)}",
        code="NO_TARGETS",
    )


def nothing_to_buy() -> Refused:
    """The refusal to put money into what may not be bought."""
    return Refused(
        "nothing that may be bought has a target above 0: the rest is locked",
        "Unlock one with: finally asset edit NAME --no-locked",
        code="NOTHING_TO_BUY",
    )


def too_much(worth: Decimal, most: Decimal, currency: str) -> Refused:
    """The refusal to take out more than there is."""
    of_which = f", of which {format_sum(most, currency)} can be taken out" if most != worth else ""
    return Refused(
        "so much cannot be taken out",
        f"What has a target is worth {format_sum(worth, currency)} {currency}{of_which}.",
        code="NOT_ENOUGH",
    )


def overdrawn(short: Decimal, currency: str) -> Refused:
    """The refusal to share out less than nothing."""
    return Refused(
        f"what has a target and may be moved is overdrawn by {format_sum(short, currency)}"
        f" {currency} in all",
        "Put in that much at least, with --contribute AMOUNT.",
        code="NOTHING_TO_SHARE_OUT",
    )


def plan_title(added: Decimal) -> str:
    """What the plan is for."""
    if not added:
        return "Rebalancing"
    return f"{'Putting in' if added > 0 else 'Taking out'} {format_money(abs(added))}"


def drift_notes(whole: Trading) -> list[Note]:
    """Says how far the mix is from its targets, before and after."""
    if whole.drift_before is None or whole.drift_after is None:
        return []
    before, after = (
        round_to(drift * 100, Decimal("0.1")) for drift in (whole.drift_before, whole.drift_after)
    )
    message = f"All drifts together are {before} points before the plan, and {after} after it."
    return [Note("DRIFT", message)]


def empty_plan_notes(parts: Sequence[MixPart], added: Decimal) -> list[Note]:
    """Says that no share means anything, because nothing is there, or nothing is left."""
    worth = sum(category_values(parts).values(), Decimal(0))
    if not worth and not added:
        message = "What has targets is worth 0.00 in all: there is nothing to move."
        return [Note("NOTHING_THERE", message, "finally report rebalance --contribute AMOUNT")]
    if worth + added <= 0:
        return [Note("ALL_TAKEN_OUT", "Nothing is left of what has targets.")]
    return []


def category_values(parts: Sequence[MixPart]) -> dict[str, Decimal]:
    """What each category with a target is worth."""
    return {part.category: part.category_value for part in parts}


def kept_notes(parts: Sequence[MixPart], beside: Decimal, currency: str) -> list[Note]:
    """Says how much stays as it is: what has no target, and what may not be moved."""
    notes = []
    if beside:
        message = (
            f"What is worth {format_sum(beside, currency)} {currency} has no target, and is left"
            " alone."
        )
        notes.append(Note("WITHOUT_TARGET", message))
    kept = sum((part.kept for part in parts), Decimal(0))
    if kept:
        message = (
            f"What is worth {format_sum(kept, currency)} {currency} is locked or closed, and is"
            " left alone."
        )
        notes.append(Note("LOCKED", message))
    return notes
