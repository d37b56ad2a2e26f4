"""What every command prints on narrow terminals: no number is cut, and no line is too long."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

import pytest

from finally_cli.model.kinds import Change, Id, Kind, Moment, Money, kinds_of
from finally_cli.model.result import Result
from finally_cli.output import render
from finally_cli.output.cells import IN_ONE_PIECE, NUMBERS, style_cell
from finally_cli.output.columns import Column
from finally_cli.output.layout import Layout, fit_layout
from finally_cli.output.lines import cell_width
from finally_cli.output.screen import Screen
from finally_cli.output.table import as_table, peek_rows
from tests.conftest import Run
from tests.conventions.test_goldens import LOOKS

WIDTHS = (40, 50, 80)
# Nothing was chosen alike twice in the sample household: test_suggest.py has it.
TABLES = [name for name in LOOKS if name != "rule-suggest"]


@pytest.fixture
def results(look: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[Result]]:
    """What a command prints, as sheets whose rows are all there: its own, and those below it."""
    found: list[Result] = []

    def keep(result: Result, *_: Any, **__: Any) -> None:
        known, rest, _is_whole = peek_rows(result)
        found[:] = [one for one in (known, *known.below) if one.rows or one.closing]
        assert not list(rest)

    def run(name: str) -> list[Result]:
        with monkeypatch.context() as patched:
            patched.setattr(render, "render", keep)
            assert look(*LOOKS[name]).exit_code == 0
        assert found
        return found

    return run


def test_a_rule_is_never_shown_without_its_conditions(
    results: Callable[[str], list[Result]],
) -> None:
    """Without them it seems to decide on every row with its words."""
    (rules,) = results("rule-list")
    for width in WIDTHS:
        assert " Only " in as_table(rules, Screen(width)).splitlines()[1]


@pytest.mark.parametrize("name", TABLES)
def test_no_line_is_too_long_and_no_number_is_cut(
    name: str, results: Callable[[str], list[Result]]
) -> None:
    for result in results(name):
        for width in WIDTHS:
            lines = as_table(result, Screen(width)).splitlines()
            commands = [f"  {note.command}" for note in result.notes]  # to be copied in one piece
            table = [line for line in lines if line not in commands]
            assert [line for line in table if cell_width(line) > width] == []
            layout = fit_layout(result, Screen(width), is_whole=True)
            said = " ".join(" ".join(lines).split())
            for title in layout.gone:
                assert title in said.partition("Too narrow for: ")[2].partition(". --csv")[0]
            assert ("cents" in layout.gone) is is_without_cents(result, layout)
            for text in solid(layout):
                assert any(text in line for line in table), text


def solid(layout: Any) -> list[str]:
    """Every figure, month, day and id that it is to show."""
    columns: list[Column] = list(layout.columns)
    places = layout.places if isinstance(layout, Layout) else range(len(columns))
    return [
        texts[place][0]
        for texts in (*layout.cells.rows, *layout.cells.closing)
        for place, column in zip(places, columns, strict=True)
        if column.kind in IN_ONE_PIECE
    ]


def is_without_cents(result: Result, layout: Any) -> bool:
    amounts = [column.kind in ("money", "change") for column in layout.columns]
    return layout.cells.filler.places == 0 and any(amounts)


# -- what goes first, and what never does


@dataclass(frozen=True)
class Event:
    at: Moment
    command: str
    changes: Annotated[str, Kind("text", spare=1)]
    amount: Money
    gain: Change
    undoes: Id
    id: Annotated[str, Kind("id")]


EVENT = Event(
    "2026-10-05T12:30:59Z", "finally snapshot add Checking 3200", "+1 asset_inputs",
    Decimal("1234567.89"), Decimal("-0.5"), "76543210-", "01234567-",
)  # fmt: skip


def test_what_one_came_for_stays_and_a_record_has_all() -> None:
    def shown(width: int) -> str:
        return as_table(Result(Event, [EVENT]), Screen(width))

    # 16 + 34 + 15 + 12 + 5 + 8 + 8 = 98, and 3 between seven columns, and 1: 117.
    assert "Too narrow" not in shown(117)
    assert "asset_inputs" in shown(117) and "1,234,567.89" in shown(117)
    for width in (60, 70, 80):
        assert "2026-10-05 12:30" in shown(width) and "01234567" in shown(width)
        assert "snapshot" in shown(width)
    narrow = shown(40)
    assert "Too narrow" not in narrow
    assert re.findall(r"^ (\w+)", narrow, re.MULTILINE)[0] == "At"
    for text in ("2026-10-05 12:30", "+1 asset_inputs", "1,234,567.89", "-0.50", "76543210"):
        assert text in narrow


def test_columns_go_in_the_order_of_their_numbers() -> None:
    @dataclass(frozen=True)
    class Ranked:
        third: Annotated[str, Kind("text", spare=3)]
        stays: str
        first: Annotated[str, Kind("text", spare=1)]
        second: Annotated[str, Kind("text", spare=2)]

    result = Result(Ranked, [Ranked("aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd")])
    # 1 + 8 a column and 2 between: 39 for four, 29 for three, 19 for two, 9 for one.
    gone = {39: [], 38: ["First"], 28: ["First", "Second"], 18: ["First", "Second", "Third"]}
    for width, titles in gone.items():
        said = " ".join(as_table(result, Screen(width)).split()).partition("Too narrow for: ")[2]
        assert said == (f"{', '.join(titles)}. --csv has all." if titles else "")


def test_no_word_is_broken_that_has_room_for_itself() -> None:
    @dataclass(frozen=True)
    class Named:
        name: str
        other: str
        amount: Money

    names = ["Insurance and taxes", "Rechtsschutzversicherung", "Rent"]
    rows = [Named(name, name[::-1], Decimal(1000)) for name in names]
    for width in range(40, 100):
        words = as_table(Result(Named, rows), Screen(width)).split()
        for name in names:
            for word in (*name.split(), *name[::-1].split()):
                assert word in words, (word, width)


def test_a_currency_of_three_decimals_loses_decimals_not_cents() -> None:
    @dataclass(frozen=True)
    class Amounts:
        first: Money
        second: Money

    rows = [Amounts(Decimal("12345.678"), Decimal("98765.432"))]
    for currency, word in (("KWD", "decimals"), ("EUR", "cents")):
        shown = as_table(Result(Amounts, rows, about={"currency": currency}), Screen(17))
        assert "12,346  98,765" in shown
        assert f"Too narrow for: {word}. --csv has all." in " ".join(shown.split())
    assert "Too narrow" not in as_table(
        Result(Amounts, rows, about={"currency": "JPY"}), Screen(17)
    )


def test_a_moment_is_shown_to_the_minute() -> None:
    assert style_cell("2026-10-05T12:30:59Z", "moment") == ("2026-10-05 12:30", "")
    assert kinds_of(Event)["at"] == "moment"
    assert "moment" not in NUMBERS


@pytest.mark.parametrize("width", [40, 50])
@pytest.mark.parametrize("words", ["", "report", "report networth", "audit list"])
def test_help_fits_too(width: int, words: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run(*words.split(), "--help").stdout.splitlines()
    assert lines and [line for line in lines if len(line) > width] == []
