"""When net worth reaches an amount, by each way of a projection; or why it never does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finally_cli.commands.report.projection_plan import CENT, in_todays_money
from finally_cli.model.errors import Refused
from finally_cli.model.money import format_money, format_sum
from finally_cli.model.month import add_months, format_month
from finally_cli.model.result import Note
from finally_cli.model.rounding import round_to

FARTHEST = 1200  # months: what takes longer than a hundred years is never reached
FINEST = Decimal("0.0001")  # of money
ROUNDED = Decimal(10) ** 24  # what is larger has no place in a table, and is not rounded
NAMES = {"line": "average change", "compound": "growth", "savings": "savings", "plan": "plan"}


@dataclass(frozen=True, slots=True)
class Reached:
    """The month when a way reaches the amount, and when it does in today's money; None: never."""

    month: date | None
    real_month: date | None


def refuse_reached(amount: Decimal, net_worth: Decimal, start: date, currency: str) -> None:
    """Raises Refused where net worth is that much already."""
    if net_worth >= amount:
        raise Refused(
            f"net worth is {format_sum(net_worth, currency)} in {format_month(start)}:"
            f" {format_money(amount)} is reached already",
            "Give --until a larger amount.",
            code="AMOUNT_REACHED",
        )


def when_reached(
    ways: Mapping[str, Sequence[Decimal]],
    amount: Decimal,
    start: date,
    inflation: Decimal | None,
) -> tuple[dict[str, Reached], list[Note]]:
    """When each way reaches the amount, and a note for each that never does.

    A way is its net worth, unrounded, at the start and in the FARTHEST months after it.
    """
    found, notes = {}, []
    for way, worth in ways.items():
        month = first_month(worth, amount, start)
        if month is None:
            notes.append(never_note(way, worth, amount, start))
        real_month = None
        if inflation is not None:
            real = in_todays_money(worth, inflation)
            real_month = first_month(real, amount, start)
            if real_month is None and month is not None:
                notes.append(never_real_note(way, real, amount, start))
        found[way] = Reached(month, real_month)
    return found, notes


def first_month(worth: Sequence[Decimal], amount: Decimal, start: date) -> date | None:
    """The first month with the amount or more, as money is rounded; None where there is none."""
    for number, one in enumerate(worth):
        if as_money(one) >= amount:
            return add_months(start, number)
    return None


def as_money(amount: Decimal) -> Decimal:
    """The amount with the four decimals of money, unless it is too large to be one."""
    return amount if abs(amount) >= ROUNDED else round_to(amount, FINEST)


def never_note(way: str, worth: Sequence[Decimal], amount: Decimal, start: date) -> Note:
    """Why a way does not reach the amount."""
    first, last = worth[0], worth[-1]
    if last == first:
        why = "net worth stays as it is"
    elif last < first:
        why = "net worth shrinks"
    else:
        why = f"it is {in_words(last)} in {format_month(add_months(start, len(worth) - 1))}"
    return Note(
        "NEVER_REACHED",
        f"By {NAMES[way]}, {format_money(amount)} is not reached within 100 years: {why}.",
    )


def never_real_note(way: str, real: Sequence[Decimal], amount: Decimal, start: date) -> Note:
    """Why a way reaches the amount, and not in today's money."""
    most = max(range(len(real)), key=lambda number: as_money(real[number]))
    return Note(
        "NEVER_REACHED_IN_TODAYS_MONEY",
        f"By {NAMES[way]}, {format_money(amount)} of today's money is not reached within 100 years:"
        f" the most is {in_words(real[most])}, in {format_month(add_months(start, most))}.",
    )


def in_words(amount: Decimal) -> str:
    """An amount as a sentence has it, to the cent."""
    return format_money(round_to(amount, CENT))
