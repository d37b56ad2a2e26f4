"""The file that finally export json writes, read as it streams: row by row, never held whole.

It may have been edited, laid out anew by another program, or cut. Where it is no such file it is
refused at once; a row that is wrong is kept for the end, and the others are read on.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, BinaryIO

from finally_cli.model.errors import BadFile
from finally_cli.model.exporting.books_version import SCHEMA, VERSION
from finally_cli.model.importing.book_fields import BookTable, read_row
from finally_cli.model.importing.json_events import FORM, Event, JsonEvents
from finally_cli.model.text import did_you_mean, quote, suggestions

FACTS = ("schema", "program", "schema_version", "user", "part")
MOST_FACTS, DEEPEST = 50, 3  # values of a fact, and how deep they may lie
MOST_FIELDS = 100  # of a row
LONGEST_NAME = 100
MOST_BAD = 200  # rows that are told one by one

StagedRow = tuple[str, int, str | None, str]  # table, number from 1, id, its fields as JSON
Fact = Generator[None, Event, Any]
Outside = Generator[BookTable | None, Event, None]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be imported."""

    table: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose books a file holds, in which currency, and the day that their months begin with.

    `in_other_months` entries are in another month than their day is of, for one was closed.
    """

    id: str
    email: str
    base_currency: str
    month_begins: int
    in_other_months: int


class BooksFile:
    """What a file holds. `owner`, `is_part`, `counts` and `bad` are complete when it is read.

    `counts` has the rows of each table that the file has, and `bad_rows` how many are bad, of which
    `bad` has the first.
    """

    def __init__(self, stream: BinaryIO, tables: Mapping[str, BookTable]) -> None:
        self.events = JsonEvents(stream)
        self.tables = tables
        self.facts: dict[str, Any] = {}
        self.counts: dict[str, int] = {}
        self.bad: list[BadRow] = []
        self.bad_rows = 0

    def rows(self) -> Iterator[StagedRow]:
        """Each row that can be read. Raises BadFile for what is no such file, or was cut off."""
        outside = self.read_outside()
        next(outside)
        table: BookTable | None = None
        row: dict[str, Any] | None = None
        field = ""
        try:
            for event, value in chain.from_iterable(self.events):
                if table is None:
                    table = outside.send((event, value))
                elif row is None:
                    if event == "start_map":
                        row = {}
                        self.counts[table.name] += 1
                    elif event == "end_array":
                        table = None
                    else:
                        raise self.wrong_row(table, "is no row, after that one")
                elif event == "map_key":
                    field = value
                    if field in row or len(row) == MOST_FIELDS or len(field) > LONGEST_NAME:
                        raise self.wrong_row(table, f"has {quote(field[:40])} twice, or too much")
                elif event == "end_map":
                    yield from self.end_row(table, row)
                    row = None
                elif event in ("start_map", "start_array"):
                    raise self.wrong_row(table, f"has no plain value in {field}")
                else:
                    row[field] = value
        except BadFile as error:
            raise self.after_row(error, table) from None
        self.end()

    def end_row(self, table: BookTable, row: Mapping[str, Any]) -> Iterator[StagedRow]:
        """The row as it is staged, if it can be read."""
        number = self.counts[table.name]
        try:
            content = read_row(table, row, is_part=self.is_part)
        except ValueError as fault:
            self.refuse(BadRow(table.name, number, str(fault)))
        else:
            own = row.get("id")
            yield table.name, number, own.lower() if isinstance(own, str) else None, content

    def refuse(self, bad: BadRow) -> None:
        """Keep what is wrong with a row for the end."""
        self.bad_rows += 1
        if len(self.bad) < MOST_BAD:
            self.bad.append(bad)

    def read_outside(self) -> Outside:
        """What stands outside of tables, sent event by event; gives a table where one begins."""
        event, _ = yield None
        if event != "start_map":
            raise not_books()
        began: BookTable | None = None
        while True:
            event, name = yield began
            began = None
            if event == "end_map":
                break
            if name != "program":
                self.check_schema()
            if name in self.tables:
                event, _ = yield None
                if event != "start_array":
                    raise BadFile(f"{name} is no list of rows", FORM, code="BAD_JSON")
                if name in self.counts:
                    raise BadFile(f"the table {name} is there twice", FORM, code="SAID_TWICE")
                self.counts[name] = 0
                began = self.tables[name]
            elif name in FACTS and name not in self.facts:
                self.facts[name] = yield from read_fact()
            elif "schema" not in self.facts:
                raise not_books()
            else:
                raise self.unknown_table(name)
        yield None

    def check_schema(self) -> None:
        """Raises BadFile where the file says that it is something else, or of a later version."""
        schema = self.facts.get("schema")
        if schema is None:
            return
        found = re.fullmatch(rf"{re.escape(SCHEMA)}/([1-9][0-9]{{0,8}})", str(schema))
        if found is None:
            answer = re.fullmatch(r"finally\.([a-z._-]{1,60})/[0-9]+", str(schema))
            if answer is None:
                raise not_books()
            words = answer[1].replace(".", " ").replace("_", "-")
            raise BadFile(
                f"this is the answer of finally {words}, and not the books",
                FORM,
                code="NOT_BOOKS",
            )
        if int(found[1]) > VERSION:
            program = self.facts.get("program")
            wrote = f": {quote(program[:40])} wrote it" if isinstance(program, str) else ""
            raise BadFile(
                f"the file is of version {found[1]} of {SCHEMA}, and this program reads"
                f" version {VERSION}{wrote}",
                "Import it with the program that wrote it, or with a later one.",
                code="FILE_NEWER",
            )

    def unknown_table(self, name: str) -> BadFile:
        """The refusal of a table that the books do not have, or of what is said twice."""
        if name in self.facts:
            return BadFile(f"{name} is there twice", FORM, code="SAID_TWICE")
        meant = did_you_mean(suggestions(name[:LONGEST_NAME], list(self.tables)))
        return BadFile(
            f"there is no table {quote(name[:40])} in the books", f"{meant}{FORM}", code="BAD_JSON"
        )

    def end(self) -> None:
        """Raises BadFile where the file does not say what it is, or whose."""
        if "schema" not in self.facts:
            raise not_books()
        self.check_schema()
        if not isinstance(self.facts.get("part"), dict | None):
            raise BadFile("part is neither null nor says which part", FORM, code="BAD_JSON")
        assert self.owner

    @property
    def is_part(self) -> bool:
        """Whether the file says that it is a part of the books."""
        return self.facts.get("part") is not None

    @property
    def owner(self) -> Owner:
        """Whose books they are. Raises BadFile where the file does not say."""
        user = self.facts.get("user")
        said = user if isinstance(user, dict) else {}
        values = [said.get(name) for name in ("id", "email", "base_currency")]
        for value in values:
            if not isinstance(value, str) or len(value) > 320:
                raise BadFile("the file does not say whose books it holds", FORM, code="BAD_JSON")
        own, email, currency = map(str, values)
        begins = whole_number(said.get("month_begins", 1))  # which an older file does not say
        if begins is None or not 1 <= begins <= 31:
            raise BadFile("month_begins is no day from 1 to 31", FORM, code="BAD_JSON")
        others = whole_number(said.get("entries_in_other_months", 0))
        if others is None:
            raise BadFile("entries_in_other_months is no count", FORM, code="BAD_JSON")
        return Owner(
            id=own.lower(), email=email, base_currency=currency, month_begins=begins,
            in_other_months=others,
        )  # fmt: skip

    def wrong_row(self, table: BookTable, what: str) -> BadFile:
        """The refusal of a table at a row that is no plain object."""
        row = f"row {self.counts[table.name]:,} of {table.name}"
        return BadFile(f"{row}, in line {self.events.line}, {what}", FORM, code="BAD_JSON")

    def after_row(self, error: BadFile, table: BookTable | None) -> BadFile:
        """The failure with the row after which it came, which an editor finds by its number."""
        if table is None or error.code not in ("BAD_JSON", "BAD_ENCODING", "FILE_CUT"):
            return error
        place = f", at row {self.counts[table.name]:,} of {table.name}"
        message = error.message if " row " in error.message else error.message + place
        return BadFile(message, error.hint, code=error.code)


def whole_number(value: object) -> int | None:
    """The whole number that a value of a fact is; None where it is none, or beyond all counts."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return int(number) if abs(number) <= 10**18 and number == int(number) else None


def read_fact() -> Fact:
    """A value outside of tables, from its events. Raises BadFile for one that is too much."""
    event, value = yield None
    return (yield from build_fact(event, value, 0))


def build_fact(event: str, value: object, depth: int) -> Fact:
    """A value whose first event is there already."""
    found: list[Any] = []
    names: list[str] = []
    if event not in ("start_map", "start_array"):
        return value
    while True:
        if depth == DEEPEST or len(found) == MOST_FACTS:
            raise not_books()
        inner, name = yield None
        if inner in ("end_map", "end_array"):
            break
        if inner == "map_key":
            names.append(name)
            inner, name = yield None
        found.append((yield from build_fact(inner, name, depth + 1)))
    return dict(zip(names, found, strict=True)) if event == "start_map" else found


def not_books() -> BadFile:
    """The refusal of a file that is something else."""
    return BadFile("this is not what finally export json writes", FORM, code="NOT_BOOKS")
