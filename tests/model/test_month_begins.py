"""Which day belongs to which month, against plain dates: in SQL, and in the program."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest

from finally_cli.model.errors import BadUsage
from finally_cli.model.month_begins import (
    begins_in_words,
    day_of_month,
    first_day,
    last_day,
    month_elapsed,
    month_of_day,
    parse_month_begins,
)
from tests.support.thoroughness import TIMES

A_DAY = timedelta(days=1)


def months_by_hand(begins: int, first_year: int, last_year: int) -> Iterator[tuple[date, date]]:
    """Each day with its month, walked through one after the other: no day is reckoned from another.

    A month begins when it is payday, or where the month has no such day, on its last.
    """
    day, month = date(first_year, 1, 1), date(first_year, 1, 1)
    while day.year <= last_year:
        payday = min(begins, monthrange(day.year, day.month)[1])
        if day.day == payday and begins > 1:
            month = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        elif day.day == 1 and begins == 1:
            month = day
        yield day, month
        day += A_DAY


def last_year() -> int:
    """Two years, of which 2024 has a 29 February; many more where there is time."""
    return 2024 if TIMES == 1 else 2099


@pytest.fixture(scope="module")
def by_hand() -> dict[tuple[int, date], date]:
    return {
        (begins, day): month
        for begins in range(1, 32)
        for day, month in months_by_hand(begins, 2023, last_year())
    }


def test_every_day_of_two_years_is_of_the_month_that_plain_dates_say(
    by_hand: dict[tuple[int, date], date], app: psycopg.Connection[tuple[int, date, date]]
) -> None:
    rows = app.execute(
        "SELECT begins, day::date, month_of_day(day::date, begins)"
        " FROM generate_series(1, 31) AS begins,"
        "   generate_series(timestamp '2023-01-01', make_timestamp(%s, 12, 31, 0, 0, 0), '1 day')"
        " AS day",
        (last_year(),),
    ).fetchall()
    assert {(begins, day): month for begins, day, month in rows} == by_hand
    assert {(b, day): month_of_day(day, b) for b, day in by_hand} == by_hand


def test_a_month_is_from_its_first_day_to_its_last(by_hand: dict[tuple[int, date], date]) -> None:
    months: dict[tuple[int, date], list[date]] = {}
    for (begins, day), month in by_hand.items():
        months.setdefault((begins, month), []).append(day)
    whole = {key: days for key, days in months.items() if date(2023, 2, 1) <= key[1]}
    for (begins, month), days in whole.items():
        assert first_day(month, begins) == days[0]
        if days[-1] != date(last_year(), 12, 31):  # which the walk ends with
            assert last_day(month, begins) == days[-1]


def test_no_month_is_later_than_can_be_recorded(app: psycopg.Connection[tuple[date, date]]) -> None:
    # 31 December 2100 would be of 2101-01, which the books do not have: its month has 67 days.
    found = app.execute("SELECT month_of_day('2100-12-31', 25), month_of_day('2100-11-25', 25)")
    assert found.fetchone() == (date(2100, 12, 1), date(2100, 12, 1))
    assert month_of_day(date(2100, 12, 31), 25) == date(2100, 12, 1)
    assert last_day(date(2100, 12, 1), 25) == date(2100, 12, 31)


def test_the_day_of_a_month_is_counted_from_payday(monkeypatch: pytest.MonkeyPatch) -> None:
    # 25 October is day 1, and 31 October day 7: 21 November is day 28 of 31.
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-21")
    assert day_of_month(25) == 28
    assert str(month_elapsed(date(2026, 11, 1), 25)) == "0.903226"
    assert month_elapsed(date(2026, 12, 1), 25) is None
    assert day_of_month(1) == 21
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-24")
    assert month_elapsed(date(2026, 11, 1), 25) == 1
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-25")
    assert (day_of_month(25), month_elapsed(date(2026, 11, 1), 25)) == (1, None)


@pytest.mark.parametrize("text", ["0", "32", "x", "25.5", "-1", "", "٣", "007"])
def test_what_is_no_day_of_a_month_is_refused(text: str) -> None:
    with pytest.raises(BadUsage, match="is no day that a month can begin with"):
        parse_month_begins(text)


def test_the_day_is_said_in_words() -> None:
    said = {begins: begins_in_words(begins) for begins in (1, 2, 3, 4, 11, 12, 13, 21, 23, 28, 31)}
    assert said == {
        1: "on the 1st", 2: "on the 2nd", 3: "on the 3rd", 4: "on the 4th", 11: "on the 11th",
        12: "on the 12th", 13: "on the 13th", 21: "on the 21st", 23: "on the 23rd",
        28: "on the 28th", 31: "on the last day",
    }  # fmt: skip
    assert begins_in_words(29) == "on the 29th, or the last day of a shorter month"
