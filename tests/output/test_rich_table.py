"""What Rich renders on a terminal is, but for colours, what the layout writes by itself."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from finally_cli.output.layout import Layout, fit_layout
from finally_cli.output.rich_table import render_rich
from finally_cli.output.screen import Screen
from finally_cli.output.table import as_table
from tests.commands.test_long_lists import ENTRIES, Entry, sheet_of, streamed

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def plain(lines: list[str]) -> list[str]:
    return [COLOUR.sub("", line) for line in lines]


@given(st.lists(ENTRIES, min_size=1, max_size=4), st.integers(20, 200), st.booleans())
def test_rich_renders_what_was_laid_out(rows: list[Entry], width: int, coloured: bool) -> None:
    layout = fit_layout(sheet_of(rows), Screen(width, coloured), is_whole=True)
    if isinstance(layout, Layout):
        assert plain(list(render_rich(layout))) == plain(list(layout.lines(())))


@given(st.lists(ENTRIES, min_size=1, max_size=3), st.integers(20, 200))
def test_a_list_that_comes_row_by_row_is_the_same_table(rows: list[Entry], width: int) -> None:
    result, screen = sheet_of(rows), Screen(width)
    assert as_table(streamed(result), screen) == as_table(result, screen)


def test_without_colour_there_is_no_escape_and_outside_utf_8_plain_letters() -> None:
    text = as_table(sheet_of([]), Screen(80, plain=True))
    assert text.isascii()
    layout = fit_layout(sheet_of([]), Screen(80, plain=True), is_whole=True)
    assert isinstance(layout, Layout)
    assert all(line.isascii() and "\x1b" not in line for line in render_rich(layout))
