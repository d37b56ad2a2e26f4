"""What a terminal is given: its width, its colours, its characters; and charts that are read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.result import Bars, Chart
from finally_cli.output.axis import month_labels, scale_of
from finally_cli.output.bars import as_bars, draw_bar
from finally_cli.output.chart import as_chart
from finally_cli.output.lines import cell_width, wrap
from finally_cli.output.screen import Screen, is_coloured, is_plain

ESCAPE = "\x1b["


def months(count: int, first: int = 2020 * 12) -> list[date]:
    return [date((first + n) // 12, (first + n) % 12 + 1, 1) for n in range(count)]


# -- colour, as the conventions have it


@pytest.mark.parametrize(
    ("environment", "on_a_terminal", "in_a_pipe"),
    [
        ({"TERM": "xterm"}, True, False),
        ({}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "unknown"}, False, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": "0"}, False, False),  # "regardless of its value", says no-color.org
        ({"NO_COLOR": ""}, True, False),  # "when present and not an empty string"
        ({"CLICOLOR": "0"}, False, False),
        ({"CLICOLOR": "1"}, True, False),
        ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, True, True),
        ({"CLICOLOR_FORCE": "1"}, True, True),
        ({"CLICOLOR_FORCE": "0"}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "3", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, False, False),
    ],
    ids=str,
)
def test_colour_is_there_where_the_conventions_have_it(
    environment: dict[str, str], on_a_terminal: bool, in_a_pipe: bool
) -> None:
    assert is_coloured(environment, is_terminal=True) is on_a_terminal
    assert is_coloured(environment, is_terminal=False) is in_a_pipe


@pytest.mark.parametrize(
    ("environment", "encoding", "plain"),
    [
        ({}, "utf-8", False),
        ({}, "UTF-8", False),
        ({"LC_ALL": "C.UTF-8"}, "utf-8", False),
        ({"LANG": "C", "LC_ALL": "de_DE.UTF-8"}, "utf-8", False),
        ({"LC_ALL": "C"}, "utf-8", True),
        ({"LC_ALL": "POSIX"}, "utf-8", True),
        ({"LC_CTYPE": "C", "LANG": "de_DE.UTF-8"}, "utf-8", True),
        ({"LANG": "C"}, "utf-8", True),
        ({"LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}, "utf-8", False),
        ({}, "ascii", True),
        ({}, "latin-1", True),
        ({}, "cp1252", True),
        ({}, "cp437", True),  # has blocks and rules, but no Braille
        ({}, "no-such-encoding", True),
    ],
    ids=str,
)
def test_outside_utf_8_only_ascii_is_drawn(
    environment: dict[str, str], encoding: str, plain: bool
) -> None:
    assert is_plain(environment, encoding) is plain


TWO = Chart(months(6), {"in": [Decimal(n) for n in (5, -3, 8, 2, -1, 4)], "out": [Decimal(1)] * 6})
BARS = Bars(
    ["Cash", "Gold", "Wine"],
    [Decimal("0.5"), Decimal("0.3"), Decimal("0.2")],
    [Decimal("0.4"), Decimal("0.4"), None],
)


@pytest.mark.parametrize("width", [40, 50, 80, 120])
@pytest.mark.parametrize("plain", [True, False])
def test_charts_and_bars_have_colour_where_it_is_wanted_letters_where_they_must_and_fit(
    width: int, plain: bool
) -> None:
    for coloured in (True, False):
        screen = Screen(width, coloured=coloured, plain=plain)
        for drawn in (as_chart(TWO, screen), as_bars(BARS, screen)):
            assert (ESCAPE in drawn) is coloured
            assert drawn.isascii() is plain
            bare = re.sub(r"\x1b\[[0-9]+m", "", drawn)
            assert max(map(cell_width, bare.splitlines())) <= width
            assert bare.rstrip() == bare


def test_lines_in_letters_are_told_apart() -> None:
    *_, legend = as_chart(TWO, Screen(60, plain=True)).splitlines()
    assert legend.split() == ["*", "in", "o", "out"]
    drawn = as_chart(TWO, Screen(60, plain=True))
    assert drawn.count("*") > 6 and drawn.count("o") > 6


# -- round amounts, even months, and nought

AMOUNTS = st.decimals(-(10**9), 10**9, places=4)


@given(st.lists(AMOUNTS, min_size=1, max_size=12))
def test_the_ticks_are_round_and_hold_every_amount(amounts: list[Decimal]) -> None:
    scale = scale_of(min(amounts), max(amounts))
    digits = str(scale.step.scaleb(-scale.step.adjusted()).normalize())
    assert digits in ("1", "2", "2.5", "5")
    assert 1 <= scale.steps <= 5
    assert scale.ticks[0] <= min(amounts)
    assert max(amounts) <= scale.ticks[-1]
    assert all(tick % scale.step == 0 for tick in scale.ticks)
    if min(amounts) < 0 < max(amounts):
        assert 0 in scale.ticks
    if min(amounts) < max(amounts):  # no finer one would do
        assert scale.step * 5 <= 6 * (max(amounts) - min(amounts)) * Decimal("2.5")


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        ("0", "100", "0 20 40 60 80 100"),
        ("306169", "393382", "300,000 320,000 340,000 360,000 380,000 400,000"),
        ("-0.4", "2.5", "-1 0 1 2 3"),
        ("-37", "81", "-50 0 50 100"),  # in steps of 25 it would take six
        ("0.011", "0.0149", "0.011 0.012 0.013 0.014 0.015"),
        ("12", "12", "0.0 2.5 5.0 7.5 10.0 12.5"),
        ("-500", "-500", "-500 -400 -300 -200 -100 0"),
        ("0", "0", "0.0 0.2 0.4 0.6 0.8 1.0"),
    ],
)
def test_the_ticks_of_some_ranges(low: str, high: str, ticks: str) -> None:
    chart = Chart(months(2), {"a": [Decimal(low), Decimal(high)]})
    assert beside(as_chart(chart, Screen(80))) == ticks.split()[::-1]


def beside(chart: str) -> list[str]:
    """What stands beside the rows, from above."""
    rows = [line.partition("┼" if "┼" in line else "┤") for line in chart.splitlines()]
    return [label.strip() for label, edge, _ in rows if edge]


def test_shares_have_ticks_in_percent() -> None:
    # From 12.3 % to 41 % it is 28.7: steps of 10 from 10 to 50 are four, of 5 they would be seven.
    chart = Chart(months(2), {"a": [Decimal("0.123"), Decimal("0.41")]}, in_percent=True)
    assert beside(as_chart(chart, Screen(80))) == ["50 %", "40 %", "30 %", "20 %", "10 %"]


@pytest.mark.parametrize("plain", [True, False])
def test_the_line_of_nought_is_drawn_where_the_range_holds_it(plain: bool) -> None:
    screen = Screen(60, plain=plain)
    rule = "----------" if plain else "╌╌╌╌╌╌╌╌╌╌"

    def noughts(*values: int) -> list[str]:
        chart = as_chart(Chart(months(2), {"a": [Decimal(v) for v in values]}), screen)
        return [line for line in chart.splitlines()[:-2] if rule in line]

    (nought,) = noughts(-40, 70)
    assert nought.split()[0] == "0"
    assert noughts(30, 70) == []
    assert noughts(-70, -30) == []


@given(st.integers(1, 400), st.integers(20, 150), st.integers(2000 * 12, 2050 * 12))
def test_the_named_months_are_equally_far_apart(count: int, columns: int, first: int) -> None:
    every = months(count, first)
    named = month_labels(every[0], every[-1], columns, 7)
    assert named[0] == (0, every[0])
    steps = {(b.year - a.year) * 12 + b.month - a.month for (_, a), (_, b) in pairwise(named)}
    assert len(steps) <= 1
    apart = [after - before for (before, _), (after, _) in pairwise(named)]
    assert all(gap >= 9 for gap in apart), "a name and two blanks"
    assert max(apart, default=0) - min(apart, default=0) <= 1


def test_a_month_stands_under_its_tick() -> None:
    chart = as_chart(Chart(months(5), {"a": [Decimal(n) for n in range(5)]}), Screen(80))
    *_, axis, below = chart.splitlines()
    ticks = [place for place, mark in enumerate(axis) if mark == "┬"]
    assert [below[place - 3 : place + 4] for place in ticks] == [
        "2020-01", "2020-02", "2020-03", "2020-04", "2020-05",
    ]  # fmt: skip


# -- bars


def test_a_bar_that_is_over_looks_different_from_one_that_is_full() -> None:
    # Eight cells: half is four; the mark at three quarters is the sixth; beyond it another bar.
    assert draw_bar(Decimal("0.5"), Decimal("0.75"), 8) == "████ ┃  "
    assert draw_bar(Decimal("0.75"), Decimal("0.75"), 8) == "█████┃  "
    assert draw_bar(Decimal(1), Decimal("0.75"), 8) == "█████┃▓▓"
    full, over = (
        as_bars(
            Bars(["A", "B"], [share, 1 - share], [Decimal("0.5"), None]), Screen(60)
        ).splitlines()
        for share in (Decimal("0.5"), Decimal("0.8"))
    )
    assert "▓" not in full[0] and full[-1].strip() == "┃ is the target"
    assert "▓" in over[0] and over[-1].strip() == "┃ is the target, ▓ what is beyond"


@pytest.mark.parametrize("width", [30, 40, 60])
def test_a_bar_says_its_share_however_narrow_it_is(width: int) -> None:
    names = ["A very long name of an asset", "漢字の名前がここにある", "B"]
    shares = [Decimal("0.625"), Decimal("0.25"), Decimal("0.125")]
    lines = as_bars(Bars(names, shares, [Decimal("0.5")] * 3), Screen(width)).splitlines()
    said = [re.findall(r"[0-9.]+ %", line)[0] for line in lines[:3]]
    assert said == ["62.5 %", "25.0 %", "12.5 %"]
    assert max(map(cell_width, lines)) <= width


# -- folding


@given(st.lists(st.text("abcé漢-", min_size=1, max_size=12), max_size=12), st.integers(4, 40))
def test_text_is_folded_between_words_and_none_is_lost(words: list[str], width: int) -> None:
    lines = wrap(" ".join(words), width)
    assert "".join(lines).replace(" ", "") == "".join(words)
    assert all(cell_width(line) <= width for line in lines)
    short = [word for word in words if cell_width(word) <= width]
    for word in short:
        assert any(word in line for line in lines), "no word is broken that has room"
