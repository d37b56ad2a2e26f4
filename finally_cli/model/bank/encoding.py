"""Which encoding the bytes of a bank's file have.

A mark at its beginning says it, or every second byte being zero; then UTF-8, if all of it is. What
is left are code pages, which the bytes themselves cannot tell apart: it is open where the letters
that are there differ between them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.text import quote

BLOCK = 1 << 20
UTF_8 = "utf-8"
# The pages of the most banks' letters; where they agree on all that is there, it is decided.
LIKELY = ("cp1252", "cp1250")
OTHERS = ("cp1251", "cp1253", "cp1254", "cp1257", "cp850")
OF_TWO_BYTES = ("cp932", "gb18030", "big5", "cp949")  # Japanese, Chinese, Korean
MOST_WORDS = 5000
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class CodePage:
    """One that the bytes can be read in, with the letters that tell it from the others."""

    name: str
    example: str


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes are read; open where `choices` has several."""

    name: str  # as Python calls it
    choices: tuple[CodePage, ...] = ()

    @property
    def is_open(self) -> bool:
        return len(self.choices) > 1

    @property
    def is_code_page(self) -> bool:
        return not self.name.startswith("utf")


def parse_encoding(text: str) -> str:
    """An encoding's name as Python calls it. Raises BadUsage.

    >>> parse_encoding("Latin1"), parse_encoding("windows-1250")
    ('iso8859-1', 'cp1250')
    """
    try:
        name = codecs.lookup(text.strip()).name
        b"".decode(name)
    except (LookupError, ValueError):
        raise BadUsage(
            f"there is no encoding {quote(text)}", "Write it as utf-8, cp1252 or cp1250."
        ) from None
    return name


def find_encoding(file: BinaryIO) -> Encoding:
    """The encoding of a file that can be gone back in; it is left at its beginning."""
    file.seek(0)
    begin = file.read(4096)
    for mark, name in MARKS:
        if begin.startswith(mark):
            file.seek(0)
            return Encoding(name)
    wide = zero_bytes(begin)
    file.seek(0)
    if wide:
        return Encoding(wide)
    utf_8 = decodes(file, UTF_8)
    file.seek(0)
    if utf_8:
        return Encoding(UTF_8)
    found = choose_code_page(file)
    file.seek(0)
    return found


def zero_bytes(begin: bytes) -> str:
    """UTF-16 without a mark, if every second byte of plain letters is zero; else nothing."""
    pairs = len(begin) // 2
    if pairs < 4:
        return ""
    first, second = begin[0 : 2 * pairs : 2].count(0), begin[1 : 2 * pairs : 2].count(0)
    if second > pairs * 0.4 and first < pairs * 0.05:
        return "utf-16-le"
    if first > pairs * 0.4 and second < pairs * 0.05:
        return "utf-16-be"
    return ""


def decodes(file: BinaryIO, encoding: str) -> bool:
    """Whether the file is such text; a letter that is cut off at the end is let through."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def choose_code_page(file: BinaryIO) -> Encoding:
    """The code page of bytes that are no Unicode, or those that it may be."""
    words = list(foreign_words(file))
    fitting = [page for page in LIKELY if fits(page, words)]
    fitting += [page for page in OTHERS if fits(page, words) and reads_well(page, words)]
    likely = [page for page in fitting if page in LIKELY]
    if len(likely) == len(LIKELY) and not looks_like_dos(words):
        differing = [word for word in words if len({word.decode(page) for page in likely}) > 1]
        if not differing:
            return Encoding(likely[0])
        words = differing
    if len(likely) < len(LIKELY):
        fitting += [page for page in OF_TWO_BYTES if decodes(file, page)]
    if len(fitting) == 1:
        return Encoding(fitting[0])
    if not fitting:
        raise BadFile(
            "the file is not text in any encoding that banks use",
            "Name it: --encoding cp1252",
            code="BAD_ENCODING",
        )
    example = b" ".join(words[:3])
    choices: dict[str, str] = {}
    for page in fitting:
        choices.setdefault(example.decode(page, "replace"), page)
    return Encoding(fitting[0], tuple(CodePage(page, text) for text, page in choices.items()))


def foreign_words(file: BinaryIO) -> Iterator[bytes]:
    """The words with a byte that is not ASCII, each once, the first of them."""
    seen = set()
    for line in lines_of(file):
        if line.isascii():
            continue
        for word in re.findall(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*", line):
            if word not in seen and len(word) < 100:
                seen.add(word)
                yield word
                if len(seen) >= MOST_WORDS:
                    return


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The file in pieces that end with a line, or are as long as a block."""
    while line := file.readline(BLOCK):
        yield line


def fits(page: str, words: list[bytes]) -> bool:
    try:
        for word in words:
            word.decode(page)
    except UnicodeDecodeError:
        return False
    return True


def reads_well(page: str, words: list[bytes]) -> bool:
    """Whether all words are letters in it, and no Latin ones among Greek or Cyrillic."""
    for word in words:
        text = word.decode(page)
        if not text.isalpha():
            return False
        if page in ("cp1251", "cp1253") and re.search("[A-Za-z]", text):
            return False
    return True


def looks_like_dos(words: list[bytes]) -> bool:
    """Whether signs that are no letters stand inside of words, as those of DOS pages would."""
    return any(
        re.search(rb"[A-Za-z][\x80-\x9f][a-z]", word)
        and not all(letter.isalpha() for letter in word.decode(LIKELY[0], "replace"))
        for word in words
    )
