"""The values of one row of an OFX file: its day, its amount, its words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from finally_cli.model.bank.numbers import Unreadable, checked
from finally_cli.model.bank.rows import clean_text
from finally_cli.model.text import quote

DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9]{1,3}(?:[^0-9]|$))", re.ASCII)
AMOUNT = re.compile(r"([+-]?)0*([0-9]*)(?:([.,])([0-9]*))?", re.ASCII)
GROUPED = re.compile(
    r"([+-]?)(?:([1-9][0-9]{0,2}(?:,[0-9]{3})+)\.|([1-9][0-9]{0,2}(?:\.[0-9]{3})+),)([0-9]*)", re.A
)
THREE_DECIMALS = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
Leaves = dict[str, str]  # of an aggregate: the text of each of its leaves


def row_text(leaves: Leaves, payee: Leaves) -> str:
    """The bank's words; a name that only is the beginning of the memo is not said twice."""
    name, memo = leaves.get("NAME"), leaves.get("MEMO")
    if name and memo and " ".join(memo.split()).startswith(" ".join(name.split())):
        name = None
    number = leaves.get("CHECKNUM", "")
    return clean_text(
        name,
        payee.get("NAME"),
        leaves.get("NAME2"),
        leaves.get("EXTDNAME"),
        memo,
        leaves.get("MEMO2"),
        number if number.strip("0") else None,
    )


def read_day(said: str | None, tag: str) -> date:
    """The day of a time as the bank wrote it, never shifted by its zone. Raises Unreadable.

    >>> read_day("20090401235959.000[-5:EST]", "DTPOSTED")
    datetime.date(2009, 4, 1)
    """
    if not said:
        raise Unreadable(f"it has no day ({tag})")
    found = DAY.match(said)
    if not found:
        raise Unreadable(f"{quote(said)} is not a day ({tag})")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise Unreadable(f"there is no day {quote(said)} ({tag})") from None
    if not 2000 <= day.year <= 2100:
        raise Unreadable(f"the day {quote(said)} is before 2000 or after 2100 ({tag})")
    return day


def find_day(said: str | None) -> date | None:
    """The day, if it is one."""
    try:
        return read_day(said, "")
    except Unreadable:
        return None


def read_amount(said: str | None, currency: str | None) -> Decimal:
    """An amount as the standard writes it: a sign, digits, a point or a comma. Raises Unreadable.

    What has both marks is grouped: `1,234.50`. A comma before three digits is the decimal mark by
    the standard, and banks that group write the same: that is not guessed.

    >>> read_amount("-00000000001500.0000", "USD"), read_amount("+12,5", "EUR")
    (Decimal('-1500.0000'), Decimal('12.5'))
    """
    text = (said or "").replace(" ", "")
    if not text:
        raise Unreadable("it has no amount (TRNAMT)")
    if found := AMOUNT.fullmatch(text):
        sign, whole, mark, decimals = found[1], found[2], found[3], found[4] or ""
        if not any(letter.isdigit() for letter in text):
            raise Unreadable(f"{quote(text)} is not an amount")
        if mark == "," and len(decimals) == 3 and whole and currency not in THREE_DECIMALS:
            raise Unreadable(f"the amount {quote(text)} can be read in two ways")
    elif grouped := GROUPED.fullmatch(text):
        sign, decimals = grouped[1], grouped[4]
        whole = re.sub("[.,]", "", grouped[2] or grouped[3])
    else:
        raise Unreadable(f"{quote(text)} is not an amount")
    value = checked(text, Decimal(f"{whole or '0'}.{decimals}" if decimals else whole or "0"))
    return -value if sign == "-" and value else value


def currency_of(said: str | None) -> str | None:
    """A currency's three letters; None for anything else."""
    text = (said or "").strip().upper()
    return text if re.fullmatch("[A-Z]{3}", text) else None


def correction(action: str, earlier: str | None) -> str:
    """Why a row that corrects an earlier one is not taken."""
    does = "takes back" if action.upper() == "DELETE" else "replaces"
    which = f" {quote(earlier)}" if earlier else ""
    return f"it {does} an earlier row{which}, which only you can do: edit that one by hand"
