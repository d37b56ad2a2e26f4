"""One entry (Ntry) of a CAMT file: what moved, and what is said of it.

An entry is a row, a batch of payments, too: the entry is what the balance moved by, and its details
may have other amounts, in other currencies, or none. `CdtDbtInd` is the direction of the entry
itself; that it takes an earlier one back (`RvslInd`) does not turn it: by the standard, a reversal
that is a credit was a debit.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from finally_cli.model.bank.camt_tree import Element
from finally_cli.model.bank.ids import as_bank_id
from finally_cli.model.bank.numbers import Unreadable, checked
from finally_cli.model.bank.rows import BadRow, BankRow, account_key, clean_text
from finally_cli.model.text import quote

AMOUNT = re.compile(r"[0-9]{1,24}(?:\.[0-9]*)?|\.[0-9]+", re.ASCII)
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
MOST_DETAILS = 20  # of a batch, whose words are kept
PENDING = {"PDNG", "INFO", "FUTR"}
COUNTED = re.compile("[0-9]{1,6}", re.ASCII)  # an entry's reference that only counts


def read_entry(entry: Element, currency: str | None, own: str | None) -> BankRow | BadRow | None:
    """A row, in the currency and of the account of its statement; None for one that is pending and
    has no day yet.
    """
    try:
        said, amount = read_money(entry)
        if currency and said and said != currency:
            raise Unreadable(f"the amount is in {said}, and the account in {currency}")
        status = (entry.say("Sts/Cd", "Sts", "Sts/Prtry") or "BOOK").upper()
        if status != "BOOK" and status not in PENDING:
            raise Unreadable(f"{quote(status)} is not a status that is known")
        value_day = find_day(entry, "ValDt")
        day = find_day(entry, "BookgDt") or value_day
        if day is None and status in PENDING:
            return None
        if day is None:
            raise Unreadable("it has no day (BookgDt, ValDt)")
    except Unreadable as fault:
        return BadRow(line=entry.line, reason=str(fault))
    details = entry.all("NtryDtls/TxDtls")
    is_credit = amount > 0 or entry.say("CdtDbtInd") == "CRDT"
    others = {other_account(one, is_credit, own) for one in details}
    return BankRow(
        line=entry.line,
        day=day,
        amount=amount,
        text=entry_text(entry, details[:MOST_DETAILS], is_credit, own),
        bank_id=entry_id(entry, details),
        value_day=value_day if value_day != day else None,
        counter_account=others.pop() if len(others) == 1 else None,
        pending=status != "BOOK",
    )


def read_money(part: Element) -> tuple[str | None, Decimal]:
    """Currency and signed amount of an entry or a balance. Raises Unreadable."""
    amount, direction = part.find("Amt"), part.say("CdtDbtInd")
    if amount is None or not amount.text:
        raise Unreadable("it has no amount (Amt)")
    if not AMOUNT.fullmatch(amount.text):
        raise Unreadable(f"{quote(amount.text)} is not an amount")
    if direction not in ("CRDT", "DBIT"):
        raise Unreadable("it is neither credit nor debit (CdtDbtInd)")
    value = checked(amount.text, Decimal(amount.text))
    return amount.currency, -value if direction == "DBIT" and value else value


def find_day(part: Element, name: str) -> date | None:
    """The day of a date or of a time, as the bank wrote it. Raises Unreadable for a wrong one."""
    said = part.say(f"{name}/Dt", f"{name}/DtTm", name)
    if not said:
        return None
    return read_day(said)


def read_day(said: str) -> date:
    """The day of an ISO date or time, never shifted by its zone. Raises Unreadable."""
    found = DAY.match(said)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2100:
        raise Unreadable(f"there is no day {quote(said[:40])}")
    return day


def last_day(said: str) -> date:
    """The last day of a time that a statement reaches to: midnight is the end of the day before.

    >>> last_day("2026-11-01T00:00:00+01:00"), last_day("2026-10-31")
    (datetime.date(2026, 10, 31), datetime.date(2026, 10, 31))
    """
    day = read_day(said)
    return day - timedelta(days=1) if said[10:19] == "T00:00:00" else day


def entry_id(entry: Element, details: list[Element]) -> str | None:
    """The bank's own id: of the entry, or of its only detail; its reference if it is no count."""
    said = as_bank_id(entry.say("AcctSvcrRef"))
    if said is None and len(details) == 1:
        said = as_bank_id(details[0].say("Refs/AcctSvcrRef"))
    if said is None:
        said = as_bank_id(entry.say("NtryRef"))
        said = None if said and COUNTED.fullmatch(said) else said
    return said


def sides(is_credit: bool) -> tuple[str, str]:
    """Who is on the other side, and on the own one."""
    return ("Dbtr", "Cdtr") if is_credit else ("Cdtr", "Dbtr")


def other_account(details: Element, is_credit: bool, own: str | None) -> str | None:
    """The account of the other side. A reversal leaves the parties as they were."""
    for side in sides(is_credit):
        account = f"RltdPties/{side}Acct/Id"
        key = account_key(details.say(f"{account}/IBAN", f"{account}/Othr/Id"))
        if key and key != own:
            return key
        if key is None and side == sides(is_credit)[0]:
            return None
    return None


def other_name(details: Element, is_credit: bool, own: str | None) -> str | None:
    """The name of the other side."""
    first, second = sides(is_credit)
    account = f"RltdPties/{first}Acct/Id"
    if own and account_key(details.say(f"{account}/IBAN", f"{account}/Othr/Id")) == own:
        first = second
    return details.say(
        f"RltdPties/{first}/Pty/Nm",
        f"RltdPties/{first}/Nm",
        f"RltdPties/{first}/Agt/FinInstnId/Nm",
        f"RltdPties/Ultmt{first}/Pty/Nm",
        f"RltdPties/Ultmt{first}/Nm",
    )


def entry_text(entry: Element, details: list[Element], is_credit: bool, own: str | None) -> str:
    """The bank's words: the other's name, what it is for, what the bank calls it, references."""
    words: list[str | None] = []
    for one in details:
        words.append(other_name(one, is_credit, own))
        words += [part.text for part in one.all("RmtInf/Ustrd")]
        words += [part.text for part in one.all("RmtInf/Strd/CdtrRefInf/Ref")]
        words += [part.text for part in one.all("RmtInf/Strd/AddtlRmtInf")]
        words.append(one.say("AddtlTxInf"))
    words.append(entry.say("AddtlNtryInf"))
    words += [as_bank_id(one.say("Refs/EndToEndId")) for one in details]
    return clean_text(*words)
