"""How a new CSV file is read: asked in a terminal, decided or refused in a script.

The terminal is mostly one whose answers are written down beforehand.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from finally_cli.commands.source.layout import hints_of, layout_for
from finally_cli.model.bank.csv_rows import read_csv
from finally_cli.model.bank.layout import Layout
from finally_cli.model.bank.rows import BankRow
from finally_cli.model.errors import BadFile, Interrupted
from finally_cli.output.terminal import Terminal
from tests.conftest import Server
from tests.support.interview import HOUSEHOLD
from tests.support.processes import Program, PseudoTerminal

CLEAR = b"Date,Description,Amount\n13/04/2026,Coffee,-2.50\n14/04/2026,Pay,100.00\n"
OPEN = b"Date,Description,Amount\n03/04/2026,Coffee,-1.234\n"
MINT = (
    b"Date,Description,Original Description,Amount,Transaction Type,Category,Account Name\n"
    b"4/13/2026,Cafe,CAFE 1,5.02,debit,Coffee,Card\n"
)
MOVED = b"Day,Description,Amount\n13/04/2026,Coffee,-2.50\n"


class Person(Terminal):
    """A terminal with somebody who types these lines, and then goes away."""

    def __init__(self, *typed: str) -> None:
        super().__init__()
        self.typed = list(typed)
        self.told: list[str] = []

    @property
    def cannot_ask(self) -> str:
        return ""

    def edit_lines(self) -> None:
        """Nothing is typed."""

    def ask(self, question: str, *, remembered: bool = False) -> str:
        self.told.append(question)
        if not self.typed:
            raise EOFError
        return self.typed.pop(0)

    def tell(self, text: str, hang: int | None = None) -> None:
        self.told += text.split("\n")

    def say(self, sentence: str) -> None:
        self.told.append(sentence)


class Nobody(Terminal):
    @property
    def cannot_ask(self) -> str:
        return "there is no terminal to ask on"


def choose(data: bytes, *typed: str, known: Layout | None = None) -> tuple[Layout, list[str]]:
    """What is agreed on, and all that was shown."""
    person = Person(*typed)
    layout = layout_for(BytesIO(data), known, hints_of(), person)
    assert person.typed == []
    return layout, person.told


def amounts(data: bytes, layout: Layout) -> list[str]:
    said = read_csv(BytesIO(data), layout)
    return [f"{row.day} {row.amount}" for row in said if isinstance(row, BankRow)]


def test_enter_accepts_what_is_shown_with_its_first_rows() -> None:
    layout, told = choose(CLEAR, "")
    assert (layout.dates, layout.decimal) == ("dmy", ".")
    assert told == [
        "The file would be read so:",
        "  1  encoding   utf-8",
        "  2  delimiter  comma",
        "  3  columns    day=Date, text=Description, amount=Amount",
        "  4  dates      day, month, year",
        "  5  decimal    a point: 1,234.56",
        "  6  sign       above zero came in",
        "    2026-04-13         -2.50  Coffee",
        "    2026-04-14        100.00  Pay",
        "Read it so? Enter, or a number to change:",
    ]


def test_what_is_open_is_asked_first_by_number_or_by_word() -> None:
    layout, told = choose(OPEN, "2", "maybe", ",", "")
    assert amounts(OPEN, layout) == ["2026-03-04 -1234"]
    assert told[:4] == [
        '"03/04/2026" may be 2026-04-03 or 2026-03-04.',
        "  1  dmy: 2026-04-03",
        "  2  mdy: 2026-03-04",
        "Which one?",
    ]
    assert '  "maybe" is nothing for --decimal. It can be "." or ",".' in told


def test_any_line_can_be_changed_and_the_rows_are_shown_anew() -> None:
    layout, told = choose(CLEAR, "3", "text=none", "?", "9", "sign", "spending-positive", "")
    assert layout.columns.text == ()
    assert amounts(CLEAR, layout) == ["2026-04-13 2.50", "2026-04-14 -100.00"]
    assert "  Type Enter, a number from 1 to 6, or ?." in told
    assert any("Ctrl-C" in line for line in told)
    assert "    2026-04-13          2.50" in told


def test_a_change_that_means_nothing_is_told_and_changes_nothing() -> None:
    layout, told = choose(CLEAR, "3", "day=Nowhere", "")
    assert layout.columns.day == ("Date",)
    assert any('no column "Nowhere"' in line for line in told)


def test_who_goes_away_has_changed_nothing() -> None:
    with pytest.raises(Interrupted):
        choose(CLEAR)
    with pytest.raises(Interrupted):
        choose(OPEN, "1")


def test_files_of_a_known_program_are_not_asked_about() -> None:
    layout, told = choose(MINT)
    assert (layout.name, told) == ("Mint", [])


def test_a_script_takes_what_is_decided_and_is_told_the_option_for_the_rest() -> None:
    decided = layout_for(BytesIO(CLEAR), None, hints_of(), Nobody())
    assert decided.columns.amount == "Amount"
    with pytest.raises(BadFile) as refused:
        layout_for(BytesIO(OPEN), None, hints_of(), Nobody())
    assert refused.value.code == "LAYOUT_UNDECIDED"
    assert refused.value.hint == ("Say it: --dates dmy or --dates mdy; --decimal . or --decimal ,")
    said = layout_for(BytesIO(OPEN), None, hints_of(dates="mdy", decimal=","), Nobody())
    assert amounts(OPEN, said) == ["2026-03-04 -1234"]


def test_what_is_kept_of_a_source_is_not_asked_again_and_an_option_goes_before_it() -> None:
    known = layout_for(BytesIO(CLEAR), None, hints_of(), Nobody())
    layout, told = choose(CLEAR, known=known)
    assert (layout, told) == (known, [])
    turned = layout_for(BytesIO(CLEAR), known, hints_of(sign="spending-positive"), Nobody())
    assert turned == replace(known, sign="spending-positive")


def test_what_no_file_has_said_yet_is_asked_when_one_needs_it() -> None:
    """Amounts without a decimal mark decide none; the next file has one of two readings."""
    first = b"Date,Description,Amount\n13/04/2026,Coffee,-2\n"
    known = layout_for(BytesIO(first), None, hints_of(), Nobody())
    assert known.decimal is None
    second = first + b"15/04/2026,Car,-1.234\n"
    with pytest.raises(BadFile) as refused:
        layout_for(BytesIO(second), known, hints_of(), Nobody())
    assert refused.value.hint == "Say it: --decimal . or --decimal ,"
    layout, told = choose(second, ",", known=known)
    assert layout == replace(known, decimal=",")
    assert told[0] == '"1.234" may be 1.234 or 1234.'
    third = first + b"16/04/2026,Car,-1.50\n"
    assert layout_for(BytesIO(third), known, hints_of(), Nobody()).decimal == "."


def test_a_bank_that_changed_its_columns_is_named_and_asked_about_again() -> None:
    known = layout_for(BytesIO(CLEAR), None, hints_of(), Nobody())
    layout, told = choose(MOVED, "", known=known)
    assert layout.columns.day == ("Day",)
    assert told[0] == (
        'The file has no column "Date": the bank changed its columns, or the file is another one.'
    )
    with pytest.raises(BadFile) as refused:
        layout_for(BytesIO(MOVED), known, hints_of(), Nobody())
    assert refused.value.code == "LAYOUT_DIFFERS"
    assert refused.value.hint.endswith("--columns day=NAME")
    said = layout_for(BytesIO(MOVED), known, hints_of(columns="day=Day"), Nobody())
    assert said.columns == layout.columns


def test_the_text_of_rows_is_read_as_before_when_other_columns_change() -> None:
    """A new column of words would make other rows of those that are known."""
    known = layout_for(BytesIO(CLEAR), None, hints_of(), Nobody())
    new = b"Date,Payee,Description,Sum\n13/04/2026,Bar,Coffee,-2.50\n"
    layout, _ = choose(new, "", known=known)
    assert (layout.columns.text, layout.columns.amount) == (("Description",), "Sum")


def test_an_encoding_that_is_open_is_asked_with_its_letters() -> None:
    data = "Datum;Popis;Částka\n13.4.2026;Číslo;-1,50\n".encode("cp1250")
    layout, told = choose(data, "cp1250", "")
    assert layout.columns.amount == "Částka"
    assert '  2  cp1250: "Částka Číslo"' in told


@pytest.fixture
def household(server: Server, fresh_database: str, tmp_path: Path) -> Program:
    """The program on a household, with a file of a bank beside it."""
    (tmp_path / "april.csv").write_bytes(OPEN)
    with closing(server.connect(fresh_database)) as connection:
        connection.execute(HOUSEHOLD)
        connection.commit()
    return Program(tmp_path, {"FINALLY_DSN": server.dsn(fresh_database)})


def test_what_was_answered_is_kept_with_the_source_and_ctrl_c_keeps_nothing(
    household: Program,
) -> None:
    words = ("import", "bank", "april.csv", "--source", "Bank")
    with PseudoTerminal(household, *words) as terminal:
        terminal.until("Which one? ")
        terminal.type("\x03")
        terminal.rest()
        assert terminal.ended() == 130
    assert household("source", "list", "--json").json["rows"] == []
    with PseudoTerminal(household, *words) as terminal:
        terminal.until("Which one? ")
        terminal.type("mdy\n")
        terminal.until("Which one? ")
        terminal.type("2\n")
        assert "2026-03-04     -1,234.00  Coffee" in terminal.until("to change: ")
        terminal.type("\n")
        terminal.until("Review the row that waits? [Y/n] ")
        terminal.type("n\n")
        terminal.rest()
        assert terminal.ended() == 0
    shown = household("source", "show", "Bank", "--json").json
    assert 'dates = "mdy"\ndecimal = ","' in shown["layout"]
    assert (shown["rows"][0]["rows"], shown["rows"][0]["first_day"]) == (1, "2026-03-04")
