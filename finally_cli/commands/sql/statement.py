"""Where a person's own statement comes from: a file, the command line, or standard input."""

from __future__ import annotations

import sys
from errno import ENAMETOOLONG
from pathlib import Path

from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.sql_text import SqlText, read_sql
from finally_cli.model.text import quote

STDIN = "-"
LARGEST = 1 << 20  # bytes of a file that is read at all
NAME_ONE = "Name a file with one statement, or - for standard input."
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def parse_param(text: str) -> str:
    """A parameter and its value, NAME=VALUE, as it was typed. Raises BadUsage."""
    name, sign, _ = text.partition("=")
    if not sign or not name.isidentifier():
        raise BadUsage(f"{quote(text)} is not NAME=VALUE", "Write it as --param month=2026-10-01")
    return text


def read_statement(file: str | None, statement: str | None) -> SqlText:
    """The statement, with the file that it stands in.

    Raises BadUsage where there is none or there are two, BadFile for a file that cannot be read.
    """
    if file is not None and statement is not None:
        raise BadUsage("there are two statements, a file and -c", "Leave one out.")
    if statement is not None:
        return read_sql(statement)
    if file is None and (sys.stdin is None or sys.stdin.closed or sys.stdin.isatty()):
        raise BadUsage(
            "there is no statement",
            "Name a file with one, or write it: -c STATEMENT. What there is: finally sql --tables",
        )
    name = "standard input" if file in (None, STDIN) else str(file)
    return read_sql(decode(name, read_bytes(file)), name)


def read_bytes(file: str | None) -> bytes:
    """The bytes of a file, as far as they are read."""
    try:
        if file is None or file == STDIN:
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise no_file(str(file)) from None
    except IsADirectoryError:
        raise BadFile(f"{quote(str(file))} is a folder", NAME_ONE) from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == ENAMETOOLONG:
            raise no_file(str(file)) from None
        said = error.strerror if isinstance(error, OSError) else str(error)
        raise BadFile(
            f"{quote(file or STDIN)} cannot be read: {said}",
            "Check the file and its permissions.",
            code="FILE_NOT_READABLE",
        ) from error


def no_file(name: str) -> BadFile:
    """The refusal of a name that no file has; it may be the statement itself."""
    hint = "A statement stands behind -c: finally sql -c STATEMENT" if " " in name else NAME_ONE
    return BadFile(f"there is no file {quote(name)}", hint, code="FILE_NOT_FOUND")


def decode(name: str, content: bytes) -> str:
    """The text of a file. Raises BadFile."""
    if len(content) > LARGEST:
        raise BadFile(
            f"{name}: it is too large for one statement", "At most 200,000 characters are asked."
        )
    if content.startswith(UTF_16):
        raise BadFile(f"{name}: it is in UTF-16", "Save it in UTF-8.", code="BAD_ENCODING")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(
            f"{name}, line {line}: it is not UTF-8", "Save it in UTF-8.", code="BAD_ENCODING"
        ) from None
