"""The fields of an MT940 file, one by one, with the line that each begins in.

Around the statements stand SWIFT's blocks, or a bank's own header lines; each statement begins with
`:20:` and ends with its closing balance, and mostly a line with a dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from finally_cli.model.bank.text_file import cut_off, read_lines
from finally_cli.model.errors import BadFile

BEGIN = re.compile(
    r":(20|21|25P?|28C?|13D?|34F|60[FM]?|61|62[FM]?|64|65|86|90[CD]?|NS):(.*)", re.ASCII | re.DOTALL
)
# The basic, application and user header of a message, before its text.
BLOCKS = re.compile(r"(?:\{[1235]:(?:[^{}]|\{[^{}]*\})*\})*(?:\{4:)?", re.ASCII)
END = re.compile(r"-\s*(?:\}.*)?")
OPENING = ("60F", "60M", "60")
CLOSING = ("62F", "62M", "62")
DASH = "-"
MOST_LINES = 50  # of one field; the standard has six


@dataclass(slots=True)
class Field:
    """One field: its tag without colons, or a dash, and its lines as they stand."""

    line: int
    tag: str
    lines: list[str]


def read_fields(text: TextIO) -> Iterator[Field]:
    """Every field of the statements in the file. Raises BadFile for one without an end."""
    now: Field | None = None
    inside = closed = False
    before: list[str] = []  # the bank's own lines before the first statement
    after: list[str] = []  # those since the end of the last one
    number, line = 0, ""
    for number, said in read_lines(text):
        is_broken = inside and line == ":"  # a tag, across two lines
        line = line + said if is_broken else said
        if line == ":":
            continue
        if line.startswith(":"):
            found = BEGIN.match(line)
        elif line.startswith("{") and (blocks := BLOCKS.match(line)):
            line = line[blocks.end() :]
            found = BEGIN.match(line)
        else:
            found = None
        if found:
            tag = found[1]
            if tag == "20":
                before, after = before or after, []
                inside, closed = True, False
            if not inside:
                continue
            if now:
                yield now
            now = Field(number, tag, [found[2]])
            closed = closed or tag in CLOSING
        elif closed and END.fullmatch(line):
            if now:
                yield now
                yield Field(number, DASH, [])
            now, inside, closed = None, False, False
        elif now and line.strip():
            if len(now.lines) >= MOST_LINES:
                raise too_long(now.line)
            now.lines.append(line)
        elif not inside and line.strip() and len(after) < MOST_LINES:
            after.append(line)
    if after and ("\n".join(before).startswith("\n".join(after)) or after[-1][0] in ":{"):
        raise cut_off(number, "another statement has begun")
    if line.startswith(":") and not BEGIN.match(line) and ends_in_line(text):
        raise cut_off(number, "its last line is not complete")
    if now:
        yield now


def ends_in_line(text: TextIO) -> bool:
    """Whether the file's last line has no end; the text is read through."""
    file = text.buffer
    file.seek(-1, 2)
    return file.read(1) not in (b"\n", b"\r", b"\x00")


def too_long(line: int) -> BadFile:
    return BadFile(
        f"the field in line {line} has more than {MOST_LINES} lines",
        "Such a file is no MT940 of a bank; download it again.",
        code="FILE_MALFORMED",
        details={"line": line},
    )
