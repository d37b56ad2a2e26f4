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
from finally_cli.model.result import Result
from finally_cli.output.cells import share_bar
from finally_cli.output.chart import as_chart
from finally_cli.output.screen import PIPE, Screen
from finally_cli.output.serialize import csv_parts, json_parts
from finally_cli.output.table import as_table


@dataclass(frozen=True)
class Line:
    name: str
    amounts: Series
    used: Part | None
    pace: Pace | None


MONTHS = [date(2026, month, 1) for month in range(1, 7)]
SHEET = Result(
    Line,
    [
        Line("Food", [Decimal(1000 * n) for n in range(1, 7)], Decimal("0.5"), Decimal("0.25")),
        Line("Rent", [Decimal(0)] * 6, Decimal("1.5"), Decimal("-0.25")),
    ],
    about={"months": MONTHS},
)


def test_a_series_is_a_column_a_month() -> None:
    shown = as_table(SHEET, PIPE).splitlines()
    assert shown[0].split() == [
        "Name", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "Used", "Pace",
    ]  # fmt: skip
    assert shown[2].split()[1:7] == [f"{n},000.00" for n in range(1, 7)]
    assert "".join(csv_parts(SHEET)).splitlines()[0] == (
        "name,2026-01,2026-02,2026-03,2026-04,2026-05,2026-06,used,pace"
    )
    assert '"months": [' in "".join(json_parts(SHEET, "some.report"))


@pytest.mark.parametrize(
    ("width", "months", "cents"),
    [
        # 4 of a name, 8 of a month with cents or 7 without, 16 and 7; 2 or 3 between, 1 before.
        (120, 6, True), (100, 6, True), (99, 6, True), (92, 6, True), (91, 6, False),
        (86, 6, False), (85, 5, True), (70, 4, False), (50, 2, False), (42, 1, True),
        (41, 1, False),
    ],
)  # fmt: skip
def test_on_a_narrow_terminal_the_oldest_months_go_and_it_is_said(
    width: int, months: int, cents: bool
) -> None:
    shown = as_table(SHEET, Screen(width)).splitlines()
    assert [word for word in shown[0].split() if word.startswith("2026-")] == [
        f"2026-{month:02}" for month in range(7 - months, 7)
    ]
    gone = ["cents"] * (not cents) + [f"2026-{month:02}" for month in range(1, 7 - months)]
    said = " ".join(" ".join(shown[4:]).split())
    assert said == (f"Too narrow for: {', '.join(gone)}. --csv has all." if gone else "")
    assert (" 6,000.00 " if cents else " 6,000 ") in shown[2]
    assert max(map(len, shown)) <= width


@dataclass(frozen=True)
class Account:
    name: str
    opening: Money
    closing: Money | None
    used: Annotated[Decimal, Kind("part")]


def test_where_no_table_fits_each_row_is_a_record_with_all_its_figures() -> None:
    rows = [
        Account("Everything fund of the world", Decimal("1234567.89"), None, Decimal("0.5")),
        Account("Cash", Decimal("0.5"), Decimal("-7"), Decimal("1.5")),
    ]
    assert as_table(
        Result(Account, rows, closing=[Account("", *[Decimal(1)] * 3)]), Screen(30)
    ) == (
        " Name      Everything fund of\n"
        "           the world\n"
        " Opening       1,234,567.89\n"
        " Closing                  –\n"
        " Used       50.0 % ████░░░░\n"
        "\n"
        " Name      Cash\n"
        " Opening               0.50\n"
        " Closing              -7.00\n"
        " Used      150.0 % ▓▓▓▓▓▓▓!\n"
        "────────────────────────────\n"
        " Opening               1.00\n"
        " Closing               1.00\n"
        " Used      100.0 % ████████"
    )


def test_a_part_has_a_bar_and_too_much_has_a_mark() -> None:
    shown = as_table(SHEET, PIPE).splitlines()
    assert " 50.0 % ████░░░░ " in shown[2]
    assert " 150.0 % ▓▓▓▓▓▓▓! " in shown[3]
    assert shown[2].endswith("+25.0 %")
    assert shown[3].endswith("-25.0 %")
    assert [share_bar(Decimal(part)) for part in ("-1", "0", "0.01", "0.999", "1", "1.001")] == [
        "░░░░░░░░", "░░░░░░░░", "░░░░░░░░", "███████▉", "████████", "▓▓▓▓▓▓▓!",
    ]  # fmt: skip


@dataclass(frozen=True)
class Spare:
    name: str
    since: Annotated[date, Kind("month", spare=1)]
    amount: Money


def test_what_can_be_spared_goes_where_it_is_narrow_and_comes_where_it_is_wide() -> None:
    result = Result(Spare, [Spare("Rent", MONTHS[0], Decimal(1234))])
    assert "Since" in as_table(result, Screen(40))
    narrow = as_table(result, Screen(21))
    assert "2026-01" not in narrow
    assert "1,234.00" in narrow, "with that column gone there is room for the cents"
    assert " ".join(narrow.split()).endswith("Too narrow for: Since. --csv has all.")


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
    return as_table(Result(Entry, list(entries)), PIPE).splitlines()[0].split()


def test_a_column_is_there_only_when_it_says_something() -> None:
    day = date(2026, 5, 17)
    assert heads(entry(day, 0)) == ["Date", "Left", "Id"], "the day says the month"
    assert heads(entry(day, 0), entry(None, 0)) == ["Month", "Date", "Left", "Id"]
    assert heads(entry(None, 0)) == ["Month", "Left", "Id"]
    assert heads(entry(None, 5)) == ["Month", "Carried", "Available", "Left", "Id"]


def test_two_lines_of_a_chart_are_told_apart_without_colour() -> None:
    from finally_cli.model.result import Chart

    flat = [Decimal(5)] * 6
    chart = Chart(MONTHS, {"up": [Decimal(n) for n in range(6)], "flat": flat})
    plain = as_chart(chart, Screen(80))
    assert plain.splitlines()[-1].split() == ["⠒⠒⠒⠒", "up", "⠂⠂⠂⠂", "flat"]
    assert "\x1b" not in plain
    assert "\x1b[33m" in as_chart(chart, Screen(80, coloured=True)).splitlines()[-1]
    alone = as_chart(Chart(MONTHS, {"flat": flat}), Screen(80))
    assert "flat" not in alone
    dots = [
        sum(bin(ord(c) - 0x2800).count("1") for c in line if c >= "⠀")
        for line in (
            alone,
            as_chart(Chart(MONTHS, {"a": [Decimal(0)] * 6, "b": flat}), Screen(80)),
        )
    ]
    assert dots[1] < 2 * dots[0], "the second line is dotted"
