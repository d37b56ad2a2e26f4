"""How the rows of a file of books meet those that are there: by id, or by what only one may have.

A row that is new is added, one that says the same is known, and one that differs is told. The
targets of a set are one whole: they differ together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from finally_cli.commands.export.tables import TABLES, Table
from finally_cli.commands.import_.book_tables import TARGETS, WRITINGS, ignored
from finally_cli.model.importing.books_file import MOST_BAD, BadRow
from finally_cli.model.kinds import Count
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.row_ranges import gather_rows
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A row with the id of an earlier one."""

    table_name: str
    number: int
    earlier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dangling:
    """A row that refers to what is nowhere."""

    number: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDifference:
    """A field that is another in the file than in the books, both as the server writes them."""

    number: int
    name: str | None
    field: str
    ours: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCounts:
    """How many rows of a table are what; `renamed` of them are known by another id."""

    table_name: str
    added: Count
    replaced: Count
    kept: Count
    known: Count
    renamed: Count


STAGE_KEPT = Statement("books/stage_kept", NoRows)
KEEP_BUILT_IN = Statement("books/keep_built_in", NoRows)
MEASURE = Statement("books/measure", NoRows)
FIND_REPEATED = Statement("books/find_repeated", Repeated)
FIND_DANGLING = Statement("books/find_dangling", Dangling)
MATCH_IDS = Statement("books/match_ids", NoRows)
MATCH_KEYS = Statement("books/match_keys", NoRows)
FOLLOW = Statement("books/follow", NoRows)
COMPARE = Statement("books/compare", NoRows)
MATCH_SETS = Statement("books/match_sets", NoRows)
STAGE_MISSING_TARGETS = Statement("books/stage_missing_targets", NoRows)
LIST_DIFFERENCES = Statement("books/list_differences", FieldDifference)
REPLACE = Statement("books/replace", NoRows)
REWRITE_SETS = Statement("books/rewrite_sets", NoRows)
COUNT = Statement("books/count", TableCounts)


def gather_books(db: Database, names: Iterable[str], *, is_empty: bool) -> None:
    """Put beside the staged rows what is in the books: of these tables, and what they refer to."""
    db.run(STAGE_KEPT)
    db.run(KEEP_BUILT_IN)
    if not is_empty:
        wanted = set(names)
        wanted |= {one.other for name in wanted for one in WRITINGS[name].references}
        for table in TABLES:
            if table.name in wanted:
                months = {"first": None, "last": None} if table.dated else {}
                gather_rows(db, "kept_books", table.name, table.statement, **months)
    db.run(MEASURE)


def find_faults(db: Database, tables: Iterable[Table]) -> Iterator[BadRow]:
    """Rows that are there twice, or refer to what is nowhere, the first of each kind."""
    for row in db.all(FIND_REPEATED, limit=MOST_BAD):
        yield BadRow(row.table_name, row.number, f"its id is that of row {row.earlier:,} already")
    for table in tables:
        for one in WRITINGS[table.name].references:
            found = db.all(
                FIND_DANGLING,
                table_name=table.name,
                field=one.field,
                other=one.other,
                key=one.key,
                limit=MOST_BAD,
            )
            for dangling in found:
                reason = f"{one.field} is {quote(dangling.said[:40])}, which is none of {one.other}"
                yield BadRow(table.name, dangling.number, reason)


def match_rows(db: Database, tables: Iterable[Table]) -> None:
    """Find for each staged row the one that it is in the books, and whether they say the same."""
    under_other_ids: set[str] = set()  # tables with rows that the books have so
    for table in tables:
        writing, name = WRITINGS[table.name], table.name
        by_id = [one for one in writing.references if one.key == "id"]
        for one in by_id:
            if one.other in under_other_ids:
                db.run(FOLLOW, table_name=name, field=one.field, other=one.other)
        db.run(MATCH_IDS, table_name=name)
        if writing.key and db.run(MATCH_KEYS, table_name=name, fields=list(writing.key)):
            under_other_ids.add(name)
            for one in by_id:
                if one.other == name:
                    db.run(FOLLOW, table_name=name, field=one.field, other=name)
        db.run(COMPARE, table_name=name, ignored=ignored(table))
        if name in TARGETS:
            db.run(MATCH_SETS, table_name=name)
            db.run(STAGE_MISSING_TARGETS, table_name=name)


def list_differences(db: Database, table: Table, most: int) -> list[FieldDifference]:
    """Where the rows of a table differ, so many fields at most."""
    return db.all(
        LIST_DIFFERENCES,
        table_name=table.name,
        fields=list(WRITINGS[table.name].named),
        ignored=ignored(table),
        limit=most,
    )


def replace_rows(db: Database, tables: Iterable[Table]) -> None:
    """Have the rows that differ take the place of those in the books, sets of targets as wholes."""
    db.run(REPLACE)
    for table in tables:
        if table.name in TARGETS:
            db.run(REWRITE_SETS, table_name=table.name)
