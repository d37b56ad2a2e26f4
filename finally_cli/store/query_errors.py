"""What is wrong with a statement that a person wrote: where in it, and what was meant, perhaps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finally_cli.model.errors import (
    BadFile,
    BadUsage,
    Denied,
    FinallyError,
    Interrupted,
    Locked,
    Refused,
    ResourceFull,
)
from finally_cli.model.sql_text import SqlText
from finally_cli.model.text import (
    QUOTED,
    did_you_mean,
    escape_controls,
    quote,
    size_text,
    suggestions,
)
from finally_cli.store.database import Database
from finally_cli.store.errors import translate_error
from finally_cli.store.execution import PIECES, block_end
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True, slots=True, kw_only=True)
class NameKnown:
    """Something there is to ask."""

    kind: str
    name: str
    owner: str


NAMES = Statement("sql/names", NameKnown)
SCHEMAS = ("public", "pg_catalog", "information_schema")
UNDEFINED = {"42P01": "table", "42703": "column", "42883": "function"}
CANCELLED, NOT_ALLOWED, READ_ONLY, TEMP_FILES = "57014", "42501", "25006", "53400"
SYNTAX, UNKNOWN_TYPE, TOO_DEEP = "42601", "42P18", "54001"
OF_THE_STATEMENT = ("42", "0A", "3F")  # classes of what a statement itself lacks
LONGEST_VALUE = 16 << 20  # bytes
LONGEST_MESSAGE = 300  # characters; it may repeat what was typed
OF_THE_SERVER = ("08", "28", "40", "53", "55", "57", "58")  # what has nothing to do with it


def mistake(
    text: SqlText,
    message: str,
    hint: str,
    *,
    at: int | None = None,
    **details: object,
) -> FinallyError:
    """The failure for a mistake in a statement: BadFile for a file, else BadUsage.

    `at` is the character of what was typed where it is.
    """
    place = None if at is None else text.place(at)
    if text.source:
        message = f"{text.source}{f', line {place.line}' if place else ''}: {message}"
    elif place and "\n" in text.typed.strip():
        message = f"line {place.line}: {message}"
    kind, code = (BadFile, "SQL_INVALID") if text.source else (BadUsage, "SQL_INVALID")
    return kind(
        message,
        hint,
        code=code,
        details={**({"line": place.line, "column": place.column} if place else {}), **details},
        excerpt=None if at is None else text.excerpt(at),
    )


def place_of(error: psycopg.Error, text: SqlText, before: int) -> int | None:
    """Where in what was typed the server sees an error; `before` it stand characters of ours."""
    position = error.diag.statement_position
    if position is None or error.diag.internal_query:
        return None
    return text.typed_at(max(int(position) - 1 - before, 0))


def query_failure(
    error: psycopg.Error, text: SqlText, db: Database, *, before: int = 0, is_running: bool = False
) -> FinallyError:
    """The failure to show for what the server refuses of a statement.

    Names are looked up: the transaction must work again. `is_running` says that the statement was
    found right before.
    """
    state = error.sqlstate or ""
    said = " ".join((error.diag.message_primary or str(error)).split()).removesuffix(".")
    said = said if len(said) <= LONGEST_MESSAGE else f"{said[:LONGEST_MESSAGE]}…"
    if state == CANCELLED:
        return Interrupted("the statement was cancelled", "Ask it again.")
    if state == TEMP_FILES:
        return ResourceFull(
            "the statement takes more of the disk than one may",
            "Ask for fewer rows, or sort fewer of them.",
            code="SQL_TOO_LARGE",
        )
    if (state[:2] in OF_THE_SERVER and state != "55000") or not state:
        return translate_error(error)
    if state == NOT_ALLOWED:
        return Denied(
            f"that is not yours to ask: {said}",
            "See what there is to ask: finally sql --tables",
            details={"sqlstate": state},
        )
    if state == READ_ONLY:
        return writes(text, text.first_word)
    at = place_of(error, text, before)
    # The server advises its operator there to let statements be deeper.
    told = advice(state) if state == TOO_DEEP else error.diag.message_hint
    if state == SYNTAX and at is None and ";" in text.typed.rstrip("; \n"):
        return mistake(
            text,
            "there is more than one statement",
            "Ask them one after the other.",
            sqlstate=state,
        )
    if is_running and state[:2] not in OF_THE_STATEMENT:
        return Refused(
            f"the statement failed: {said}",
            told or "The rows it met are not as it expects them.",
            code="SQL_FAILED",
            details={"sqlstate": state, **place_details(text, at)},
            excerpt=None if at is None else text.excerpt(at),
        )
    if state == UNKNOWN_TYPE and text.names:
        name = text.names[0]
        if (unread := unread_mark(text)) is not None:
            return mistake(
                text,
                "a parameter that stands in quotes or in a comment has no value",
                "Write it outside of them, as in %(name)s::text, or take it out.",
                at=unread,
                sqlstate=state,
            )
        if at is None and len(text.names) == 1:
            at = text.typed.index(f"%({name})s")
        return mistake(
            text,
            "the server cannot know which type a parameter is of",
            f"Say it, as in %({name})s::date",
            at=at,
            sqlstate=state,
        )
    if (
        state == SYNTAX
        and at is not None
        and text.typed[at : at + 1] == "\\"
        and not is_in_text(text, at)
    ):
        return mistake(
            text,
            "what begins with \\ is a command of psql, and not SQL",
            "Leave it out. For psql: finally db shell",
            at=at,
            sqlstate=state,
        )
    hint = nearest_names(db, text, at, UNDEFINED.get(state, ""))
    hint = hint or told or advice(state)
    return mistake(text, said, hint, at=at, sqlstate=state)


def place_details(text: SqlText, at: int | None) -> dict[str, object]:
    """The line and the column of a place, for JSON."""
    return {} if at is None else text.place(at)._asdict()


def advice(state: str) -> str:
    """What to do about an error that the server gives no hint for."""
    return {
        SYNTAX: "Write one SELECT, as PostgreSQL has it.",
        UNKNOWN_TYPE: "Say its type: %(name)s::date",
        TOO_DEEP: "Ask it in smaller parts.",
    }.get(state, "Change the statement there.")


def unread_mark(text: SqlText) -> int | None:
    """Where a parameter stands that the server does not read anywhere, if there is one."""
    for name in text.names:
        marks = [found.start() for found in re.finditer(re.escape(f"%({name})s"), text.typed)]
        if all(is_in_text(text, at) for at in marks):
            return marks[0]
    return None


def is_in_text(text: SqlText, at: int) -> bool:
    """Whether a place of what was typed lies between quotes, or in a comment."""
    place = 0
    while piece := PIECES.search(text.typed, place):
        place = block_end(text.typed, piece.end()) if piece[0] == "/*" else piece.end()
        if place > at:
            return piece["inert"] is not None and piece.start() < at
    return False


def nearest_names(db: Database, text: SqlText, at: int | None, kind: str) -> str:
    """A question with the names most like the one that is not there; or nothing."""
    name = text.name_at(at) if at is not None and kind else []
    if at is None or not name:
        return ""
    known = db.all(NAMES)
    if kind == "column":
        tables = {one.name for one in known if one.kind == "table"} & text.words
        near = [one.name for one in known if one.kind == kind and one.owner in tables]
        names = near or [one.name for one in known if one.kind == kind]
    else:
        names = [one.name for one in known if one.kind == kind]
    # A table is named alone, behind its schema, or before a column of it.
    is_before = kind == "table" and len(name) > 1 and name[0] not in SCHEMAS
    wanted = name[0] if is_before else name[-1]
    close = suggestions(wanted, sorted(set(names)), 0.7 if kind == "function" else 0.6)
    meant = did_you_mean([one for one in close if one != wanted])
    if kind == "table":
        return f"{meant}See what there is to ask: finally sql --tables"
    if kind == "column" and not meant and len(name) == 1:
        typed = text.typed[at : at + len(wanted)] if wanted.islower() else wanted
        shown = escape_controls(typed if len(typed) <= QUOTED else "text")
        return f"If it is a text, it stands in single quotes: '{shown}'"
    return meant.strip()


def writes(text: SqlText, word: str) -> Refused:
    """The refusal of what would change something."""
    return Refused(
        f"a statement here only looks, and {word or 'this one'} would change something",
        "Commands change the books, and keep what they did: finally --help",
        code="SQL_WRITES",
    )


def timed_out(seconds: float) -> Locked:
    """The failure for a statement that takes too long."""
    return Locked(
        f"the statement took longer than {seconds:g} seconds, and was stopped",
        "Ask for less, or give it longer with --timeout SECONDS",
        code="SQL_TIMED_OUT",
    )


def value_too_large(column: str, size: int) -> ResourceFull:
    """The failure for a value that is longer than any that is shown."""
    return ResourceFull(
        f"a value of {quote(column)} has {size_text(size)}",
        f"A value of at most {size_text(LONGEST_VALUE)} is shown: left(…, 1000) is its beginning.",
        code="SQL_TOO_LARGE",
    )


def too_large(megabytes: int) -> ResourceFull:
    """The failure for a statement that takes too much memory."""
    return ResourceFull(
        f"the statement took more than {megabytes:,} MB of memory, and was stopped",
        "Ask for fewer rows, or for shorter values.",
        code="SQL_TOO_LARGE",
    )
