"""How a bank's file is read: by its own format, or by the layout of its source."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from finally_cli.commands.command import Terminal
from finally_cli.commands.import_.sources import FileSources, Source
from finally_cli.commands.source.arguments import parse_source_name
from finally_cli.commands.source.layout import hints_of, layout_for
from finally_cli.model.bank.rows import Format, Reading, Section, mask_account
from finally_cli.model.errors import BadFile, Interrupted

if TYPE_CHECKING:
    from finally_cli.model.bank.hints import Hints
    from finally_cli.model.bank.layout import Layout


@dataclass(frozen=True, slots=True)
class Sayings:
    """What the command line says of how files are read; of each format, what concerns it."""

    encoding: str | None
    delimiter: str | None
    dates: str | None
    decimal: str | None
    sign: str | None
    columns: str | None
    words: str | None
    layout: str | None  # a TOML file

    def hints(self) -> Hints:
        """What of it is about a CSV file. Raises BadUsage."""
        return hints_of(
            encoding=self.encoding, delimiter=self.delimiter, dates=self.dates,
            decimal=self.decimal, sign=self.sign, columns=self.columns, words=self.words,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is known: its format, what it says, and the layout it is read by, in JSON."""

    format: Format
    reading: Reading
    layout: str | None = None
    words_from: str | None = None  # an id of the columns of a CSV file that texts are made of


def open_file(file: BinaryIO, sources: FileSources, said: Sayings, terminal: Terminal) -> Opened:
    """A bank's file, known by its content. Raises BadFile, at once or while it is read."""
    from finally_cli.model.bank.detect import HEAD, detect

    head = file.read(HEAD)
    file.seek(0)
    format_ = detect(head)
    if format_ == "csv":
        return open_csv_file(file, sources, said, terminal)
    from finally_cli.model.bank.read import open_reading

    hints = said.hints()

    def read() -> Reading:
        file.seek(0)
        return open_reading(
            file, format_, encoding=hints.encoding or None, date_order=hints.dates or None,
            decimal=hints.decimal or None,
        )  # fmt: skip

    if sources.named is None and terminal.can_ask:
        with closing(read()) as reading:
            first = next((one for one in reading if isinstance(one, Section)), None)
        if first is not None and not sources.fitting(first):
            sources.named = ask_name(terminal, first)
    return Opened(format_, read())


def open_csv_file(
    file: BinaryIO, sources: FileSources, said: Sayings, terminal: Terminal
) -> Opened:
    """A CSV file, read by the layout of its source, or by one that is proposed for it."""
    from uuid import NAMESPACE_OID, uuid5

    from finally_cli.model.bank.csv_rows import read_csv
    from finally_cli.model.bank.layout import read_json, write_json

    if sources.named is None:
        sources.named = only_fitting(file, sources.sources)
    if sources.named is None and terminal.can_ask:
        sources.named = ask_name(terminal, None)
    source = sources.by_name()
    known = read_json(source.layout) if source and source.layout else None
    if said.layout is not None:
        known = layout_of_file(said.layout)
    layout = layout_for(file, known, said.hints(), terminal)
    file.seek(0)
    words_from = str(uuid5(NAMESPACE_OID, "\0".join(map(str, layout.columns.text))))
    return Opened("csv", read_csv(file, layout), write_json(layout), words_from)


def ask_name(terminal: Terminal, section: Section | None) -> str:
    """What a person calls the account of a file. Raises Interrupted where nobody says."""
    key = section.account_key if section else None
    account = f"the account {mask_account(key)} of the file" if key else "the account of the file"
    try:
        while not (name := terminal.ask(f"What do you call {account}?").strip()):
            pass
    except EOFError:
        raise Interrupted("nothing was changed", "Say it: --source NAME") from None
    return parse_source_name(name)


def only_fitting(file: BinaryIO, sources: list[Source]) -> str | None:
    """The name of the one source whose layout a file has; of several currencies, of the first."""
    from finally_cli.model.bank.layout import read_json

    fitting = [one.source for one in sources if one.layout and fits(file, read_json(one.layout))]
    shortest = min(fitting, key=len, default=None)
    return shortest if all(name.startswith(shortest or "") for name in fitting) else None


def fits(file: BinaryIO, layout: Layout) -> bool:
    """Whether a file has the columns of a layout."""
    from finally_cli.model.bank.csv_header import find_header

    try:
        find_header(file, layout)
    except BadFile:
        return False
    finally:
        file.seek(0)
    return bool(layout.header)


def layout_of_file(name: str) -> Layout:
    """The layout in a TOML file. Raises BadFile."""
    from finally_cli.commands.source.add import layout_json
    from finally_cli.model.bank.layout import read_json

    text = layout_json(name, None, is_like=False)
    assert text is not None  # a file was named
    return read_json(text)
