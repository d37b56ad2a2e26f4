"""The records of a QIF file: what stands before each `^`, and the header that it belongs to.

A header (`!Type:Bank`) says what the records after it are; `!Account` names the account of those
that follow. Lines before the first header are a program's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from finally_cli.model.bank.text_file import cut_off, read_lines
from finally_cli.model.errors import BadFile

# What is a row: of banks, cards, cash, and of what else one owns or owes.
OF_ROWS = {"bank", "ccard", "cash", "otha", "othl"}
OF_INVESTMENTS = {"invst", "port"}
OF_LISTS = {
    "cat", "class", "security", "prices", "memorized", "budget", "tag", "invoice", "invitem",
    "template", "bill", "tax",
}  # fmt: skip
ACCOUNT = "account"
KNOWN = {*OF_ROWS, *OF_INVESTMENTS, *OF_LISTS, ACCOUNT}
UNFINISHED = {"prices"}  # whose records stand without an end
MOST_LINES = 5000  # of one record: a split of a thousand parts


@dataclass(slots=True)
class Record:
    """One record: its header's kind, and its lines as (line, code, text)."""

    kind: str
    lines: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def line(self) -> int:
        return self.lines[0][0]

    def first(self, code: str) -> str | None:
        """The text of the first line with a code."""
        return next((text for _, one, text in self.lines if one == code), None)


def read_records(text: TextIO) -> Iterator[Record]:
    """All records, in order. Raises BadFile where the last one has no end."""
    kind = ""
    now = Record(kind)
    number, is_empty = 0, False
    for number, said in read_lines(text):
        line = said.strip()
        if not line:
            continue
        if line.startswith("!"):
            if now.lines and now.kind not in UNFINISHED:
                raise cut_off(now.line, "the record that begins there has no end (^)")
            kind = kind_of(line, kind)
            now, is_empty = Record(kind), True
        elif line == "^":
            if now.lines:
                yield now
                is_empty = False
            now = Record(kind)
        elif kind:
            if len(now.lines) >= MOST_LINES:
                raise endless(now.line)
            now.lines.append((number, line[0], line[1:].strip()))
    if is_empty and not now.lines and kind not in KNOWN:
        raise cut_off(number, "its last header is not complete")
    if now.lines and now.kind not in UNFINISHED:
        raise cut_off(number, f"the record that begins in line {now.line} has no end (^)")


def kind_of(header: str, before: str) -> str:
    """What the records after a header are; options and their end change nothing.

    >>> kind_of("!Type:Oth A", ""), kind_of("!Option:AutoSwitch", "bank"), kind_of("!Account", "")
    ('otha', 'bank', 'account')
    """
    found = re.fullmatch(r"!\s*([A-Za-z]+)\s*(?::(.*))?", header, re.ASCII)
    word = found[1].lower() if found else ""
    if word in ("option", "clear"):
        return before
    if word == ACCOUNT:
        return ACCOUNT
    said = found[2] if found and word == "type" else None
    return re.sub("[^a-z]", "", (said or header).lower()) or "unknown"


def endless(line: int) -> BadFile:
    return BadFile(
        f"the record in line {line} has more than {MOST_LINES} lines",
        "Such a file is no QIF of a bank; download it again.",
        code="FILE_MALFORMED",
        details={"line": line},
    )
