"""The household moved in time: it ends last month whatever the date is."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest

from finally_cli.demo.household import (
    FIRST_YEAR,
    LAST_YEAR,
    Household,
    Rows,
    read_file,
    read_household,
)

DAYS = [
    date(2026, 11, 15), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 31),
    date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 28), date(2028, 2, 29), date(2028, 3, 1),
    date(2031, 3, 31), date(2024, 7, 4), date(2099, 12, 31),
]  # fmt: skip


def newest(rows: Rows, column: str = "month") -> str:
    return max(str(row[column]) for row in rows)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_it_ends_last_month_and_has_of_this_one_what_has_happened(day: date) -> None:
    last = f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"
    home = read_household(day)
    assert {newest(home.snapshots), newest(home.fx), newest(home.marketcaps)} == {last}
    assert newest([row for row in home.budgets if row["every"] == "month"], "period") == (
        f"{day:%Y-%m}"
    )
    assert newest(home.prices, "date")[:7] == last
    now = [row for row in (*home.income, *home.expenses) if row["month"] == f"{day:%Y-%m}"]
    assert now, "something happens on the first of every month"
    assert max(str(row["date"]) for row in now) <= day.isoformat()
    assert min(str(row["date"]) for row in now) == f"{day:%Y-%m}-01"
    assert 120 <= len({row["month"] for row in home.snapshots}) <= 131


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_day_lies_in_its_month(day: date) -> None:
    home = read_household(day)
    for row in (*home.income, *home.expenses):
        if row["date"]:
            assert f"{date.fromisoformat(row['date']):%Y-%m}" == row["month"]


def test_months_keep_their_season() -> None:
    for day in DAYS:
        gifts = [
            row for row in read_household(day).income if str(row["note"]).startswith("Christmas")
        ]
        assert {str(row["month"])[5:] for row in gifts} == {"12"}


def test_the_29th_of_february_is_the_28th_where_there_is_none() -> None:
    """The files have one in 2024, which is 2025 when they are moved by a year."""
    assert "2024-02-29" in {row["date"] for row in read_file("expenses")}
    days = {row["date"] for row in read_household(date(2027, 6, 1)).expenses}
    assert "2025-02-28" in days
    assert "2025-02-29" not in days
    assert "2028-02-29" in {row["date"] for row in read_household(date(2030, 6, 1)).expenses}


def test_what_recurs_is_left_to_be_posted_this_month() -> None:
    for month in range(1, 13):
        day = date(2029, month, monthrange(2029, month)[1])
        home = read_household(day)
        notes = {row["note"] for row in home.recurring}
        posted = [row for row in home.expenses if row["note"] in notes and row["date"] is None]
        assert newest(posted) == f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"


def test_in_the_files_own_year_nothing_is_moved() -> None:
    home = read_household(date(LAST_YEAR, 12, 31))
    for name in Household.__slots__:
        rows = getattr(home, name)
        written = read_file(name)
        if name in ("income", "expenses"):  # this month's without a day are still to come
            written = [row for row in written if row["month"] != f"{LAST_YEAR}-12" or row["date"]]
        assert rows == written, name


def test_before_there_are_books_it_is_shorter() -> None:
    """No month is before 2000, the first that any books have."""
    home = read_household(date(2005, 5, 5))
    assert min(str(row["month"]) for row in home.snapshots) == "2000-01"
    assert newest(home.snapshots) == "2005-04"
    assert LAST_YEAR - FIRST_YEAR == 10
