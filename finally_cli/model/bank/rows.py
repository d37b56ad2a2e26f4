"""What every reader of a bank's file gives, in the order of the file.

A reader is a function of an open binary file that yields `Said`: a `Section` begins what belongs
to one account, and the rows and balances that follow are of it, until the next. It holds no more
of a file than a record, so that a file of any length is read in the same memory. What it cannot
read of a record is a `BadRow`, and it goes on; where the file as a whole is not what it says it
is, or is cut off, it raises BadFile.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Format = Literal["csv", "ofx", "qif", "camt", "mt940"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One account's part of a file: all that follows, up to the next of these, is of it.

    A second part of the same account carries on from the first, in the order of the file.
    """

    line: int
    account_key: str | None = None  # as `account_key` gives it; None where the file names none
    currency: str | None = None  # three capitals
    first_day: date | None = None  # that the file says it covers; None where it does not say
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A part of a row that its file calls by a category of its own; a row's parts sum to it."""

    amount: Decimal
    category: str | None = None
    transfer_account: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRow:
    """One booked row, or one that is pending."""

    line: int  # where its record begins in the file, from 1
    day: date  # booked; the bank's own local day
    amount: Decimal  # in the account's sense: minus is out
    text: str  # all of the bank's own words, as `clean_text` gives them; may be empty
    bank_id: str | None = None  # the bank's own id of it, never a number that the file counts by
    value_day: date | None = None  # where it is another than `day`
    balance: Decimal | None = None  # booked, after this row
    counter_account: str | None = None  # whose it went to or came from, as `account_key` gives it
    category: str | None = None  # as another program calls it (QIF, YNAB): "Food:Groceries"
    transfer_account: str | None = None  # of the user's own that it goes to, by its name (QIF)
    splits: tuple[Split, ...] = ()  # two or more, and none where the file does not part it
    pending: bool = False
    is_opening: bool = False  # what an account is opened with: no income and no expense


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A booked balance at the beginning or at the end of a section.

    `opening` is before its first row, `closing` after its last one, at the end of `day`.
    A balance that is only available, or in another currency than the account's, is none.
    """

    line: int
    kind: Literal["opening", "closing"]
    day: date
    amount: Decimal  # in the account's sense: what is owed is below zero


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A record that cannot be read, and why, in words that go on from `line 12: `."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a person must be told of how the file was read, as a whole sentence."""

    code: str  # in capitals, as a Note has it
    message: str


Said = Section | BankRow | Balance | BadRow | Remark
Reading = Generator[Said, None, None]


def account_key(said: str | None) -> str | None:
    """An account's number as it is compared: its ASCII letters, in capitals, digits and stars.

    >>> account_key("NL91 abna 0417.1643.00"), account_key(" ")
    ('NL91ABNA0417164300', None)
    """
    return re.sub(r"[^A-Z0-9*]", "", (said or "").upper())[:64] or None


def mask_account(key: str) -> str:
    """An account's number as it is shown: the last four of it; a name is no secret.

    >>> mask_account("NL91ABNA0417164300"), mask_account("4300"), mask_account("CHECKING")
    ('…4300', '…00', 'CHECKING')
    """
    if key.isalpha():
        return key
    return "…" + key[-4:] if len(key) > 4 else "…" + key[len(key) // 2 :]


def clean_text(*parts: str | None) -> str:
    """A bank's words on one line: NFC, no control characters, one blank between, each part once.

    >>> clean_text("REWE  Markt", None, "REWE Markt", "Danke\\n sehr")
    'REWE Markt Danke sehr'
    """
    words: list[str] = []
    for part in parts:
        text = part or ""
        if not text.isprintable():
            text = "".join(
                " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
                for letter in text
            )
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        text = " ".join(text.split())
        if text and not any(text in earlier for earlier in words):
            words.append(text)
    return " ".join(words)[:2000]
