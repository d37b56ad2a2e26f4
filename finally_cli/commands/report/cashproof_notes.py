"""What a proof of cash says beneath its figures: what it lacks, takes over or takes for granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from finally_cli.model.kinds import Code, Count, Money, Month
from finally_cli.model.money import format_exact, format_sum
from finally_cli.model.month import add_months, format_month, this_month
from finally_cli.model.result import Note
from finally_cli.model.text import and_list, plural, quote, truncated_list


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """A value that is missing, carried, new or gone; `kind` is cash, liability or asset.

    `native` is the amount in the asset's own currency, as commands take it.
    """

    month: Month
    asset: str
    kind: Code
    state: Code
    amount: Money | None
    native: Money | None


class ProvenMonth(Protocol):
    """A month of the proof; null where nothing can be proven."""

    @property
    def month(self) -> date: ...
    @property
    def unexplained(self) -> Decimal | None: ...
    @property
    def entries(self) -> Count: ...


def unexplained_notes(rows: Sequence[ProvenMonth], currency: str) -> list[Note]:
    """In how many months cash moved that no entry knows of, and what the largest can be."""
    found = {row.month: row.unexplained for row in rows if row.unexplained}
    if not found:
        return []
    month = max(found, key=lambda one: (abs(found[one] or 0), one))
    amount = found[month] or Decimal(0)
    came = amount > 0
    entry, where = ("an income", "taken out of") if came else ("an expense", "put into")
    of = f"{len(found):,} months, the most in " if len(found) > 1 else ""
    return [
        Note(
            "UNEXPLAINED",
            f"No entry explains the cash of {of}{format_month(month)}:"
            f" {format_sum(abs(amount), currency)}"
            f" more {'came in' if came else 'went out'} than is on record."
            f" {entry.capitalize()} that was not recorded can be it,"
            f" or money {where} an asset without --contribution.",
            f"finally report cashflow --month {format_month(month)}",
        )
    ]


def proof_notes(
    rows: Sequence[ProvenMonth],
    states: Sequence[AccountState],
    whole: Decimal | None,
    currency: str,
) -> list[Note]:
    """The other notes. `states` is newest first; `whole` is what is unexplained in all months."""
    return [
        *unproven_notes(rows, states, whole),
        *partial_month_notes(rows),
        *no_entries_notes(rows),
        *carried_notes(states),
        *account_notes(states, currency),
        *asset_notes(states, currency),
    ]


def unproven_notes(
    rows: Sequence[ProvenMonth], states: Sequence[AccountState], whole: Decimal | None
) -> list[Note]:
    """The months that cannot be proven, and the values that are missing."""
    unproven = [row.month for row in rows if row.unexplained is None]
    if not unproven:
        return []
    ends = {*unproven, *(add_months(month, -1) for month in unproven)}
    missing = [
        one for one in states
        if one.state == "missing" and one.kind != "asset" and one.month in ends
    ]  # fmt: skip
    why = "no cash account has a value before them"
    if missing:
        why = f"there is no value of {in_words(missing)}"
    across = "" if whole is None else " The total is proven across the gap."
    return [
        Note(
            "UNPROVEN",
            f"{plural(len(unproven), 'month')} cannot be proven,"
            f" {and_list([format_month(month) for month in unproven])}: {why}.{across}",
            f"finally snapshot add --month {format_month(missing[0].month)}" if missing else None,
        )
    ]


def in_words(states: Sequence[AccountState], currency: str | None = None) -> str:
    """The first three assets, each with its month, and with its amount where the currency of that
    is given; and how many more there are."""
    return truncated_list(
        [
            f"{quote(one.asset)}"
            + (
                f" {format_sum(one.amount, currency)}"
                if currency and one.amount is not None
                else ""
            )
            + f" in {format_month(one.month)}"
            for one in states
        ]
    )


def partial_month_notes(rows: Sequence[ProvenMonth]) -> list[Note]:
    """Says that the newest month is not over."""
    newest = rows[0].month
    if newest < this_month():
        return []
    return [
        Note(
            "PARTIAL_MONTH",
            f"{format_month(newest)} is not over: entries that are recorded before their money"
            " moves, or values before the last of it, leave something unexplained until then.",
        )
    ]


def no_entries_notes(rows: Sequence[ProvenMonth]) -> list[Note]:
    """The months without any income or expense, where all that moved is unexplained."""
    empty = [format_month(row.month) for row in rows if not row.entries]
    if not empty:
        return []
    has = "has" if len(empty) == 1 else "have"
    return [
        Note(
            "NO_ENTRIES",
            f"{and_list(empty)} {has} no incomes and no expenses on record.",
            f"finally income add AMOUNT CATEGORY --month {empty[0]}",
        )
    ]


def carried_notes(states: Sequence[AccountState]) -> list[Note]:
    """Values of cash and debts that nobody read from the account."""
    carried = [one for one in states if one.state == "carried" and one.kind != "asset"]
    if not carried:
        return []
    are = "is" if len(carried) == 1 else "are"
    return [
        Note(
            "CARRIED",
            f"{plural(len(carried), 'value')} of cash and debts {are} carried forward, so that what"
            f" moved there shows in a later month: {in_words(carried)}.",
            f"finally snapshot add --month {format_month(carried[0].month)}",
        )
    ]


def account_notes(states: Sequence[AccountState], currency: str) -> list[Note]:
    """Cash accounts that are new or were closed: what is in them stands apart."""
    from shlex import quote as quote_word

    notes = []
    new = [one for one in states if one.kind == "cash" and one.state == "new" and one.amount]
    if new:
        one = new[0]
        notes.append(
            Note(
                "NEW_ACCOUNTS",
                f"What is in an account that is new stands apart: {in_words(new, currency)}."
                " If it came out of the other accounts, or is an income of that month, say so.",
                f"finally snapshot edit {quote_word(one.asset)} --month {format_month(one.month)}"
                f" --contribution {format_exact(one.native or Decimal(0))}",
            )
        )
    gone = [one for one in states if one.kind == "cash" and one.state == "gone" and one.amount]
    if gone:
        one = gone[0]
        notes.append(
            Note(
                "GONE_ACCOUNTS",
                "What was in an account that was closed stands apart:"
                f" {in_words(gone, currency)}."
                " If it went into the other accounts, or was spent in that month, say so.",
                f"finally snapshot add {quote_word(one.asset)} 0 --month {format_month(one.month)}"
                f" --contribution {format_exact(-(one.native or Decimal(0)))}",
            )
        )
    return notes


def asset_notes(states: Sequence[AccountState], currency: str) -> list[Note]:
    """Other assets and debts that are new, were closed, or lack a value."""
    from shlex import quote as quote_word

    notes = []
    new = [one for one in states if one.kind != "cash" and one.state == "new" and one.amount]
    if new:
        notes.append(
            Note(
                "FIRST_VALUES",
                "What is new counts as paid for in cash, and a debt as borrowed, at its first"
                f" value: {in_words(new, currency)}.",
                f"finally snapshot edit {quote_word(new[0].asset)}"
                f" --month {format_month(new[0].month)} --contribution AMOUNT",
            )
        )
    gone = [one for one in states if one.kind != "cash" and one.state == "gone" and one.amount]
    if gone:
        notes.append(
            Note(
                "LAST_VALUES",
                "What was closed counts as paid out in cash, and a debt as paid off, at its last"
                " value:"
                f" {in_words(gone, currency)}.",
                f"finally snapshot add {quote_word(gone[0].asset)} 0"
                f" --month {format_month(gone[0].month)} --contribution AMOUNT",
            )
        )
    missing = [one for one in states if one.kind == "asset" and one.state == "missing"]
    if missing:
        notes.append(
            Note(
                "MISSING",
                f"What was put into an asset without a value is not known: {in_words(missing)}.",
                f"finally snapshot add --month {format_month(missing[0].month)}",
            )
        )
    return notes
