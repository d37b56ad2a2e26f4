"""What the commands of goals take."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.options import month_option
from finally_cli.model.errors import BadUsage
from finally_cli.model.mills import in_mills
from finally_cli.model.money import parse_amount, parse_money
from finally_cli.model.month import add_months, month_number, this_month
from finally_cli.model.period import parse_planned_last
from finally_cli.model.text import parse_name, quote

LONGEST_GOAL = 100
MOST_TIMES = 1200
NEVER = date.max  # typed for a month that there is not
FACTOR = r"[0-9]{1,4}(?:\.[0-9]{1,2})?"


def parse_goal_name(text: str) -> str:
    """A goal's name: up to 100 characters. Raises BadUsage."""
    return parse_name(text, LONGEST_GOAL)


def parse_goal_amount(text: str) -> Decimal:
    """How much a goal is: above zero.

    >>> parse_goal_amount("60,000.00")
    Decimal('60000.00')
    """
    amount = parse_amount(text)
    if amount < 0:
        raise BadUsage(
            "the amount of a goal is above zero",
            "Of a debt, too, it is what is to be paid off, without a sign.",
            code="GOAL_NOT_ABOVE_ZERO",
        )
    return amount


def parse_times(text: str) -> Decimal:
    """How many months, or years, of spending: above zero, at most two decimals.

    >>> parse_times("6"), parse_times("4.5")
    (Decimal('6'), Decimal('4.5'))
    """
    typed = text.strip()
    times = Decimal(typed) if re.fullmatch(FACTOR, typed) else Decimal(0)
    if not 0 < times <= MOST_TIMES:
        raise BadUsage(
            f"{quote(text)} is not how often spending is to be covered",
            f"Write it as 6 or 4.5: above zero, up to {MOST_TIMES:,}, at most two decimals.",
        )
    return times


def parse_by(text: str) -> date:
    """A month that is not over, or NEVER; a name alone is the next such month.

    A year or a quarter is its last month. Raises BadUsage for a month in the past.
    """
    typed = text.strip().lower()
    if typed == "never":
        return NEVER
    month = parse_planned_last(text)
    if month < this_month() and month_number(typed):
        month = add_months(month, 12)
    if month < this_month():
        raise BadUsage(
            f"the month {quote(text)} is over",
            "A goal is reached by the end of this month, or of a later one.",
            code="MONTH_IS_OVER",
        )
    return month


GoalArgument = Annotated[
    str,
    typer.Argument(
        metavar="GOAL",
        help="The goal's name, or the beginning of its id.",
        autocompletion=completion.goals,
    ),
]
NewGoalName = Annotated[
    str, typer.Argument(parser=parse_goal_name, metavar="NAME", help="What you call it.")
]
RenameGoal = Annotated[
    str | None,
    typer.Option("--name", parser=parse_goal_name, metavar="NAME", help="Its new name."),
]
GoalAmount = Annotated[
    Decimal | None,
    typer.Argument(
        parser=in_mills(parse_goal_amount),
        metavar="[AMOUNT]",
        help="How much it is, in your currency.",
    ),
]
AmountAnew = Annotated[
    Decimal | None,
    typer.Option(
        "--amount",
        parser=in_mills(parse_goal_amount),
        metavar="AMOUNT",
        help="How much it is from now on.",
    ),
]
MonthsOfSpending = Annotated[
    Decimal | None,
    typer.Option(
        "--months-of-spending",
        parser=parse_times,
        metavar="N",
        help="So many months of what you spend on average, instead of an amount.",
    ),
]
TimesYearlySpending = Annotated[
    Decimal | None,
    typer.Option(
        "--times-yearly-spending",
        parser=parse_times,
        metavar="N",
        help="So many times what you spend in a year, instead of an amount.",
    ),
]
ByOption = Annotated[
    date | None,
    month_option(
        "--by", parse_by, "The month at whose end it is to be reached, or never.", "MONTH"
    ),
]
OfOption = Annotated[
    list[str] | None,
    typer.Option(
        "--of",
        metavar="CATEGORY|ASSET",
        help='What counts; give it once for each. Without it, net worth; edit --of "" goes back.',
        autocompletion=completion.counted,
    ),
]
FromAmountOption = Annotated[
    Decimal | None,
    typer.Option(
        "--from",
        parser=in_mills(parse_money),
        metavar="AMOUNT",
        help="What was there already and is not counted; of debts, what was owed.",
    ),
]
