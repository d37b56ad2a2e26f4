"""A statement that somebody typed: its placeholders, and the place of a mistake in it.

A placeholder is %(name)s, as in the files of ours, and travels as $1, $2 and so on. A statement
without one goes as it stands; in one that has some, a percent sign is %%.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from finally_cli.model.errors import Excerpt

MARK = r"%(?:%|\((\w+)\)s)?"
WORD = r'"(?:[^"]|"")*"|[^\W\d][\w$]*'
COMMENT = r"\s+|--[^\n]*|/\*.*?\*/"
LONGEST = 200_000  # characters of a statement


class Place(NamedTuple):
    """Where something stands: the line and the column of its first character, from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SqlText:
    """A statement as it was typed, and as it is sent: `names` are its placeholders, $1 first.

    `starts` are pairs of where a piece begins in what is sent, and where in what was typed.
    `stray` is where a percent sign stands by itself among placeholders, if one does.
    """

    typed: str
    sent: str
    names: tuple[str, ...]
    starts: tuple[tuple[int, int], ...]
    stray: int | None = None
    source: str = ""  # the file that it stands in; none where it was typed on the command line
    first_line: int = 1  # of what was typed, in that file

    def typed_at(self, sent: int) -> int:
        """Where in the typed text the character stands that is at `sent` in the other, from 0."""
        begin, typed = self.starts[bisect_right(self.starts, (sent, len(self.typed))) - 1]
        return min(typed + sent - begin, len(self.typed))

    def place(self, at: int) -> Place:
        """The line and column of a character of the typed text."""
        before = self.typed[:at]
        return Place(before.count("\n") + self.first_line, at - (before.rfind("\n") + 1) + 1)

    def excerpt(self, at: int) -> Excerpt:
        """The line that a character of the typed text stands in, with its place there."""
        line, column = self.place(at)
        typed = self.typed.split("\n")[line - self.first_line].rstrip("\r")
        mark = typed.startswith("\ufeff")
        return Excerpt(typed[mark:], column - mark)

    @property
    def first_word(self) -> str:
        """What the statement begins with, after comments: SELECT.

        >>> read_sql("/* a */ -- b\\n(select 1)").first_word
        'SELECT'
        """
        at = 0
        while found := re.compile(rf"{COMMENT}|\(", re.DOTALL).match(self.typed, at):
            at = found.end()
        word = re.compile(r"\\?\w+").match(self.typed, at)
        return word[0].upper() if word else ""

    def name_at(self, at: int) -> list[str]:
        """The name that begins at a place, in its parts, as the server folds them.

        >>> read_sql('SELECT a . "To""tal" FROM A').name_at(7)
        ['a', 'To"tal']
        """
        name = re.compile(rf"({WORD})(?:\s*\.\s*({WORD}))?(?:\s*\.\s*({WORD}))?").match(
            self.typed, at
        )
        return [fold_identifier(part) for part in name.groups() if part] if name else []

    @property
    def words(self) -> set[str]:
        """Every word in it that could be a name."""
        return {fold_identifier(word) for word in re.findall(WORD, self.typed)}


def fold_identifier(word: str) -> str:
    """A name as the server knows it.

    >>> fold_identifier("Total"), fold_identifier('"Total"')
    ('total', 'Total')
    """
    return word[1:-1].replace('""', '"') if word.startswith('"') else word.lower()


def read_sql(typed: str, source: str = "", first_line: int = 1) -> SqlText:
    """A statement with its placeholders numbered.

    >>> read_sql("SELECT %(a)s, '5 %%', %(b)s, %(a)s").sent
    "SELECT $1, '5 %', $2, $1"
    >>> read_sql("SELECT '5 %'").sent
    "SELECT '5 %'"
    """
    header = re.match(r"\ufeff?(?:\s*--[^\n]*\n)*", typed)
    begin = header.end() if header else 0  # its words may hold a percent sign
    marks = list(re.compile(MARK).finditer(typed, begin))
    order = list(dict.fromkeys(mark[1] for mark in marks if mark[1]))
    numbers = {name: number for number, name in enumerate(order, start=1)}
    start = 1 if typed.startswith("\ufeff") else 0
    if not order:
        return SqlText(
            typed, typed[start:], (), ((0, start),), source=source, first_line=first_line
        )
    stray = next((mark.start() for mark in marks if mark[0] == "%"), None)
    pieces: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for mark in marks:
        named = f"${numbers[mark[1]]}" if mark[1] else "%"
        for piece, at in ((typed[start : mark.start()], start), (named, mark.start())):
            starts.append((length, at))
            pieces.append(piece)
            length += len(piece)
        start = mark.end()
    starts.append((length, start))
    pieces.append(typed[start:])
    return SqlText(typed, "".join(pieces), tuple(order), tuple(starts), stray, source, first_line)
