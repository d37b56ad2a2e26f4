"""A CSV file as people save it: its bytes, its lines, its cells, each with the line it stands in.

Commas, semicolons or tabs; UTF-8, or UTF-16 that says so. It is read in one pass and never held
whole. What cannot be trusted as a whole is refused at once; a single bad line is for who reads it.
The apostrophe that keeps spreadsheets from running a cell is put there and taken away here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from itertools import chain
from pathlib import Path

from finally_cli.model.errors import BadFile
from finally_cli.model.text import quote

STDIN = "-"
DELIMITERS = ",;\t"
LONGEST_LINE = 1_000_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV injection).
FORMULA = frozenset("=+-@\t\r\n")
GUARD = "'"
AS_UTF_8 = "Save it as CSV in UTF-8, and import it again."
EXPORT_AGAIN = "If the file was cut off, export it once more."

Record = tuple[int, list[str]]  # the line it begins in, and its cells


def parse_file(text: str, kind: str = "CSV") -> str:
    """A file's name, or `-`; refused before anything is opened if there is no such file."""
    if text == STDIN:
        return text
    try:
        found, folder = Path(text).exists(), Path(text).is_dir()
    except (OSError, ValueError):
        found = folder = False
    if folder:
        raise BadFile(
            f"{quote(text)} is a folder", f"Name one {kind} file, or - for standard input."
        )
    if not found:
        raise BadFile(
            f"there is no file {quote(text)}",
            f"Name a {kind} file, or - for standard input.",
            code="FILE_NOT_FOUND",
        )
    return text


def parse_json_file(text: str) -> str:
    """As `parse_file`, of a JSON file."""
    return parse_file(text, "JSON")


@contextmanager
def open_binary(file: str) -> Iterator[BufferedReader]:
    """The bytes of a file, or of standard input for `-`. Raises BadFile if it cannot be read."""
    try:
        if file != STDIN:
            with Path(file).open("rb") as stream:
                yield stream
        elif sys.stdin is None or sys.stdin.closed:
            raise BadFile("nothing comes from standard input", "Name a file.")
        else:
            yield sys.stdin.buffer  # type: ignore[misc]  # it is a BufferedReader
    except OSError as error:
        raise BadFile(
            f"{quote(file)} cannot be read: {error.strerror}",
            "Check the file and its permissions.",
        ) from error


@contextmanager
def open_csv(file: str) -> Iterator[TextIOWrapper]:
    """The text of a file, or of standard input for `-`. Raises BadFile if it cannot be read."""
    with open_binary(file) as stream:
        text = decode(stream)
        try:
            yield text
        finally:
            text.detach()


def decode(stream: BufferedReader) -> TextIOWrapper:
    """The bytes as text; damage is let through as a mark, for `checked` to find it in its line."""
    if stream.peek(2)[:2] in UTF_16:
        return TextIOWrapper(stream, encoding="utf-16", errors="replace", newline="")
    return TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")


class NumberedRecords(Iterator[Record]):
    """Each record with the number of its first line, as an editor counts; the header comes first.

    `key` is a column that every file of its kind has. Empty records are passed over. Once all are
    read, `is_open` says that the last line has no end, nor a quote that closes there: it may have
    been cut. Raises BadFile for what cannot be read as CSV.
    """

    def __init__(self, text: TextIOWrapper, key: str = "asset") -> None:
        self.is_open = False
        self.is_quoted = False  # an apostrophe stands somewhere in what was read last
        self.read = self.records(text, key)

    def __iter__(self) -> Iterator[Record]:
        return self.read

    def __next__(self) -> Record:
        return next(self.read)

    def records(self, text: TextIOWrapper, key: str) -> Iterator[Record]:
        """The records, one after the other."""
        import csv

        lines = self.check_lines(text)
        blank = 0
        for first in lines:
            if first.strip():
                break
            blank += 1
        else:
            raise BadFile(
                "the file is empty", "Its first line names the columns.", code="FILE_EMPTY"
            )
        line = blank + 1
        try:
            delimiter = delimiter_of(first, key)
            reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
            for cells in reader:
                if any(cells):
                    if self.is_quoted:
                        cells, self.is_quoted = [*map(unguard_formula, cells)], False
                    yield line, cells
                else:
                    self.is_open = False
                line = blank + reader.line_num + 1
        except csv.Error:
            raise BadFile(
                f"line {line} opens a quote that does not close, or holds a cell of more than"
                f" {csv.field_size_limit():,} characters",
                EXPORT_AGAIN,
                code="BAD_QUOTES",
            ) from None

    def check_lines(self, text: TextIOWrapper) -> Iterator[str]:
        """The lines of the file, with their ends, each looked at before it is used."""
        number = 0
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise BadFile(
                    f"line {number} is longer than {LONGEST_LINE:,} characters", EXPORT_AGAIN
                )
            if "\0" in line:
                raise BadFile(f"line {number} holds a NUL, which no CSV file does", AS_UTF_8)
            if not line.isascii() and is_damaged(line, text.encoding):
                name = "UTF-16" if text.encoding == "utf-16" else "UTF-8"
                raise BadFile(f"line {number} is not {name} text", AS_UTF_8, code="BAD_ENCODING")
            if GUARD in line:
                self.is_quoted = True
            if not line.endswith(("\n", "\r", '"')):
                self.is_open = True  # only the last one can be so
            yield line


def guard_formula(text: str) -> str:
    """A text as a cell that no spreadsheet runs; a number stays a number.

    What already looks guarded is guarded once more, so that unguarding gives every text back.

    >>> guard_formula("=1+1"), guard_formula("-7.50"), guard_formula("'=1+1"), guard_formula("it's")
    ("'=1+1", '-7.50', "''=1+1", "it's")
    """
    if text.lstrip(GUARD)[:1] not in FORMULA or is_number(text):
        return text
    return GUARD + text


def unguard_formula(cell: str) -> str:
    """The text of a cell without the apostrophe that guards it.

    >>> [unguard_formula(text) for text in ("'=1+1", "''=1+1", "'tis", "'")]
    ['=1+1', "'=1+1", "'tis", "'"]
    """
    if cell[:1] == GUARD and cell.lstrip(GUARD)[:1] in FORMULA:
        return cell[1:]
    return cell


def is_number(text: str) -> bool:
    """Whether a text is digits, perhaps with a sign and a point: nothing that could be run.

    >>> is_number("-7.50"), is_number("+"), is_number("-1e5"), is_number("\\t5")
    (True, False, False, False)
    """
    digits = text[1:] if text[:1] in ("-", "+") else text
    return digits.isascii() and digits.replace(".", "", 1).isdigit()


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


def is_damaged(line: str, encoding: str) -> bool:
    """Whether a byte of it could not be decoded."""
    if encoding == "utf-16":
        return "\ufffd" in line
    try:
        line.encode()
    except UnicodeEncodeError:
        return True
    return False
