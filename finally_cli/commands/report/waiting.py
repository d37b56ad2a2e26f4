"""What a report says of the bank rows that wait in the inbox, outside the books.

Whatever reads incomes and expenses says it: each row becomes one of them, or a transfer. Reports
of values alone do not, for a row changes none; nor does returns, which reads what was put into
assets, as few rows are. A list of entries is of those on record: what waits is in a list of its
own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from finally_cli.model.kinds import Change, Code, Count, Month
from finally_cli.model.money import format_money
from finally_cli.model.month import add_months, format_month
from finally_cli.model.month_begins import begins_in_words, current_month
from finally_cli.model.result import Note
from finally_cli.model.text import and_list, plural
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

REVIEW = "finally inbox review"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSum:
    """The rows of one currency that wait, in the sense of their accounts: minus is out."""

    currency: Code
    rows: Count
    amount: Change
    first_month: Month
    last_month: Month


WAITING = Statement("report/waiting", WaitingSum)


def waiting_notes(db: Database, first: date, last: date) -> list[Note]:
    """How many bank rows of these months wait, and what they sum to; nothing where none does."""
    return notes_of(db.all(WAITING, first=first, last=last))


def notes_of(sums: list[WaitingSum]) -> list[Note]:
    """The note on the rows that wait."""
    count = sum(one.rows for one in sums)
    return [Note("ROWS_WAIT", waiting_in_words(sums), REVIEW, count)] if sums else []


def calendar_notes(db: Database, first: date, last: date) -> list[Note]:
    """The same of the calendar's months, by which values are compared with entries; and, where
    months begin with payday, that entries count in those there.
    """
    waiting = notes_of(db.all(WAITING, first=first, last=last, month_begins=1))
    begins = db.user.month_begins
    if begins == 1:
        return waiting
    said = (
        "Values are of the calendar's months, and so are the entries here: each counts in the month"
        f" of its day, though your months begin {begins_in_words(begins)}; one without a day counts"
        " in the month that it was recorded for."
    )
    return [Note("CALENDAR_MONTHS", said), *waiting]


def average_waiting_notes(db: Database, month: date, newest: date | None) -> list[Note]:
    """What waits of the months that an average of twelve up to a month is of, or would be.

    `newest` is the newest of them that has entries; an average is of months that are over.
    """
    last = min(month, add_months(current_month(db.user.month_begins), -1))
    return waiting_notes(db, add_months(newest or last, -11), last)


def waiting_in_words(sums: list[WaitingSum]) -> str:
    """The rows that wait as a sentence, with the months that they are of."""
    count = sum(one.rows for one in sums)
    begin = format_month(min(one.first_month for one in sums))
    end = format_month(max(one.last_month for one in sums))
    of = begin if begin == end else f"{begin} to {end}"
    amounts = and_list([f"{format_money(one.amount)} {one.currency}" for one in sums])
    altogether, wait = (" in all,", "wait") if count > 1 else (",", "waits")
    return f"{plural(count, 'bank row')} of {of}, {amounts}{altogether} {wait} for a category."


def waiting_hint(db: Database, first: date, last: date) -> str:
    """What to do about months without entries where bank rows of them wait; empty where none do."""
    sums = db.all(WAITING, first=first, last=last)
    return f"{waiting_in_words(sums)} Decide on what waits with: {REVIEW}" if sums else ""
