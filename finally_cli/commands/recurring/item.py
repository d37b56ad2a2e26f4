"""A recurring item: its row, the options that say what it is, and how it is put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Protocol

import typer

from finally_cli.commands import completion
from finally_cli.commands.items.kind import amount_in_words
from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import CategoryName, Code, Id, Kind, Money, Remark
from finally_cli.model.mills import in_mills
from finally_cli.model.money import parse_amount
from finally_cli.model.month import LAST_YEAR, add_months, format_month, month_number, this_month
from finally_cli.model.period import parse_planned

LATEST = date(LAST_YEAR, 12, 1)  # the last month of what has no end
NEVER = date.max  # typed for an end that there is not

FirstMonth = Annotated[date, Kind("month", "From", spare=1)]
LastMonth = Annotated[date, Kind("month", "Until", spare=1)]


class RecurringKind(StrEnum):
    """What it becomes when it is posted."""

    INCOME = "income"
    EXPENSE = "expense"


class Every(StrEnum):
    """How often it is due."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """An income or an expense that comes back; `last_month` is null where it has no end."""

    kind: str
    category: Code
    subcategory: Code | None
    name: CategoryName
    amount: Money
    every: str
    first_month: FirstMonth
    last_month: LastMonth | None
    note: Remark | None
    id: Id


class RecurringText(Protocol):
    """What the words on a recurring item need of it."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def every(self) -> str: ...
    @property
    def first_month(self) -> date: ...
    @property
    def last_month(self) -> date | None: ...


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
    typer.Option(
        "--from",
        parser=parse_planned,
        metavar="MONTH",
        help="The month from which the change holds, else the first after this one that is not"
        " posted; alone, the month in which it begins.",
        autocompletion=completion.months,
    ),
]
EveryOption = Annotated[Every, typer.Option("--every", help="How often it is due.")]
EveryAnew = Annotated[Every | None, typer.Option("--every", help="How often it is due.")]
UntilOption = Annotated[
    date | None,
    typer.Option(
        "--until",
        parser=parse_until,
        metavar="MONTH",
        help="The last month in which it is due, or never.",
        autocompletion=completion.months,
    ),
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


def describe_recurring(row: RecurringText, currency: str) -> str:
    """In words: `1,200.00 USD for Rent every month from 2026-01 until 2026-12`."""
    until = f" until {format_month(row.last_month)}" if row.last_month else ""
    money = amount_in_words(row.kind, row.amount, currency, row.name)
    return f"{money} every {row.every} from {format_month(row.first_month)}{until}"
