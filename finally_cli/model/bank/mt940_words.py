"""What field :86: of an MT940 row says, in the three ways that banks have of writing it.

As sub-fields of two digits (`166?00GUTSCHRIFT?20Miete?32MUELLER`), as names between slashes
(`/IBAN/NL69…/NAME/J. Jansen/REMI/factuur 7`), or as plain words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from finally_cli.model.bank.rows import account_key, clean_text

FULL_LINE = 64  # of 65 letters: then a word may go on in the next line
FULL_PART = 27  # letters of a sub-field
NUMBERED = re.compile(r"\s?([0-9]{3})?([?<>@^~+])(?=[0-9]{2})", re.ASCII)
PARTS = {mark: re.compile(f"[{mark}]([0-9]{{2}})", re.ASCII) for mark in "?<>@~+"}
PARTS["^"] = re.compile(r"\^([0-9]{2})", re.ASCII)
PURPOSE = [*map(str, range(20, 30)), *map(str, range(60, 64))]
SLASHED = re.compile(
    r"/(EREF|KREF|MREF|CRED|DEBT|MARF|CSID|PREF|IREF|SVCL|TRTP|IBAN|BIC|NAME|REMI|ISDT|BENM|ORDP|"
    r"ULTD|ULTC|ULTB|PURP|RTRN|CNTP|TRCD|ADDR|ID|ACCW|ACCT|OCMT|COAM|CHGS|EXCH|RCMT|BUSP)/"
)
QUIET = {"REMI", "BIC", "CSID", "MARF", "SVCL", "ISDT", "ACCW", "ACCT", "IBAN", "CNTP"}
ACCOUNT = re.compile(r"(?:[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}|P?[0-9]{7,12})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a row, and whose account it went to or came from."""

    text: str
    counter_account: str | None = None


def read_words(lines: list[str]) -> Words:
    """What field :86: says.

    >>> read_words(["166?00GUTSCHRIFT?20Miete?21November?32MUELLER"]).text
    'MUELLER Miete November GUTSCHRIFT'
    >>> read_words(["/IBAN/NL69ABCD0123456789/NAME/J. Jansen/REMI/factuur 7"])
    Words(text='J. Jansen factuur 7', counter_account='NL69ABCD0123456789')
    """
    joined = "".join(lines)
    if begin := NUMBERED.match(joined):
        return numbered(joined[begin.end(2) - 1 :], begin[2])
    joined = join_lines(lines)
    if SLASHED.match(joined.lstrip()):
        return slashed(joined)
    return Words(clean_text(joined))


def join_lines(lines: list[str]) -> str:
    """The lines as one; what fills a line goes on in the next, perhaps inside a word."""
    text = ""
    for place, line in enumerate(lines):
        text += line
        if len(line) < FULL_LINE and place < len(lines) - 1:
            text += " "
    return text


def numbered(text: str, mark: str) -> Words:
    """Of sub-fields: the other's name, what it is for, and what the bank calls it."""
    pieces = PARTS[mark].split(text)
    parts: dict[str, str] = {}
    for name, value in zip(pieces[1::2], pieces[2::2], strict=True):
        parts[name] = parts[name] + value if name in parts else value
    purpose = join_parts([parts[name] for name in PURPOSE if name in parts])
    name = join_parts([parts[name] for name in ("32", "33") if name in parts])
    number = account_key(parts.get("38") or parts.get("31"))
    bank = parts.get("30", "").strip()
    if number and number.isdigit() and bank.isdigit():
        number = bank + number  # as field :25: has it, of accounts before the IBAN
    return Words(clean_text(name, purpose, parts.get("00")), number)


def join_parts(parts: list[str]) -> str:
    """Sub-fields as one text; a full one goes on in the next, perhaps inside a word."""
    return "".join(part if len(part) >= FULL_PART else part + " " for part in parts)


def slashed(text: str) -> Words:
    """Of names between slashes: the other's name, what it is for, and what else there is."""
    pieces = SLASHED.split(text.lstrip())
    parts: dict[str, str] = {}
    for name, value in zip(pieces[1::2], pieces[2::2], strict=True):
        if value.strip("/ "):
            parts[name] = f"{parts[name]} {value}" if name in parts else value
    others = [value.strip("/ ") for name, value in parts.items() if name not in QUIET]
    name, remittance = parts.get("NAME", ""), parts.get("REMI", "")
    counter = parts.get("IBAN") or (parts.get("CNTP", "").split("/")[0])
    remittance = re.sub("^(?:USTD|STRD)/+", "", remittance.strip("/ "))
    return Words(clean_text(name.strip("/ "), remittance, *others), account_key(counter))
