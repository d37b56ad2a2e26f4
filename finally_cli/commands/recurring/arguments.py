"""What the commands on recurring items take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.options import month_option
from finally_cli.commands.recurring.item import Every, RecurringKind
from finally_cli.model.errors import BadUsage
from finally_cli.model.mills import in_mills
from finally_cli.model.money import parse_amount
from finally_cli.model.month import add_months, format_month, month_number, this_month
from finally_cli.model.period import parse_planned

NEVER = date.max  # typed for an end that there is not


def parse_until(text: str) -> date:
    """A month, or NEVER; a name alone is the next such month, for an end lies ahead."""
    typed = text.strip().lower()
    if typed == "never":
        return NEVER
    month = parse_planned(text)
    return add_months(month, 12) if month < this_month() and month_number(typed) else month


AmountAnew = Annotated[
    Decimal | None,
    typer.Option(
        "--amount",
        parser=in_mills(parse_amount),
        metavar="AMOUNT",
        help="How much it is from then on.",
    ),
]
SinceOption = Annotated[
    date | None,
    month_option(
        "--from",
        parse_planned,
        "The month from which the change holds, else the first after this one that is not"
        " posted; alone, the month in which it begins.",
        "MONTH",
    ),
]
EveryOption = Annotated[Every, typer.Option("--every", help="How often it is due.")]
EveryAnew = Annotated[Every | None, typer.Option("--every", help="How often it is due.")]
UntilOption = Annotated[
    date | None,
    month_option("--until", parse_until, "The last month in which it is due, or never.", "MONTH"),
]


def refuse_sub_of_income(kind: str, sub: str | None) -> None:
    """Raises BadUsage for a subcategory of an income."""
    if kind == RecurringKind.INCOME and sub is not None:
        raise BadUsage("an income has no subcategory", "Leave --sub out.")


def refuse_backwards(first: date | None, last: date | None) -> None:
    """Raises BadUsage for an end before the beginning."""
    if first and last and last < first:
        raise BadUsage(
            f"--until {format_month(last)} is before --from {format_month(first)}",
            "The last month is the first one, or a later one.",
        )


IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Its id, the beginning of that, or its note.",
        autocompletion=completion.recurring_items,
    ),
]
