"""Whether there is a backup that was proven, and young enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from finally_cli.model.profile import DEMO
from finally_cli.model.text import plural
from finally_cli.store.doctor.findings import Finding, warning
from finally_cli.store.doctor.patient import Patient
from finally_cli.store.statements import Statement

TOO_OLD = timedelta(days=35)  # a month of figures, and a few days to make it


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    is_there: bool


DATA = Statement("doctor/has_data", Data)


def backups(patient: Patient) -> Iterator[Finding]:
    """The newest proven backup, where there is anything to lose; one of the future is none."""
    from finally_cli.store.backup.shelf import newest_proven, of_the_future
    from finally_cli.store.doctor.folders import removed

    (data,) = patient.all(DATA)
    if not data.is_there or patient.profile.name == DEMO:  # made up, and made again by one command
        return
    for file, made_at in of_the_future(patient.profile):
        yield warning(
            f"the backup {file.name} is dated in the future, {made_at.date()}: the clock was wrong,"
            " and it is not thinned out before",
            f"If it is not wanted: {removed(file)}",
        )
    newest = newest_proven(patient.profile)
    if newest is None:
        yield warning("there is no backup that was proven", "finally db backup")
        return
    age = datetime.now(UTC) - newest
    if age > TOO_OLD:
        yield warning(
            f"the newest proven backup is of {newest.date()}, {plural(age.days, 'day')} ago",
            "finally db backup",
        )
