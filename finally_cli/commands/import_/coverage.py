"""What a bank's file has to tell of days: where it may be cut, what it lacks, what it has moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finally_cli.commands.import_.proof import Account
from finally_cli.model.kinds import Change, Count, Day
from finally_cli.model.money import format_money
from finally_cli.model.month import today
from finally_cli.model.result import Note
from finally_cli.model.text import and_list, plural, quote
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database

NAMED = 5  # days that a sentence names of many


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsOfDay:
    day: Day
    rows: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRow:
    """An entry whose row the bank has on another day now."""

    noun: str
    id: str
    amount: Change
    text: str
    day: Day
    new_day: Day


NOT_IN_FILE = Statement("import/not_in_file", RowsOfDay)
MOVED_ROWS = Statement("import/moved_rows", MovedRow)


def coverage_notes(db: Database, account: Account, file: int) -> list[Note]:
    """Says where a file may have been cut within a day, and what it should have and has not."""
    found = db.all(NOT_IN_FILE, file=file, source_id=account.source.id)
    edges = {one.day for one in found} & {account.first_day, account.last_day}
    name = quote(account.source.source)
    notes = []
    if account.last_day is not None and account.last_day >= today():
        edges.add(account.last_day)
    if edges:
        days = and_list([day.isoformat() for day in sorted(edges)])
        message = f"The file of {name} may not have all of {days}: import a later one, too."
        notes.append(Note("DAY_CUT", message))
    others = [one for one in found if one.day not in edges]
    if others:
        count = sum(one.rows for one in others)
        days = and_list([one.day.isoformat() for one in others[:NAMED]])
        message = (
            f"{plural(count, 'row')} of {name} that the books have, of {days},"
            f" {'is' if count == 1 else 'are'} not in the file."
        )
        notes.append(Note("ROWS_NOT_IN_FILE", message))
    return notes


def moved_notes(db: Database, file: int) -> list[Note]:
    """Says which entries are of a day that the bank has moved since, and how to follow it."""
    notes = []
    for moved in db.all(MOVED_ROWS, file=file):
        message = (
            f"The bank has moved {format_money(moved.amount)} {quote(moved.text)} from"
            f" {moved.day.isoformat()} to {moved.new_day.isoformat()}."
        )
        command = f"finally {moved.noun} edit {moved.id[:8]} --date {moved.new_day.isoformat()}"
        notes.append(Note("DAY_MOVED", message, command))
    return notes
