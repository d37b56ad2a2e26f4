"""What a bank gives as its own id of a row, and which of them are none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from finally_cli.model.bank.rows import Remark

MOST = 500_000  # ids of one account that are looked at: the memory that this may take
NO_IDS = {
    "NONE", "NONREF", "NOTPROVIDED", "NOTAVAILABLE", "NOTAPPLICABLE", "UNKNOWN", "NULL", "NA",
}  # fmt: skip


def as_bank_id(said: str | None) -> str | None:
    """An id as it was said, without blanks around it; None for words that say there is none.

    >>> as_bank_id(" 2010-7 "), as_bank_id("NOT PROVIDED"), as_bank_id("000")
    ('2010-7', None, None)
    """
    text = (said or "").strip()
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    return None if letters in NO_IDS or not letters.strip("0") else text


class ReusedIds:
    """Which ids of one account's part of a file stand at rows that are not the same."""

    def __init__(self) -> None:
        self.seen: dict[int, int] = {}
        self.reused: list[tuple[int, str]] = []  # the line and the id, of the first few

    def add(self, line: int, bank_id: str | None, day: date, amount: Decimal) -> None:
        """One more row, with its id if it has one."""
        if bank_id is None or len(self.seen) >= MOST:
            return
        row = hash((day, amount))
        if self.seen.setdefault(hash(bank_id), row) != row and len(self.reused) < MOST:
            self.reused.append((line, bank_id))

    def remarks(self) -> list[Remark]:
        """What is to be said of them, once for all."""
        if not self.reused:
            return []
        line, bank_id = self.reused[0]
        more = f", and {len(self.reused) - 1} more" if len(self.reused) > 1 else ""
        message = (
            f"The bank's id {bank_id} comes again in line {line} with another day or amount{more};"
            " each is a row of its own."
        )
        return [Remark(code="IDS_REUSED", message=message)]
