"""Which backups are kept: seven daily, five weekly, twelve monthly, and all of the last day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAILY, WEEKLY, MONTHLY = 7, 5, 12
FRESH = timedelta(days=1)  # what was made just now is nobody's to remove: an undo may want it


@dataclass(frozen=True, slots=True, order=True)
class DatedBackup:
    """When a backup was made, and whether it is proven; `name` tells it from others."""

    made_at: datetime
    name: str
    is_proven: bool


def backups_to_prune(backups: Iterable[DatedBackup], now: datetime) -> list[DatedBackup]:
    """Those that may go, oldest first.

    The newest proven one of each of the last seven days that have any is kept, and so for five
    weeks (ISO 8601) and twelve months. One that is not proven supersedes nothing, and goes after
    a day once there is a proven one that is newer. One that is dated in the future, by a clock that
    was wrong, takes nobody's place and stays until its day has come.
    """
    known = sorted(backup for backup in backups if backup.made_at <= now)
    proven = [backup for backup in known if backup.is_proven]
    kept: set[DatedBackup] = set()
    for period, count in ((day, DAILY), (week, WEEKLY), (month, MONTHLY)):
        kept |= set(newest_of_each(proven, period)[-count:])
    return [
        backup
        for backup in known
        if backup not in kept
        and now - backup.made_at >= FRESH
        and (backup.is_proven or any(other > backup for other in proven))
    ]


def newest_of_each(
    backups: list[DatedBackup], period: Callable[[datetime], tuple[int, ...]]
) -> list[DatedBackup]:
    """The last backup of each period that has one, oldest first; `backups` are in order."""
    return list({period(backup.made_at): backup for backup in backups}.values())


def day(when: datetime) -> tuple[int, ...]:
    return when.year, when.month, when.day


def week(when: datetime) -> tuple[int, ...]:
    return when.isocalendar()[:2]


def month(when: datetime) -> tuple[int, ...]:
    return when.year, when.month
