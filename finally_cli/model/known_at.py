"""A moment that somebody asks about: a day, or right after an event of the audit."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from finally_cli.model.errors import BadUsage
from finally_cli.model.ids import id_range
from finally_cli.model.month import known, parse_day, today
from finally_cli.model.text import quote

DAY = r"\s*(?:[0-9]+-[0-9]+-[0-9]+|[A-Za-z]+day)\s*"  # a day, or what was meant as one
HINT = "Write a day, 2026-10-05, or the id of an event: finally audit list"


class KnownAt(NamedTuple):
    """The end of a day, or right after the event whose id begins so."""

    day: date | None
    event: str


class AnotherDay(Exception):
    """The command line is to be read again, as on `day`: words like `last` mean other months."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


def parse_moment(text: str) -> KnownAt:
    """A moment as it is typed.

    Raises BadUsage for what is neither a day nor the beginning of an id, and for a day to come.

    >>> parse_moment("3F2A91C7")
    KnownAt(day=None, event='3f2a91c7')
    """
    typed = text.strip().lower()
    if not re.fullmatch(DAY, typed):
        if id_range(typed) is None:
            raise BadUsage(f"{quote(text)} is neither a day nor the beginning of an id", HINT)
        return KnownAt(None, typed)
    day = parse_day(typed)
    if day > max(today(), date.today()):  # noqa: DTZ011  the day of the person
        raise BadUsage(f"{day} is still to come", "Name a day that is over, or today.")
    return KnownAt(day, "")


def parse_known_at(text: str) -> KnownAt:
    """A moment as it is typed. A day is the one that it is for all that the command line says.

    Raises what `parse_moment` does.
    """
    moment = parse_moment(text)
    known.day = moment.day or known.day
    return moment
