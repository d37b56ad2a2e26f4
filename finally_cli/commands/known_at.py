"""--known-at: the books as they were known at a moment, for every report and every list."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from finally_cli.commands.lookup import EventFound, find_event, refuse_audit_reader
from finally_cli.model.known_at import AnotherDay, KnownAt
from finally_cli.model.month import known, today
from finally_cli.model.profile import Profile
from finally_cli.model.text import plural
from finally_cli.store.database import Database
from finally_cli.store.past import Moment, find_moment, go_back, writable_snapshot


@contextmanager
def as_known(
    db: Database, profile: Profile, wanted: KnownAt, say: Callable[[str], None]
) -> Iterator[None]:
    """In the block, the books are as they were known then, and it is that day.

    A remark says which moment it is, and how much has changed since. Raises Denied for books of
    somebody else, NotFound where there is no such event, IntegrityFailed where the audit does not
    hold; AnotherDay where the command line was read as on another day.
    """
    refuse_audit_reader(db)
    with writable_snapshot(db, profile):
        event = find_event(db, wanted.event) if wanted.event else None
        if event is not None and known.day is None and not os.environ.get("FINALLY_TODAY"):
            day = local_day(event.at)
            if day != today():
                raise AnotherDay(day)
        moment = find_moment(
            db,
            sequence=event.sequence if event else None,
            before=end_of(wanted.day).isoformat() if wanted.day else None,
        )
        go_back(db, moment)
        say(remark(wanted.day, event, moment))
        yield


def end_of(day: date) -> datetime:
    """The end of a day, where the person is."""
    return datetime.combine(day + timedelta(days=1), time()).astimezone()


def local_day(at: str) -> date:
    """The day of a time, where the person is."""
    return datetime.fromisoformat(at).astimezone().date()


def remark(day: date | None, event: EventFound | None, moment: Moment) -> str:
    """Which moment it is, in a sentence."""
    when = f"at the end of {day}" if event is None else f"right after {event.summary}"
    if moment.sequence == 0:
        if moment.began is None:
            return f"As known {when}: nothing is known yet."
        return f"As known {when}: nothing, for the books began on {local_day(moment.began)}."
    if not moment.later:
        return f"As known {when}; nothing has changed since."
    return f"As known {when}, before {plural(moment.later, 'later change')}."
