"""Entries that may be what a month does not explain: in the wrong month, or with the wrong sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from finally_cli.model.kinds import Change, Code, Count, Day, Id, Money, Month
from finally_cli.model.money import format_exact, format_money
from finally_cli.model.month import add_months, format_month
from finally_cli.model.result import Note
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

MOST_MONTHS = 12  # the newest ones, of which entries are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The nearest entry of a month that fits `month`, and how many do. `signed`: minus is out."""

    month: Month
    noun: Code
    entry_month: Month
    day: Day | None
    category: Code
    name: str
    amount: Money
    signed: Change
    note: str | None
    id: Id
    alike: Count


class Unexplained(Protocol):
    """A month, and what no entry explains of its cash; None where that is not known."""

    @property
    def month(self) -> date: ...
    @property
    def unexplained(self) -> Decimal | None: ...


ENTRIES = Statement("report/cashproof_entries", Candidate)


def entry_notes(
    db: Database, rows: Sequence[Unexplained], around: Mapping[date, Decimal | None]
) -> list[Note]:
    """A note for each entry that fits, newest month first.

    `around` has what is unexplained of these months and of those beside them: an entry is said to
    be in the wrong month where its own month is better off without it.
    """
    asked = [(row.month, row.unexplained) for row in rows if row.unexplained][:MOST_MONTHS]
    if not asked:
        return []
    found = db.all(
        ENTRIES,
        first=add_months(asked[-1][0], -1),
        last=add_months(asked[0][0], 1),
        in_months=[month for month, _ in asked],
        unexplained=[amount for _, amount in asked],
    )
    notes = []
    for month, _ in asked:
        of_month = [one for one in found if one.month == month]
        notes += [wrong_sign_note(one) for one in of_month if one.entry_month == month]
        notes += beside_notes([one for one in of_month if one.entry_month != month], around)
    return notes


def beside_notes(beside: Sequence[Candidate], around: Mapping[date, Decimal | None]) -> list[Note]:
    """Of entries of the months beside one: those in the wrong month, or one that is missing here.

    Where nobody knows whether its own month needs an entry, it is in the wrong month unless the
    other month needs such a one, too: what comes back each month was forgotten in this one.
    """
    known = [(one, around.get(one.entry_month)) for one in beside]
    better = [one for one, own in known if own is not None and abs(own + one.signed) < abs(own)]
    if better:
        return [wrong_month_note(one) for one in better]
    if needed := [one for one, own in known if own is not None]:
        return [forgotten_note(needed[-1])]
    return [wrong_month_note(one) for one in beside]


def wrong_month_note(one: Candidate) -> Note:
    """An entry that may belong to the month beside its own."""
    month = format_month(one.month)
    return Note(
        "WRONG_MONTH",
        f"{described(one)}, is what no entry of {month} explains: it may be one of {month}.",
        f"finally {one.noun} edit {one.id[:8]} {when(one)}",
    )


def when(one: Candidate) -> str:
    """The option that moves an entry: one with a day gets the nearest day of the other month."""
    if one.day is None:
        return f"--month {format_month(one.month)}"
    day = one.month
    if one.month < one.entry_month:
        day = date.fromordinal(one.entry_month.toordinal() - 1)
    return f"--date {day.isoformat()}"


def wrong_sign_note(one: Candidate) -> Note:
    """An entry of the month itself that would explain it with the other sign."""
    month = format_month(one.month)
    return Note(
        "WRONG_SIGN",
        f"{described(one)}, is half of what no entry of {month} explains, the other way round: it"
        " may have the wrong sign.",
        f"finally {one.noun} edit {one.id[:8]} --amount {format_exact(-one.amount)}",
    )


def forgotten_note(one: Candidate) -> Note:
    """An entry of a month beside it that is right there: one like it may have been forgotten."""
    month = format_month(one.month)
    return Note(
        "LIKE_ENTRY",
        f"{described(one)}, has the size of what no entry of {month} explains, and its own month"
        f" needs it: one like it may be missing in {month}.",
        f"finally {one.noun} add {format_exact(one.amount)} {one.category} --month {month}",
    )


def described(one: Candidate) -> str:
    """The entry as the beginning of a sentence."""
    more = f" ({one.alike} alike)" if one.alike > 1 else ""
    return (
        f"An {one.noun} of {format_month(one.entry_month)}, {format_money(one.amount)} for"
        f" {one.name}{more}"
    )
