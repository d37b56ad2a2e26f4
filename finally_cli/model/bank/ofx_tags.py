"""The tags of an OFX file, of version 1 (SGML) or 2 (XML) or a mixture of both, in their order.

Banks write version 2 headers before leaves that are not closed, blank lines before the header, and
all on one line; so nothing but tags and the text behind them is looked at. A `<` that begins no tag
is text. What is escaped is unescaped once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, TextIO

from finally_cli.model.bank.rows import Remark
from finally_cli.model.bank.text_file import choose_encoding, cut_off, known_encoding, open_text
from finally_cli.model.errors import BadFile

PIECE = 1 << 16  # letters that are read at once
LONGEST_TEXT = 1 << 20  # letters that may stand between two tags
LONGEST_ID = 400  # letters of a FITID with its tag; the standard has 255

HEADER = 1 << 12  # bytes in which the header says the encoding
NAMED = re.compile(r"""(?:\bCHARSET\s*[:=]\s*|\bencoding\s*=\s*["'])([\w.-]+)""", re.I | re.A)
ENCODED = re.compile(r"\bENCODING\s*:\s*([\w.-]+)", re.I | re.A)

TAG = re.compile(
    r"<(/?[A-Za-z][A-Za-z0-9._-]*)(?:\s[^<>]*)?/?>"
    r"([^<]*(?:(?:<!\[CDATA\[.{0,9999}?\]\]>|<!--.{0,9999}?-->|<!(?!\[CDATA\[|--)|<(?![/!?A-Za-z]))[^<]*)*)"
    r"(</\1>\s*)?",  # of a leaf, which so is one tag
    re.ASCII | re.DOTALL,
)
MARKED = re.compile(r"<!\[CDATA\[(.*?)\]\]>|<!--.*?-->", re.DOTALL)
ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp);", re.ASCII)
PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}
IDS = re.compile(
    r"<(?:((?:CC|INV)?STMTRS)>|FITID>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]*))", re.IGNORECASE
)


class Tag(NamedTuple):
    """A tag in capitals, `/NAME` where it closes, and the text behind it, not yet unescaped."""

    line: int
    name: str
    text: str


def header_encoding(file: BinaryIO, asked: str | None) -> tuple[str, Remark | None]:
    """How the bytes are read: UTF-8 if they are that, else what the header names."""
    encoding, remark = choose_encoding(file, asked)
    if remark is None:
        return encoding, None
    file.seek(0)
    header = file.read(HEADER).decode("latin-1").partition("<OFX>")[0]
    for said in (NAMED.search(header), ENCODED.search(header)):
        if said and (named := known_encoding(said[1])) and named not in ("utf-8", "ascii"):
            return named, None
    return encoding, remark


def read_tags(file: BinaryIO, encoding: str) -> Iterator[Tag]:
    """Every tag of the file. Raises BadFile where it is cut off: its last one is `</OFX>`."""
    with open_text(file, encoding) as text:
        yield from split_tags(text)


def split_tags(text: TextIO) -> Iterator[Tag]:
    """As `read_tags`, of text. What closes a leaf with a text is not given."""
    line, held, last, at_end = 1, "", "", False
    while not at_end:
        piece = text.read(PIECE)
        at_end = not piece
        held += piece
        counted = read = 0
        for found in TAG.finditer(held):
            begin, end = found.span()
            if end == len(held) and not at_end:
                break  # its text may go on in the next piece
            line += held.count("\n", counted, begin)
            last = found[1].upper()
            yield Tag(line, last, found[2])
            if found[3] and not found[2].strip():  # perhaps no leaf, but a part without any
                last = "/" + last
                yield Tag(line, last, "")
            counted, read = begin, end
        if len(held) - read > LONGEST_TEXT:
            raise endless(line)
        line += held.count("\n", counted, read)
        held = held[read:]
    if last != "/OFX" or "<" in held:
        raise cut_off(line + held.count("\n"), "an OFX file ends with </OFX>")


def plain(text: str) -> str:
    """The text behind a tag as it is meant: marked sections as they stand, the rest unescaped once.

    >>> plain(" AT&amp;T &amp;lt; "), plain("<![CDATA[A &amp; B]]>"), plain("&#8364; &#x20AC;")
    ('AT&T &lt;', 'A &amp; B', '€ €')
    """
    if "<!" in text:
        parts = MARKED.split(text)  # what is between them, and what each has, in turn
        return "".join(
            (part or "") if place % 2 else unescape(part or "") for place, part in enumerate(parts)
        ).strip()
    return unescape(text).strip()


def unescape(text: str) -> str:
    return ENTITY.sub(letter_of, text) if "&" in text else text


def letter_of(entity: re.Match[str]) -> str:
    name = entity[1]
    if name[0] != "#":
        return PREDEFINED[name]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    is_letter = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_letter else entity[0]


def counted_statements(file: BinaryIO, encoding: str) -> list[bool]:
    """Of each statement in the file, whether its FITIDs are no ids: they only count its rows.

    They count if they are 1 to n, or 0 to n - 1, in any order: such a bank begins with 1 again in
    its next file.
    """
    counts: list[Count] = []
    with open_text(file, encoding) as text:
        held, at_end = "", False
        while not at_end:
            piece = text.read(PIECE * 16)
            at_end = not piece
            held += piece
            safe = len(held) if at_end else max(0, len(held) - LONGEST_ID)
            read = safe
            for found in IDS.finditer(held):
                if found.start() >= safe:
                    break
                read = max(safe, found.end())
                if found[1]:
                    counts.append(Count())
                elif counts:
                    counts[-1].add(found[2])
            held = held[read:]
    return [count.is_all() for count in counts]


class Count:
    """Whether numbers are 1 to n or 0 to n - 1, by their sum and that of their squares."""

    def __init__(self) -> None:
        self.number = self.least = self.sum = self.squares = 0
        self.are_numbers = True

    def add(self, text: str) -> None:
        """One more; an empty one is none."""
        if not text or not self.are_numbers:
            return
        if len(text) > 9 or not text.isascii() or not text.isdigit():
            self.are_numbers = False
            return
        value = int(text)
        self.least = min(self.least, value) if self.number else value
        self.number += 1
        self.sum += value
        self.squares += value * value

    def is_all(self) -> bool:
        """Whether they are all numbers that a count would have, each once."""
        n = self.number if self.least else self.number - 1
        return (
            self.are_numbers
            and self.number > 0
            and self.sum == n * (n + 1) // 2
            and self.squares == n * (n + 1) * (2 * n + 1) // 6
        )


def endless(line: int) -> BadFile:
    return BadFile(
        f"line {line} has a text without an end",
        "Such a file is no OFX of a bank; download it again.",
        code="FILE_MALFORMED",
        details={"line": line},
    )
