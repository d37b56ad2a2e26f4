"""The text of a bank's file that is no CSV: its encoding, its lines, and in how much memory.

These formats name their encoding badly or not at all. So: a mark at the beginning, or every second
byte being zero; else UTF-8, if all of it is; else what was asked for or what the file names, and
Windows' code page of the West if that is nothing that can be read.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO

from finally_cli.model.bank.encoding import MARKS, UTF_8, decodes, zero_bytes
from finally_cli.model.bank.rows import Remark
from finally_cli.model.errors import BadFile

CODE_PAGE = "cp1252"
LONGEST_LINE = 1 << 16  # letters


def choose_encoding(file: BinaryIO, asked: str | None = None) -> tuple[str, Remark | None]:
    """How the bytes are read, and what must be said of it.

    `asked` is what the user says it is. Raises BadFile where it cannot be that.
    """
    if asked:
        if not decodes(file, asked):
            raise BadFile(
                f"the file is no text in {asked}",
                "Name another encoding, or none: it is seen then.",
                code="BAD_ENCODING",
            )
        return asked, None
    file.seek(0)
    begin = file.read(4096)
    for mark, name in MARKS:
        if begin.startswith(mark):
            return name, None
    if wide := zero_bytes(begin):
        return wide, None
    if decodes(file, UTF_8):
        return UTF_8, None
    return CODE_PAGE, Remark(
        code="ENCODING_CHOSEN",
        message="The file is not UTF-8; its letters were read as Windows-1252.",
    )


def known_encoding(name: str) -> str | None:
    """What Python calls an encoding that a file names, if it is one of a byte a letter.

    >>> known_encoding("1252"), known_encoding("ISO-8859-1"), known_encoding("NONE")
    ('cp1252', 'cp1252', None)
    """
    name = f"cp{name}" if name.isdigit() else name
    try:
        found = codecs.lookup(name).name
        letters = "äé".encode(found)
    except (LookupError, UnicodeError):
        return None
    # What calls itself Latin 1 is mostly Windows' page, which has all letters of it.
    return {"iso8859-1": CODE_PAGE}.get(found, found) if len(letters) == 2 else None


@contextmanager
def open_text(file: BinaryIO, encoding: str) -> Iterator[TextIO]:
    """The file from its beginning as text, with each end of a line as one newline.

    The file itself stays open. Bytes that the encoding does not know become U+FFFD.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, errors="replace", newline=None)
    try:
        yield text
    finally:
        text.detach()


def read_lines(text: TextIO) -> Iterator[tuple[int, str]]:
    """Each line with its number from 1, without its end. Raises BadFile for an endless one."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE:
            raise BadFile(
                f"line {number} has more than {LONGEST_LINE - 1} letters",
                "Such a file is no text of a bank; download it again.",
                code="FILE_MALFORMED",
                details={"line": number},
            )
        yield number, line.removesuffix("\n")


def cut_off(line: int, what: str) -> BadFile:
    """That a file ends too early; `what` says what is missing at its end."""
    return BadFile(
        f"the file ends in the middle, at line {line}: {what}",
        "It was cut off; download it again.",
        code="FILE_CUT",
        details={"line": line},
    )
