"""What the commands on recurring items take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.group import EVERY
from finally_cli.commands.options import month_option
from finally_cli.commands.recurring.item import RecurringKind
from finally_cli.commands.recurring.rhythm import (
    EVERY_WORDS,
    parse_due_day,
    parse_due_day_anew,
    parse_every,
    parse_first_due,
    parse_skipped,
)
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
        parse_first_due,
        "The month from which the change holds, else the first after this one that is not"
        " posted; alone, or with --every, the month or the day with which it begins.",
        "MONTH|DAY",
    ),
]
FirstOption = Annotated[
    date | None,
    month_option(
        "--from",
        parse_first_due,
        "The first month, or the one that a year (2026) or quarter (2026-Q3) begins with; or the"
        " first day, 2026-11-06.",
        "[MONTH|DAY]",
    ),
]


def complete_every(incomplete: str) -> list[str]:
    """What it may be, most often."""
    return [words for words in EVERY_WORDS if words.startswith(incomplete)]


EVERY_TYPED = typer.Option(
    "--every",
    parser=parse_every,
    metavar=EVERY,
    help="How often it is due: month, quarter, year, week, or a number of them: 2 weeks, which are"
    " counted from the day of --from.",
    autocompletion=complete_every,
)
EveryOption = Annotated[str, EVERY_TYPED]
EveryAnew = Annotated[str | None, EVERY_TYPED]
DAY_HELP = "The day of the month on which it is due; 31 is the last of a shorter one"
DayOption = Annotated[
    int | None, typer.Option("--day", parser=parse_due_day, metavar="N", help=f"{DAY_HELP}.")
]
DayAnew = Annotated[
    int | None,
    typer.Option(
        "--day", parser=parse_due_day_anew, metavar="N", help=f"{DAY_HELP}; none, for no day."
    ),
]
SkipOption = Annotated[
    list[date] | None,
    typer.Option(
        "--skip",
        parser=parse_skipped,
        metavar="MONTH|DAY",
        help="A month, or one of several days of it, in which it is not due; may be repeated.",
    ),
]
NoSkipOption = Annotated[
    list[date] | None,
    typer.Option(
        "--no-skip",
        parser=parse_skipped,
        metavar="MONTH|DAY",
        help="A month or a day that is skipped, and is to be due again; may be repeated.",
    ),
]
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
