"""Which backups go, worked out by hand on a calendar."""

from datetime import UTC, datetime, timedelta

from finally_cli.model.retention import DatedBackup, backups_to_prune

NOW = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)  # a Sunday


def backup(when: datetime, *, is_proven: bool = True) -> DatedBackup:
    return DatedBackup(when, f"{when:%Y%m%dT%H%M}", is_proven)


def daily(days: int) -> list[DatedBackup]:
    """One backup at noon of each of the last days, today's included, newest first."""
    return [backup(NOW - timedelta(days=back)) for back in range(days)]


def kept(backups: list[DatedBackup]) -> list[str]:
    gone = backups_to_prune(backups, NOW)
    return [f"{one.made_at:%Y-%m-%d}" for one in sorted(backups) if one not in gone]


def test_seven_days_five_weeks_and_twelve_months_are_kept() -> None:
    # Weeks end on Sunday: 15, 8 and 1 November, 25 and 18 October. Months end on their last days:
    # 31 October back to 31 December 2025; with the present one, November, these are twelve.
    assert kept(daily(500)) == [
        "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31",
        "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-18", "2026-10-25",
        "2026-10-31", "2026-11-01", "2026-11-08", "2026-11-09", "2026-11-10", "2026-11-11",
        "2026-11-12", "2026-11-13", "2026-11-14", "2026-11-15",
    ]  # fmt: skip


def test_days_without_a_backup_do_not_count() -> None:
    # Ten, each in a month of its own: all are the last of their month.
    sparse = [backup(datetime(2026, month, 3, tzinfo=UTC)) for month in range(1, 11)]
    assert backups_to_prune(sparse, NOW) == []


def test_of_one_day_the_newest_is_kept_once_the_others_are_a_day_old() -> None:
    morning = datetime(2026, 11, 13, 8, 0, tzinfo=UTC)
    of_that_day = [backup(morning + timedelta(hours=hour)) for hour in range(4)]
    assert backups_to_prune(of_that_day, NOW) == of_that_day[:3]


def test_what_was_made_within_a_day_is_kept_whatever_came_after() -> None:
    """The backup before a mistake is not removed by the one that a restore makes first."""
    today = [backup(NOW - timedelta(minutes=minutes)) for minutes in (1439, 60, 1)]
    assert backups_to_prune(today, NOW) == []


def test_what_is_not_proven_supersedes_nothing_and_goes_when_a_newer_one_is_proven() -> None:
    old = NOW - timedelta(days=3)
    proven, not_proven = backup(old), backup(old + timedelta(hours=2), is_proven=False)
    assert backups_to_prune([proven, not_proven], NOW) == []
    newer = backup(old + timedelta(hours=4))
    assert backups_to_prune([proven, not_proven, newer], NOW) == [proven, not_proven]


def test_a_week_is_that_of_iso_8601_also_around_the_new_year() -> None:
    """30 December 2024 and 3 January 2025 are of one week, 2025-W01: it takes one of five places.

    By calendar years there would be six, and 26 December (2024-W52) would lose the fifth.
    """
    now = datetime(2025, 1, 28, 12, 0, tzinfo=UTC)
    days = [
        (2024, 12, 19),
        (2024, 12, 26),
        (2024, 12, 30),
        (2025, 1, 3),
        (2025, 1, 8),
        (2025, 1, 15),
    ]
    days += [(2025, 1, day) for day in range(20, 27)]  # the seven daily ones
    made = [backup(datetime(*day, tzinfo=UTC)) for day in days]
    assert backups_to_prune(made, now) == made[:1]


def test_what_is_dated_in_the_future_takes_nobodys_place_and_waits_for_its_day() -> None:
    """Nine made while the clock stood in 2062, on nine days, weeks and months."""
    later = [backup(datetime(2062, month, month, tzinfo=UTC)) for month in range(1, 10)]
    assert backups_to_prune([*daily(500), *later], NOW) == backups_to_prune(daily(500), NOW)
    # What is not proven waits for a newer proof that is of today or before.
    tried = backup(NOW - timedelta(days=3), is_proven=False)
    assert backups_to_prune([tried, *later], NOW) == []
    # In 2063 they are backups as any others, each the last of its month.
    assert backups_to_prune(later, datetime(2063, 1, 1, tzinfo=UTC)) == []
    newer = [backup(datetime(2062, 10, day, tzinfo=UTC)) for day in range(1, 32)]
    assert later[0] not in backups_to_prune([*later, *newer], datetime(2062, 11, 2, tzinfo=UTC))


def test_nothing_goes_where_there_is_nothing() -> None:
    assert backups_to_prune([], NOW) == []
