"""finally audit verify and anchor: whether what was done is all still there, and unaltered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.audit.finding import refuse_audit_reader
from finally_cli.commands.wiring import reads
from finally_cli.model.errors import BadUsage, ExitCode, NotFound
from finally_cli.model.kinds import Id
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import plural, quoted
from finally_cli.store.audit import VERIFY, VERIFY_ROWS
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

SENTENCES = {
    "changes": "its rows are not as they were sealed, or are gone",
    "event": "it is not as it was sealed",
    "link": "an event before it is gone, or was put in",
    "unsealed": "rows were put in without an event",
    "anchor": "the event of the anchor is gone, or another one",
    "added": "a row was put in behind the audit",
    "removed": "a row was taken out behind the audit",
    "altered": "a row was altered behind the audit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is not as the audit has it: an event, or a live row."""

    sequence: int | None
    event_id: Id | None
    table_name: str | None
    row_id: Id | None
    problem: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedHead:
    """The newest sealed event. An anchor is its number and its hash: 12:9f86d0…"""

    sequence: int
    hash: str
    at: str

    @property
    def anchor(self) -> str:
        return f"{self.sequence}:{self.hash}"


ANCHOR = Statement("audit/anchor", SealedHead)


def parse_anchor(text: str) -> str:
    """An anchor as `finally audit anchor` prints it."""
    if not re.fullmatch(r"[1-9][0-9]{0,17}:[0-9a-f]{64}", text.strip()):
        raise BadUsage(
            f"{quoted(text)} is not an anchor", "Copy what finally audit anchor printed."
        )
    return text.strip()


@reads
def verify(
    db: Database,
    anchor: Annotated[
        str | None,
        typer.Option(
            "--anchor",
            parser=parse_anchor,
            metavar="ANCHOR",
            help="What finally audit anchor printed once: nothing up to there may be gone.",
        ),
    ] = None,
) -> Sheet:
    """Check that what was done is all there, unaltered, and led to the books as they are.

    Exit 10 if it is not. Whoever can write behind the database's back can take away the newest
    events and what they did; only an anchor that was kept elsewhere finds that.
    """
    refuse_audit_reader(db)
    sequence, _, hash_ = (anchor or "").partition(":")
    events = db.all(VERIFY, sequence=int(sequence) if anchor else None, hash=hash_ or None)
    rows = db.all(VERIFY_ROWS)
    found = [
        *(problem_of(one.problem, sequence=one.sequence, event=one.event_id) for one in events),
        *(problem_of(one.problem, table=one.table_name, row=one.row_id) for one in rows),
    ]
    head = db.one(ANCHOR)
    count = plural(head.sequence if head else 0, "event")
    about = {"events": head.sequence if head else 0, "anchor": head.anchor if head else None}
    if found:
        return Sheet(
            Problem, found, f"The audit does not hold: {plural(len(found), 'problem')}",
            about=about, exit_code=int(ExitCode.INTEGRITY),
        )  # fmt: skip
    return Sheet(
        Problem, [], about=about, answer=True,
        sentences=[f"{count}, all there and unaltered, and the books are as they left them."],
    )  # fmt: skip


def problem_of(
    problem: str,
    *,
    sequence: int | None = None,
    event: str | None = None,
    table: str | None = None,
    row: str | None = None,
) -> Problem:
    """One problem, with what it means."""
    return Problem(
        sequence=sequence, event_id=event, table_name=table, row_id=row,
        problem=problem, meaning=SENTENCES[problem],
    )  # fmt: skip


@reads
def anchor(db: Database) -> Sheet:
    """Print the head of the chain, to be kept elsewhere and given to audit verify."""
    refuse_audit_reader(db)
    head = db.one(ANCHOR)
    if head is None:
        raise NotFound(
            "nothing was done yet", "The first change begins the chain.", code="NO_EVENTS"
        )
    return Sheet(
        SealedHead,
        [head],
        "Anchor",
        about={"anchor": head.anchor},
        sentences=[head.anchor],
        answer=True,
    )
