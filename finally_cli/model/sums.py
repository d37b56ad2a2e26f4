"""Sums as people type them where one amount is asked for: `100+200`, `1,250.50 - 80`."""

import re
from collections.abc import Callable
from decimal import Decimal

from finally_cli.model.errors import BadUsage
from finally_cli.model.money import MOST_DIGITS, parse_money
from finally_cli.model.text import quote

OPERATOR = r"(?<=[^\s+\-−])\s*([+\-−])"  # what comes after something else; first, it is a sign
HINT = "Write it as 100+200.50-30: amounts with + or - between them."


def parse_sum(text: str, parse: Callable[[str], Decimal] = parse_money) -> Decimal:
    """One amount, or several with + and - between them, each read by `parse`, to the last digit.

    Raises BadUsage for what `parse` refuses, a sum that lacks a part, and two signs in a row.

    >>> parse_sum("100+200"), parse_sum("-5"), parse_sum("1,250.50 - 80 + .5")
    (Decimal('300'), Decimal('-5'), Decimal('1171.00'))
    """
    first, *others = re.split(OPERATOR, text.strip())
    total = parse(first)
    for sign, part in zip(others[::2], others[1::2], strict=True):
        if not part.strip() or part.strip()[0] in "+-−":
            raise BadUsage(f"{quote(text)} is not a sum of amounts", HINT)
        amount = parse(part)
        total += amount if sign == "+" else -amount
    if abs(total) >= Decimal(10) ** MOST_DIGITS:
        raise BadUsage(
            f"the sum {quote(text)} is too large",
            f"At most {MOST_DIGITS} digits fit before the point.",
        )
    return total if total else abs(total)  # there is no negative zero
