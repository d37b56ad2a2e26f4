"""What an amount above zero means: that money came in, or, as on cards, that it went out."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from finally_cli.model.bank.column_profile import ColumnProfile
from finally_cli.model.bank.layout import Sign
from finally_cli.model.bank.numbers import Unreadable, read_amount

FEW = 4  # rows, of which most may well be money in
ENOUGH = 2  # neighbours that follow, so that it is no chance


def sign_of(amount: ColumnProfile, running: int, is_card: bool) -> Sign | None:
    """The convention of a column of amounts; None where nothing says it.

    `running` is what `balance_sense` gives of the column of balances beside it. `is_card` is
    whether a bill was paid by what is below zero, as on the statement of a card.
    """
    above = amount.unsigned + amount.plus
    if amount.credits and not amount.debits and above:
        return "plus-is-in"
    if amount.credits or amount.debits:
        return "as-is"
    if amount.plus and amount.unsigned and not amount.minus:
        return "plus-is-in"
    if running < 0:
        return "spending-positive" if above > amount.minus else "as-is"
    if not above:
        return "as-is"
    if not amount.minus:
        return None
    rows = above + amount.minus
    if is_card and not running:
        return None
    return None if rows >= FEW and above * 3 >= rows * 2 and not running else "as-is"


def balance_sense(rows: list[list[str]], amount: int, balance: int | None, decimal: str) -> int:
    """1 where balances grow by amounts, -1 where they shrink by them, 0 where neither is seen."""
    if balance is None:
        return 0
    values: list[tuple[Decimal, Decimal]] = []
    for row in rows:
        try:
            values.append(
                (read_amount(row[amount], decimal)[0], read_amount(row[balance], decimal)[0])
            )
        except (Unreadable, IndexError):
            continue
    pairs = list(pairwise(values))
    best, sense = 0, 0
    for newest_first in (False, True):
        steps = [
            (before if newest_first else value, old - new if newest_first else new - old)
            for (before, old), (value, new) in pairs
        ]
        for way in (1, -1):
            found = sum(bool(step) and difference == way * step for step, difference in steps)
            if found > best:
                best, sense = found, way
    return sense if best >= ENOUGH and best * 2 > len(pairs) else 0
