"""Which format a bank's file is, from its first bytes alone: names of files say anything."""

from __future__ import annotations

import re

from finally_cli.model.bank.encoding import MARKS, zero_bytes
from finally_cli.model.bank.rows import Format
from finally_cli.model.errors import BadFile

HEAD = 1 << 16  # bytes that are enough to know it by

# What people download beside what they wanted, by its first bytes.
BINARY = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or a spreadsheet"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
OFX_HEADER = re.compile(r"^[ \t]*(?:OFXHEADER\s*[:=]|<OFX\s*>)", re.IGNORECASE | re.MULTILINE)
OFX_TAG = re.compile(r"<\?OFX\b|<OFX\s*>", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
CAMT = re.compile(
    r"camt\.05[234]\.|<(?:[\w.-]+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)[\s>/]", re.ASCII
)
WEB_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|script|meta)\b", re.I | re.S
)
JSON = re.compile(r"\s*[\[{]\s*[\"\[{]")
QIF = re.compile(r"^[ \t]*!(?:type|account|option|clear)\b", re.IGNORECASE | re.MULTILINE)
SWIFT = re.compile(r"\s*(?:\{1:[A-Z0-9]|:940:)")
MT940 = re.compile(r"^:20:.*?^:(?:25P?|28C?|60[FM]|61):", re.MULTILINE | re.DOTALL)


def detect(head: bytes) -> Format:
    """The format of a file that begins so; `csv` is any text that is none of the others.

    `head` is its first 64 KiB, or all of it. Raises BadFile for what is no bank's file, saying what
    it is.
    """
    for begin, name in BINARY:
        if head.startswith(begin):
            raise no_bank_file(name)
    text = decode_head(head)
    if not text.strip():
        raise BadFile("the file is empty", "Download it again at the bank.", code="FILE_EMPTY")
    if SWIFT.match(text) or MT940.search(text):
        return "mt940"
    if text.lstrip().startswith("<"):
        return detect_tagged(text)
    if OFX_HEADER.search(text):
        return "ofx"
    if QIF.search(text):
        return "qif"
    if JSON.match(text):
        raise no_bank_file("JSON")
    if len(CONTROL.findall(text)) > len(text) / 50:
        raise no_bank_file("no text")
    return "csv"


def detect_tagged(text: str) -> Format:
    """Which of the formats that are made of tags. Raises BadFile."""
    if WEB_PAGE.match(text):
        raise no_bank_file("a web page, perhaps the bank's log-in page")
    if CAMT.search(text):
        return "camt"
    if OFX_TAG.search(text):
        return "ofx"
    if re.match(r"\s*<\?xml|\s*<[A-Za-z][\w:.-]*[\s>]", text):
        raise no_bank_file("XML, but none of OFX, CAMT.052, CAMT.053 and CAMT.054")
    return "csv"


def decode_head(head: bytes) -> str:
    """The text of a file's first bytes, in any encoding: what it is known by is ASCII."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return head.decode(name, "replace")
    text = head.decode(zero_bytes(head[:4096]) or "latin-1", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def no_bank_file(name: str) -> BadFile:
    return BadFile(
        f"this is {name}, and no file that a bank's rows are read from",
        "Download CSV, OFX, QFX, QIF, CAMT or MT940 at the bank; unpack an archive first,"
        " and save a spreadsheet as CSV.",
        code="FILE_NOT_READABLE",
        details={"kind": name},
    )
