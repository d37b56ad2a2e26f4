"""finally report restated: which months are not as they were last known, and what did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, NamedTuple

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import reads
from finally_cli.commands.known_at import end_of, local_day
from finally_cli.commands.lookup import find_event, refuse_audit_reader
from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Change, Kind, Money, Month
from finally_cli.model.known_at import KnownAt, parse_moment
from finally_cli.model.money import format_exact
from finally_cli.model.month import add_months, format_month, today
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.past import find_moment, refuse_breaks
from finally_cli.store.statements import Statement

CLOSE = KnownAt(None, "close")  # which cannot be the beginning of an id
DAYS = 30  # since when, where no month was ever closed
SHOWN = 20  # changes in a table; JSON has all


def parse_since(text: str) -> KnownAt:
    """A moment, or CLOSE, which is of each month its own. Raises what `parse_moment` does."""
    return CLOSE if text.strip().lower() == CLOSE.event else parse_moment(text)


SinceOption = Annotated[
    KnownAt | None,
    typer.Option(
        "--since",
        parser=parse_since,
        metavar="DATE|ID|close",
        help="Known at the end of a day, right after an event, or when each month was closed.",
        autocompletion=completion.events,
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restated:
    """One figure of one month that is another one now: net worth, income or expenses.

    `known` and `now` are null where nothing is on record.
    """

    month: Month
    figure: str
    known: Annotated[Decimal | None, Kind("money", "Known then", spare=2)]
    now: Money | None
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What one event did to one figure of one month, `part` of its change."""

    month: Month
    figure: str
    known: Money | None
    now: Money | None
    change: Change
    part: Change
    at: str
    command: str | None
    type: str
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """The same as a line of a table."""

    month: Month
    figure: str
    change: Change
    at: Annotated[str, Kind("moment", spare=1)]
    command: Annotated[str, Kind("text", spare=2)]
    id: Annotated[str, Kind("id")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealMoment:
    """The last month that a seal covers, and the event with which it was closed."""

    last_month: date
    sequence: int | None


class Spans(NamedTuple):
    """Up to which month each event counts that something was known after, in order; in words."""

    last_months: list[date]
    sequences: list[int]
    words: str
    said: str


RESTATED = Statement("report/restated", Cause)
SEAL_MOMENTS = Statement("report/seal_moments", SealMoment)


@reads
def restated(db: Database, since: SinceOption = None) -> Result:
    """Show which months are not as they were last known, and why.

    Net worth, income and expenses of each month that was closed, as they are beside what they were
    when it was closed; or of each month that was over at a day or an event, beside what was known
    of it then. What nothing was on record of is new and not restated. Where no month was ever
    closed, it is since 30 days ago.

    Examples:
        finally report restated
        finally report restated --since 2026-10-31
    """
    refuse_audit_reader(db)
    spans = spans_since(db, since)
    if spans.sequences:
        refuse_breaks(db, min(spans.sequences))
    causes = db.all(
        RESTATED,
        last_months=spans.last_months,
        sequences=spans.sequences,
        is_sealed=spans.said == CLOSE.event,
    )
    currency = db.user.base_currency
    rows = {
        (one.month, one.figure): Restated(
            month=one.month, figure=one.figure, known=one.known, now=one.now, change=one.change
        )
        for one in causes
    }
    return Result(
        Restated,
        [*rows.values()],
        f"Restated since {spans.words} ({currency})",
        about={
            "since": spans.said,
            "currency": currency,
            "causes": [cause_in_json(one) for one in causes],
        },
        below=[causes_table(causes)] if causes else [],
        notes=[
            Note(
                "LIMITED",
                f"{SHOWN} of {len(causes):,} changes are shown; --json has all of them.",
            )
        ] if len(causes) > SHOWN else [],
        nothing="Every month is as it was known.",
    )  # fmt: skip


def spans_since(db: Database, since: KnownAt | None) -> Spans:
    """What is compared with what. Raises NotFound where no month was ever closed, or no event has
    that id."""
    if since is None or since == CLOSE:
        seals = db.all(SEAL_MOMENTS)
        if seals:
            return Spans(
                [one.last_month for one in seals],
                [one.sequence or 0 for one in seals],
                "each month was closed",
                CLOSE.event,
            )
        if since == CLOSE:
            raise NotFound(
                "no month was ever closed",
                "Name a day or an event: finally report restated --since 2026-10-31",
                code="NEVER_CLOSED",
            )
        since = KnownAt(today() - timedelta(days=DAYS), "")
    if since.day is not None:
        moment = find_moment(db, before=end_of(since.day).isoformat())
        through = last_month_over(since.day)
        return Spans([through], [moment.sequence], str(since.day), since.day.isoformat())
    event = find_event(db, since.event)
    through = last_month_over(local_day(event.at))
    return Spans([through], [event.sequence or 0], event.summary, event.id)


def last_month_over(day: date) -> date:
    """The newest month that is over at the end of a day."""
    return add_months((day + timedelta(days=1)).replace(day=1), -1)


def causes_table(causes: Sequence[Cause]) -> Result:
    """The changes behind the figures, for a person."""
    lines = [
        CauseLine(
            month=one.month,
            figure=one.figure,
            change=one.part,
            at=one.at,
            command=one.command or one.type,
            id=one.event_id,
        )
        for one in causes[:SHOWN]
    ]
    return Result(CauseLine, lines, "What did it")


def cause_in_json(one: Cause) -> dict[str, object]:
    """What an event did, as JSON has it."""
    return {
        "month": format_month(one.month),
        "figure": one.figure,
        "change": format_exact(one.part),
        "at": one.at,
        "command": one.command,
        "type": one.type,
        "event_id": one.event_id,
    }
