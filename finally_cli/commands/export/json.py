"""finally export json: all of the books, in one object."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Annotated

from finally_cli import __version__
from finally_cli.commands.command import reads
from finally_cli.commands.export.export_file import (
    ForceOption,
    OutputOption,
    answer_export,
    what_option,
)
from finally_cli.commands.export.tables import CLOSES, TABLES, Table
from finally_cli.commands.options import FromOption, ToOption
from finally_cli.commands.user.month_begins import COUNT_MOVES
from finally_cli.model.exporting.books_version import SCHEMA, VERSION
from finally_cli.model.exporting.part import Part
from finally_cli.model.month import format_month, refuse_reversed
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import schema_version

Parts = frozenset[Part] | None
Written = tuple[str, type, Collection[str], Iterable[object]]  # as books_parts takes it


@reads
def json(
    db: Database,
    output: OutputOption = None,
    force: ForceOption = False,
    first: FromOption = None,
    last: ToOption = None,
    what: Annotated[Parts, what_option(*Part)] = None,
) -> Result:
    """Write all of the books as JSON.

    It is complete but for the audit, which a backup has, and for keys, logins and shares. Each
    table is a list with a row a line, always in the same order: the same books are the same bytes,
    and two exports can be compared line by line. With --from, --to or --what it is a part, and says
    so; the assets, categories and sources that its rows refer to come with it.

    Examples:
        finally export json -o books.json
        finally export json --from 2026 --what values,items
    """
    refuse_reversed(first, last)
    from finally_cli.output.json_books import books_parts

    tables: Iterable[Written] = (
        (table.name, table.statement.row, left_out(table, what), table.rows(db, first, last))
        for table in TABLES
        if table.is_in(what)
    )
    about = facts(db, first, last, what)
    if about["part"] is None:
        tables = chain(tables, closes(db))
    return answer_export("json", books_parts(about, tables), output, force=force)


def closes(db: Database) -> Iterator[Written]:
    """The closed months, which are of whole books alone."""
    yield "closes", CLOSES.row, (), db.each(CLOSES)


def left_out(table: Table, what: Parts) -> tuple[str, ...]:
    """The fields of a table that the file has no use for, or no rows that they would refer to."""
    has_links = what is None or Part.IMPORTS in what
    return table.names if has_links else (*table.names, *table.links)


def entries_in_other_months(db: Database) -> int:
    """How many entries are in another month than their day is of now, since a month was closed."""
    found = db.one(COUNT_MOVES, begins=db.user.month_begins)
    assert found is not None  # a count is always one row
    return found.moved + found.kept


def facts(db: Database, first: date | None, last: date | None, what: Parts) -> dict[str, object]:
    """What the rows do not say: whose books they are, and which part of them; null for all."""
    is_part = first is not None or last is not None or what is not None
    return {
        "schema": f"{SCHEMA}/{VERSION}",
        "program": f"finally {__version__}",
        "schema_version": schema_version(),
        "user": {
            "id": db.user.id,
            "email": db.user.email,
            "display_name": db.user.display_name,
            "base_currency": db.user.base_currency,
            "month_begins": db.user.month_begins,
            "entries_in_other_months": entries_in_other_months(db),
        },
        "part": {
            "what": [str(part) for part in Part if what is None or part in what],
            "from": format_month(first) if first else None,
            "to": format_month(last) if last else None,
        }
        if is_part
        else None,
    }
