"""Months and days in which a recurring item is not due, for once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from finally_cli.commands.recurring.rhythm import DueDay, month_of
from finally_cli.model.errors import BadUsage, Conflict, Refused
from finally_cli.model.kinds import CategoryName, Day, Id, Month
from finally_cli.model.month import format_month
from finally_cli.model.result import Note
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """A month that is skipped, or a day of it."""

    month: Month
    date: Day | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueIn:
    """Something that is due, and what came of it: nothing, an entry, or a skip."""

    is_skipped: bool
    item_id: Id | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedItem:
    """What a recurring item skips."""

    name: CategoryName
    note: str | None
    month: Month
    date: Day | None
    id: Id


class Whose(Protocol):
    """What is needed of the item that is skipped."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...


SKIP = Statement("recurring/skip", Skip)
UNSKIP = Statement("recurring/unskip", Skip)
DUE_IN = Statement("recurring/due_in", DueIn)
SKIPPED = Statement("recurring/skipped", SkippedItem)


def refuse_both(skip: Sequence[date], unskip: Sequence[date]) -> None:
    """Raises BadUsage for what is given twice, or to be skipped and not."""
    given = [*skip, *unskip]
    for when in given:
        if given.count(when) > 1:
            raise BadUsage(f"what is due {when_in_words(when)} is named twice", "Say it once.")


def skip_all(db: Database, item: Whose, months: Sequence[date]) -> list[str]:
    """Skip what an item has due in each of some months or on days; what is told of it.

    What is skipped already is told, too. Raises Refused where it is not due then, and Conflict
    where it is posted.
    """
    refuse_both(months, [])
    told = []
    for when in months:
        rows = db.all(SKIP, id=item.id, **place_of(when))
        told.append(
            f"Skipped {skips_in_words(rows)}: it is not due then."
            if rows
            else why_not_skipped(when, item.kind, db.all(DUE_IN, id=item.id, **place_of(when)))
        )
    return told


def why_not_skipped(when: date, kind: str, due: Sequence[DueIn]) -> str:
    """Says that all is skipped already. Raises Refused or Conflict where it is something else."""
    words = when_in_words(when)
    posted = [row.item_id for row in due if row.item_id]
    if posted:
        raise Conflict(
            f"what is due {words} is posted already",
            f"Delete the entry; it is not posted again: finally {kind} delete {posted[0][:8]}",
            code="ALREADY_POSTED",
        )
    if not due:
        raise Refused(
            f"it is not due {words}",
            "See when it is due next: finally recurring list",
            code="NOT_DUE",
        )
    return f"It was skipped {words} already."


def unskip_all(db: Database, item: Whose, months: Sequence[date]) -> list[str]:
    """Let an item be due again in months, or on days, that it skips; what is told of it.

    Raises Refused where it skips none.
    """
    told = []
    for when in months:
        rows = db.all(UNSKIP, id=item.id, **place_of(when))
        if not rows:
            raise Refused(
                f"it is not skipped {when_in_words(when)}",
                "See what is: finally recurring list",
                code="NOT_SKIPPED",
            )
        told.append(f"Due again {skips_in_words(rows)}.")
    return told


def place_of(when: date) -> dict[str, date | None]:
    """A month or a day as the statements take it."""
    day = date(when.year, when.month, when.day) if isinstance(when, DueDay) else None
    return {"month": month_of(when), "date": day}


def when_in_words(when: date) -> str:
    """`in` a month, or `on` a day."""
    return f"on {when.isoformat()}" if isinstance(when, DueDay) else f"in {format_month(when)}"


def skips_in_words(rows: Sequence[Skip | SkippedItem]) -> str:
    """Months or days, in order: `in 2026-12, 2027-02` or `on 2027-01-15`."""
    return f"{'on' if rows[0].date else 'in'} {', '.join(sorted(map(skip_in_words, rows)))}"


def skip_in_words(row: Skip | SkippedItem) -> str:
    """A month or a day as it is typed."""
    return row.date.isoformat() if row.date else format_month(row.month)


def skip_notes(rows: Sequence[SkippedItem]) -> list[Note]:
    """What each item skips, with the command that takes the first of it back."""
    of_item: dict[str, list[SkippedItem]] = {}
    for row in rows:
        of_item.setdefault(row.id, []).append(row)
    notes = []
    for id_, skips in of_item.items():
        first = skips[0]
        note = f" ({first.note})" if first.note else ""
        notes.append(
            Note(
                "SKIPPED",
                f"{first.name}{note} is skipped {skips_in_words(skips)}.",
                f"finally recurring edit {id_[:8]} --no-skip {skip_in_words(first)}",
            )
        )
    return notes
