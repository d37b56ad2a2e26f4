"""finally undo: the last command, or another one, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import Noun, writes
from finally_cli.commands.dry_run import CHANGE_OF_MIND
from finally_cli.commands.lookup import LIST_EVENTS, EventFound, find_event
from finally_cli.commands.snapshot.record import Corrected
from finally_cli.model.errors import Conflict, NotFound, Refused
from finally_cli.model.kinds import Id
from finally_cli.model.month import format_month
from finally_cli.model.result import Result
from finally_cli.model.text import and_list
from finally_cli.store.database import Database, set_local
from finally_cli.store.statements import NoRows, Statement

BEGINNING = "users.insert"  # the event that a user begins with


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    table_name: str
    row_id: Id | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterEvent:
    at: str
    type: str
    command: str | None
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedMonth:
    """What an event did to a month: closed it, or opened it again."""

    month: date
    opened: bool


LAST = Statement("audit/last", EventFound)
UNDO = Statement("audit/undo", Blocked)
SEAL = Statement("close/event", SealedMonth)
LATER_EVENTS = Statement("audit/later_events", LaterEvent)
CORRECT_COPIES = Statement("audit/correct_copies", Corrected)
MOVE_RESTORED = Statement("audit/move_restored", NoRows)

app = Noun("Take the last command back, or another one.")


@app.command()
@writes
def undo(
    db: Database,
    event: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]",
            help="An event of finally audit list, or the beginning of its id; else the last one.",
            autocompletion=completion.events,
        ),
    ] = None,
) -> Result:
    """Take the last command back, or another one.

    What it added is deleted, what it deleted is there again, what it changed is as it was. Where
    something later needs it as it is, nothing is done, and that is named. To take an undo back,
    give its id.

    Examples:
        finally undo
        finally undo 3f2a91c7 --dry-run
    """
    found = find_event(db, event) if event else db.one(LAST)
    if found is None:
        raise NotFound(
            "there is nothing to take back",
            "See what was done with: finally audit list",
            code="NOTHING_TO_UNDO",
        )
    refuse_what_cannot_be(found)
    refuse_seal(db, found)
    set_local(db.connection, undoes=found.id, copies="as they are", months="as they are")
    blocked = db.all(UNDO, id=found.id)
    if blocked:
        raise blocked_sentence(db, found, blocked)
    set_local(db.connection, copies="", months="")
    db.one(CORRECT_COPIES, id=found.id)  # those that were carried forward later
    db.run(MOVE_RESTORED, id=found.id)
    db.flush_deferred()  # which puts this into the audit, where it is the newest
    newest = db.all(LIST_EVENTS, since=None, type=None, asset_id=None, limit=1)[0].id
    back = "Did again what was undone" if found.undoes else "Took back"
    return Result(
        EventFound, [found], "Taken back", about={"undone": found.id, "undo": newest},
        sentences=[f"{back}: {found.summary}. {CHANGE_OF_MIND}: finally undo {newest[:8]}"],
    )  # fmt: skip


def refuse_what_cannot_be(found: EventFound) -> None:
    """Raises Refused for the beginning of the books, Conflict for what has been taken back."""
    if found.type == BEGINNING or found.sequence is None:
        raise Refused(
            f"{found.summary} is where the books begin",
            "It cannot be taken back.",
            code="BOOKS_BEGIN",
        )
    if found.undone:
        raise Conflict(
            f"{found.summary} has been taken back already",
            "To have it again, undo that undo: finally audit list --type undo",
            code="ALREADY_UNDONE",
        )


def refuse_seal(db: Database, found: EventFound) -> None:
    """Raises Conflict for what closed a month, or opened one again: a seal is kept."""
    seal = db.one(SEAL, id=found.id)
    if seal is None:
        return
    month = format_month(seal.month)
    raise Conflict(
        f"{found.summary} {'opened' if seal.opened else 'closed'} {month}, which is not taken back",
        f"To close it again: finally close {month} --earlier"
        if seal.opened
        else f"To open it again: finally close reopen {month} --reason TEXT",
        code="SEAL_IS_KEPT",
    )


def blocked_sentence(db: Database, found: EventFound, blocked: list[Blocked]) -> Conflict:
    """The refusal that names what came later, or the rule that would be broken."""
    first = blocked[0]
    later = db.all(
        LATER_EVENTS, sequence=found.sequence, table_name=first.table_name, row_id=first.row_id
    )
    details = {
        "blocked": [
            {"table": one.table_name, "row": one.row_id, "problem": one.problem} for one in blocked
        ],
        "later": [one.id for one in later],
    }
    if not later:
        return Conflict(
            f"{found.summary} cannot be taken back: {first.problem} of {first.table_name}"
            " forbids it",
            "See whether the books are as the audit has them: finally audit verify",
            code="UNDO_BLOCKED",
            details=details,
        )
    named = and_list([f"{one.command or one.type} ({one.id[:8]})" for one in later])
    return Conflict(
        f"{found.summary} cannot be taken back: {named} came later and stands in the way",
        f"Take that back first: finally undo {later[0].id[:8]}",
        code="UNDO_BLOCKED",
        details=details,
    )
