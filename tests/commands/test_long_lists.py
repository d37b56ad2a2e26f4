"""Lists that are long: written as their rows come, and through a pager on a terminal."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.box import Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from finally_cli.commands.items.kind import LIST_EXPENSES, TotalLine
from finally_cli.model.kinds import CategoryName, Change, Code, Day, Id, ItsMonth, Money
from finally_cli.model.result import Note, Result
from finally_cli.model.text import escape_controls
from finally_cli.output import table
from finally_cli.output.cells import NUMBERS
from finally_cli.output.columns import fill_cells, visible_columns
from finally_cli.output.lines import cell_width
from finally_cli.output.screen import PIPE, Screen
from finally_cli.output.serialize import csv_parts, json_parts
from finally_cli.output.table import BATCH, as_table, table_parts
from finally_cli.store.database import PART, CurrentUser, Database
from tests.conftest import Run, Server, cloned
from tests.support.processes import Program, PseudoTerminal


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    month: ItsMonth
    date: Day | None
    category: Code
    name: CategoryName
    amount: Money
    change: Change | None
    note: str | None
    id: Id


RULED = Box("    \n    \n ── \n    \n ── \n ── \n    \n    \n")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["[bold]x[/bold]", "\x1b[31m", "漢字 と かな", "e\u0301", "=1+1", "a  b", "😀"]
)
ENTRIES = st.builds(
    Entry,
    month=st.just(date(2026, 10, 1)),
    date=st.none() | st.dates(date(2026, 10, 1), date(2026, 10, 31)),
    category=st.just("FOOD"),
    name=TEXTS,
    amount=st.decimals(-(10**9), 10**9, places=4),
    change=st.none() | st.decimals(-(10**6), 10**6, places=2),
    note=st.none() | TEXTS,
    id=st.uuids().map(str),
)


def sheet_of(rows: list[Entry], currency: str = "EUR") -> Result:
    total = sum((row.amount for row in rows), Decimal(0))
    return Result(
        Entry, rows, "Entries", about={"currency": currency},
        totals=TotalLine(name="Total", amount=total),
        closing=[TotalLine(name="Total", amount=total)] if rows else [],
        notes=[Note("CODE", "A remark.", "finally do this")], nothing="No entries.",
    )  # fmt: skip


def streamed(result: Result) -> Result:
    return replace(result, rows=(), stream=iter(result.rows))


def by_rich(result: Result) -> str:
    """The table as Rich makes it."""
    console = Console(width=10_000, force_terminal=False, no_color=True, highlight=False)
    table = Table(box=RULED, padding=(0, 1), show_edge=False, pad_edge=True)
    columns = visible_columns(result)
    for column in columns:
        justify: Any = "right" if column.kind in NUMBERS else "left"
        table.add_column(column.title, justify=justify, no_wrap=True)
    for number, cells in enumerate(
        fill_cells(result, columns, 0 if "JPY" in str(result.about) else 2)
    ):
        if number == len(result.rows):
            table.add_section()
        table.add_row(*(Text(text) for text, _ in cells))
    with console.capture() as captured:
        console.print(result.title)
        console.print(table if result.rows else result.nothing)
        for note in result.notes:
            console.print(Text(f"Note: {note.message}\n  {note.command}"))
    return "\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n"))


@given(st.lists(ENTRIES, max_size=6), st.sampled_from(["EUR", "JPY"]))
def test_a_table_in_a_pipe_is_the_one_that_rich_makes(rows: list[Entry], currency: str) -> None:
    result = sheet_of(rows, currency)
    assert as_table(streamed(result), PIPE) == as_table(result, PIPE) == by_rich(result)


def plain(text: str) -> str:
    for code in (1, 2, 31, 32, 33, 0):
        text = text.replace(f"\x1b[{code}m", "")
    return text


def beside(amount: Decimal) -> list[Decimal]:
    """The amount rounded down and up, to whole units and to each number of places in use."""
    units = [Decimal(1), Decimal("0.01"), Decimal("0.0001")]
    return [amount.quantize(unit, way) for unit in units for way in (ROUND_FLOOR, ROUND_CEILING)]


@given(st.lists(ENTRIES, min_size=1, max_size=4), st.integers(20, 200))
def test_on_a_terminal_no_line_is_longer_than_it_unless_a_number_would_be_cut(
    rows: list[Entry], width: int
) -> None:
    shown = "".join(table_parts(streamed(sheet_of(rows)), Screen(width)))
    lines = plain(shown).split("\n")
    # A record has 1 + 8 + 1 columns before its figure.
    longest = max(map(len, re.findall(r"[-+0-9,.]+", shown)))
    assert all(cell_width(line) <= max(width, 10 + longest) for line in lines)
    _, _, gone = " ".join(lines).partition("Too narrow for: ")
    for row in rows:
        assert row.id[:8] in shown or "Id" in gone.split(". --csv")[0].split(", ")
        # One of the two figures beside it: they are rounded so that they sum to the total.
        assert any(f"{amount:,}" in shown for amount in beside(abs(row.amount)))


def test_a_long_note_is_folded_between_words_and_nothing_of_it_is_lost() -> None:
    words = [f"word{number}" for number in range(60)]
    row = Entry(
        month=date(2026, 10, 1), date=date(2026, 10, 5), category="FOOD", name="Food",
        amount=Decimal("12.50"), change=None, note=" ".join(words), id="0123abcd-0000",
    )  # fmt: skip
    lines = plain("".join(table_parts(streamed(sheet_of([row])), Screen(80)))).split("\n")
    assert max(map(len, lines)) <= 80
    assert [word for line in lines for word in line.split() if word in words] == words


def test_what_first_comes_after_the_first_rows_has_its_column(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(table, "BATCH", 3)
    rows = [
        Entry(
            month=date(2026, 10, 1), date=None, category="FOOD", name="Food",
            amount=Decimal(number), change=None, note="late" if number == 6 else None,
            id=f"{number:08}",
        )
        for number in range(1, 7)
    ]  # fmt: skip
    lines = "".join(table_parts(streamed(sheet_of(rows)), PIPE)).split("\n")
    assert lines[1].split() == ["Month", "Date", "Category", "Amount", "Change", "Note", "Id"]
    assert lines[8].split() == ["2026-10", "Food", "6.00", "–", "late", "00000006"]
    short = "".join(table_parts(streamed(sheet_of(rows[:3])), PIPE)).split("\n")
    assert short[1].split() == ["Month", "Category", "Amount", "Id"], "all that say something"


@given(
    st.lists(st.decimals(0, 10**6, places=4), min_size=2, max_size=40),
    st.sampled_from("EUR JPY".split()),
)
def test_figures_that_are_written_as_they_come_sum_to_the_printed_total(
    amounts: list[Decimal], currency: str
) -> None:
    rows = [
        Entry(
            month=date(2026, 10, 1), date=None, category="FOOD", name="Food", amount=amount,
            change=None, note=None, id="0123abcd",
        )
        for amount in amounts
    ]  # fmt: skip
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(table, "BATCH", 1)
        lines = "".join(table_parts(streamed(sheet_of(rows, currency)), PIPE)).split("\n")
    printed = [Decimal(line.split()[2].replace(",", "")) for line in lines[3 : 3 + len(rows)]]
    total = Decimal(lines[4 + len(rows)].split()[1].replace(",", ""))
    assert sum(printed) == total
    unit = Decimal("0.01") if currency == "EUR" else Decimal(1)
    assert all(abs(p - amount) < unit for p, amount in zip(printed, amounts, strict=True))


@given(st.lists(ENTRIES, max_size=4))
def test_json_in_parts_is_what_the_standard_library_writes(rows: list[Entry]) -> None:
    result = sheet_of(rows)
    text = "".join(json_parts(streamed(result), "test"))
    document = json.loads(text)
    assert [row["id"] for row in document["rows"]] == [row.id for row in rows]
    assert [row["name"] for row in document["rows"]] == [row.name for row in rows]
    again = json.dumps(document, indent=2, ensure_ascii=False)
    if escape_controls(again.replace("\n", "")) == again.replace("\n", ""):
        assert text == again
    assert list(document) == ["schema", "currency", "rows", "totals", "notes"]


def many(count: int) -> Iterator[Entry]:
    for number in range(count):
        yield Entry(
            month=date(2026, 10, 1), date=date(2026, 10, 5), category="FOOD", name="Food",
            amount=Decimal(number), change=None, note=f"Shop {number}", id=f"{number:08}",
        )  # fmt: skip


@pytest.mark.parametrize("form", [json_parts, csv_parts, table_parts])
def test_rows_are_not_held_while_they_are_written(form: Any) -> None:
    """All of them would take some 20 MB: 30,000 rows of 400 bytes, and their text."""
    result = replace(sheet_of([]), stream=many(30_000))
    more = {"schema": "test"} if form is json_parts else {}
    parts = form(result, **({"screen": PIPE} if form is table_parts else more))
    for _ in islice(parts, BATCH + 10):  # the table looks at so many before it begins
        pass
    tracemalloc.start()
    try:
        assert sum(map(len, parts)) > 500_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def test_a_list_is_fetched_in_parts(run: Run, books: psycopg.Connection[Any]) -> None:
    run("expense", "add", "5", "FOOD")
    books.execute(
        "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
        " SELECT user_id, category_id, 2026, 9, n FROM expense_items"
        " CROSS JOIN generate_series(1, %s) AS n",
        [PART * 2],
    )
    found = books.execute("SELECT user_id::text FROM expense_items LIMIT 1").fetchone()
    assert found is not None
    db = Database(books, CurrentUser(id=found[0], email="", display_name=None, base_currency=""))
    nothing = dict.fromkeys(("first", "last", "category_id", "subcategory_id", "search", "limit"))
    rows = db.each(LIST_EXPENSES, **nothing)
    assert next(rows).amount == 5
    held = books.execute("SELECT name FROM pg_cursors").fetchall()
    assert held == [("expense/list",)]
    left = books.execute('MOVE FORWARD ALL IN "expense/list"').rowcount
    assert left == PART * 2 + 1 - PART, "one part was fetched, and no more"
    assert sum(1 for _ in rows) == PART - 1
    assert books.execute("SELECT name FROM pg_cursors").fetchall() == []
    assert run("expense", "list", "--json").json["totals"]["items"] == PART * 2 + 1
    assert len(run("expense", "list", "--json").json["rows"]) == PART * 2 + 1
    assert len(run("expense", "list", "--csv").stdout.splitlines()) == PART * 2 + 2
    assert len(run("expense", "list").stdout.splitlines()) == PART * 2 + 6


def test_every_list_that_grows_with_history_is_written_as_it_comes(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_at_once(*_: object, **__: object) -> None:
        raise AssertionError("all rows at once")

    for line in (
        "expense add 5 FOOD", "income add 5 SALARY", "asset add Acme --category SINGLE_STOCKS",
        "snapshot add Acme 5", "marketcap set Acme 5",
    ):  # fmt: skip
        assert run(*line.split()).exit_code == 0
    started: list[str] = []
    each = Database.each

    def noted(self: Database, statement: Any, **params: object) -> Iterator[Any]:
        started.append(statement.name)
        return each(self, statement, **params)

    monkeypatch.setattr(Database, "each", noted)
    for noun in ("expense", "income", "snapshot", "marketcap", "audit"):
        assert run(noun, "list", "--csv").exit_code == 0
    nouns = ["expense", "income", "snapshot", "marketcap", "audit"]
    assert started == [f"{noun}/list" for noun in nouns]


# -- the pager

PREFIX = "sed 's/^/>/'"


@pytest.fixture(scope="module")
def long_books(server: Server, template: str) -> Iterator[str]:
    """Books with 100 expenses in 2026-10 and 3 in 2026-09: on the 40 lines of a test's terminal."""
    with cloned(server, template, "long_lists") as name:
        with closing(server.connect(name)) as connection:
            connection.execute(
                "INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')"
            )
            connection.execute(
                "WITH ann AS ("
                " SELECT set_config('finally.user_id', id::text, true)::uuid AS id FROM users"
                ") INSERT INTO expense_items (user_id, category_id, year, month, amount)"
                " SELECT ann.id, expense_categories.id, 2026, CASE WHEN n > 3 THEN 10 ELSE 9 END, n"
                " FROM ann CROSS JOIN expense_categories CROSS JOIN generate_series(1, 103) AS n"
                " WHERE code = 'FOOD'"
            )
            connection.commit()
        yield server.dsn(name)


@pytest.fixture
def long(tmp_path: Path, long_books: str) -> Program:
    return Program(tmp_path, {"FINALLY_DSN": long_books})


def paged(program: Program, *words: str, **settings: str) -> tuple[bool, str, int]:
    """Whether every line went through the pager, what was shown, and the exit code."""
    with PseudoTerminal(
        program, "expense", "list", *words, **{"PAGER": PREFIX, **settings}
    ) as terminal:
        shown = terminal.rest()
        lines = shown.rstrip("\n").split("\n")
        assert len({line.startswith(">") for line in lines}) == 1, shown
        return lines[0].startswith(">"), shown, terminal.ended()


def test_a_table_longer_than_the_screen_goes_through_the_pager(long: Program) -> None:
    through, shown, exit_code = paged(long, "--month", "2026-10")
    assert (through, exit_code) == (True, 0)
    assert shown.count("\n") == 100 + 5  # title, header, rule; rule and total
    through, shown, exit_code = paged(long, "--month", "2026-09")
    assert (through, exit_code) == (False, 0), "it fits"
    assert shown.count("\n") == 3 + 5


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        (["--no-pager"], {}),
        (["--json"], {}),
        (["--csv"], {}),
        ([], {"PAGER": "cat"}),
        ([], {"PAGER": ""}),
        ([], {"PAGER": "no-such-pager -R"}),
        ([], {"PAGER": "less 'unclosed"}),
        ([], {"TERM": "dumb"}),
    ],
)
def test_a_pager_that_is_not_wanted_or_not_there_is_left_out(
    long: Program, words: list[str], settings: dict[str, str]
) -> None:
    through, shown, exit_code = paged(long, *words, **settings)
    assert (through, exit_code) == (False, 0)
    assert shown.count("\n") >= 100


def test_who_leaves_the_pager_early_has_seen_enough(long: Program) -> None:
    with PseudoTerminal(long, "expense", "list", PAGER="head -2") as terminal:
        shown = terminal.rest()
        assert terminal.ended() == 0
    assert shown.count("\n") == 2
    with PseudoTerminal(long, "expense", "list", PAGER="false") as terminal:
        assert terminal.rest() == ""
        assert terminal.ended() == 0


def test_the_pager_gets_what_git_gives_it_unless_it_is_set(long: Program) -> None:
    say = "sh -c 'cat > /dev/null; echo $LESS $LV'"
    with PseudoTerminal(long, "expense", "list", PAGER=say) as terminal:
        assert terminal.rest() == "FRX -c\n"
    with PseudoTerminal(long, "expense", "list", PAGER=say, LESS="S") as terminal:
        assert terminal.rest() == "S -c\n"


def test_ctrl_c_in_the_pager_is_meant_for_the_pager(long: Program) -> None:
    pager = "sh -c 'trap \"echo caught; exit\" INT; echo ready; sleep 60 & wait'"
    with PseudoTerminal(long, "expense", "list", PAGER=pager) as terminal:
        terminal.until("ready")
        terminal.type("\x03")
        terminal.until("caught")
        assert terminal.ended() == 0


def test_a_pipe_is_never_paged(long: Program) -> None:
    done = long("expense", "list", PAGER=PREFIX)
    assert done.stdout.startswith("Expenses (EUR)\n")
