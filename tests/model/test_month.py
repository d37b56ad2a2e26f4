"""Months: as they are typed, counted from today, and written back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.errors import BadUsage
from finally_cli.model.month import parse_month, shifted, this_month, today, written

months = st.builds(date, st.integers(2000, 2100), st.integers(1, 12), st.just(1))


@given(months)
def test_a_month_that_is_written_is_read_as_the_same(month: date) -> None:
    assert parse_month(written(month)) == month
    assert parse_month(f"  {written(month)} ") == month


@given(months, st.integers(-500, 500))
def test_counting_months_forth_and_back_ends_where_it_began(month: date, count: int) -> None:
    there = shifted(month, count)
    assert there.day == 1
    assert (there.year - month.year) * 12 + there.month - month.month == count
    assert shifted(there, -count) == month


def test_this_last_and_minus_three_count_from_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2026-01-31")
    assert this_month() == parse_month("this") == parse_month("THIS") == date(2026, 1, 1)
    assert parse_month("last") == parse_month("-1") == date(2025, 12, 1)
    assert parse_month("-3") == parse_month("-03") == date(2025, 10, 1)
    assert parse_month("-0") == date(2026, 1, 1)
    assert parse_month("-13") == date(2024, 12, 1)


def test_without_a_told_day_it_is_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FINALLY_TODAY")
    before = date.today()  # noqa: DTZ011
    assert before <= today() <= before + timedelta(days=1)


@pytest.mark.parametrize("told", ["2026-13-01", "2026-02-30", "now", "2026-11"])
def test_a_told_day_that_is_none_is_refused(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_TODAY", told)
    with pytest.raises(BadUsage) as refusal:
        this_month()
    assert refusal.value.message == f'FINALLY_TODAY is "{told}", which is no day'


@given(st.text(max_size=12))
def test_any_text_is_a_month_from_2000_to_2100_or_refused(text: str) -> None:
    try:
        month = parse_month(text)
    except BadUsage as refusal:
        assert refusal.hint
    else:
        assert date(2000, 1, 1) <= month <= date(2100, 12, 1)
        assert month.day == 1


@given(st.integers(0, 9999), st.integers(0, 99))
def test_only_twelve_months_of_101_years_are_months(year: int, number: int) -> None:
    typed = f"{year:04}-{number:02}"
    if 2000 <= year <= 2100 and 1 <= number <= 12:
        assert parse_month(typed) == date(year, number, 1)
    else:
        with pytest.raises(BadUsage):
            parse_month(typed)


@pytest.mark.parametrize(
    "typed", ["", "0", "13", "2026", "2026-1", "26-10", "2026/10", "2026-10-01", "-", "--1", "-x",
              "-12345", "+1", "-1.5", "tomorrow", "２０２６-１０", "2026-1\n0", "2026−10"],
)  # fmt: skip
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(BadUsage):
        parse_month(typed)
