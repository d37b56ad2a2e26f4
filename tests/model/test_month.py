"""Months: as they are typed, counted from today, and written back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.errors import BadUsage
from finally_cli.model.month import (
    HINT,
    add_months,
    format_month,
    parse_day,
    parse_month,
    refuse_reversed,
    this_month,
    today,
)
from finally_cli.model.period import Period, parse_first, parse_last, parse_period

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
months = st.builds(date, st.integers(2000, 2100), st.integers(1, 12), st.just(1))


@given(months)
def test_a_month_that_is_written_is_read_as_the_same(month: date) -> None:
    assert parse_month(format_month(month)) == month
    assert parse_month(f"  {format_month(month)} ") == month


@given(months, st.integers(-500, 500))
def test_counting_months_forth_and_back_ends_where_it_began(month: date, count: int) -> None:
    there = add_months(month, count)
    assert there.day == 1
    assert (there.year - month.year) * 12 + there.month - month.month == count
    assert add_months(there, -count) == month


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
    "typed", ["", "0", "13", "2026", "2026-1", "26-10", "10-2026", "2026/1/", "2026-10-01", "-",
              "--1", "-x", "-12345", "+ 1", "-1.5", "tomorrow", "２０２６-１０",
              "2026-1\n0", "2026−10"],
)  # fmt: skip
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(BadUsage):
        parse_month(typed)


@given(months, st.sampled_from(["{0:%Y/%m}", "{0:%m/%Y}", "{0.month}/{0.year}",
                                "{0:%B} {0.year}", "{0:%b} {0.year}", "{0.year}-{0:%b}",
                                "{0.year} {0:%B}", "{0:%b}, {0.year}"]),
       st.sampled_from([str, str.upper, str.lower, str.title]))  # fmt: skip
def test_a_month_is_read_in_every_form_that_people_write(
    month: date, form: str, case: Callable[[str], str]
) -> None:
    assert parse_month(case(form.format(month))) == month


@given(days, st.integers(1, 12), st.sampled_from(["%b", "%B"]))
def test_a_name_alone_is_the_last_such_month_that_has_begun(
    day: date, number: int, form: str
) -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("FINALLY_TODAY", day.isoformat())
        if day < date(2001, 1, 1) or day >= date(2100, 8, 1):
            return  # the year before, or the one that is planned, has no books
        found = parse_month(f"{date(2020, number, 1):{form}}")
        assert found.month == number
        assert found <= day
        assert (day.year - found.year) * 12 + day.month - found.month < 12
        planned = parse_month(f"{date(2020, number, 1):{form}}", planned=True)
        away = (planned.year - day.year) * 12 + planned.month - day.month
        assert planned.month == number
        assert -6 <= away <= 5


@pytest.mark.parametrize(
    ("day", "typed", "first"),
    [
        ("2026-11-15", "oct", (2026, 10)),
        ("2026-11-15", "NOV", (2026, 11)),
        ("2026-11-15", "december", (2025, 12)),
        ("2026-01-01", "january", (2026, 1)),
        ("2026-01-01", "dec", (2025, 12)),
        ("2026-12-31", "jan", (2026, 1)),
        ("2026-11-15", "sept", (2026, 9)),
        ("2026-12-31", "next", (2027, 1)),
        ("2026-12-31", "+1", (2027, 1)),
        ("2026-11-15", "+14", (2028, 1)),
        ("2026-11-15", "-0", (2026, 11)),
    ],
)
def test_words_count_from_today(
    day: str, typed: str, first: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_TODAY", day)
    assert parse_month(typed) == date(*first, 1)


def test_for_a_plan_a_name_alone_is_the_nearest_such_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2026-11-15")
    assert parse_month("dec", planned=True) == date(2026, 12, 1)
    assert parse_month("apr", planned=True) == date(2027, 4, 1), "five months ahead"
    assert parse_month("may", planned=True) == date(2026, 5, 1), "six months ago, and six ahead"
    assert parse_month("oct", planned=True) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("2026", "is several months, and this takes one", "Name one, such as 2026-10."),
        ("2026-q3", "is several months, and this takes one", "Name one, such as 2026-10."),
        ("2026/13", "is not a month: there is no month 13", HINT),
        ("octobr 2026", "is not a month", f"Did you mean October? {HINT}"),
        ("oct nov", "is not a month", HINT),
        ("oct 26", "is not a month", HINT),
        ("2026 2026", "is not a month", HINT),
    ],
)
def test_the_refusal_of_a_month_says_what_it_is_like(typed: str, message: str, hint: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_month(typed)
    assert refusal.value.message == f'"{typed}" {message}'
    assert refusal.value.hint.startswith(hint)


@given(months)
def test_a_year_and_a_quarter_are_their_months(month: date) -> None:
    year, quarter = month.year, (month.month + 2) // 3
    assert parse_period(str(year)) == Period(date(year, 1, 1), date(year, 12, 1))
    whole = Period(date(year, quarter * 3 - 2, 1), date(year, quarter * 3, 1))
    for typed in (f"{year}-Q{quarter}", f"q{quarter} {year}", f"{year}q{quarter}"):
        assert parse_period(typed) == whole
        assert (parse_first(typed), parse_last(typed)) == (whole.first, whole.last)
    assert parse_period(format_month(month)) == parse_first(format_month(month)) == month


def test_a_quarter_alone_is_the_last_one_that_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2026-07-01")
    assert parse_period("q3") == Period(date(2026, 7, 1), date(2026, 9, 1))
    assert parse_period("Q4") == Period(date(2025, 10, 1), date(2025, 12, 1))


@given(st.text(alphabet="0123456789-/+, qQoctanjv", max_size=12) | st.text(max_size=12))
def test_any_text_is_a_stretch_of_months_or_refused(text: str) -> None:
    for parse in (parse_period, parse_first, parse_last):
        try:
            found = parse(text)
        except BadUsage as refusal:
            assert refusal.hint
        else:
            first, last = (found.first, found.last) if isinstance(found, Period) else (found, found)
            assert date(2000, 1, 1) <= first <= last <= date(2100, 12, 1)


# -- days


@given(days)
def test_a_day_that_is_written_is_read_as_the_same(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_day(f" {day.isoformat()}\n") == day


def test_today_and_yesterday_are_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2026-03-01")
    assert parse_day("today") == parse_day(" TODAY ") == date(2026, 3, 1)
    assert parse_day("Yesterday") == date(2026, 2, 28)
    monkeypatch.setenv("FINALLY_TODAY", "2028-03-01")
    assert parse_day("yesterday") == date(2028, 2, 29)


@given(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99))
def test_only_days_of_the_calendar_from_2000_to_2100_are_days(
    year: int, month: int, number: int
) -> None:
    typed = f"{year:04}-{month:02}-{number:02}"
    try:
        day = date(year, month, number)
    except ValueError:
        day = None
    if day is not None and 2000 <= year <= 2100:
        assert parse_day(typed) == day
    else:
        with pytest.raises(BadUsage):
            parse_day(typed)


@given(st.text(max_size=14))
def test_any_text_is_a_day_from_2000_to_2100_or_refused(text: str) -> None:
    try:
        day = parse_day(text)
    except BadUsage as refusal:
        assert refusal.hint
        assert "\n" not in refusal.message
    else:
        assert date(2000, 1, 1) <= day <= date(2100, 12, 31)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2026-02-30", 'there is no day "2026-02-30"'),
        ("2026-02-29", 'there is no day "2026-02-29"'),
        ("2026-00-10", 'there is no day "2026-00-10"'),
        ("2026-13-01", 'there is no day "2026-13-01"'),
        ("2026-10-00", 'there is no day "2026-10-00"'),
        ("0000-01-01", 'there is no day "0000-01-01"'),
        ("1999-12-31", 'the date "1999-12-31" is out of range'),
        ("2101-01-01", 'the date "2101-01-01" is out of range'),
    ],
)
def test_a_day_that_does_not_exist_or_is_out_of_range_says_so(typed: str, message: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_day(typed)
    assert refusal.value.message == message


@pytest.mark.parametrize(
    "typed",
    [
        "", "2026", "2026-10", "2026-10-5", "26-10-05", "2026-10-05-01", "2026/10/05", "5.10.2026",
        "20261005", "2026-10-05T00:00", "2026-1-005", "+2026-10-05", "-1", "this", "last",
        "tomorrow", "２０２６-１０-０５", "2026−10−05", "2026-10-0x", "--", "2026-10-",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_day(typed)
    assert refusal.value.message.endswith("is not a date")


def test_today_out_of_range_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2000-01-01")
    assert parse_day("today") == date(2000, 1, 1)
    with pytest.raises(BadUsage):
        parse_day("yesterday")


# -- ranges


@given(months, months)
def test_a_range_that_ends_before_it_begins_is_refused(first: date, last: date) -> None:
    refuse_reversed(first, None)
    refuse_reversed(None, last)
    if first <= last:
        refuse_reversed(first, last)
    else:
        with pytest.raises(BadUsage) as refusal:
            refuse_reversed(first, last)
        assert refusal.value.message == "--from is after --to"
        assert refusal.value.hint == (
            f"Did you mean --from {format_month(last)} --to {format_month(first)}?"
        )
