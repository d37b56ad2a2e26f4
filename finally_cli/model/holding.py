"""How many there are at which price, as people type it, and what that is worth."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

from finally_cli.model.money import format_money
from finally_cli.model.quantity import format_price, parse_quantity
from finally_cli.model.sums import parse_sum

DIGITS = 100  # more than the product of the longest quantity and the longest price has
CENT_OF_A_CENT = Decimal("0.0001")  # to which each amount is rounded
TIMES = r"\s*(?:[×*]|[xX](?![A-Za-z]))\s*"  # and no currency that begins with an X


class Holding(NamedTuple):
    """How many of an asset there are, of a debt how many are owed, and what one costs.

    No price is needed for a quantity of zero.
    """

    quantity: Decimal
    price: Decimal | None

    @property
    def worth(self) -> Decimal:
        """What they are worth in the currency of the price, rounded once.

        >>> Holding(Decimal("120.5"), Decimal("82.10")).worth
        Decimal('9893.0500')
        >>> Holding(Decimal("0.1"), Decimal("0.0005")).worth
        Decimal('0.0001')
        """
        with localcontext(prec=DIGITS):
            exact = self.quantity * (self.price or 0)
            return exact.quantize(CENT_OF_A_CENT, ROUND_HALF_UP)


def split_holding(text: str) -> tuple[str, str] | None:
    """The quantity and the price in a text, as they were typed; None where it has no "x".

    >>> split_holding("120.5 x 82.10"), split_holding("3*84"), split_holding("3 ×")
    (('120.5', '82.10'), ('3', '84'), ('3', ''))
    >>> split_holding("100 XAU")
    """
    parts = re.split(TIMES, text.strip(), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) > 1 else None


def parse_quantities(text: str) -> Decimal:
    """A quantity, or a sum of some: what there was, and what was bought or sold.

    >>> parse_quantities("120.5 + 3.25"), parse_quantities("-2")
    (Decimal('123.75'), Decimal('-2'))
    """
    with localcontext(prec=DIGITS):
        return parse_sum(text, parse_quantity)


def holding_in_words(quantity: Decimal, price: Decimal | None) -> str:
    """How many there are and what one costs; with cents, by which amounts are known and masked.

    >>> holding_in_words(Decimal("120.5"), Decimal("84")), holding_in_words(Decimal(0), None)
    ('120.50 × 84.00', '0.00')
    """
    return format_money(quantity) + (f" × {format_price(price)}" if price is not None else "")
