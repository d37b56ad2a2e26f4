"""Which format a file is, seen by its content: names of files say anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from finally_cli.model.bank.detect import detect
from finally_cli.model.errors import BadFile
from tests.model.bank.readings import IMPORTS

FOLDERS = {"csv", "ofx", "qif", "camt", "mt940"}
FILES = [path for path in sorted(IMPORTS.glob("*/*")) if path.parent.name in FOLDERS]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_real_file_is_known(path: Path) -> None:
    assert detect(path.read_bytes()) == path.parent.name


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>", "ofx"),
        ('\n\n<?xml version="1.0"?>\n<?OFX OFXHEADER="200"?><OFX>', "ofx"),
        ("<ofx><SIGNONMSGSRSV1>", "ofx"),
        ("!Type:Bank\nD1/1/26\n^\n", "qif"),
        ("a comment\n\n!Account\nNGiro\n^\n", "qif"),
        ("!Option:AutoSwitch\n", "qif"),
        (":20:X\n:25:1\n:60F:C260101EUR0,00\n", "mt940"),
        (":940:\n:20:X\n", "mt940"),
        ("{1:F01BANKDEFFAXXX0000000000}{2:O940}{4:\n:20:X\n", "mt940"),
        ("BANKNL2A\n940\nBANKNL2A\n:20:X\n:25:1\n", "mt940"),
        ('<?xml?><x:Document xmlns:x="urn:iso:std:iso:20022:tech:xsd:camt.052.001.08">',
         "camt"),
        ("<Document><BkToCstmrDbtCdtNtfctn>", "camt"),
        ("Date;Amount\n2026-01-01;1\n", "csv"),
        ("Date,Text\n2026-01-01,<OFX> and !Type:Bank\n", "csv"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_format_is_known_in_every_encoding(text: str, format: str, encoding: str) -> None:  # noqa: A002
    assert detect(text.encode(encoding)) == format


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a ZIP archive or a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word document"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\n<!DOCTYPE html>\n<html>", "a web page, perhaps the bank's log-in page"),
        (b'{"transactions": []}', "JSON"),
        (b"<table><tr><td>1", "a web page, perhaps the bank's log-in page"),
        (b"<html><body>Session expired", "a web page, perhaps the bank's log-in page"),
        (b"<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.03'>",
         "XML, but none of OFX, CAMT.052, CAMT.053 and CAMT.054"),
        (b"\x00\x01\x02\x03" * 9, "no text"),
    ],
)  # fmt: skip
def test_what_is_no_bank_file_is_called_by_its_name(head: bytes, kind: str) -> None:
    with pytest.raises(BadFile) as refused:
        detect(head)
    assert refused.value.code == "FILE_NOT_READABLE"
    assert refused.value.message == f"this is {kind}, and no file that a bank's rows are read from"


@pytest.mark.parametrize("head", [b"", b" \r\n\n"])
def test_an_empty_file_is_said_to_be_empty(head: bytes) -> None:
    with pytest.raises(BadFile, match="the file is empty"):
        detect(head)
