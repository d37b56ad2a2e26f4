"""finally report rebalance: what to buy and to sell to come closest to the targets."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.arguments import MonthOption
from finally_cli.commands.report.networth_month import By, last_month
from finally_cli.commands.report.rebalance_plan import plan_trades
from finally_cli.commands.wiring import reads
from finally_cli.model.errors import BadUsage
from finally_cli.model.mills import in_mills
from finally_cli.model.money import parse_money
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import quoted
from finally_cli.store.database import Database


def parse_positive_amount(text: str) -> Decimal:
    """An amount of money above zero."""
    amount = parse_money(text)
    if amount <= 0:
        raise BadUsage(f"{quoted(text)} is not above zero", "Write it as 1234.56.")
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
) -> Sheet:
    """Show what to buy and sell to come closest to the targets.

    Of all plans it is the one whose shares have the least sum of squared drifts. What has no target
    is left alone. With --no-sell, new money goes where it lessens the drift most.
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
