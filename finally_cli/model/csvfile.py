"""A CSV file as people save it: its bytes, its lines, its cells, each with the line it stands in.

Commas, semicolons or tabs; UTF-8, or UTF-16 that says so. It is read in one pass and never held
whole. What cannot be trusted as a whole is refused at once; a single bad line is for who reads it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from itertools import chain
from pathlib import Path

from finally_cli.model.errors import BadFile
from finally_cli.model.text import quoted

STDIN = "-"
DELIMITERS = ",;\t"
LONGEST_LINE = 1_000_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
AS_UTF_8 = "Save it as CSV in UTF-8, and import it again."
EXPORT_AGAIN = "If the file was cut off, export it once more."

Record = tuple[int, list[str]]  # the line it begins in, and its cells


def parse_file(text: str) -> str:
    """A file's name, or `-`; refused before anything is opened if there is no such file."""
    if text == STDIN:
        return text
    try:
        found, folder = Path(text).exists(), Path(text).is_dir()
    except (OSError, ValueError):
        found = folder = False
    if folder:
        raise BadFile(f"{quoted(text)} is a folder", "Name one CSV file, or - for standard input.")
    if not found:
        raise BadFile(
            f"there is no file {quoted(text)}",
            "Name a CSV file, or - for standard input.",
            code="FILE_NOT_FOUND",
        )
    return text


@contextmanager
def opened(file: str) -> Iterator[TextIOWrapper]:
    """The text of a file, or of standard input for `-`. Raises BadFile if it cannot be read."""
    try:
        if file != STDIN:
            with Path(file).open("rb") as stream:
                yield decoded(stream)
        elif sys.stdin is None or sys.stdin.closed:
            raise BadFile("nothing comes from standard input", "Name a CSV file.")
        else:
            text = decoded(sys.stdin.buffer)  # type: ignore[arg-type]  # it is a BufferedReader
            try:
                yield text
            finally:
                text.detach()
    except OSError as error:
        raise BadFile(
            f"{quoted(file)} cannot be read: {error.strerror}",
            "Check the file and its permissions.",
        ) from error


def decoded(stream: BufferedReader) -> TextIOWrapper:
    """The bytes as text; damage is let through as a mark, for `checked` to find it in its line."""
    if stream.peek(2)[:2] in UTF_16:
        return TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="")
    return TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")


def records(text: TextIOWrapper, key: str = "asset") -> Iterator[Record]:
    """Each record with the number of its first line, as an editor counts; the header comes first.

    `key` is a column that every file of its kind has. Empty records are passed over. Raises BadFile
    for what cannot be read as CSV.
    """
    import csv

    lines = checked(text)
    blank = 0
    for first in lines:
        if first.strip():
            break
        blank += 1
    else:
        raise BadFile("the file is empty", "Its first line names the columns.", code="FILE_EMPTY")
    delimiter = delimiter_of(first, key)
    reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    line = blank + 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = blank + reader.line_num + 1
    except csv.Error:
        raise BadFile(
            f"line {line} opens a quote that does not close, or holds a cell of more than"
            f" {csv.field_size_limit():,} characters",
            EXPORT_AGAIN,
            code="BAD_QUOTES",
        ) from None


def delimiter_of(header: str, key: str = "asset") -> str:
    """What separates the cells: the candidate that gives most columns, one of them the key.

    >>> delimiter_of("asset;month;value"), delimiter_of("Asset\\t2026-10")
    (';', '\\t')
    """
    import csv

    def columns(delimiter: str) -> int:
        cells = next(csv.reader([header], delimiter=delimiter))
        return len(cells) if key in {cell.strip().casefold() for cell in cells} else 0

    return max(DELIMITERS, key=columns)


def checked(text: TextIOWrapper) -> Iterator[str]:
    """The lines of the file, with their ends, each looked at before it is used."""
    number = 0
    while line := text.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise BadFile(f"line {number} is longer than {LONGEST_LINE:,} characters", EXPORT_AGAIN)
        if "\0" in line:
            raise BadFile(f"line {number} holds a NUL, which no CSV file does", AS_UTF_8)
        if not line.isascii() and is_damaged(line, text.encoding):
            name = "UTF-16" if text.encoding == "utf-16" else "UTF-8"
            raise BadFile(f"line {number} is not {name} text", AS_UTF_8, code="BAD_ENCODING")
        yield line


def is_damaged(line: str, encoding: str) -> bool:
    """Whether a byte of it could not be decoded."""
    if encoding == "utf-16":
        return "\ufffd" in line
    try:
        line.encode()
    except UnicodeEncodeError:
        return True
    return False
