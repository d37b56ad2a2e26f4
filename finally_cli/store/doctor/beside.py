"""Databases beside the live one: what a restore left, or keeps until it is told to forget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from finally_cli.model.text import plural
from finally_cli.store.backup.site import Site
from finally_cli.store.backup.swapping import being_made, kept
from finally_cli.store.doctor.findings import Finding, warning
from finally_cli.store.doctor.patient import Patient
from finally_cli.store.statements import Statement

STAMP = re.compile(r"(\d{8})t\d{12}")  # the end of a name that a restore gives


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDatabase:
    """A database of the server; `is_used` while somebody is connected to it."""

    oid: int
    name: str
    is_used: bool


DATABASES = Statement("doctor/databases", OneDatabase)


def databases(patient: Patient) -> Iterator[Finding]:
    """What a restore that was killed left, and the books from before one."""
    site = Site(patient.profile, patient.server, {}, patient.connection.info.dbname)
    for database in patient.all(DATABASES):
        stamp = STAMP.fullmatch(database.name[-21:])
        if stamp is None:
            continue
        if database.name[:-21] == being_made(site) and not database.is_used:
            yield warning(
                f"the database {database.name} is left of a restore that was broken off",
                f'DROP DATABASE "{database.name}";',
            )
        if database.name[:-21] == kept(site):
            yield warning(
                "the books from before a restore are still kept,"
                f" as {database.name}{age(stamp[1])}",
                "When nobody needs them: finally db restore --forget",
            )


def age(day: str) -> str:
    """How long ago a day is, such as 20261031; nothing where it is none."""
    try:
        since = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return ""
    days = (datetime.now(UTC) - since).days
    return f", {plural(days, 'day')} old" if days > 0 else ", of today"
