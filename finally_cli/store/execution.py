"""A statement that was executed: written out as psql runs it, and its plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from finally_cli.model.text import escape_characters
from finally_cli.store.errors import translating_errors
from finally_cli.store.statements import Statement, body, sql_root

if TYPE_CHECKING:
    import psycopg

# What a statement is made of, where a mark for a value counts, or does not: in comments, in quotes.
PIECES = re.compile(
    r"""
    (?P<inert> --[^\n]* | /\* | "[^"]*"
        | (?<![\w$]|[^\0-\x7f])[eE]'(?:[^'\\]|''|\\.)*'
            (?:[^\S\n]*(?:--[^\n]*)?\n(?:\s|--[^\n]*\n)*'(?:[^'\\]|''|\\.)*')*  # it goes on
        | '[^']*'
        | (?<![\w$]|[^\0-\x7f])
            (?P<tag>\$(?:(?:[^\W\d]|[^\0-\x7f])(?:\w|[^\0-\x7f])*)?\$).*?(?P=tag) )
    | %% | %\((?P<name>[^)]+)\)s (?P<cast>(?=\s*::))?
    """,
    re.VERBOSE | re.DOTALL,
)
IN_BLOCK = re.compile(r"/\*|\*/")  # comments of this kind hold others
MARK = re.compile(r"%(?:%|\(([^)]+)\)s)")


class Execution(NamedTuple):
    """A statement with the values that it was executed with; without any, it stands as it is.

    `types` are those of values that the text does not cast, where they are known.
    """

    name: str  # of its file, without its ending
    sentence: str  # what it is for
    text: str
    values: Mapping[str, object] | None
    types: Mapping[str, str] = {}


def execution_of(statement: Statement[Any], values: Mapping[str, object]) -> Execution:
    """A statement of ours with its values. What it is for is the second line of its file."""
    with (sql_root() / f"{statement.name}.sql").open(encoding="utf-8") as file:
        next(file)
        sentence = next(file).removeprefix("--").strip()
    return Execution(statement.name, sentence, body(statement.name), values)


def write_out(connection: psycopg.Connection[Any], execution: Execution) -> str:
    """A statement as psql runs it: its values are literals, and it ends with a semicolon.

    A literal is quoted by the driver. It has no line break, nor anything else that could act on a
    terminal, as it stands: as E'\\u001b', it has. What stands in a comment or between quotes is no
    value, whatever it looks like; the server, too, is given `$1` there.
    """
    text = execution.text.strip()
    if execution.values is not None:
        text = fill_in(connection, text, execution.values, execution.types)
    if "--" in text.rpartition("\n")[2]:
        return f"{text}\n;"  # of which it may be a comment
    return text if text.endswith(";") else f"{text};"


def fill_in(
    connection: psycopg.Connection[Any],
    text: str,
    values: Mapping[str, object],
    types: Mapping[str, str],
) -> str:
    """The text with a literal for each of its marks, `%(name)s`, and a `%` for each `%%`."""
    numbers: dict[str, int] = {}  # of the names, in the order in which they are met

    def in_quotes(mark: re.Match[str]) -> str:
        return f"${numbers.setdefault(mark[1], len(numbers) + 1)}" if mark[1] else "%"

    done, place = "", 0
    while piece := PIECES.search(text, place):
        done, end = done + text[place : piece.start()], piece.end()
        if piece["inert"]:
            if piece["inert"] == "/*":
                end = block_end(text, end)
            done += MARK.sub(in_quotes, text[piece.start() : end])
        elif name := piece["name"]:
            numbers.setdefault(name, len(numbers) + 1)
            is_cast = piece["cast"] is not None
            typed = f"::{types[name]}" if name in types and not is_cast else ""
            done += as_literal(connection, values[name], is_cast=is_cast or typed != "") + typed
        else:
            done += "%"
        place = end
    return done + text[place:]


def block_end(text: str, start: int) -> int:
    """Where a comment ends that has begun with /* before `start`."""
    depth = 1
    for mark in IN_BLOCK.finditer(text, start):
        depth += 1 if mark[0] == "/*" else -1
        if not depth:
            return mark.end()
    return len(text)


def as_literal(connection: psycopg.Connection[Any], value: object, *, is_cast: bool) -> str:
    """A value as SQL has it, with its type unless that is said behind it.

    >>> as_literal(None, "it's \\x1b", is_cast=True), as_literal(None, -5, is_cast=True)
    ("E'it''s \\\\u001b'", '(-5)')
    """
    from psycopg import sql

    text = sql.Literal(value).as_string(connection).strip()
    if text.startswith("-"):
        return f"({text})"
    quoted, mark, cast = text.rpartition("'")
    if is_cast and cast.startswith("::"):
        text = quoted + mark
    escaped = escape_characters(text, lambda c: "\\n" if c == "\n" else f"\\u{ord(c):04x}")
    # The driver itself says E where there is a backslash.
    return f"E{escaped}" if escaped != text and text.startswith("'") else escaped


def explain(connection: psycopg.Connection[Any], execution: Execution, *, in_json: bool) -> object:
    """What the server does for a statement as it is written out: text, or a list `in_json`.

    The server runs it once more, and its rows, times and pages are those of that run; a transaction
    that is read-only keeps it from changing anything. Raises what the server's refusal means to a
    person.
    """
    form = ", FORMAT JSON" if in_json else ""
    asked = f"EXPLAIN (ANALYZE, BUFFERS{form}) {write_out(connection, execution)}"
    # In the binary format, for which the server takes one statement and no second one after it.
    with translating_errors(), connection.cursor(binary=True) as cursor:
        lines = [line for (line,) in cursor.execute(asked.encode(connection.info.encoding))]
    return lines[0] if in_json else "\n".join(lines)
