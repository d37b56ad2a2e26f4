"""finally audit: what was done to the books, by whom, and whether it is all still there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import Noun, reads
from finally_cli.commands.lookup import (
    LIST_EVENTS,
    EventListed,
    find_asset,
    find_event,
    refuse_audit_reader,
)
from finally_cli.model.errors import BadUsage, ExitCode, NotFound
from finally_cli.model.kinds import Id, Kind
from finally_cli.model.month import parse_day
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural, quote
from finally_cli.store.audit import SEAL_SENTENCES, VERIFY, VERIFY_ROWS, VERIFY_SEALS
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

app = Noun("What was done to the books, and whether all of it is still there.")


EventArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Its id, or the beginning of it: four letters or more.",
        autocompletion=completion.events,
    ),
]


DEFAULT_LIMIT = 50  # events


@app.command("list")
@reads(paged=True)
def list_(
    db: Database,
    since: Annotated[
        date | None,
        typer.Option(
            "--since", parser=parse_day, metavar="DATE", help="The first day (UTC): 2026-10-05."
        ),
    ] = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type", metavar="TYPE", help="What it is called: snapshot.add, or snapshot."
        ),
    ] = None,
    asset: Annotated[
        str | None,
        typer.Option(
            "--asset",
            metavar="ASSET",
            help="Only what touched it or a value of it.",
            autocompletion=completion.assets,
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1_000_000, metavar="N", help="At most so many.")
    ] = DEFAULT_LIMIT,
) -> Result:
    """List what was done to the books, newest first.

    Examples:
        finally audit list --since 2026-11-01
        finally audit list --type snapshot --asset Savings
    """
    refuse_audit_reader(db)
    found = find_asset(db, asset) if asset else None
    rows = db.each(
        LIST_EVENTS, since=since, type=type_, asset_id=found.id if found else None, limit=limit
    )
    return Result(
        EventListed, title="What was done (UTC)", stream=rows, nothing="Nothing was done yet."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChanged:
    """One value of one row; `before` is null in a row that was added, `after` in one deleted."""

    table_name: str
    operation: str
    row_id: Annotated[str, Kind("id", spare=1)]
    field: str
    before: str | None
    after: str | None


SHOW = Statement("audit/show", ValueChanged)


@app.command()
@reads
def show(db: Database, event: EventArgument) -> Result:
    """Show what an event changed, value by value.

    Examples:
        finally audit show 3f2a91c7
    """
    refuse_audit_reader(db)
    found = find_event(db, event)
    by = f" by {found.actor}" if found.actor else ""
    return Result(
        ValueChanged,
        db.all(SHOW, id=found.id),
        f"{found.at}{by}: {found.command or found.type}",
        about={
            "id": found.id, "at": found.at, "type": found.type, "command": found.command,
            "actor": found.actor, "undone": found.undone, "undoes": found.undoes,
            "sequence": found.sequence,
        },
        notes=[
            Note("UNDONE", "It has been taken back.", None)
        ] if found.undone else [],
        nothing="It changed nothing that is kept.",
    )  # fmt: skip


SENTENCES = {
    "changes": "its rows are not as they were sealed, or are gone",
    "event": "it is not as it was sealed",
    "link": "an event before it is gone, or was put in",
    "unsealed": "rows were put in without an event",
    "anchor": "the event of the anchor is gone, or another one",
    "added": "a row was put in behind the audit",
    "removed": "a row was taken out behind the audit",
    "altered": "a row was altered behind the audit",
} | {
    f"closed {problem}": f"of a closed month, {meaning}"
    for problem, meaning in SEAL_SENTENCES.items()
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
        raise BadUsage(f"{quote(text)} is not an anchor", "Copy what finally audit anchor printed.")
    return text.strip()


@app.command()
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
) -> Result:
    """Check that what was done is all there, unaltered, and led to the books as they are.

    Exit 10 if it is not. Whoever can write behind the database's back can take away the newest
    events and what they did; only an anchor that was kept elsewhere finds that.

    Examples:
        finally audit verify
        finally audit verify --anchor "$(cat anchor.txt)"
    """
    refuse_audit_reader(db)
    sequence, _, hash_ = (anchor or "").partition(":")
    events = db.all(VERIFY, sequence=int(sequence) if anchor else None, hash=hash_ or None)
    rows = db.all(VERIFY_ROWS)
    seals = db.all(VERIFY_SEALS)
    found = [
        *(problem_of(one.problem, sequence=one.sequence, event=one.event_id) for one in events),
        *(problem_of(one.problem, table=one.table_name, row=one.row_id) for one in rows),
        *(problem_of(f"closed {one.problem}", table=one.table_name) for one in seals),
    ]
    head = db.one(ANCHOR)
    count = plural(head.sequence if head else 0, "event")
    about = {"events": head.sequence if head else 0, "anchor": head.anchor if head else None}
    if found:
        return Result(
            Problem, found, f"The audit does not hold: {plural(len(found), 'problem')}",
            about=about, exit_code=int(ExitCode.INTEGRITY),
        )  # fmt: skip
    return Result(
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


@app.command()
@reads
def anchor(db: Database) -> Result:
    """Print the head of the chain, to be kept elsewhere and given to audit verify.

    Examples:
        finally audit anchor > anchor.txt
    """
    refuse_audit_reader(db)
    head = db.one(ANCHOR)
    if head is None:
        raise NotFound(
            "nothing was done yet", "The first change begins the chain.", code="NO_EVENTS"
        )
    return Result(
        SealedHead,
        [head],
        "Anchor",
        about={"anchor": head.anchor},
        sentences=[head.anchor],
        answer=True,
    )
