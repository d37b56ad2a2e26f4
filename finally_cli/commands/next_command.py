"""The command that comes next where something is lacking, by what the books are.

Whoever reads books that are lent records nothing in them; a month that is closed is opened first;
and what is kept by quantity is filled where a price is on record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from finally_cli.commands.close.through import is_closed
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

# Nouns whose commands look, or are about this machine; others look by the verbs below.
LOOKING_NOUNS = ("db", "export", "help", "report", "sql", "status")
LOOKING_VERBS = ("history", "list", "moves", "show")
OF_MONTHS = ("budget", "expense", "fx", "income", "marketcap", "recurring", "snapshot")
MONTH = r" --month (\d{4})-(\d{2})\b"
RECORDS = r"finally snapshot (add|carry)(?: --month \d{4}-\d{2})?"
CARRIED = {"CARRIED": True, "MISSING": False}  # of which values a note tells, by its code


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacked:
    """An asset whose value a month lacks, or only has carried; of one that is kept by quantity,
    whether it can be filled."""

    asset: str
    is_carried: bool
    is_by_quantity: bool
    can_be_filled: bool


LACKED = Statement("snapshot/lacked", Lacked)


def next_command(
    db: Database, command: str | None, *, is_carried: bool | None = None
) -> str | None:
    """What is to be typed where `command` would mend it in open books of one's own.

    None where the books are lent. `is_carried` narrows what is lacking to what was carried
    forward, or to what is missing.
    """
    if not command or is_looking(command):
        return command
    if db.user.is_reader:
        return None
    if month := closed_month(db, command):
        return f"finally close reopen {format_month(month)} --reason TEXT"
    found = re.fullmatch(RECORDS, command)
    if found is None:
        return command
    rows = [
        row
        for row in db.all(LACKED, month=month_of(command) or this_month())
        if is_carried in (None, row.is_carried)
    ]
    return filling(rows, command, found[1])


def is_looking(command: str) -> bool:
    """Whether a command changes nothing in the books."""
    _, noun, verb, *_ = [*command.split(), "", "", ""]
    return noun in LOOKING_NOUNS or verb in LOOKING_VERBS


def month_of(command: str) -> date | None:
    """The month that a command names."""
    found = re.search(MONTH, command)
    return date(int(found[1]), int(found[2]), 1) if found else None


def closed_month(db: Database, command: str) -> date | None:
    """The month in which a command would write, where that is closed."""
    month = month_of(command)
    if month is None or command.split()[1] not in OF_MONTHS:
        return None
    return month if is_closed(db, month) else None


def filling(rows: Sequence[Lacked], command: str, verb: str) -> str:
    """The command where prices on record make what is lacking, or only quantities are.

    The walk of `add` asks for all; to carry, when a price is there, is second to filling.
    """
    fits = [row.can_be_filled for row in rows]
    if fits and (all(fits) or (verb == "carry" and any(fits))):
        return re.sub("snapshot (add|carry)", "snapshot fill", command)
    if len(rows) == 1 and rows[0].is_by_quantity and verb == "add":
        asset = f"{quote(rows[0].asset)} --quantity QUANTITY --price PRICE"
        return command.replace("snapshot add", f"snapshot add {asset}")
    return command


def with_next_commands(db: Database, result: Result, *, is_past: bool = False) -> Result:
    """The result with the commands of its notes as they are to be typed; see `next_command`.

    Of books as they were once, nothing is known of what is closed by now.
    """
    if not any(note.command for note in result.notes) or (is_past and not db.user.is_reader):
        return result
    kept, db.executions = db.executions, None  # no part of what answers
    notes = []
    for note in result.notes:
        command = next_command(db, note.command, is_carried=CARRIED.get(note.code))
        is_opened = command != note.command and (command or "").startswith("finally close reopen")
        closed = f" {command.split()[3]} is closed." if is_opened and command else ""
        notes.append(note._replace(message=f"{note.message}{closed}", command=command))
    db.executions = kept
    table = result.table and replace(result.table, notes=notes if result.table.notes else [])
    return replace(result, notes=notes, table=table)
