"""A series of months, parts with their bars, and columns that come and go."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import pytest

from finally_cli.model.kinds import (
    Available,
    Carried,
    Day,
    Id,
    ItsMonth,
    Kind,
    Left,
    Money,
    Pace,
    Part,
    Series,
)
from finally_cli.model.sheet import Sheet
from finally_cli.output.cells import bar_of
from finally_cli.output.chart import as_chart
from finally_cli.output.machine import as_csv, as_json
from finally_cli.output.table import as_table


@dataclass(frozen=True)
class Line:
    name: str
    amounts: Series
    used: Part | None
    pace: Pace | None


MONTHS = [date(2026, month, 1) for month in range(1, 7)]
SHEET = Sheet(
    Line,
    [
        Line("Food", [Decimal(1000 * n) for n in range(1, 7)], Decimal("0.5"), Decimal("0.25")),
        Line("Rent", [Decimal(0)] * 6, Decimal("1.5"), Decimal("-0.25")),
    ],
    about={"months": MONTHS},
)


def test_a_series_is_a_column_a_month() -> None:
    shown = as_table(SHEET, terminal=False).splitlines()
    assert shown[0].split() == [
        "Name", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "Used", "Pace",
    ]  # fmt: skip
    assert shown[2].split()[1:7] == [f"{n},000.00" for n in range(1, 7)]
    assert as_csv(SHEET).splitlines()[0] == (
        "name,2026-01,2026-02,2026-03,2026-04,2026-05,2026-06,used,pace"
    )
    assert '"months": [' in as_json(SHEET, "some.report")


@pytest.mark.parametrize(("width", "months"), [(120, 6), (100, 6), (70, 3), (50, 1), (10, 1)])
def test_on_a_narrow_terminal_the_oldest_months_go_and_it_is_said(width: int, months: int) -> None:
    shown = as_table(SHEET, terminal=True, width=width).splitlines()
    assert [word for word in shown[0].split() if word.startswith("2026-")] == [
        f"2026-{month:02}" for month in range(7 - months, 7)
    ]
    gone = ", ".join(f"2026-{month:02}" for month in range(1, 7 - months))
    said = " ".join(" ".join(shown[4:]).split())
    assert said == (f"Too narrow for: {gone}. --csv has all." if gone else "")
    assert "6,000" in shown[2], "no number is cut"


def test_a_part_has_a_bar_and_too_much_has_a_mark() -> None:
    shown = as_table(SHEET, terminal=False).splitlines()
    assert " 50.0 % ████░░░░ " in shown[2]
    assert " 150.0 % ███████! " in shown[3]
    assert shown[2].endswith("+25.0 %")
    assert shown[3].endswith("-25.0 %")
    assert [bar_of(Decimal(part)) for part in ("-1", "0", "0.01", "0.999", "1", "1.001")] == [
        "░░░░░░░░", "░░░░░░░░", "░░░░░░░░", "███████▉", "████████", "███████!",
    ]  # fmt: skip


@dataclass(frozen=True)
class Spare:
    name: str
    since: Annotated[date, Kind("month", spare=True)]
    amount: Money


def test_what_can_be_spared_goes_where_it_is_narrow_and_comes_where_it_is_wide() -> None:
    sheet = Sheet(Spare, [Spare("Rent", MONTHS[0], Decimal(1234))])
    assert "Since" in as_table(sheet, terminal=True, width=40)
    narrow = as_table(sheet, terminal=True, width=24)
    assert "2026-01" not in narrow
    assert narrow.splitlines()[-2:] == ["Too narrow for: Since.", "--csv has all."]


@dataclass(frozen=True)
class Entry:
    month: ItsMonth
    date: Day | None
    carried: Carried | None
    available: Available | None
    left_over: Left
    id: Id


def entry(day: date | None, carried: int) -> Entry:
    amount = Decimal(carried)
    return Entry(date(2026, 5, 1), day, amount, amount, amount, "01234567-89ab")


def heads(*entries: Entry) -> list[str]:
    return as_table(Sheet(Entry, list(entries)), terminal=False).splitlines()[0].split()


def test_a_column_is_there_only_when_it_says_something() -> None:
    day = date(2026, 5, 17)
    assert heads(entry(day, 0)) == ["Date", "Left", "Id"], "the day says the month"
    assert heads(entry(day, 0), entry(None, 0)) == ["Month", "Date", "Left", "Id"]
    assert heads(entry(None, 0)) == ["Month", "Left", "Id"]
    assert heads(entry(None, 5)) == ["Month", "Carried", "Available", "Left", "Id"]


def test_two_lines_of_a_chart_are_told_apart_without_colour() -> None:
    from finally_cli.model.sheet import Chart

    flat = [Decimal(5)] * 6
    chart = Chart(MONTHS, {"up": [Decimal(n) for n in range(6)], "flat": flat})
    plain = as_chart(chart, colour=False)
    assert plain.splitlines()[-1].split() == ["⠒⠒⠒⠒", "up", "⠂⠂⠂⠂", "flat"]
    assert "\x1b" not in plain
    assert "\x1b[33m" in as_chart(chart, colour=True).splitlines()[-1]
    alone = as_chart(Chart(MONTHS, {"flat": flat}), colour=False)
    assert "flat" not in alone
    dots = [
        sum(bin(ord(c) - 0x2800).count("1") for c in line if c >= "⠀")
        for line in (
            alone,
            as_chart(Chart(MONTHS, {"a": [Decimal(0)] * 6, "b": flat}), colour=False),
        )
    ]
    assert dots[1] < 2 * dots[0], "the second line is dotted"
