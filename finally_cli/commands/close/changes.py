"""What was changed in months since they were last closed, when they are closed again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finally_cli.commands.close.list import SEALS, Seal
from finally_cli.model.kinds import Id, Moment, Month
from finally_cli.model.month import format_month
from finally_cli.model.text import and_list, plural, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

MOST_TOLD = 20  # changes of a month that are said one by one
WORDS = {"insert": "added", "update": "changed", "delete": "removed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSince:
    """A row that was added, changed or removed, and the command that did it."""

    month: Month
    at: Moment
    table_name: str
    operation: str
    row_id: Id
    command: str | None
    event_id: Id


CHANGES = Statement("close/changes", ChangeSince)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclosing:
    """A month that was closed before: its last seal, and what was changed since."""

    seal: Seal
    changes: Sequence[ChangeSince]


def reclosings(db: Database, months: Sequence[date]) -> list[Reclosing]:
    """Those of some open months that were closed before, the first one first."""
    last: dict[date, Seal] = {}
    for seal in db.all(SEALS, include_reopened=True, only=months[0] if len(months) == 1 else None):
        if seal.reopened_at and months[0] <= seal.month <= months[-1]:
            last.setdefault(seal.month, seal)  # the newest of each month comes first
    if not last:
        return []
    changes = db.all(CHANGES, first=months[0], last=months[-1])
    return [
        Reclosing(seal=last[month], changes=[one for one in changes if one.month == month])
        for month in sorted(last)
    ]


def reclosing_sentences(reclosing: Reclosing) -> list[str]:
    """When a month was closed before, why it was opened again, and what was changed since."""
    seal, changes = reclosing.seal, reclosing.changes
    counted = Counter((one.table_name, one.operation) for one in changes)
    each = [
        f"{plural(count, 'row')} {WORDS[operation]} in {table}"
        for (table, operation), count in counted.items()
    ]
    what = and_list(each, len(each)) if each else "nothing"
    return [
        f"{format_month(seal.month)} was closed on {seal.closed_at[:10]} and opened again for"
        f" {quote(seal.reason or '')}; changed since: {what}.",
        *(
            f"  {WORDS[one.operation]} {one.table_name} {one.row_id[:8]}:"
            f" {one.command or 'another program'} ({one.event_id[:8]})"
            for one in changes[:MOST_TOLD]
        ),
        *(
            [f"  … and {len(changes) - MOST_TOLD:,} more, told in --json."]
            if len(changes) > MOST_TOLD
            else []
        ),
    ]
