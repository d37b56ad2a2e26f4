"""A bank row that is split into several categories, whose parts sum to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from finally_cli.commands.command import Terminal
from finally_cli.commands.inbox.choice import Choice, decision_of, refuse_decided
from finally_cli.commands.inbox.decisions import write_decisions
from finally_cli.commands.inbox.rows import FoundRow
from finally_cli.model.errors import BadUsage, FinallyError
from finally_cli.model.money import format_money, parse_money
from finally_cli.store.database import Database


class Part(NamedTuple):
    """A part of a row, in the account's sense, and its category."""

    amount: Decimal
    choice: Choice


def ask_parts(
    terminal: Terminal, row: FoundRow, category: Callable[[str, FoundRow], Choice]
) -> list[Part]:
    """Ask for parts until they sum to the row; none where Enter gives it up."""
    parts: list[Part] = []
    sign = -1 if row.amount < 0 else 1
    rest = row.amount
    while rest:
        left = f"{format_money(abs(rest))} {row.currency}"
        typed = terminal.ask(
            f"  {left} left; AMOUNT CATEGORY, a CATEGORY for the rest, Enter to stop:"
        ).strip()
        if not typed:
            return []
        try:
            amount, words = part_of(typed, abs(rest))
            parts.append(Part(sign * amount, category(words, row)))
            rest -= sign * amount
        except FinallyError as error:
            terminal.tell(f"  {error.message}. {error.hint}")
    return parts


def part_of(typed: str, rest: Decimal) -> tuple[Decimal, str]:
    """An amount and a category as they were typed; without an amount, the rest.

    Raises BadUsage for more than is left.
    """
    first, _, words = typed.partition(" ")
    if not first[:1].isdigit():
        return rest, typed
    amount = parse_money(first)
    if not words.strip():
        raise BadUsage("a category is missing", "Write: 12.50 food")
    if not 0 < amount <= rest:
        raise BadUsage(
            f"{format_money(amount)} is not a part of {format_money(rest)}",
            "Parts are above zero, and sum to the row.",
        )
    return amount, words.strip()


def write_parts(db: Database, row: FoundRow, parts: Sequence[Part]) -> None:
    """Decide on a row that becomes several entries. Raises Conflict where it is decided."""
    refuse_decided(db, row)
    write_decisions(
        db,
        [
            replace(decision_of(db, row, part.choice), part=number, amount=part.amount)
            for number, part in enumerate(parts, start=1)
        ],
    )
