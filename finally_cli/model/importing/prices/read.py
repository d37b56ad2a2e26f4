"""Which kind of file prices come in, by its content: names of files say anything."""

from __future__ import annotations

import re
from typing import BinaryIO

from finally_cli.model.bank.detect import BINARY, CONTROL, HEAD, WEB_PAGE, decode_head
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.prices.quotes import QuoteFile, Sayings, What

LARGEST = 64 << 20  # bytes; twenty years of daily prices of a hundred assets are 16 million
KINDS = (
    "Give CSV as Stooq, Yahoo, Portfolio Performance or Ghostfolio write it, Ghostfolio's JSON, or"
    " P or price lines of hledger, ledger or beancount."
)
JSON = re.compile(r"\s*[\[{]")


def read_content(stream: BinaryIO, what: What = "price") -> bytes:
    """The bytes of a file of a size that it may have. Raises BadFile."""
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadFile(
            f"the file is larger than {LARGEST >> 20} MB, and no list of {what}s need be",
            "Take the files of single assets, or a part of it.",
            code="FILE_TOO_LARGE",
        )
    return content


def open_quotes(content: bytes, said: Sayings | None = None, what: What = "price") -> QuoteFile:
    """The quotes of a file. Raises BadFile, at once or while they are read."""
    head = content[:HEAD]
    for begin, name in BINARY:
        if head.startswith(begin):
            raise no_quotes(name, what)
    text = decode_head(head)
    if not text.strip("\ufeff \t\r\n"):
        raise BadFile("the file is empty", KINDS, code="FILE_EMPTY")
    if WEB_PAGE.match(text):
        raise no_quotes("a web page, perhaps one that asks to log in", what)
    if text.lstrip().startswith("<?xml"):
        raise no_quotes("XML", what)
    if len(CONTROL.findall(text)) > len(text) / 50:
        raise no_quotes("no text", what)
    said = said or Sayings()
    if what == "price":
        from finally_cli.model.importing.prices.journal_quotes import (
            is_journal,
            open_journal_quotes,
        )

        if JSON.match(text):
            from finally_cli.model.importing.prices.json_quotes import open_json_quotes

            return open_json_quotes(content)
        if form := is_journal(content):
            return open_journal_quotes(content, form, said)
    from finally_cli.model.importing.prices.csv_quotes import open_csv_quotes

    return open_csv_quotes(content, said, what)


def no_quotes(name: str, what: What) -> BadFile:
    """The refusal of a file that is something else."""
    return BadFile(
        f"this is {name}, and no file that {what}s are read from",
        f"Unpack an archive first, and save a spreadsheet as CSV. {KINDS}",
        code="FILE_NOT_READABLE",
        details={"kind": name},
    )
