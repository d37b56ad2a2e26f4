"""finally close: look at a month, and seal it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.close.changes import reclosing_sentences, reclosings
from finally_cli.commands.close.findings import MonthFacts, facts_of, find_lacks, is_empty
from finally_cli.commands.command import Terminal, writes
from finally_cli.model.errors import Conflict, NotFound, Refused
from finally_cli.model.month import (
    add_months,
    each_month,
    format_month,
    format_months,
    parse_month,
    this_month,
)
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

LOOKED_AT = 12  # months that are closed at once, the newest of them, are each looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseState:
    """How far the books are closed, and which open months that are over hold something."""

    through: date | None
    first: date | None
    newest: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    closed: bool | None


STATE = Statement("close/state", CloseState)
CLOSE = Statement("close/month", Sealed)

MonthArgument = Annotated[
    date | None,
    typer.Argument(
        parser=parse_month,
        metavar="[MONTH]",
        help="The month: 2026-10, oct, last, or -2; else the first open one that is over.",
        autocompletion=completion.months,
    ),
]


@writes(destroys=True)
def month(
    db: Database,
    terminal: Terminal,
    profile: Profile,
    month: MonthArgument = None,
    earlier: Annotated[
        bool,
        typer.Option("--earlier", help="Also the open months before it, each with its own seal."),
    ] = False,
) -> Result:
    """Close a month: look at what it lacks, and seal it.

    `finally close` alone closes the first open month that is over; where none is closed yet, all up
    to the newest that has values. Nothing in a closed month changes any more, until it is opened
    again with: finally close reopen. A script closes a month that lacks something with --yes.

    Examples:
        finally close month 2026-10 --earlier
        finally close --dry-run
    """
    over = add_months(this_month(), -1)
    state = db.one(STATE, last=over)
    assert state is not None  # it is always one row
    if month is not None and month > over:
        raise not_over(month)
    if state.through and month and month <= state.through:
        return closed_already(month, state.through)
    if month is None:
        month = add_months(state.through, 1) if state.through else state.newest
        earlier = True
        if month is None:
            raise NotFound(
                "there is nothing to close: no month that is over has values",
                "Record some with: finally snapshot add NAME VALUE --category CODE --month last",
                code="NO_SNAPSHOTS",
            )
        if month > over:
            return closed_already(over, over, " and the month after it is not over yet")
    first = min(state.first or month, month)
    if first < month and not earlier:
        raise earlier_open(first, month)
    return close_each(db, terminal, profile, each_month(first, month))


def not_over(month: date) -> Refused:
    """The refusal of a month that has not ended."""
    return Refused(
        f"{format_month(month)} is not over yet",
        f"It can be closed from {add_months(month, 1)} on.",
        code="MONTH_NOT_OVER",
    )


def earlier_open(first: date, month: date) -> Conflict:
    """The refusal of a month before which one is open that holds something."""
    return Conflict(
        f"{format_month(first)} is open, and months close in order",
        f"Close it first: finally close {format_month(first)}"
        f", or all of them: finally close {format_month(month)} --earlier",
        code="EARLIER_MONTH_OPEN",
        details={"month": format_month(first)},
    )


def closed_already(month: date, through: date, more: str = "") -> Result:
    """What is said where there is nothing to do."""
    said = f"{format_month(month)} is closed already{more and ','}{more}"
    return Result(
        MonthFacts, title="Closed", about=about(through, []), sentences=[f"{said}."],
        nothing=f"{said}.",
    )  # fmt: skip


def about(through: date | None, findings: Sequence[Note]) -> dict[str, object]:
    """What goes for all that was closed, in JSON."""
    return {
        "closed_through": through,
        "findings": [
            {"code": one.code, "message": one.message, "command": one.command} for one in findings
        ],
    }


def close_each(
    db: Database, terminal: Terminal, profile: Profile, months: Sequence[date]
) -> Result:
    """Look at some months, ask, and seal each of them in its turn: all of them, or none."""
    known = [facts_of(db, one) for one in months]
    lacks = {
        facts.month: find_lacks(db, facts, profile.budget_policy) for facts in known[-LOOKED_AT:]
    }
    findings = [note for notes in lacks.values() for note in notes]
    asked = ask(db, terminal, months, findings)
    again = reclosings(db, months)
    for facts in known:
        notes = lacks.get(facts.month, [])
        sealed = db.one(
            CLOSE,
            month=facts.month,
            codes=[note.code for note in notes],
            messages=[note.message for note in notes],
        )
        if sealed is None or not sealed.closed or (asked and facts_of(db, facts.month) != facts):
            raise Conflict(
                f"{format_month(facts.month)} was closed or changed meanwhile",
                "Look at it again: finally close",
                code="CHANGED_MEANWHILE",
            )
    last = months[-1]
    closed = format_months(months[0], last)
    sentences = [f"Closed {closed}: nothing in {pronoun(months)} changes any more."]
    sentences += [f"{format_month(one.month)} is empty." for one in known if is_empty(one)][-1:]
    changed = [one for one in again if one.changes or len(months) == 1]
    sentences += [line for one in changed for line in reclosing_sentences(one)]
    return Result(
        MonthFacts, known, f"Closed ({db.user.base_currency})",
        about=about(last, findings)
        | {
            "changes": [
                asdict(change) | {"month": format_month(change.month)}
                for one in again
                for change in one.changes
            ]
        },
        sentences=sentences,
        notes=findings,
    )  # fmt: skip


def ask(db: Database, terminal: Terminal, months: Sequence[date], findings: Sequence[Note]) -> bool:
    """Go on with a yes; whether a person was asked. What was found is said.

    Raises Refused where nobody can be asked and something was found, Interrupted for a no.
    """
    if findings and not terminal.yes and not terminal.can_ask:
        with_earlier = "" if len(months) == 1 else " --earlier"
        raise Refused(
            f"{format_months(months[0], months[-1])} lacks something:"
            f" {' '.join(note.message for note in findings)}",
            f"Look at it: {findings[0].command}, or close it as it is:"
            f" finally close {format_month(months[-1])}{with_earlier} --yes",
            code="NOT_CONFIRMED",
            details=about(None, findings),
        )
    for note in findings:
        terminal.say(f"{note.message} {note.command or ''}".rstrip())
    if terminal.yes or not terminal.can_ask:
        return False
    db.suspend()
    as_it_is = " as it is" if findings else ""
    terminal.confirm(f"Close {format_months(months[0], months[-1])}{as_it_is}?")
    db.resume()
    return True


def pronoun(months: Sequence[date]) -> str:
    return "it" if len(months) == 1 else f"these {plural(len(months), 'month')}"
